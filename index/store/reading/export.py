"""Everything of a scope, to be taken elsewhere: hits with what only the export tells, in bounded memory."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from datetime import tzinfo

from index.store.database.connection import Connection, Database
from index.store.reading import hits as reading
from index.store.search import scope
from index.types.listings import ExportRecord
from index.types.records import Reaction
from index.types.search import Filters

AT_ONCE = 1000


def exported(database: Database, filters: Filters, zone: tzinfo) -> Iterator[ExportRecord]:
    """Yield the messages of a scope (system and deleted lines too), oldest first, then its file passages in order.

    Each batch is read by itself: a writer is not kept waiting, and what is removed meanwhile is left out.
    """
    with database.reading() as db:
        messages = _messages(db, filters)
        files = _files(db, filters)
    for letter, ids in (("m", messages), ("f", files)):
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            with database.reading() as db:
                yield from details(db, [f"{letter}{number}" for number in some], zone)


def _messages(db: Connection, filters: Filters) -> array[int]:
    condition = scope.messages(filters, every_line=True)
    rows = db.execute(
        f"SELECT m.id FROM message m WHERE {condition.sql} ORDER BY m.at_ms, m.seq, m.id", condition.values
    )
    return array("q", (row[0] for row in rows))


def _files(db: Connection, filters: Filters) -> array[int]:
    condition = scope.passages(filters)
    rows = db.execute(
        "SELECT p.id FROM passage p JOIN document d ON d.id = p.document_id"
        f" WHERE {condition.sql} ORDER BY d.source_id, d.position, p.part, p.id",
        condition.values,
    )
    return array("q", (row[0] for row in rows))


def details(db: Connection, public_ids: list[str], zone: tzinfo) -> Iterator[ExportRecord]:
    """Yield the messages and passages of these ids in this order, without those that are gone."""
    hits = reading.hits(db, public_ids, zone)
    numbers = [int(public_id[1:]) for public_id in public_ids if public_id[0] == "m"]
    chosen = (json.dumps(numbers),)
    edited = {
        row[0]
        for row in db.execute(
            "SELECT id FROM message WHERE edited = 1 AND id IN (SELECT value FROM json_each(?))", chosen
        )
    }
    reactions: dict[int, list[Reaction]] = {}
    for number, emoji, people in db.execute(
        "SELECT message_id, emoji, people FROM reaction WHERE message_id IN (SELECT value FROM json_each(?))"
        " ORDER BY message_id, position",
        chosen,
    ):
        reactions.setdefault(number, []).append(Reaction(emoji, tuple(json.loads(people))))
    answered = reading.replies(db, numbers)
    for public_id in public_ids:
        hit = hits.get(public_id)
        if hit is not None:
            number = int(public_id[1:]) if public_id[0] == "m" else 0
            reply = answered.get(number)
            yield ExportRecord(hit, number in edited, f"m{reply}" if reply else None, tuple(reactions.get(number, ())))
