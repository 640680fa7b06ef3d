"""One chat exported from several phones: each calls it, and those in it, by the names of its own address book.

WhatsApp and its like write no ids. What tells that two exports are of one chat is what was said in it: the same longer
texts in the same minutes, by two senders or more, over more than some hours (greetings of one evening go to many). From
then on the other phone's names stand for those that came first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import apsw

from index.store.people.directory import Directory
from index.store.writing.duplicate_lines import MINUTE_MS
from index.types.records import MessageRecord, Sender

# These are by hand, and cautious: two chats wrongly joined cannot be taken apart again, while a missed pair only
# shows its messages twice. “See you!” stands in every chat, and “Happy new year to all of you” in thirty within an
# evening.
SHORTEST = 12
"""Shorter texts are said in many chats."""
# Each is a look-up. Spread over the chat, 200 meet all but a very short stretch that two phones share.
SAMPLES = 200
# News is forwarded to many chats within an evening.
LONGER_THAN_MS = 6 * 3_600_000
FEWEST = 3
# Not all: either phone may have joined later, lost messages or left some out.
SHARE = 0.5
"""So many texts, and so much of what lies in the time of both, have to be the same."""

_Key = tuple[str, str]


class DuplicateChats:
    """Knows, within one reading, the chats and senders that the store has under other names."""

    def __init__(self, source_kind: str, directory: Directory) -> None:
        self._source_kind = source_kind
        self._directory = directory
        self._looked: set[str] = set()
        self._looked_since: set[str] = set()
        self._names: dict[int, dict[_Key, tuple[_Key, str]]] = {}

    def keep(self) -> None:
        """Hold to what was found so far: `undo` goes back to here."""
        self._looked_since.clear()

    def undo(self) -> None:
        """Take back what was found since `keep`."""
        self._looked -= self._looked_since
        self._names.clear()

    def look(self, db: apsw.Connection, records: Sequence[MessageRecord]) -> None:
        """Look at the chats of a batch that were not looked at yet."""
        fresh: dict[str, list[MessageRecord]] = {}
        for record in records:
            if record.chat not in self._looked:
                fresh.setdefault(record.chat, []).append(record)
        for native_id, said in fresh.items():
            self._looked.add(native_id)
            self._looked_since.add(native_id)
            telling = [record for record in said if _tells(record)]
            if len(telling) >= FEWEST:
                self._look_at(db, native_id, telling[:: max(1, len(telling) // SAMPLES)])

    def canonical(self, db: apsw.Connection, chat: int, record: MessageRecord) -> MessageRecord:
        """Return the record with the sender that the store has in this chat for the one it names."""
        if record.sender is None:
            return record
        names = self._names.get(chat)
        if names is None:
            names = self._names[chat] = _names(db, chat)
        known = names.get((record.sender.kind, record.sender.value)) if names else None
        if known is None:
            return record
        # Whose phone the other one was, its export says; it is not the owner's here.
        return replace(record, sender=Sender(*known[0], known[1]))

    def _look_at(self, db: apsw.Connection, native_id: str, telling: Sequence[MessageRecord]) -> None:
        here = self._directory.chat_id(db, self._source_kind, native_id)
        is_new = db.execute("SELECT 1 FROM message WHERE conversation_id = ? LIMIT 1", (here,)).get is None
        pairs: dict[int, Counter[tuple[_Key, int]]] = {}
        times: dict[int, list[int]] = {}
        for record in telling:
            for chat, sender_id in self._same(db, record, None if is_new else here):
                key = (record.sender.kind, record.sender.value) if record.sender else ("", "")
                pairs.setdefault(chat, Counter())[key, sender_id] += 1
                times.setdefault(chat, []).append(record.time.utc_ms if record.time else 0)
        # The likeliest, and only one: two chats on one phone are never the same chat.
        for chat, found in sorted(pairs.items(), key=lambda item: -item[1].total()):
            enough = found.total() >= FEWEST and len({key for key, _ in found}) > 1
            lasted = max(times[chat]) - min(times[chat]) >= LONGER_THAN_MS
            if enough and lasted and _is_most(db, chat, found, telling):
                self._join(db, native_id, here, chat, found)
                return

    def _same(self, db: apsw.Connection, record: MessageRecord, only: int | None) -> list[tuple[int, int]]:
        minute = record.time.utc_ms // MINUTE_MS * MINUTE_MS if record.time else 0
        rows = db.execute(
            "SELECT m.conversation_id, m.sender_id FROM message m JOIN conversation c ON c.id = m.conversation_id"
            " WHERE m.visible = 1 AND m.at_ms >= ? AND m.at_ms < ? AND m.body = ? AND m.native_id IS NULL"
            " AND m.sender_id IS NOT NULL AND c.source_kind = ? AND c.id = coalesce(?, c.id)",
            (minute, minute + MINUTE_MS, record.body, self._source_kind, only),
        )
        return list(dict.fromkeys((chat, sender_id) for chat, sender_id in rows))

    def _join(
        self,
        db: apsw.Connection,
        native_id: str,
        here: int,
        there: int,
        found: Counter[tuple[_Key, int]],
    ) -> None:
        if here != there:
            db.execute("INSERT OR REPLACE INTO also_called VALUES (?, ?, ?)", (self._source_kind, native_id, there))
            db.execute("DELETE FROM conversation WHERE id = ?", (here,))
            self._directory.forget()
        taken: set[_Key] = set()
        # Two people may write the same in one minute; the pair that coincides most often is the right one.
        for (key, sender_id), _count in found.most_common():
            if key in taken:
                continue
            taken.add(key)
            kind, value = db.execute("SELECT kind, value FROM identity WHERE id = ?", (sender_id,)).get
            if (kind, value) != self._directory.key(*key):
                db.execute("INSERT OR REPLACE INTO also_named VALUES (?, ?, ?, ?)", (there, *key, sender_id))
        self._names.pop(there, None)


def _tells(record: MessageRecord) -> bool:
    return (
        record.native_id is None
        and record.time is not None
        and record.sender is not None
        and record.kind == "text"
        and len(record.body) >= SHORTEST
    )


def _is_most(
    db: apsw.Connection, chat: int, found: Counter[tuple[_Key, int]], telling: Sequence[MessageRecord]
) -> bool:
    """Tell whether most of what lies in the time of both chats is the same."""
    first, last = db.execute(
        "SELECT min(at_ms), max(at_ms) FROM message WHERE conversation_id = ? AND visible = 1", (chat,)
    ).get
    both = sum(1 for record in telling if record.time and first - MINUTE_MS <= record.time.utc_ms <= last + MINUTE_MS)
    return found.total() >= SHARE * both


def _names(db: apsw.Connection, chat: int) -> dict[_Key, tuple[_Key, str]]:
    rows = db.execute(
        "SELECT a.kind, a.value, i.kind, i.value, i.name FROM also_named a JOIN identity i ON i.id = a.identity_id"
        " WHERE a.conversation_id = ?",
        (chat,),
    )
    return {(kind, value): ((to_kind, to_value), name) for kind, value, to_kind, to_value, name in rows}
