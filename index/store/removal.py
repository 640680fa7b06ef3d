"""Taking out: messages, files, chats and people, and what hung on them alone. Batch by batch, so that it can be stopped."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import apsw

from index.store import contacts, documents, passages, roots, vectors
from index.store.scope import Condition
from index.store.text import clean

AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A file that was added, with what it alone may be the reason for."""

    id: int
    kind: str
    key: str
    path: str
    messages: int
    passages: int


def sources(db: apsw.Connection, condition: Condition) -> list[StoredSource]:
    """Return the files of a condition on `source s`, in the order in which they were added."""
    rows = db.execute(
        "SELECT s.id, s.kind, s.key, s.path, (SELECT count(*) FROM message m WHERE m.source_id = s.id)"
        " + (SELECT count(*) FROM also_in a WHERE a.source_id = s.id),"
        " (SELECT count(*) FROM document d JOIN passage p ON p.document_id = d.id WHERE d.source_id = s.id)"
        f" FROM source s WHERE {condition.sql} ORDER BY s.id",
        condition.values,
    )
    return [StoredSource(*row) for row in rows]


def numbered(source_id: int) -> Condition:
    """Return the condition on `source s` that it is this one."""
    return Condition("s.id = ?", (source_id,))


def at_or_below(path: str) -> Condition:
    """Return the condition on `source s` that it is a path, lies below it, or is what has this key inside an archive."""
    path = clean(path)
    return Condition(f"({roots.BELOW} OR s.key = ?)", (*roots.below(path), path))


def of_kind(kind: str) -> Condition:
    """Return the condition on `source s` that it is of a kind."""
    return Condition("s.kind = ?", (kind,))


