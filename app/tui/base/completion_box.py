"""Lines to type into: a plain one, and one that completes what is typed."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from app.text.sanitize import clean_line


class LineBox(Input):
    """What is pasted becomes one line without anything that cannot be seen."""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(clean_line(event.text))


class CompletingBox(LineBox):
    """Tab takes the completion, ↓ goes to the list below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", show=False),
        Binding("down", "leave", "To the list", show=False),
    ]

    def action_complete(self) -> None:
        """Take the completion, or go to the next part of the screen."""
        if self._suggestion and self.cursor_at_end and self._suggestion != self.value:
            self.action_cursor_right()
        else:
            self.screen.focus_next()

    def action_leave(self) -> None:
        """Go to the next part of the screen."""
        self.screen.focus_next()
