"""The help screen."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from app.tui.content import ACCENT
from app.tui.keys import SECTIONS
from app.tui.screens.paper import Paper


def help_text() -> Content:
    """Return all keys and commands."""
    width = max(len(key) for _, rows in SECTIONS for key, _ in rows if len(key) < 16)
    blocks = []
    for title, rows in SECTIONS:
        lines = [Content.styled(title, ACCENT)]
        for key, what in rows:
            gap = " " * (width - len(key)) if len(key) <= width else "\n" + " " * width
            lines.append(Content.assemble((key, "bold"), gap, "  ", what))
        blocks.append(Content("\n").join(lines))
    return Content("\n\n").join(blocks)


class Help(Paper):
    """All keys on one page."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1,question_mark", "back", "Back", show=False)]

    def __init__(self) -> None:
        super().__init__("Keys", help_text())
