"""What the index remembers for the assistant: marks, conversations, and summaries made ahead."""

from __future__ import annotations

from collections.abc import Mapping

from index.store import assistant_memory
from index.store.database.connection import Database
from index.store.reading import sets
from index.types.listings import CachedText, KeptConversation, KeptTurn


class AssistantMemory:
    """The part of `Index` that is about the assistant's own work."""

    _database: Database

    def newest(self) -> int:
        """Return the number of the message that was taken in last."""
        with self._database.reading() as db:
            return sets.newest(db)

    def mark(self, key: str) -> tuple[int, int] | None:
        """Return up to which message number a scope was summarized, and when (ms)."""
        with self._database.reading() as db:
            return assistant_memory.mark(db, key)

    def set_mark(self, key: str, message: int, at_ms: int) -> None:
        """Remember that a scope was summarized up to a message number."""
        with self._database.write() as db:
            assistant_memory.set_mark(db, key, message, at_ms)

    def marks(self) -> dict[str, tuple[int, int]]:
        """Return every mark by its scope, as `mark` does one."""
        with self._database.reading() as db:
            return assistant_memory.marks(db)

    def put_mark(self, key: str, kept: tuple[int, int] | None) -> None:
        """Put a scope's mark back where it was, as `mark` returned it."""
        with self._database.write() as db:
            assistant_memory.put_mark(db, key, kept)

    def news(self, after: int, of_chats: Mapping[int, int]) -> list[tuple[int, int, int, int]]:
        """Return for each chat with messages numbered above `after`: (chat, how many, lowest number, latest ms).

        `of_chats` names the chats that were read further. The latest activity comes first.
        """
        with self._database.reading() as db:
            return assistant_memory.news(db, after, of_chats)

    def talks(self) -> list[KeptConversation]:
        """Return the kept conversations with the assistant, the most recent first."""
        with self._database.reading() as db:
            return assistant_memory.talks(db)

    def turns(self, talk: int) -> list[KeptTurn]:
        """Return the turns of a talk, oldest first; none when there is no such talk."""
        with self._database.reading() as db:
            return assistant_memory.turns(db, talk)

    def add_turn(self, talk: int | None, turn: KeptTurn, at_ms: int) -> int:
        """Append a turn to a talk, to a new one with None; return the talk's number."""
        with self._database.write() as db:
            talk = assistant_memory.start_talk(db, at_ms) if talk is None else talk
            assistant_memory.add_turn(db, talk, turn, at_ms)
        return talk

    def name_talk(self, talk: int, title: str) -> bool:
        """Give a talk a title, empty for none; tell whether there is such a talk."""
        with self._database.write() as db:
            return assistant_memory.name_talk(db, talk, title)

    def forget_talks(self, talk: int | None = None) -> int:
        """Forget one talk, or all; return how many that were."""
        with self._database.write() as db:
            return assistant_memory.forget_talks(db, talk)

    def kept(self, key: str) -> CachedText | None:
        """Return a summary that was made ahead of time, if all of its messages are as they were."""
        with self._database.reading() as db:
            return assistant_memory.kept(db, key)

    def keep(self, key: str, kept: CachedText) -> None:
        """Keep a summary until one of its messages changes or is deleted."""
        with self._database.write() as db:
            assistant_memory.keep(db, key, kept)

    def drop_kept(self) -> None:
        """Throw away the summaries that were made ahead of time."""
        with self._database.write() as db:
            assistant_memory.drop_kept(db)
