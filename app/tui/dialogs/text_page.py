"""A page of text over the screen: the shape that help and details share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Footer


class TextPage(ModalScreen[None]):
    """Text to read; Esc goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        Binding("q,enter", "back", "Back", show=False),
    ]

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def body(self) -> Iterable[Widget]:
        """Return what stands on the page."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        with VerticalScroll(id="paper") as paper:
            paper.border_title = Content(self._title)
            yield from self.body()
        yield Footer(show_command_palette=False, compact=True)

    def on_click(self, event: events.Click) -> None:
        """Go back on a click beside the page."""
        if event.widget is self:
            self.dismiss()

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()
