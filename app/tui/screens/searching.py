"""The part of the main screen that searches: results while typing, and what the list beside the answer shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.worker import get_current_worker

from app.tui import feed, messages
from app.tui.screens.places import Places
from app.tui.widgets.ask_box import AskBox
from app.tui.widgets.evidence import EvidenceList
from app.tui.widgets.pane_tabs import PaneTabs

if TYPE_CHECKING:
    from app.tui.problems import Trouble
    from app.tui.services import Services
    from app.tui.widgets.turn import Turn
    from index.types import Hit

LIVE_LIMIT = 30
"""Results shown while typing."""


class Searching(Places):
    """Lists what is found, or else the evidence of the answer that is shown, or else the chats."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._search_trouble: Trouble | None = None
        self._shown: Turn | None = None
        """The turn whose evidence the list shows."""

    @property
    def box(self) -> AskBox:
        """The ask box."""
        return self.query_one(AskBox)

    @property
    def evidence(self) -> EvidenceList:
        """The list."""
        return self.query_one(EvidenceList)

    def _show_pane(self, *, evidence: bool) -> None:
        self.set_class(evidence, "-evidence")
        self.query_one(PaneTabs).evidence_active = evidence

    @on(AskBox.Typed)
    def _typed(self, event: AskBox.Typed) -> None:
        text = event.text.strip()
        if text and not text.startswith("/"):
            self._search(text)
        else:
            self.workers.cancel_group(self, "search")
            self._show_turn_evidence()

    @work(thread=True, exclusive=True, group="search", exit_on_error=False)
    def _search(self, text: str) -> None:
        worker = get_current_worker()
        found = feed.search(self._services, text, LIVE_LIMIT, lambda: worker.is_cancelled)
        if found is not None and not worker.is_cancelled:
            self.post_message(found)

    @on(messages.Found)
    def _found(self, event: messages.Found) -> None:
        if event.typed != self.box.value.strip():
            return
        self._search_trouble = event.trouble
        if event.trouble is not None:
            self._list_hits("Search", (), nothing=f"✗ {event.trouble.sentence} {event.trouble.next_step}")
            return
        more = "+" if len(event.hits) == LIVE_LIMIT else ""
        self._list_hits(
            f"Search · {len(event.hits)}{more}", event.hits, query=event.typed, nothing="No message has these words."
        )
        self._show_pane(evidence=True)

    def _list_hits(self, title: str, hits: tuple[Hit, ...], *, query: str = "", nothing: str = "") -> None:
        self.evidence.show_hits(title, hits, query=query, nothing=nothing)
        self.query_one(PaneTabs).evidence_title = title

    def _show_turn_evidence(self) -> None:
        turn = self._shown
        if turn is None:
            self.evidence.show_chats(self._chats)
            self.query_one(PaneTabs).evidence_title = "Chats"
        else:
            self._list_turn(turn)
        self._show_pane(evidence=False)

    def _list_turn(self, turn: Turn) -> None:
        title = f"Evidence · {len(turn.hits)}"
        self.evidence.show_hits(title, turn.hits, query=turn.words, faint=turn.uncited, nothing="No evidence yet.")
        self.query_one(PaneTabs).evidence_title = title
