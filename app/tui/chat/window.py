"""The part of a chat that is held: some hundred lines around what is seen, wherever that is. Knows no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from index.types.listings import ChatPage, ExportRecord
    from index.types.search import Hit

AT_ONCE = 100
"""Lines fetched at a time."""
KEPT = 600
"""Lines held at most: more than fill the screens on both sides of the tallest one, with a row each."""


class ChatWindow:
    """Lines of a chat that follow each other. `first` is the number of the first in the chat, `total` counts all."""

    def __init__(self) -> None:
        self.lines: list[ExportRecord] = []
        self.answered: dict[str, Hit] = {}
        self.first = 0
        self.total = 0

    @property
    def after(self) -> int:
        """Return how many lines come after those that are held."""
        return self.total - self.first - len(self.lines)

    def place(self, public_id: str) -> int | None:
        """Return where a message is among those held."""
        return next((place for place, line in enumerate(self.lines) if line.hit.id == public_id), None)

    def jump(self, page: ChatPage) -> None:
        """Hold a page instead of what was held."""
        self.lines = list(page.lines)
        self.answered = dict(page.answered)
        self.first = page.first or 0
        self.total = max(page.total or 0, self.first + len(self.lines))

    def take(self, page: ChatPage, where: Literal["before", "after"]) -> tuple[int, int]:
        """Add a page at one end; return how many lines were added there, and how many dropped at the other end.

        A short page is the end of the chat, whatever was counted before: lines may have come or gone meanwhile.
        """
        self.answered.update(page.answered)
        ended = len(page.lines) < AT_ONCE
        surplus = max(0, len(self.lines) + len(page.lines) - KEPT)
        if where == "before":
            self.lines = [*page.lines, *self.lines]
            wrong = self.first - len(page.lines)
            self.first = 0 if ended else max(1, wrong)
            self.total += self.first - wrong
            del self.lines[len(self.lines) - surplus :]
        else:
            self.lines += page.lines
            held = self.first + len(self.lines)
            self.total = held if ended else max(self.total, held + 1)
            del self.lines[:surplus]
            self.first += surplus
        if surplus:
            wanted = {line.reply_to for line in self.lines}
            self.answered = {one: hit for one, hit in self.answered.items() if one in wanted}
        return len(page.lines), surplus
