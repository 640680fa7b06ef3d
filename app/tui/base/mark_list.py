"""A list of any length, one row an entry, of which several can be marked. It draws only the rows that are seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

Draw = Callable[[int, bool, int], Content]
"""The entry at a place, whether it is marked, and the cells there are: what its row shows."""


class MarkList(ScrollView, can_focus=True, inherit_bindings=False):
    """Entries known by their place. What they are, only `draw` knows."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"mark-list--cursor", "mark-list--hover"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "leaf(-1)", "Page up", show=False),
        Binding("pagedown", "leaf(1)", "Page down", show=False),
        Binding("home", "edge(False)", "First", show=False),
        Binding("end", "edge(True)", "Last", show=False),
        Binding("space", "mark", "Mark"),
        Binding("enter", "choose", "Add"),
    ]

    @dataclass
    class Chosen(Message):
        """Enter was pressed on the entry at a place."""

        place: int

    @dataclass
    class Clicked(Message):
        """The entry at a place was clicked, `again` when it was the highlighted one already."""

        place: int
        again: bool

    @dataclass
    class Moved(Message):
        """Another entry is highlighted, or another one is marked."""

    def __init__(self, draw: Draw, markable: Callable[[int], bool], *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._draw = draw
        self._markable = markable
        self._count = 0
        self._hovered = -1
        self.highlighted = 0
        self.marked: set[int] = set()

    def show(self, count: int, highlighted: int = 0) -> None:
        """Show so many entries, none of them marked."""
        self._count = count
        self.marked.clear()
        self._hovered = -1
        self.virtual_size = Size(self.scrollable_content_region.width, count)
        self.go_to(highlighted)

    @property
    def count(self) -> int:
        """The number of entries."""
        return self._count

    def go_to(self, place: int) -> None:
        """Highlight an entry, and bring it into sight."""
        self.highlighted = max(0, min(place, self._count - 1))
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Moved())

    def _keep_in_sight(self) -> None:
        top, rows = self.scroll_offset.y, max(1, self.scrollable_content_region.height)
        if not top <= self.highlighted < top + rows:
            above = self.highlighted < top
            self.scroll_to(y=self.highlighted if above else self.highlighted - rows + 1, animate=False, immediate=True)

    def toggle(self, place: int) -> None:
        """Mark an entry, or take its mark back."""
        if self._markable(place):
            self.marked ^= {place}
            self.refresh()
            self.post_message(self.Moved())

    def mark_all(self) -> None:
        """Mark every entry that can be marked; if they all are, none."""
        every = {place for place in range(self._count) if self._markable(place)}
        self.marked = set() if self.marked == every else every
        self.refresh()
        self.post_message(self.Moved())

    # ── Drawing ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        place = self.scroll_offset.y + y
        width = self.scrollable_content_region.width
        if not 0 <= place < self._count:
            return Strip.blank(width, self.visual_style.rich_style)
        style = self.visual_style
        if place == self.highlighted:
            style = self.get_visual_style("mark-list--cursor")
        elif place == self._hovered:
            style = self.get_visual_style("mark-list--hover")
        room = max(width - 2, 1)
        row = self._draw(place, place in self.marked, room).truncate(room, ellipsis=True)
        strips = Visual.to_strips(self, row, room, 1, style)
        # Without colours the edge alone tells which one is highlighted.
        edge = Strip([Segment("▌" if place == self.highlighted else " ", style.rich_style)], 1)
        return Strip.join([edge, *strips[:1]]).adjust_cell_length(width, style.rich_style)

    def on_resize(self) -> None:
        """Keep the highlighted entry in sight."""
        self._keep_in_sight()

    # ── Keys and the mouse ────────────────────────────────────────────────────────────────────────────────────────────

    def action_move(self, rows: int) -> None:
        """Highlight another entry."""
        self.go_to(self.highlighted + rows)

    def action_leaf(self, pages: int) -> None:
        """Go on by pages, keeping a row in sight."""
        self.go_to(self.highlighted + pages * max(1, self.size.height - 1))

    def action_edge(self, last: bool) -> None:
        """Go to the first entry, or the last."""
        self.go_to(self._count - 1 if last else 0)

    def action_mark(self) -> None:
        """Mark the highlighted entry or take its mark back, and go on to the next."""
        if self._count:
            self.toggle(self.highlighted)
            self.go_to(self.highlighted + 1)

    def action_choose(self) -> None:
        """Say that Enter was pressed."""
        if self._count:
            self.post_message(self.Chosen(self.highlighted))

    def _place_at(self, event: events.MouseEvent) -> int:
        offset = event.get_content_offset(self)
        place = -1 if offset is None else self.scroll_offset.y + offset.y
        return place if place < self._count else -1

    def on_click(self, event: events.Click) -> None:
        """Highlight the entry under the mouse; a click on the mark in front of it marks it."""
        place = self._place_at(event)
        if place < 0:
            return
        event.stop()
        offset = event.get_content_offset(self)
        again = place == self.highlighted
        self.go_to(place)
        if offset is not None and offset.x < MARK_CELLS:
            self.toggle(place)
        else:
            self.post_message(self.Clicked(place, again))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show which entry a click would take."""
        place = self._place_at(event)
        if place != self._hovered:
            self._hovered = place
            self.refresh()

    def on_leave(self) -> None:
        """Forget where the mouse was."""
        self._hovered = -1
        self.refresh()


MARK_CELLS = 3
"""So wide is the mark in front of an entry, with the space around it."""
