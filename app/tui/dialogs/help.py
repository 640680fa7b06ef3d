"""The help screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from app.tui.base.keys import SECTIONS
from app.tui.dialogs.text_page import TextPage


class Help(TextPage):
    """All keys and commands on one page."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1,question_mark", "back", "Back", show=False)]

    def __init__(self) -> None:
        super().__init__("Keys")

    def body(self) -> Iterable[Widget]:
        """Return the sections, keys on the left."""
        for title, rows in SECTIONS:
            yield Static(Content(title), classes="section")
            for key, what in rows:
                yield HorizontalGroup(Static(Content(key), classes="key"), Static(Content(what), classes="what"))
