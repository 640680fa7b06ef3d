"""Reading back: hits by id, the messages of a scope, and what surrounds one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo

import apsw

from index.errors import NotFound
from index.store.search.scope import Condition, parse_id
from index.text.attachments import attachment_kind
from index.text.stored import native_key
from index.types.listings import Surroundings
from index.types.records import local_datetime
from index.types.search import Hit

_MESSAGE = """
SELECT m.id, m.native_id, c.source_kind, c.title, p.name, p.is_me, iif(m.precision IS NULL, NULL, m.at_ms), m.offset_s,
    m.body, s.key, m.locator, m.kind,
    (SELECT json_group_array(json_array(name, mime) ORDER BY position) FROM attachment a WHERE a.message_id = m.id)
FROM message m JOIN conversation c ON c.id = m.conversation_id JOIN source s ON s.id = m.source_id
LEFT JOIN identity i ON i.id = m.sender_id LEFT JOIN person p ON p.id = i.person_id
"""
_FILE = """
SELECT p.id, s.kind, d.title, d.modified_ms, d.offset_s, p.text, s.key, p.locator
FROM passage p JOIN document d ON d.id = p.document_id JOIN source s ON s.id = d.source_id
"""
_OLDEST_FIRST = "m.at_ms, m.seq, m.id"
_NEWEST_FIRST = "m.at_ms DESC, m.seq DESC, m.id DESC"


def hits(db: apsw.Connection, public_ids: Sequence[str], zone: tzinfo) -> dict[str, Hit]:
    """Return the hits with these ids, by id; those that are gone are left out."""
    parsed = [parse_id(public_id) for public_id in public_ids]
    messages = json.dumps([n for letter, n in parsed if letter == "m"])
    files = json.dumps([n for letter, n in parsed if letter == "f"])
    chosen = "IN (SELECT value FROM json_each(?))"
    found = [_message_hit(row, zone) for row in db.execute(f"{_MESSAGE} WHERE m.id {chosen}", (messages,))]
    found += [_file_hit(row, zone) for row in db.execute(f"{_FILE} WHERE p.id {chosen}", (files,))]
    return {hit.id: hit for hit in found}


def messages(
    db: apsw.Connection, scope: Condition, zone: tzinfo, *, newest: int | None, limit: int | None
) -> list[Hit]:
    """Return the scope's messages, oldest first: all, the `newest` so many, the first `limit` of those."""
    chosen, values = scope.sql, scope.values
    if newest is not None or limit is not None:
        # Ids are ordered first, and only the rows that are wanted are read in full.
        most = max(0, newest if newest is not None else limit or 0)
        order = _OLDEST_FIRST if newest is None else _NEWEST_FIRST
        chosen = f"m.id IN (SELECT m.id FROM message m WHERE {scope.sql} ORDER BY {order} LIMIT ?)"
        values = (*values, most)
    rows = db.execute(f"{_MESSAGE} WHERE {chosen} ORDER BY {_OLDEST_FIRST}", values)
    found = [_message_hit(row, zone) for row in rows]
    return found if limit is None else found[: max(0, limit)]


def newest_ids(db: apsw.Connection, scope: Condition, limit: int) -> list[str]:
    """Return the public ids of the newest messages and file passages of a scope (a condition on passages)."""
    rows = db.execute(
        "SELECT DISTINCT iif(p.message_id IS NULL, 'f' || p.id, 'm' || p.message_id) FROM passage p"
        f" WHERE p.part = 0 AND {scope.sql} ORDER BY p.ts_ms DESC, p.id DESC LIMIT ?",
        (*scope.values, limit),
    )
    return [row[0] for row in rows]


def count(db: apsw.Connection, scope: Condition) -> int:
    """Return how many messages the scope (a condition on messages) holds."""
    found: int = db.execute(f"SELECT count(*) FROM message m WHERE {scope.sql}", scope.values).get
    return found


