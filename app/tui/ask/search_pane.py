"""The part of the main screen that searches: results while typing, and what the list beside the answer shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import get_current_worker

from app.tui.ask.ask_box import AskBox
from app.tui.ask.evidence_list import EvidenceList
from app.tui.ask.messages import WarmedUp
from app.tui.ask.navigation import Navigation
from app.tui.ask.pane_tabs import PaneTabs
from app.tui.base.background import Job, in_background
from app.tui.search import feed, messages
from app.tui.search.filter_chips import Chips
from app.tui.search.preview import Preview

if TYPE_CHECKING:
    from threading import Event

    from textual.timer import Timer

    from app.assistant.question.suggestions import Suggestion
    from app.assistant.types import Scope
    from app.tui.ask.transcript.turn import TurnView
    from app.tui.base.problem_report import Trouble
    from app.tui.services import Services
    from index.types.search import Hit

LIVE_LIMIT = 30
"""Results shown while typing."""
PAUSE_S = 0.2
"""So long after the last key the search by meaning begins."""
WIDE = 100
"""Columns from which on both panes have room; below, the app's styles are narrow too."""
ROOMY = (120, 30)
"""Columns and lines from which on a preview has room."""
BETTER = "search by meaning ranks them differently: Esc shows it"
WHY = "? why"
NOTHING = "No message has these words."
NOTHING_YET = "No message has these words; looking for the same meaning …"
NOTHING_LEFT = "Nothing matches with these filters."


