"""A line for a path, which completes it."""

from __future__ import annotations

import asyncio

from textual.suggester import Suggester

from app.tui.base.completion_box import CompletingBox
from app.tui.picker import typed_paths


class PathSuggester(Suggester):
    """Completes a path by the first name that fits."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the completed path, or None."""
        # Looking into a folder on a slow disk would hold the event loop.
        return await asyncio.to_thread(typed_paths.complete_path, value)


class PathBox(CompletingBox):
    """Completes paths, also for one who begins to type elsewhere on the screen."""

    def __init__(self, placeholder: str, *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(placeholder=placeholder, suggester=PathSuggester(), select_on_focus=False, id=id)
        self.cursor_blink = False

    def begin(self, start: str, letter: str) -> None:
        """Take the focus with a path that has just been begun."""
        # `focus` would wait its turn, and the next letters of a fast typist would miss the box.
        self.screen.set_focus(self)
        self.value = start + letter
        self.cursor_position = len(self.value)
