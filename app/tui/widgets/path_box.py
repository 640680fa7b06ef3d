"""A line for a path, which completes it."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.suggester import Suggester
from textual.widgets import Input

from app.sanitize import clean_line
from app.tui import requests


class PathSuggester(Suggester):
    """Completes a path by the first name that fits."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the completed path, or None."""
        # Looking into a folder on a slow disk would hold the event loop.
        return await asyncio.to_thread(requests.complete_path, value)


class PathBox(Input):
    """Tab takes the completion. What cannot be shown as it is, cannot be typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", show=False),
        Binding("down", "leave", "To the list", show=False),
    ]

    def __init__(self, placeholder: str, *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(placeholder=placeholder, suggester=PathSuggester(), select_on_focus=False, id=id)
        self.cursor_blink = False

    def begin(self, start: str, letter: str) -> None:
        """Take the focus with a path that has just been begun."""
        # `focus` would wait its turn, and the next letters of a fast typist would miss the box.
        self.screen.set_focus(self)
        self.value = start + letter
        self.cursor_position = len(self.value)

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
