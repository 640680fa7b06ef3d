"""Details over the screen: of a turn, or of an error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from app.tui.base import rendering
from app.tui.base.rendering import MUTED
from app.tui.dialogs.text_page import TextPage

if TYPE_CHECKING:
    from app.tui.base.problem_report import Trouble


def of_trouble(trouble: Trouble) -> Content:
    """Return an error with its kind and place."""
    return Content.assemble(
        rendering.trouble(trouble), ("\n\n" + rendering.shown(trouble.details) if trouble.details else "", MUTED)
    )


class Details(TextPage):
    """The details of one turn, or of an error."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f3", "back", "Back", show=False)]

    def __init__(self, text: Content) -> None:
        super().__init__("Details")
        self._text = text

    def body(self) -> Iterable[Static]:
        """Return the text."""
        yield Static(self._text, markup=False)
