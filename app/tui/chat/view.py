"""A chat to scroll through: it draws the lines it is given, and says where it wants more.

The scroll bar stands for the whole chat: lines that are not held count with a usual height until they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from app.tui.chat import lines as chat_lines
from app.tui.chat.window import ChatWindow

if TYPE_CHECKING:
    from index.types.listings import ChatPage, ExportRecord

Edge = Literal["oldest", "newest"]
USUAL_ROWS = 3
"""Rows that a line which is not held counts for."""
AHEAD = 2
"""Screens that are held beyond what is seen, before more is asked for."""


class ChatView(ScrollView, can_focus=True):
    """Draws a window of a chat; keys and the mouse move in it, endlessly."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"chat-view--marked"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "leaf(-1)", "Page up", show=False),
        Binding("pagedown,space", "leaf(1)", "Page down", show=False),
        # Not in the footer, which would be too long for 80 columns.
        Binding("home", "edge('oldest')", "Oldest", show=False),
        Binding("end", "edge('newest')", "Newest", show=False),
    ]

    @dataclass
    class Wanted(Message):
        """Lines are wanted: before or after the message of an id, or from the line of a number on."""

        where: Literal["before", "after", "number"]
        message: str = ""
        number: int = 0

    @dataclass
    class EdgeWanted(Message):
        """One end of the chat is wanted."""

        which: Edge

    @dataclass
    class Chosen(Message):
        """A quoted message was clicked."""

        message: str

    @dataclass
    class Moved(Message):
        """Another line stands at the top."""

        line: ExportRecord | None

    def __init__(self) -> None:
        super().__init__(id="chat")
        self._window = ChatWindow()
        self._drawn: dict[tuple[str, str], list[Strip]] = {}
        """Rows of a line under the one before it, by both ids."""
        self._rows: list[tuple[int, int]] = []
        """For each row that is held: the line's place, and the row in it."""
        self._starts: list[int] = []
        """The first row of each line."""
        self._words: re.Pattern[str] | None = None
        self._marked = ""
        self._asked = False

    # ── What it is given ──────────────────────────────────────────────────────────────────────────────────────────────

    def jump(self, page: ChatPage, *, message: str = "", number: int | None = None) -> None:
        """Show another part of the chat: a message in the middle and marked, a line at the top, or else the end."""
        self._window.jump(page)
        self._marked = message
        self._drawn.clear()
        self._lay_out()
        place = self._window.place(message) if message else None
        if place is not None:
            rows = len(self._strips(place))
            self._go_to(self._above + self._starts[place] - max(0, (self.size.height - rows) // 2))
        elif number is not None and self._starts:
            place = min(max(number - self._window.first, 0), len(self._starts) - 1)
            self._go_to(self._above + self._starts[place])
        else:
            self._go_to(self.virtual_size.height)
        self.answered()

    def take(self, page: ChatPage, where: Literal["before", "after"], beside: str) -> None:
        """Add lines at one end; what is seen stays where it is.

        They were asked for `beside` a message: where that is the end no more, because of a jump meanwhile, they go.
        """
        end = self._window.lines[0 if where == "before" else -1].hit.id if self._window.lines else ""
        if beside == end:
            with self._kept_in_place():
                self._window.take(page, where)
        self.answered()

    def refused(self) -> None:
        """Take note that what was asked for cannot come; it is asked for again at the next scroll, not before."""
        self._asked = False

    def answered(self) -> None:
        """Take note that what was asked for has come, or cannot; ask for more where that is wanted."""
        self._asked = False
        self._look()

    def mark(self, public_id: str) -> bool:
        """Mark a message and bring it to the middle; False where it is not held."""
        place = self._window.place(public_id)
        if place is None:
            return False
        self._marked = public_id
        self._drawn.clear()
        rows = len(self._strips(place))
        self._go_to(self._above + self._starts[place] - max(0, (self.size.height - rows) // 2))
        self.refresh()
        return True

    def highlight(self, words: re.Pattern[str] | None) -> None:
        """Highlight words wherever they stand."""
        self._words = words
        self._drawn.clear()
        self.refresh()

    @property
    def top(self) -> ExportRecord | None:
        """The line at the top of what is seen."""
        row = self.scroll_offset.y - self._above
        return self._window.lines[self._rows[row][0]] if 0 <= row < len(self._rows) else None

    @property
    def chosen(self) -> ExportRecord | None:
        """The marked line where it is in sight, else the one at the top."""
        place = self._window.place(self._marked) if self._marked else None
        if place is not None and place < len(self._starts):
            row = self._above + self._starts[place]
            if row < self.scroll_offset.y + self.size.height and row + len(self._strips(place)) > self.scroll_offset.y:
                return self._window.lines[place]
        return self.top

    # ── Geometry ──────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _above(self) -> int:
        return self._window.first * USUAL_ROWS

    def _lay_out(self) -> None:
        self._rows, self._starts = [], []
        drawn: dict[tuple[str, str], list[Strip]] = {}
        for place in range(len(self._window.lines)):
            strips = self._strips(place)
            drawn[self._key(place)] = strips
            self._starts.append(len(self._rows))
            self._rows += [(place, row) for row in range(len(strips))]
        self._drawn = drawn
        height = self._above + len(self._rows) + self._window.after * USUAL_ROWS
        self.virtual_size = Size(self.scrollable_content_region.width, height)
        self.refresh()

    @contextmanager
    def _kept_in_place(self) -> Iterator[None]:
        """Lay the lines out anew, and leave the one at the top where it was."""
        row = self.scroll_offset.y - self._above
        place, inner = self._rows[row] if 0 <= row < len(self._rows) else (0, row)
        line = self._window.lines[place].hit.id if self._window.lines else ""
        yield
        self._lay_out()
        found = self._window.place(line)
        if found is not None:
            self._go_to(self._above + self._starts[found] + inner)

    def _key(self, place: int) -> tuple[str, str]:
        lines = self._window.lines
        return lines[place].hit.id, lines[place - 1].hit.id if place else ""

    def _strips(self, place: int) -> list[Strip]:
        key = self._key(place)
        if (strips := self._drawn.get(key)) is None:
            strips = self._drawn[key] = self._draw(place)
        return strips

    def _draw(self, place: int) -> list[Strip]:
        lines = self._window.lines
        line, before = lines[place], lines[place - 1] if place else None
        width = max(self.scrollable_content_region.width, 4)
        marked = line.hit.id == self._marked
        style = self.get_visual_style("chat-view--marked") if marked else self.visual_style
        block = chat_lines.block(before, line, self._window.answered, words=self._words)
        strips = Visual.to_strips(self, block, width - 2, None, style)
        edge = Strip([Segment("▌ " if marked else "  ", style.rich_style)], 2)
        return [Strip.join([edge, strip]).extend_cell_length(width, style.rich_style) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        row = self.scroll_offset.y + y - self._above
        if not 0 <= row < len(self._rows):
            return Strip.blank(self.scrollable_content_region.width, self.visual_style.rich_style)
        place, inner = self._rows[row]
        strips = self._strips(place)
        return strips[min(inner, len(strips) - 1)]

    def notify_style_update(self) -> None:
        """Draw in the new colours."""
        self._drawn.clear()
        super().notify_style_update()

    def on_resize(self) -> None:
        """Break the lines anew."""
        if self._window.lines:
            at_end = self.scroll_offset.y >= self.max_scroll_y
            with self._kept_in_place():
                self._drawn.clear()
            if at_end and not self._marked:
                self._go_to(self.virtual_size.height)

    # ── Moving ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _go_to(self, y: int) -> None:
        self.scroll_to(y=max(0, y), animate=False, immediate=True)

    def action_move(self, rows: int) -> None:
        """Move by rows."""
        self._go_to(self.scroll_offset.y + rows)

    def action_leaf(self, pages: int) -> None:
        """Move by pages, keeping a row in sight."""
        self._go_to(self.scroll_offset.y + pages * max(1, self.size.height - 1))

    def action_edge(self, which: Edge) -> None:
        """Go to one end of the chat."""
        self.post_message(self.EdgeWanted(which))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for more where it is wanted, and say what stands at the top."""
        super().watch_scroll_y(old_value, new_value)
        self._look()
        self.post_message(self.Moved(self.top))

    def _look(self) -> None:
        lines = self._window.lines
        if self._asked or not lines:
            return
        seen = self.scroll_offset.y - self._above
        screen = max(1, self.size.height)
        wanted: ChatView.Wanted | None = None
        if seen + screen <= 0 or seen >= len(self._rows):
            share = (
                self.scroll_offset.y if seen < 0 else self.scroll_offset.y - len(self._rows) + len(lines) * USUAL_ROWS
            )
            wanted = self.Wanted("number", number=min(share // USUAL_ROWS, self._window.total - 1))
        elif seen < AHEAD * screen and self._window.first:
            wanted = self.Wanted("before", lines[0].hit.id)
        elif seen > len(self._rows) - (AHEAD + 1) * screen and self._window.after > 0:
            wanted = self.Wanted("after", lines[-1].hit.id)
        if wanted is not None:
            self._asked = True
            self.post_message(wanted)

    def on_click(self, event: events.Click) -> None:
        """Go to the quoted message under the mouse."""
        public_id = event.style.meta.get("goto")
        if isinstance(public_id, str):
            event.stop()
            self.post_message(self.Chosen(public_id))
