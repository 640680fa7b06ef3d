"""A line that completes what is typed into it."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from app.text.sanitize import clean_line


class CompletingBox(Input):
    """Tab takes the completion, ↓ goes to the list below. What cannot be shown as it is, cannot be pasted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", show=False),
        Binding("down", "leave", "To the list", show=False),
    ]

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(clean_line(event.text))

    def action_complete(self) -> None:
        """Take the completion, or go to the next part of the screen."""
        if self._suggestion and self.cursor_at_end and self._suggestion != self.value:
            self.action_cursor_right()
        else:
            self.screen.focus_next()

    def action_leave(self) -> None:
        """Go to the next part of the screen."""
        self.screen.focus_next()