def around(db: apsw.Connection, public_id: str, context: int, zone: tzinfo) -> Surroundings:
    """Return a hit with up to `context` neighbours on each side, in its chat or file. Raises NotFound."""
    letter, number = parse_id(public_id)
    found = _around_message(db, number, context, zone) if letter == "m" else _around_passage(db, number, context, zone)
    if found is None:
        raise NotFound(f"Nothing has the id {public_id}.", "Ids come from `homebody search`.")
    return found


def replies(db: apsw.Connection, message_ids: Sequence[int]) -> dict[int, int]:
    """Return, by id, the messages that these answer; what answers nothing that is here is left out."""
    found: dict[int, int] = {}
    for message_id in message_ids:
        row = db.execute("SELECT conversation_id, reply_to FROM message WHERE id = ?", (message_id,)).get
        if row is not None and row[1] is not None:
            answered: int | None = db.execute(
                "SELECT id FROM message WHERE conversation_id = ? AND dedup = ?", (row[0], native_key(row[1]))
            ).get
            if answered is not None:
                found[message_id] = answered
    return found


def _around_message(db: apsw.Connection, number: int, context: int, zone: tzinfo) -> Surroundings | None:
    row = db.execute("SELECT conversation_id, at_ms, seq, id FROM message WHERE id = ?", (number,)).get
    if row is None:
        return None
    here = "(m.at_ms, m.seq, m.id)"
    before = [
        _message_hit(other, zone)
        for other in db.execute(
            f"{_MESSAGE} WHERE m.conversation_id = ? AND {here} < (?, ?, ?) ORDER BY {_NEWEST_FIRST} LIMIT ?",
            (*row, context),
        )
    ]
    rest = [
        _message_hit(other, zone)
        for other in db.execute(
            f"{_MESSAGE} WHERE m.conversation_id = ? AND {here} >= (?, ?, ?) ORDER BY {_OLDEST_FIRST} LIMIT ?",
            (*row, context + 1),
        )
    ]
    return Surroundings((*reversed(before), *rest), len(before))


def _around_passage(db: apsw.Connection, number: int, context: int, zone: tzinfo) -> Surroundings | None:
    row = db.execute("SELECT document_id, part FROM passage WHERE id = ? AND document_id IS NOT NULL", (number,)).get
    if row is None:
        return None
    document, part = row
    rows = db.execute(
        f"{_FILE} WHERE p.document_id = ? AND p.part BETWEEN ? AND ? ORDER BY p.part, p.id",
        (document, part - context, part + context),
    )
    found = tuple(_file_hit(other, zone) for other in rows)
    return Surroundings(found, next(n for n, hit in enumerate(found) if hit.id == f"f{number}"))


def _message_hit(row: tuple[apsw.SQLiteValue, ...], zone: tzinfo) -> Hit:
    number, native, source, chat, sender, is_me, ts_ms, offset, body, path, locator, kind, files = row
    attached = json.loads(str(files)) if files else []
    return Hit(
        id=f"m{number}",
        native_id=native,  # type: ignore[arg-type]
        kind="message",
        source=str(source),
        chat=str(chat),
        sender=str(sender or ""),
        time=local_datetime(ts_ms, offset, zone) if ts_ms is not None else None,  # type: ignore[arg-type]
        text=str(body),
        path=str(path),
        locator=str(locator) or None,
        from_me=bool(is_me),
        message_kind=kind,  # type: ignore[arg-type]
        attachments=tuple(name for name, _ in attached),
        attachment_kinds=tuple(attachment_kind(name, mime) for name, mime in attached),
    )


def _file_hit(row: tuple[apsw.SQLiteValue, ...], zone: tzinfo) -> Hit:
    number, source, title, ts_ms, offset, text, path, locator = row
    return Hit(
        id=f"f{number}",
        native_id=None,
        kind="file",
        source=str(source),
        chat=None,
        sender="",
        time=local_datetime(ts_ms, offset, zone) if ts_ms is not None else None,  # type: ignore[arg-type]
        text=str(text),
        path=str(path),
        locator=str(locator) if locator else str(title) or None,
    )


def scored(hit: Hit, score: float, explain: dict[str, dict[str, float]]) -> Hit:
    """Return the hit with its score and what it came from."""
    return replace(hit, score=score, explain=explain)
