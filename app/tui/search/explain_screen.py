"""Why a result stands where it stands: each list's rank and score, what they come to together, how the text was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from app.tui.base import rendering
from app.tui.base.background import Job
from app.tui.dialogs.text_page import TextPage
from app.tui.search import feed, messages

if TYPE_CHECKING:
    from threading import Event

    from app.tui.services import Services

LISTS = {
    "keyword": "by words",
    "meaning": "by meaning",
    "reranker": "read again",
    "newest": "newest first",
    "question": "is a question",
    "time": "is of that time",
    "speaker": "by whom it names",
}
"""What brought a hit to its place, in few words."""


class ExplainScreen(TextPage):
    """Searches once more, with reasons, for it is the same list again. Arrows go to the hit before and after."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "back", "Back", show=False),
        Binding("left", "step(-1)", "Previous", priority=True),
        Binding("right", "step(1)", "Next", priority=True),
    ]

    def __init__(self, services: Services, listed: messages.SearchDone, place: int, limit: int) -> None:
        super().__init__("Why this result")
        self._services = services
        self._listed = listed
        self._place = place
        self._limit = limit
        self._explained: messages.Explained | None = None

    def body(self) -> Iterable[Widget]:
        """Say that it is being looked up."""
        yield Static("…")

    def on_mount(self) -> None:
        """Search again."""
        listed = self._listed

        def work(_: Event) -> None:
            self.post_message(
                feed.explain(self._services, listed.typed, listed.scope, self._limit, meaning=listed.meaning)
            )

        Job("explain", work)

    @on(messages.Explained)
    async def _show(self, event: messages.Explained) -> None:
        self._explained = event
        await self._draw()

    async def _draw(self) -> None:
        paper = self.query_one("#paper", VerticalScroll)
        await paper.remove_children()
        await paper.mount_all(list(self._page()))

    def _page(self) -> Iterator[Widget]:
        event = self._explained
        if event is None:
            return
        if event.trouble is not None:
            yield Static(rendering.trouble(event.trouble))
            return
        hit = next((one for one in event.hits if one.id == self._listed.hits[self._place].id), None)
        if hit is None:
            yield Static(rendering.plain("It is no longer among the results: the index has changed."))
            return
        place = f"{event.hits.index(hit) + 1} of {len(event.hits)}"
        yield Static(rendering.heading(hit))
        yield Static(Content(rendering.shown_line(rendering.body(hit, rendering.ENTRY))), classes="explained")
        yield Static(Content("Why it ranks here"), classes="section")
        for name, values in hit.explain.items():
            yield _row(LISTS.get(name, name), _figures(values))
        yield _row("together", f"{hit.score:.4g}: place {place}")
        yield Static(Content("How the search was read"), classes="section")
        if event.plan:
            yield _row("filters", rendering.shown_line(event.plan))
        for line in event.reading:
            what, _, rest = line.partition(": ")
            yield _row(what, rendering.shown_line(rest))
        yield _row("lists", " and ".join(LISTS.get(name, name) for name in event.lists))
        if event.note:
            yield _row("note", rendering.shown_line(event.note))

    async def action_step(self, by: int) -> None:
        """Go to the hit before or after."""
        if 0 <= self._place + by < len(self._listed.hits):
            self._place += by
            await self._draw()


def _row(name: str, what: str) -> Widget:
    return HorizontalGroup(Static(Content(name), classes="reason"), Static(Content(what), classes="what"))


def _figures(values: Mapping[str, float]) -> str:
    """Return "place 2, score 0.71, worth 1.9"."""
    said = {"rank": "place", "share": "worth"}
    return ", ".join(f"{said.get(name, name)} {value:.4g}" for name, value in values.items())
