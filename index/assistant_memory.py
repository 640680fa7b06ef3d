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

    def kept_conversations(self) -> list[KeptConversation]:
        """Return the kept conversations with the assistant, the most recent first."""
        with self._database.reading() as db:
            return assistant_memory.kept_conversations(db)

    def turns(self, conversation: int) -> list[KeptTurn]:
        """Return the turns of a conversation, oldest first; none when there is no such conversation."""
        with self._database.reading() as db:
            return assistant_memory.turns(db, conversation)

    def add_turn(self, conversation: int | None, turn: KeptTurn, at_ms: int) -> int:
        """Append a turn to a conversation, to a new one with None; return its number."""
        with self._database.write() as db:
            conversation = assistant_memory.start_conversation(db, at_ms) if conversation is None else conversation
            assistant_memory.add_turn(db, conversation, turn, at_ms)
        return conversation

    def title_conversation(self, conversation: int, title: str) -> bool:
        """Give a conversation a title, empty for none; tell whether there is such a conversation."""
        with self._database.write() as db:
            return assistant_memory.title_conversation(db, conversation, title)

    def forget_conversations(self, conversation: int | None = None) -> int:
        """Forget one conversation, or all; return how many that were."""
        with self._database.write() as db:
            return assistant_memory.forget_conversations(db, conversation)

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