class SearchPane(Navigation):
    """Lists what is found, or else the evidence of the answer that is shown, or else the chats."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+f", "filter", "Filter", show=False, priority=True)]

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._search_trouble: Trouble | None = None
        self._shown: TurnView | None = None
        """The turn whose evidence the list shows."""
        self._evidence_shown = False
        """Which pane is shown where there is room for one."""
        self._chosen: tuple[Suggestion, ...] = ()
        """The filters that hold."""
        self._brought_back: tuple[Suggestion, ...] = ()
        """Those of them that came back with what was asked before."""
        self._offered: tuple[Suggestion, ...] = ()
        self._listed: messages.SearchDone | None = None
        """The search whose hits are listed."""
        self._held: messages.SearchDone | None = None
        """A better order, kept back while somebody is in the list."""
        self._pause: Timer | None = None
        self._refining: Job | None = None

    @property
    def box(self) -> AskBox:
        """The ask box."""
        return self.query_one(AskBox)

    @property
    def evidence(self) -> EvidenceList:
        """The list."""
        return self.query_one(EvidenceList)

    @property
    def chips(self) -> Chips:
        """The row of filters."""
        return self.query_one(Chips)

    @property
    def scope(self) -> Scope:
        """What the filters leave, for searches and for questions."""
        from app.assistant.question.suggestions import scope_of

        return scope_of(self._chosen)

    def _show_pane(self, *, evidence: bool) -> None:
        self._evidence_shown = evidence
        self.query_one(PaneTabs).evidence_active = evidence
        self._fold()

    def _fold(self) -> None:
        """Show what there is room for: both panes or one, the filters, the preview.

        Without classes on the screen, which would have every widget's styles made anew: too long for a key press.
        """
        searching = self._wanted is not None or bool(self._chosen)
        for part, wanted in (
            ("#left", self.is_wide or not self._evidence_shown),
            ("#right", self.is_wide or self._evidence_shown),
            ("#evidence", self.is_wide or self._evidence_shown),
            ("#chips", searching),
            ("#preview", self._wanted is not None and self.is_roomy),
        ):
            widget = self.query_one(part)
            if widget.display != wanted:
                widget.display = wanted

    @property
    def is_wide(self) -> bool:
        """Whether there is room for both panes."""
        return self.size.width >= WIDE

    @property
    def is_roomy(self) -> bool:
        """Whether there is room for a preview."""
        return self.size.width >= ROOMY[0] and self.size.height >= ROOMY[1]

    # ── Looking for what is in the box ────────────────────────────────────────────────────────────────────────────────

    @property
    def _wanted(self) -> str | None:
        """What is to be searched for, None when nothing is."""
        text = self.box.value.strip()
        return None if text.startswith("/") or not (text or self._chosen) else text

    @on(AskBox.Typed)
    def search_again(self) -> None:
        """Search for what the box and the filters say now: by words at once, by meaning after a pause."""
        self._stop_refining()
        self._held = None
        text = self._wanted
        if text is None:
            self.workers.cancel_group(self, "search")
            self._listed = None
            self._offered = ()
            self._show_chips()
            self._show_turn_evidence()
            return
        self._show_chips()
        self._fold()
        self._search(text, self.scope)
        if text:
            self._pause = self.set_timer(PAUSE_S, self._refine)

    @in_background("search")
    def _search(self, text: str, scope: Scope) -> Message | None:
        worker = get_current_worker()
        return feed.by_words(self._services, text, scope, LIVE_LIMIT, lambda: worker.is_cancelled)

    def _refine(self) -> None:
        text, scope = self._wanted, self.scope
        if not text:
            return

        def work(stop: Event) -> None:
            self.post_message(feed.offer(self._services, text, scope))
            if not stop.is_set():
                self.post_message(feed.by_meaning(self._services, text, scope, LIVE_LIMIT))

        # Not a worker of the screen: this may wait for a model to be loaded.
        self._refining = Job("search by meaning", work, after=self._refining)

    @on(WarmedUp)
    def _refine_what_was_typed_before(self) -> None:
        """Search by meaning for what was typed while that could not be done yet."""
        if self._wanted and (self._listed is None or "meaning" not in self._listed.lists):
            self._refine()

    def _stop_refining(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        if self._refining is not None:
            self._refining.stop()

    def _is_now(self, event: messages.SearchDone | messages.SuggestionsReady) -> bool:
        return event.typed == self._wanted and event.scope == self.scope

    @on(messages.SuggestionsReady)
    def _offers(self, event: messages.SuggestionsReady) -> None:
        if self._is_now(event):
            self._offered = event.suggestions
            self._show_chips()

    @on(messages.SearchDone)
    def _found(self, event: messages.SearchDone) -> None:
        if not self._is_now(event):
            return
        listed = self._listed
        if event.meaning and event.trouble is not None and listed is not None and listed.trouble is None:
            # What was found by words stays.
            if not listed.hits:
                self._list_found(replace(listed, meaning=True))
            self.evidence.border_subtitle = event.trouble.sentence
            self._search_trouble = event.trouble
        elif event.meaning and listed is not None and event.hits != listed.hits and self.evidence.is_entered:
            self._held = event
            self.evidence.border_subtitle = BETTER
        else:
            self._list_found(event)

    def _list_found(self, event: messages.SearchDone) -> None:
        self._held = None
        self._listed = event
        self._search_trouble = event.trouble
        if event.trouble is not None:
            self._list_hits("Search", (), nothing=f"✗ {event.trouble.sentence} {event.trouble.next_step}")
            return
        by = {"keyword": "words", "meaning": "meaning", "newest": "newest"}
        how = " and ".join(by[name] for name in event.lists if name in by) or "words"
        more = "+" if len(event.hits) == LIVE_LIMIT else ""
        nothing = NOTHING_LEFT if self._chosen else NOTHING
        if event.typed and not event.meaning:
            nothing = NOTHING_YET
        self._list_hits(
            f"Search · {len(event.hits)}{more} · {how}",
            event.hits,
            query=event.typed,
            nothing=f"{event.note} {nothing}".strip(),
            keep=event.meaning,
        )
        self.evidence.border_subtitle = _reading_line(event)
        self._show_pane(evidence=True)

    def _list_hits(
        self, title: str, hits: tuple[Hit, ...], *, query: str = "", nothing: str = "", keep: bool = False
    ) -> None:
        self.evidence.show_hits(title, hits, query=query, nothing=nothing, keep=keep)
        self.query_one(PaneTabs).evidence_title = title

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the better order once nobody is in the list any more."""
        if self._held is not None and event.widget is not self.evidence:
            self._list_found(self._held)

    def _show_turn_evidence(self) -> None:
        self.evidence.border_subtitle = ""
        turn = self._shown
        if turn is None:
            self._list_chats()
        else:
            self._list_turn(turn)
        self._show_pane(evidence=False)

    def _list_chats(self) -> None:
        self.evidence.show_chats(self._chats)
        self.query_one(PaneTabs).evidence_title = "Chats"

    def _list_turn(self, turn: TurnView) -> None:
        title = f"Evidence · {len(turn.hits)}"
        self.evidence.show_hits(title, turn.hits, query=turn.words, faint=turn.uncited, nothing="No evidence yet.")
        self.query_one(PaneTabs).evidence_title = title

    # ── Filters ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _show_chips(self) -> None:
        self.box.filters = self._chosen
        self.chips.show(self._chosen, self._offered)

    @on(Chips.Taken)
    def _taken(self, event: Chips.Taken) -> None:
        self.restrict(event.suggestion)

    def restrict(self, suggestion: Suggestion | None) -> None:
        """Hold one more filter."""
        from app.assistant.question.suggestions import with_one_more

        if suggestion is not None:
            self._change_filters(with_one_more(self._chosen, suggestion))

    @on(Chips.Removed)
    def _removed(self, event: Chips.Removed) -> None:
        self._change_filters(tuple(one for one in self._chosen if one != event.suggestion))

    def _change_filters(self, chosen: tuple[Suggestion, ...]) -> None:
        # What the text speaks of is offered anew, beyond the filters that hold then.
        self._chosen, self._offered = chosen, ()
        if self.chips.has_focus and not chosen:
            self.box.focus()
        self.search_again()

    @on(AskBox.BroughtBack)
    def _brought_back_filters(self, event: AskBox.BroughtBack) -> None:
        # What was chosen by hand meanwhile is meant for what comes back, too.
        if self._chosen == self._brought_back:
            self._chosen = self._brought_back = event.filters
            self._show_chips()

    @on(Chips.Left)
    def _chips_left(self, event: Chips.Left) -> None:
        (self.evidence if event.to_results else self.box).focus()

    @on(AskBox.LeftBackwards)
    def _to_chips(self) -> None:
        if self._chosen:
            self.chips.focus_last()

    @on(Chips.AddWanted)
    def action_filter(self) -> None:
        """Choose what to filter by."""
        from app.tui.search.filter_screen import FilterScreen

        self.app.push_screen(FilterScreen(self._services), self.restrict)

    # ── Explanation and preview ───────────────────────────────────────────────────────────────────────────────────────

    def _explain(self) -> bool:
        """Explain the ranking of the highlighted result; False where none is highlighted."""
        from app.tui.search.explain_screen import ExplainScreen

        listed, place = self._listed, self.evidence.highlighted
        if listed is None or place is None or place >= len(listed.hits) or self.box.has_focus:
            return False
        self.app.push_screen(ExplainScreen(self._services, listed, place, LIVE_LIMIT))
        return True

    def on_resize(self) -> None:
        """Fold and unfold."""
        self._fold()
        self._preview_highlighted()

    @on(EvidenceList.OptionHighlighted)
    def _preview_highlighted(self) -> None:
        listed, place = self._listed, self.evidence.highlighted
        preview = self.query_one(Preview)
        if listed is None or place is None or place >= len(listed.hits):
            preview.show(None, "")
        elif self.is_roomy:
            self._preview(listed.hits[place].id)

    @in_background("preview")
    def _preview(self, public_id: str) -> Message | None:
        worker = get_current_worker()
        return None if worker.is_cancelled else feed.preview(self._services, public_id)

    @on(messages.Previewed)
    def _previewed(self, event: messages.Previewed) -> None:
        listed, place = self._listed, self.evidence.highlighted
        if listed is not None and place is not None and place < len(listed.hits) and listed.hits[place].id == event.id:
            from app.assistant.question.operators import without_operators

            self.query_one(Preview).show(event.surroundings, without_operators(listed.typed))


def _reading_line(event: messages.SearchDone) -> str:
    """Return how the text was read, without the words that anybody sees to be in it."""
    told = [line for line in event.reading if not line.startswith(("words:", "beginnings:"))]
    return " · ".join((WHY, *([event.note] if event.note else []), *told)) if event.hits else ""
