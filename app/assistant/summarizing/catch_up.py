"""What is new in each chat since it was last caught up with: the marks that a summary of what is new leaves, and reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from app.assistant.question.scope import mark_key
from index.types.search import Filters

if TYPE_CHECKING:
    from index.index import Index

_ALL = mark_key(Filters())


@dataclass(frozen=True, slots=True)
class ChatUpdates:
    """A chat with `count` messages that came in since `since` (None: never caught up); `last` is the newest one's time."""

    chat: int
    title: str
    source: str
    count: int
    last: datetime | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class CheckpointUndo:
    """Where marks stood before: (key, (message number, ms) or None)."""

    marks: tuple[tuple[str, tuple[int, int] | None], ...]


class CatchUp:
    """The news of one index. A chat counts as caught up when it was, or when all chats were, whichever was later."""

    def __init__(self, index: Index, zone: tzinfo) -> None:
        self._index = index
        self._zone = zone

    def all(self) -> tuple[ChatUpdates, ...]:
        """Return the chats that have something new, the newest first."""
        everywhere, own = self._marks()
        infos = {info.id: info for info in self._index.chats()}
        found = []
        for chat, count, _, latest in self._rows(everywhere, own):
            if (info := infos.get(chat)) is None:
                continue  # came in between the two questions
            since = max((m[1] for m in (own.get(chat), everywhere) if m is not None), default=None)
            found.append(ChatUpdates(chat, info.title, info.source, count, self._time(latest), self._time(since)))
        return tuple(found)

    def catch_up(self, chats: Sequence[int], now: datetime) -> CheckpointUndo:
        """Mark chats as caught up with what there is now; with none, all of them. Return what undoes it."""
        return self._move([_key(chat) for chat in chats] or [_ALL], self._index.newest(), now)

    def undo(self, undo: CheckpointUndo) -> None:
        """Put the marks back."""
        for key, mark in undo.marks:
            self._index.put_mark(key, mark)

    def align(self, chat: int | None, now: datetime) -> None:
        """Bring the mark of a chat, or that of all (None), up to what was told under the other ones.

        So a summary of what is new in this scope reads no more than `all` counts, as far as one mark can say it.
        """
        everywhere, own = self._marks()
        if chat is not None:
            if everywhere is not None:
                self._move([_key(chat)], everywhere[0], now)
            return
        # A single mark for all chats can be no later than the oldest message still new in any of them.
        lowest = min((row[2] for row in self._rows(everywhere, own)), default=None)
        reached = self._index.newest() if lowest is None else lowest - 1
        if reached > (everywhere[0] if everywhere else 0):
            self._move([_ALL], reached, now)

    def _move(self, keys: Sequence[str], reached: int, now: datetime) -> CheckpointUndo:
        before = tuple((key, self._index.mark(key)) for key in keys)
        for key in keys:
            self._index.set_mark(key, reached, int(now.timestamp() * 1000))
        return CheckpointUndo(before)

    def _marks(self) -> tuple[tuple[int, int] | None, dict[int, tuple[int, int]]]:
        keys = {_key(chat): chat for chat in self._index.titles()}
        marks = self._index.marks()
        return marks.get(_ALL), {keys[key]: mark for key, mark in marks.items() if key in keys}

    def _rows(
        self, everywhere: tuple[int, int] | None, own: dict[int, tuple[int, int]]
    ) -> list[tuple[int, int, int, int]]:
        return self._index.news(everywhere[0] if everywhere else 0, {chat: mark[0] for chat, mark in own.items()})

    def _time(self, at_ms: int | None) -> datetime | None:
        return datetime.fromtimestamp(at_ms / 1000, self._zone) if at_ms else None


def _key(chat: int) -> str:
    return mark_key(Filters(conversations=(chat,)))
