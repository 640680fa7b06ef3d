"""What the app remembers of its own work, by shape: conversations, and how far chats were caught up with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.assistant.conversations import Talk
    from app.assistant.summarizing.catch_up import ChatNews, Undo
    from index.types.listings import Turn
    from index.types.search import Hit


class Remembering(Protocol):
    """The kept conversations. Fitted by app.assistant.conversations.Talks."""

    def all(self) -> tuple[Talk, ...]:
        """Return the conversations, the most recent first."""
        ...

    def turns(self, talk: str, /) -> Sequence[Turn]:
        """Return the turns of one, oldest first."""
        ...

    def evidence(self, ids: Sequence[str], /) -> Sequence[Hit]:
        """Return the hits of these ids that are still there."""
        ...

    def rename(self, talk: str, title: str, /) -> Talk:
        """Call one by a title, empty for its first question."""
        ...

    def rescue(self, talk: str, turns: Sequence[Turn], now: datetime, /) -> str:
        """Keep turns that a mistake cut off, at the end of their conversation ("new" for another); return its id."""
        ...

    def forget(self, talk: str, /) -> int:
        """Forget one."""
        ...


class CatchingUp(Protocol):
    """What is new. Fitted by app.assistant.summarizing.catch_up.News."""

    def all(self) -> tuple[ChatNews, ...]:
        """Return the chats that have something new, the newest first."""
        ...

    def catch_up(self, chats: Sequence[int], now: datetime, /) -> Undo:
        """Mark chats as caught up; with none, all."""
        ...

    def undo(self, undo: Undo, /) -> None:
        """Put the marks back."""
        ...

    def align(self, chat: int | None, now: datetime, /) -> None:
        """Let the mark of a chat, or of all, reach as far as the others do."""
        ...
