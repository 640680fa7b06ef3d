"""Taking out: messages, files, chats and people, and what hung on them alone. Batch by batch, so that it can be stopped."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass

import apsw

from index.store.people import contacts
from index.store.removal.mentions import Names
from index.store.search import vectors
from index.store.search.scope import Condition
from index.store.writing import documents, passages, roots
from index.text.stored import clean
from index.types.records import entry_label

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


def said_in_or_by(chats: Sequence[int], people_ids: Sequence[int]) -> Condition | None:
    """Return the condition on `message m` that it is in one of the chats or by one of the people; None without any."""
    parts: list[str] = []
    values: list[str] = []
    if chats:
        parts.append("m.conversation_id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(list(chats)))
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


def is_empty(db: apsw.Connection, source_id: int) -> bool:
    """Tell whether a file holds nothing."""
    held: int = db.execute(
        "SELECT EXISTS (SELECT 1 FROM message WHERE source_id = ?1) OR EXISTS (SELECT 1 FROM also_in WHERE source_id = ?1)"
        " OR EXISTS (SELECT 1 FROM document WHERE source_id = ?1) OR EXISTS (SELECT 1 FROM contact WHERE source_id = ?1)",
        (source_id,),
    ).get
    return not held


def sources_of(db: apsw.Connection, condition: Condition) -> set[int]:
    """Return the files that hold one of the messages of a condition on `message m`."""
    rows = db.execute(
        f"SELECT m.source_id FROM message m WHERE {condition.sql}"
        f" UNION SELECT a.source_id FROM also_in a JOIN message m ON m.id = a.message_id WHERE {condition.sql}",
        (*condition.values, *condition.values),
    )
    return {row[0] for row in rows}


def sent_along(db: apsw.Connection, chats: Sequence[int]) -> list[int]:
    """Return the files without messages that lie in the archive or folder of a chat's own export: what was sent along.

    Its own is an archive, or the folder that the export lies in, which is named after the chat and holds no other one.
    """
    found: set[int] = set()
    for number in chats:
        title = db.execute("SELECT title FROM conversation WHERE id = ?", (number,)).get or ""
        condition = Condition("m.conversation_id = ?", (str(number),))
        held = json.dumps(sorted(sources_of(db, condition)))
        keys = [
            row[0] for row in db.execute("SELECT key FROM source WHERE id IN (SELECT value FROM json_each(?))", (held,))
        ]
        for place in {_place(key) for key in keys}:
            if Names.of([title]).are_in(os.path.basename(place.rstrip("!/\\"))):  # noqa: PTH119
                found.update(_without_messages(db, place, number))
    return sorted(found)


def _place(key: str) -> str:
    """Return the archive on disk that a file lies in, or else its folder, as the beginning of keys."""
    archive, inside, _ = key.partition("!/")
    return archive + inside if inside else key[: len(key) - len(os.path.basename(key))]  # noqa: PTH119


def _without_messages(db: apsw.Connection, place: str, chat: int) -> list[int]:
    inside = [row[0] for row in db.execute("SELECT id FROM source WHERE substr(key, 1, length(?1)) = ?1", (place,))]
    messages_of = {
        one: db.execute("SELECT DISTINCT conversation_id FROM message WHERE source_id = ?", (one,)).fetchall()
        for one in inside
    }
    if any(one != (chat,) for held in messages_of.values() for one in held):
        return []
    also = "SELECT 1 FROM also_in WHERE source_id = ? LIMIT 1"
    return [one for one, held in messages_of.items() if not held and db.execute(also, (one,)).get is None]


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
    """Return (kind, value, chat as "kind:native id" for a name that belongs to one) of people's identities.

    The display name of each in the chats that they take part in is one of them: reactions have nothing else.
    """
    chosen = json.dumps(list(people_ids))
    return list(
        db.execute(
            "SELECT i.kind, i.value, coalesce(c.source_kind || ':' || c.native_id, '') FROM identity i"
            " LEFT JOIN conversation c ON c.id = i.scope WHERE i.person_id IN (SELECT value FROM json_each(?))"
            " UNION SELECT 'display_name', i.name, c.source_kind || ':' || c.native_id FROM identity i"
            " JOIN member n ON n.identity_id = i.id JOIN conversation c ON c.id = n.conversation_id"
            " WHERE i.person_id IN (SELECT value FROM json_each(?))",
            (chosen, chosen),
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


def unnamed(db: apsw.Connection, identity_ids: frozenset[int]) -> None:
    """Take out those of the identities that nothing names any more, whatever the owner had decided about them."""
    db.execute(
        "DELETE FROM identity WHERE id IN (SELECT value FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM member WHERE identity_id = identity.id)"
        " AND NOT EXISTS (SELECT 1 FROM message WHERE sender_id = identity.id)",
        (json.dumps(list(identity_ids)),),
    )
    db.execute("DELETE FROM person WHERE NOT EXISTS (SELECT 1 FROM identity WHERE person_id = person.id)")


def reactions_by(db: apsw.Connection, people_ids: Sequence[int]) -> None:
    """Take people out of the reactions in the chats that they take part in."""
    chosen = json.dumps(list(people_ids))
    names: dict[int, set[str]] = {}
    for chat, *called in db.execute(
        "SELECT n.conversation_id, i.name, i.value, p.name FROM identity i JOIN person p ON p.id = i.person_id"
        " JOIN member n ON n.identity_id = i.id WHERE p.id IN (SELECT value FROM json_each(?))",
        (chosen,),
    ):
        names.setdefault(chat, set()).update(called)
    for chat, called in names.items():
        rows = list(
            db.execute(
                "SELECT r.message_id, r.position, r.people FROM reaction r JOIN message m ON m.id = r.message_id"
                " WHERE m.conversation_id = ?",
                (chat,),
            )
        )
        for message_id, position, people in rows:
            left = [name for name in json.loads(people) if name not in called]
            if not left:
                db.execute("DELETE FROM reaction WHERE message_id = ? AND position = ?", (message_id, position))
            elif len(left) < len(json.loads(people)):
                db.execute(
                    "UPDATE reaction SET people = ? WHERE message_id = ? AND position = ?",
                    (json.dumps(left, ensure_ascii=False), message_id, position),
                )


def entries_of(db: apsw.Connection, people_ids: Sequence[int]) -> None:
    """Take out the entries of address books that name an identity of these people, and what search finds of them."""
    rows = list(
        db.execute(
            "SELECT DISTINCT b.id, b.source_id, b.name FROM contact b JOIN contact_identity c ON c.contact_id = b.id"
            " JOIN identity i ON i.kind = c.kind AND i.value = c.value AND i.scope = 0"
            " WHERE i.person_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(people_ids)),),
        )
    )
    for number, source_id, name in rows:
        found = db.execute(
            "SELECT p.id FROM passage p JOIN document d ON d.id = p.document_id WHERE d.source_id = ? AND p.locator = ?",
            (source_id, entry_label(name)),
        )
        passages.remove(db, [row[0] for row in list(found)])
        db.execute("DELETE FROM contact WHERE id = ?", (number,))


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
