"""What the store holds: chats, people, files, and its own health."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import apsw

from index.store.database import migrations
from index.store.database.checksums import is_damage
from index.store.writing import failures as failing
from index.types.kinds import ChatKind
from index.types.listings import ChatInfo, FailureInfo, IdentityInfo, PersonInfo, SourceInfo, StoreHealth
from index.types.records import Problem, local_datetime


def chats(db: apsw.Connection, zone: tzinfo, ids: Sequence[int] = ()) -> list[ChatInfo]:
    """Return every chat, or those of these ids, newest activity first."""
    only = " WHERE c.id IN (SELECT value FROM json_each(?))" if ids else ""
    rows = db.execute(
        "SELECT c.id, c.title, c.source_kind, c.kind, coalesce(sum(m.visible), 0), min(m.at_ms), max(m.at_ms),"
        " (SELECT json_group_array(DISTINCT p.name ORDER BY p.name) FROM member n JOIN identity i ON i.id = n.identity_id"
        "  JOIN person p ON p.id = i.person_id WHERE n.conversation_id = c.id)"
        f" FROM conversation c LEFT JOIN message m ON m.conversation_id = c.id{only}"
        " GROUP BY c.id ORDER BY max(m.at_ms) DESC, c.id DESC",
        (json.dumps(list(ids)),) if ids else (),
    )
    found = []
    for number, title, source, kind, messages, first, last, people in rows:
        found.append(
            ChatInfo(
                id=number,
                title=title,
                source=source,
                kind=kind,
                messages=messages,
                people=tuple(json.loads(people)),
                # Zero stands for messages without any known time.
                first=local_datetime(first, None, zone) if first else None,
                last=local_datetime(last, None, zone) if last else None,
            )
        )
    return found


def people(db: apsw.Connection) -> list[PersonInfo]:
    """Return everyone, those who wrote most first."""
    rows = db.execute(
        "WITH wrote AS MATERIALIZED (SELECT person_id, conversation_id, count(*) AS n FROM passage"
        " WHERE person_id IS NOT NULL AND part = 0 GROUP BY person_id, conversation_id)"
        " SELECT p.id, p.name, p.is_me, coalesce((SELECT sum(n) FROM wrote w WHERE w.person_id = p.id), 0) AS total,"
        " (SELECT json_group_array(DISTINCT c.title ORDER BY c.title) FROM identity i"
        "  JOIN member n ON n.identity_id = i.id JOIN conversation c ON c.id = n.conversation_id WHERE i.person_id = p.id)"
        " FROM person p ORDER BY total DESC, p.name, p.id"
    )
    return [
        PersonInfo(number, name, bool(is_me), total, tuple(json.loads(chats)))
        for number, name, is_me, total, chats in rows
    ]


def identities(db: apsw.Connection) -> list[IdentityInfo]:
    """Return every identity of every person, with how many messages it wrote (this reads all messages)."""
    rows = db.execute(
        "WITH wrote AS MATERIALIZED (SELECT sender_id, count(*) AS n FROM message"
        " WHERE visible = 1 AND sender_id IS NOT NULL GROUP BY sender_id)"
        " SELECT i.id, i.person_id, i.kind, i.value, i.name, c.title, i.linked, coalesce(w.n, 0) FROM identity i"
        " LEFT JOIN conversation c ON c.id = i.scope LEFT JOIN wrote w ON w.sender_id = i.id ORDER BY i.person_id, i.id"
    )
    return [IdentityInfo(f"i{number}", *rest) for number, *rest in rows]


def failures(db: apsw.Connection, zone: tzinfo) -> list[FailureInfo]:
    """Return every file that could not be read when it was looked at last, in the order of their paths."""
    return [
        FailureInfo(path, reason, next_step, datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone))
        for path, reason, next_step, at_ms in failing.everything(db)
    ]


def sources(db: apsw.Connection, zone: tzinfo) -> list[SourceInfo]:
    """Return every file, in the order in which they were added. `passages` counts those of documents."""
    problems: dict[int, list[Problem]] = {}
    for source_id, reason, locator, severity in db.execute(
        "SELECT source_id, reason, locator, severity FROM problem ORDER BY id"
    ):
        problems.setdefault(source_id, []).append(Problem(reason, locator, severity))
    rows = db.execute(
        "SELECT s.id, s.kind, s.key, s.state, s.added_ms,"
        " (SELECT count(*) FROM message m WHERE m.source_id = s.id)"
        " + (SELECT count(*) FROM also_in a WHERE a.source_id = s.id),"
        " (SELECT count(*) FROM document d JOIN passage p ON p.document_id = d.id WHERE d.source_id = s.id)"
        " FROM source s ORDER BY s.id"
    )
    return [
        SourceInfo(
            id=number,
            kind=kind,
            path=key,
            state=state,
            messages=messages,
            passages=passages,
            problems=tuple(problems.get(number, ())),
            added=datetime.fromtimestamp(added_ms / 1000, UTC).astimezone(zone),
        )
        for number, kind, key, state, added_ms, messages, passages in rows
    ]


def health(db: apsw.Connection, path: Path, *, encrypted: bool) -> StoreHealth:
    """Check the file (this reads all of it) and count what is in it; what cannot be read any more counts as 0."""
    integrity = _integrity(db)

    def number(sql: str) -> int:
        try:
            found: int = db.execute(sql).get
        except (apsw.CorruptError, apsw.IOError) as error:
            if not is_damage(error):
                raise
            return 0
        return found

    parts = (path, path.with_name(path.name + "-wal"))
    return StoreHealth(
        path=str(path),
        bytes=sum(part.stat().st_size for part in parts if part.exists()),
        schema=migrations.version(db),
        integrity=integrity,
        messages=number("SELECT count(*) FROM message WHERE visible = 1"),
        files=number("SELECT count(*) FROM document"),
        passages=number("SELECT count(*) FROM passage"),
        embedded=number("SELECT count(*) FROM vector"),
        chats=number("SELECT count(*) FROM conversation"),
        encrypted=encrypted,
    )


def size(db: apsw.Connection) -> tuple[int, int]:
    """Return how many messages and how many files there are."""
    counts: tuple[int, int] = db.execute(
        "SELECT (SELECT count(*) FROM message WHERE visible = 1), (SELECT count(*) FROM document)"
    ).get
    return counts


def _integrity(db: apsw.Connection) -> str:
    try:
        found: str = db.execute("PRAGMA quick_check(1)").get
        if found == "ok" and db.execute("PRAGMA foreign_key_check").get is not None:
            return "a row refers to one that is not there"
    except (apsw.CorruptError, apsw.IOError) as error:
        if not is_damage(error):
            raise
        return "a page is not as it was written" if isinstance(error, apsw.IOError) else str(error)
    return found


def source_kinds(db: apsw.Connection) -> list[str]:
    """Return the kinds of all files that were added."""
    return [str(row[0]) for row in db.execute("SELECT DISTINCT kind FROM source ORDER BY kind")]


def names(db: apsw.Connection, chats: tuple[int, ...] = ()) -> Iterator[tuple[int, str, bool]]:
    """Yield (id, name, is the owner) of every person, or of those who take part in some chats."""
    only = (
        " WHERE id IN (SELECT i.person_id FROM identity i JOIN member n ON n.identity_id = i.id"
        " WHERE n.conversation_id IN (SELECT value FROM json_each(?)))"
    )
    rows = (
        db.execute(f"SELECT id, name, is_me FROM person{only} ORDER BY id", (json.dumps(chats),))
        if chats
        else db.execute("SELECT id, name, is_me FROM person ORDER BY id")
    )
    for number, name, is_me in rows:
        yield number, name, bool(is_me)


def chat_kinds(db: apsw.Connection) -> list[tuple[int, ChatKind]]:
    """Return (id, kind) of every chat."""
    return [(number, kind) for number, kind in db.execute("SELECT id, kind FROM conversation")]


def titles(db: apsw.Connection) -> Iterator[tuple[int, str]]:
    """Yield (id, title) of every chat."""
    yield from db.execute("SELECT id, title FROM conversation ORDER BY id")


def title(db: apsw.Connection, chat: int) -> str | None:
    """Return a chat's title, None where there is no such chat."""
    found: str | None = db.execute("SELECT title FROM conversation WHERE id = ?", (chat,)).get
    return found


def name(db: apsw.Connection, person: int) -> str | None:
    """Return a person's name, None where there is no such person."""
    found: str | None = db.execute("SELECT name FROM person WHERE id = ?", (person,)).get
    return found


def revision(db: apsw.Connection) -> int:
    """Return the number that every write transaction raises by one."""
    found: int = db.execute("SELECT value FROM meta WHERE key = 'revision'").get
    return found
