"""The filters of a search in one row: those that hold, those that the typed text offers, and the way to add one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widget import Widget

from app.tui.base import rendering

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.assistant.question.suggestions import Suggestion

WIDEST = 26
"""Cells of one filter's name at most."""
ADD = "+ filter ^F"


class Chips(Widget, can_focus=True):
    """A row of filters. One that holds is removed by a click or a key, one that is offered is taken that way."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Filter before", show=False),
        Binding("right", "move(1)", "Next filter", show=False),
        Binding("enter,space", "press", "Take or remove"),
        Binding("backspace,delete", "remove", "Remove", show=False),
        Binding("down", "leave(True)", "To the results", show=False),
        Binding("up", "leave(False)", "To the box", show=False),
    ]

    @dataclass
    class Removed(Message):
        """A filter that holds was pressed."""

        suggestion: Suggestion

    @dataclass
    class Taken(Message):
        """A filter that is offered was pressed."""

        suggestion: Suggestion

    @dataclass
    class AddWanted(Message):
        """Another filter is wanted."""

    @dataclass
    class Left(Message):
        """The way out of the row, to the results or to the box."""

        to_results: bool

    def __init__(self) -> None:
        super().__init__(id="chips")
        self._chosen: tuple[Suggestion, ...] = ()
        self._offered: tuple[Suggestion, ...] = ()
        self._place = 0

    def show(self, chosen: Sequence[Suggestion], offered: Sequence[Suggestion]) -> None:
        """Show the filters that hold, and those that are offered."""
        if (tuple(chosen), tuple(offered)) != (self._chosen, self._offered):
            self._chosen, self._offered = tuple(chosen), tuple(offered)
            self._place = min(self._place, self._last)
            self.refresh()

    def focus_last(self) -> None:
        """Go to the last filter that holds."""
        self._place = max(len(self._chosen) - 1, 0)
        self.focus()
        self.refresh()

    @property
    def _last(self) -> int:
        return len(self._chosen) + len(self._offered)

    def _labels(self) -> list[str]:
        def fitted(one: Suggestion) -> str:
            return rendering.fit(rendering.shown_line(one.label), WIDEST)

        return [*(f" {fitted(one)} × " for one in self._chosen), *(f" + {fitted(one)} " for one in self._offered), ADD]

    def render(self) -> RenderResult:
        """Draw the row from the first filter on with which the marked one still fits."""
        labels = self._labels()
        first = 0
        while (
            first < self._place and sum(cell_len(one) + 1 for one in labels[first : self._place + 1]) > self.size.width
        ):
            first += 1
        parts = []
        for place in range(first, len(labels)):
            style = "$primary on $panel" if place < len(self._chosen) else rendering.MUTED
            if self.has_focus and place == self._place:
                style = "bold reverse $primary"
            parts.append(Content.styled(labels[place], style).stylize(Style.from_meta({"chip": place})))
        return Content(" ").join(parts)

    def _press(self, place: int) -> None:
        if place < len(self._chosen):
            self.post_message(self.Removed(self._chosen[place]))
        elif place < self._last:
            self.post_message(self.Taken(self._offered[place - len(self._chosen)]))
        else:
            self.post_message(self.AddWanted())

    def on_click(self, event: events.Click) -> None:
        """Press the filter under the mouse."""
        place = event.style.meta.get("chip")
        if isinstance(place, int):
            event.stop()
            self._press(place)

    def action_move(self, by: int) -> None:
        """Mark the one before or after."""
        self._place = max(0, min(self._place + by, self._last))
        self.refresh()

    def action_press(self) -> None:
        """Remove, take or add."""
        self._press(self._place)

    def action_remove(self) -> None:
        """Remove the marked one, where it holds."""
        if self._place < len(self._chosen):
            self._press(self._place)

    def action_leave(self, to_results: bool) -> None:
        """Go on to the results, or back to the box."""
        self.post_message(self.Left(to_results))