def said_in_or_by(conversations: Sequence[int], people_ids: Sequence[int]) -> Condition | None:
    """Return the condition on `message m` that it is in one of the chats or by one of the people; None without any."""
    parts: list[str] = []
    values: list[str] = []
    if conversations:
        parts.append("m.conversation_id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(list(conversations)))
    if people_ids:
        parts.append("m.sender_id IN (SELECT id FROM identity WHERE person_id IN (SELECT value FROM json_each(?)))")
        values.append(json.dumps(list(people_ids)))
    return Condition(" OR ".join(parts), tuple(values)) if parts else None


def keys(db: apsw.Connection, path: str) -> list[tuple[int, str]]:
    """Return (id, key) of the files at and below a path."""
    return list(db.execute(f"SELECT id, key FROM source WHERE {roots.BELOW} ORDER BY id", roots.below(path)))


def messages_of_source(db: apsw.Connection, source_id: int) -> int:
    """Take out some messages that no other file holds, and hand the others to one that does; return how many there were.

    0 says that none is left. Until `end_source` the file counts as half read.
    """
    db.execute("UPDATE source SET state = 'reading', sha256 = NULL WHERE id = ?", (source_id,))
    db.execute("DELETE FROM also_in WHERE source_id = ?", (source_id,))
    ids = [row[0] for row in db.execute("SELECT id FROM message WHERE source_id = ? LIMIT ?", (source_id, AT_ONCE))]
    others = dict(
        db.execute(
            "SELECT message_id, min(source_id) FROM also_in WHERE message_id IN (SELECT value FROM json_each(?))"
            " GROUP BY message_id",
            (json.dumps(ids),),
        )
    )
    for message_id, other in others.items():
        # Where it stands in the other file was not kept.
        db.execute("UPDATE message SET source_id = ?, locator = '' WHERE id = ?", (other, message_id))
        db.execute("DELETE FROM also_in WHERE message_id = ? AND source_id = ?", (message_id, other))
    messages(db, [message_id for message_id in ids if message_id not in others])
    return len(ids)


def end_source(db: apsw.Connection, source_id: int) -> int:
    """Take out what is left of a file without messages; return how many passages went."""
    gone = documents.remove_from(db, source_id, 0)
    contacts.remove_of(db, source_id)
    db.execute("DELETE FROM source WHERE id = ?", (source_id,))
    return gone


def some_messages(db: apsw.Connection, condition: Condition) -> list[int]:
    """Return the ids of some messages of a condition on `message m`."""
    rows = db.execute(f"SELECT m.id FROM message m WHERE {condition.sql} LIMIT ?", (*condition.values, AT_ONCE))
    return [row[0] for row in rows]


def count_messages(db: apsw.Connection, condition: Condition) -> int:
    """Return how many messages a condition on `message m` holds, system lines included."""
    found: int = db.execute(f"SELECT count(*) FROM message m WHERE {condition.sql}", condition.values).get
    return found


def chat_names(db: apsw.Connection, ids: Sequence[int]) -> list[tuple[str, str]]:
    """Return (source kind, native id) of chats, by every name that a phone has for them."""
    chosen = json.dumps(list(ids))
    return list(
        db.execute(
            "SELECT source_kind, native_id FROM conversation WHERE id IN (SELECT value FROM json_each(?))"
            " UNION SELECT source_kind, native_id FROM also_called"
            " WHERE conversation_id IN (SELECT value FROM json_each(?))",
            (chosen, chosen),
        )
    )


def identity_names(db: apsw.Connection, people_ids: Sequence[int]) -> list[tuple[str, str, str]]:
    """Return (kind, value, chat as "kind:native id" for a name that belongs to one) of people's identities."""
    return list(
        db.execute(
            "SELECT i.kind, i.value, coalesce(c.source_kind || ':' || c.native_id, '') FROM identity i"
            " LEFT JOIN conversation c ON c.id = i.scope WHERE i.person_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(people_ids)),),
        )
    )


def messages(db: apsw.Connection, ids: Sequence[int]) -> None:
    """Take out messages with their passages, words, vectors, attachments and reactions."""
    if not ids:
        return
    chosen = (json.dumps(list(ids)),)
    of_messages = db.execute("SELECT id FROM passage WHERE message_id IN (SELECT value FROM json_each(?))", chosen)
    passages.remove(db, [row[0] for row in of_messages])
    db.execute("DELETE FROM message WHERE id IN (SELECT value FROM json_each(?))", chosen)


def tidy(db: apsw.Connection) -> None:
    """Take out chats without a message, and identities and people that nothing names any more.

    What the owner decided about an identity is kept while the chat that a mere name belongs to is there.
    """
    db.execute(
        "DELETE FROM conversation WHERE NOT EXISTS (SELECT 1 FROM message WHERE conversation_id = conversation.id)"
    )
    db.execute(
        "DELETE FROM identity WHERE NOT EXISTS (SELECT 1 FROM member WHERE identity_id = identity.id)"
        " AND NOT EXISTS (SELECT 1 FROM message WHERE sender_id = identity.id)"
        " AND (linked <> 'owner' OR scope NOT IN (SELECT id FROM conversation UNION SELECT 0))"
    )
    db.execute("DELETE FROM person WHERE NOT EXISTS (SELECT 1 FROM identity WHERE person_id = person.id)")
    # A name that only what is gone had used goes with it.
    db.execute(
        "UPDATE person SET name ="
        " (SELECT name FROM identity WHERE person_id = person.id ORDER BY name = value, id LIMIT 1)"
        " WHERE named = 'source' AND name NOT IN (SELECT name FROM identity WHERE person_id = person.id)"
    )


def chats(db: apsw.Connection, ids: Sequence[int]) -> None:
    """Take out chats whose messages are gone, with the names that belong to them."""
    chosen = (json.dumps(list(ids)),)
    db.execute("DELETE FROM conversation WHERE id IN (SELECT value FROM json_each(?))", chosen)
    db.execute("DELETE FROM identity WHERE scope IN (SELECT value FROM json_each(?))", chosen)


def people(db: apsw.Connection, people_ids: Sequence[int]) -> None:
    """Take out people whose messages are gone."""
    chosen = (json.dumps(list(people_ids)),)
    db.execute("DELETE FROM identity WHERE person_id IN (SELECT value FROM json_each(?))", chosen)
    db.execute("DELETE FROM person WHERE id IN (SELECT value FROM json_each(?))", chosen)


def merge_words(db: apsw.Connection) -> None:
    """Write the words of search and the coarse vectors anew, without those of passages that are gone."""
    db.execute("INSERT INTO words (words) VALUES ('optimize')")
    vectors.write_bits_again(db)


def note_traces(db: apsw.Connection) -> None:
    """Note that pages of the file may hold what was taken out, until it was written anew."""
    db.execute("INSERT OR REPLACE INTO meta VALUES ('traces', 1)")


def has_traces(db: apsw.Connection) -> bool:
    """Tell whether the file has to be written anew."""
    return db.execute("SELECT 1 FROM meta WHERE key = 'traces'").get is not None


def no_traces(db: apsw.Connection) -> None:
    """Note that the file was written anew."""
    db.execute("DELETE FROM meta WHERE key = 'traces'")
