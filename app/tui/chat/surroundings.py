"""A message where it was said: its neighbours around it, itself marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from app.text import wording
from app.tui.base import rendering
from app.tui.base.background import in_background
from app.tui.chat import feed
from app.tui.chat.messages import SurroundingsRead

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.tui.services import Services
    from index.types.listings import ChatPosition, Surroundings
    from index.types.search import Hit

    ReadOn = Callable[[ChatPosition, str], None]

CONTEXT_STEPS = (5, 15, 40, 100)
"""Neighbours on either side; + goes to the next."""


class SurroundingsView(VerticalScroll):
    """The neighbours; the marked one is brought to the middle, again when the room or the content changes its size."""

    def on_resize(self) -> None:
        """Bring the marked one to the middle."""
        self.call_after_refresh(self.center)

    def watch_virtual_size(self) -> None:
        """Bring the marked one to the middle: lines find their height some time after they were put in."""
        self.call_after_refresh(self.center)

    def center(self) -> None:
        """Bring the marked one to the middle."""
        for target in self.query(".-target"):
            self.scroll_to_center(target, animate=False, immediate=True)


class SurroundingsScreen(ModalScreen[int]):
    """Shows one hit of a list at a time; returns the place in the list that was shown last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        Binding("left", "step(-1)", "Previous", priority=True),
        Binding("right", "step(1)", "Next", priority=True),
        Binding("plus,equals_sign", "more", "More around"),
        Binding("r", "read", "Read on in the chat"),
        Binding("c", "copy", "Copy"),
        Binding("o", "open", "Open"),
        Binding("q,enter", "back", "Back", show=False),
        *(Binding(str(n), f"go({n})", f"Open {n}", show=False) for n in range(1, 10)),
    ]

    def __init__(
        self, services: Services, hits: Sequence[Hit], place: int, query: str = "", read: ReadOn | None = None
    ) -> None:
        super().__init__()
        self._services = services
        self._hits = tuple(hits)
        self._place = place
        self._query = query
        self._read = read
        self._words = rendering.words_of(query)
        self._step = 0
        self._target: Hit | None = None
        """The one that is shown, as the index has it."""

    def compose(self) -> ComposeResult:
        """Lay out the frame."""
        yield SurroundingsView(id="around")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Fetch the first."""
        self._show()

    def _show(self) -> None:
        hit = self._hits[self._place]
        around = self.query_one(SurroundingsView)
        place = f"{self._place + 1} of {len(self._hits)}"
        name = rendering.who(hit) if hit.kind == "file" else rendering.where(hit)
        around.border_title = Content(rendering.cut(name or hit.source, 60))
        around.border_subtitle = Content(place)
        self._fetch(hit.id, CONTEXT_STEPS[self._step])

    @in_background("surroundings")
    def _fetch(self, public_id: str, context: int) -> Message:
        return feed.look(self._services, public_id, context)

    @on(SurroundingsRead)
    async def _looked(self, event: SurroundingsRead) -> None:
        around = self.query_one(SurroundingsView)
        await around.remove_children()
        if event.surroundings is None:
            if event.trouble is not None:
                await around.mount(Static(rendering.trouble(event.trouble), classes="neighbour"))
            return
        self._target = event.surroundings.hits[event.surroundings.position]
        rows = self._rows(event.surroundings)
        await around.mount_all(rows)
        self.call_after_refresh(around.center)

    def _rows(self, surroundings: Surroundings) -> list[Static]:
        rows: list[Static] = []
        day = ""
        for place, hit in enumerate(surroundings.hits):
            target = place == surroundings.position
            if hit.kind == "message" and hit.time and (today := wording.day(hit.time)) != day:
                day = today
                rows.append(Static(Content(f"── {day} ──"), classes="day"))
            text = Content(rendering.body(hit))
            if target and self._words is not None:
                text = text.highlight_regex(self._words, style=rendering.ACCENT)
            classes = "neighbour -target" if target else "neighbour"
            rows.append(Static(Content.assemble(self._label(hit), "\n", text), classes=classes))
        return rows

    def _label(self, hit: Hit) -> Content:
        if hit.kind == "file":
            return Content.styled(rendering.where(hit) or rendering.who(hit), rendering.MUTED)
        time = f" {hit.time:%H:%M}" if hit.time else ""
        return Content.assemble(
            (rendering.who(hit), "bold"), (f"{' (you)' if hit.from_me else ''}{time}", rendering.MUTED)
        )

    def action_step(self, by: int) -> None:
        """Go to the hit before or after."""
        self._go(self._place + by)

    def action_go(self, number: int) -> None:
        """Go to the hit with a number."""
        self._go(number - 1)

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._hits) and place != self._place:
            self._place = place
            self._show()
            self.refresh_bindings()

    def action_more(self) -> None:
        """Show more neighbours."""
        if self._step < len(CONTEXT_STEPS) - 1:
            self._step += 1
            self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  the base's
        """Offer to read on in chats alone."""
        return action != "read" or (self._read is not None and self._hits[self._place].kind == "message")

    def action_read(self) -> None:
        """Leave for the chat, at this message."""
        from index.types.listings import ChatPosition

        self.dismiss(self._place)
        if self._read is not None:
            self._read(ChatPosition(message=self._hits[self._place].id), self._query)

    def _shown(self) -> Hit:
        hit = self._hits[self._place]
        return self._target if self._target is not None and self._target.id == hit.id else hit

    def action_copy(self) -> None:
        """Copy its text."""
        self.app.copy_hit(self._shown())  # type: ignore[attr-defined]

    def action_open(self) -> None:
        """Open the file, or show the links of the message."""
        self.app.open_hit(self._shown())  # type: ignore[attr-defined]

    def action_back(self) -> None:
        """Go back to the list."""
        self.dismiss(self._place)

    def on_click(self, event: events.Click) -> None:
        """Go back on a click beside the frame."""
        if event.widget is self:
            self.dismiss(self._place)
