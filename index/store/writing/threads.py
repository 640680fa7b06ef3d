"""Threads of mail, put together by what each mail names: the one it answers, and those before it.

A thread comes in any order and out of several files, so a mail may show that two chats are one. They are joined then, and
what it names stands for the chat from there on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

import apsw

from index.store.people.directory import Directory
from index.store.writing import passages
from index.types.records import MessageRecord


def gather(db: apsw.Connection, directory: Directory, source_kind: str, records: Iterable[MessageRecord]) -> None:
    """Make one chat of those that the records name together."""
    for record in records:
        named = {record.chat, *record.related}
        if len(named) == 1:
            continue
        directory.chat_id(db, source_kind, record.chat)
        first, *others = _chats(db, source_kind, named)
        for other in others:
            _join(db, source_kind, other, first)
        if others:
            directory.forget()
        db.execute(
            "INSERT OR IGNORE INTO also_called SELECT ?1, value, ?2 FROM json_each(?3) WHERE NOT EXISTS"
            " (SELECT 1 FROM conversation WHERE source_kind = ?1 AND native_id = value)",
            (source_kind, first, json.dumps(sorted(named))),
        )


def _chats(db: apsw.Connection, source_kind: str, named: Iterable[str]) -> list[int]:
    """Return the chats that go by one of these ids, the one known longest first."""
    rows = db.execute(
        "SELECT id FROM conversation WHERE source_kind = ?1 AND native_id IN (SELECT value FROM json_each(?2))"
        " UNION SELECT conversation_id FROM also_called"
        " WHERE source_kind = ?1 AND native_id IN (SELECT value FROM json_each(?2)) ORDER BY 1",
        (source_kind, json.dumps(sorted(named))),
    )
    return [row[0] for row in rows]


def _join(db: apsw.Connection, source_kind: str, old: int, new: int) -> None:
    """Make one chat of two; a message that both hold stays once."""
    _merge_same(db, old, new)
    native: str = db.execute("SELECT native_id FROM conversation WHERE id = ?", (old,)).get
    for table in ("message", "passage", "also_called"):
        db.execute(f"UPDATE {table} SET conversation_id = ? WHERE conversation_id = ?", (new, old))
    for table in ("former", "member", "also_named"):
        db.execute(f"UPDATE OR IGNORE {table} SET conversation_id = ? WHERE conversation_id = ?", (new, old))
    db.execute("DELETE FROM conversation WHERE id = ?", (old,))
    db.execute("INSERT OR REPLACE INTO also_called VALUES (?, ?, ?)", (source_kind, native, new))


def _merge_same(db: apsw.Connection, old: int, new: int) -> None:
    both = list(
        db.execute(
            "SELECT a.id, a.source_id, b.id, b.source_id FROM message a JOIN message b ON b.dedup = a.dedup"
            " WHERE a.conversation_id = ? AND b.conversation_id = ?",
            (old, new),
        )
    )
    for gone, brought_by, stays, has in both:
        db.execute(
            "INSERT OR IGNORE INTO also_in SELECT ?1, source_id FROM also_in WHERE message_id = ?2 AND source_id <> ?3"
            " UNION SELECT ?1, ?4 WHERE ?4 <> ?3",
            (stays, gone, has, brought_by),
        )
        passages.remove(db, [row[0] for row in db.execute("SELECT id FROM passage WHERE message_id = ?", (gone,))])
        db.execute("DELETE FROM message WHERE id = ?", (gone,))
