"""Who and where: conversations, people, and the identities that sources know them by."""

from __future__ import annotations

import apsw

from index.types import ConversationRecord, Sender

_CACHED = 50_000


class Directory:
    """Finds or makes rows for conversations and senders during one write. Remembers what it has seen.

    `refresh` must be called at the start of every write transaction. After a rollback it must not be used any more.
    """

    def __init__(self) -> None:
        self._version = 0
        self._conversations: dict[tuple[str, str], int] = {}
        self._senders: dict[tuple[str, str, int, bool, str], tuple[int, int]] = {}
        self._members: set[tuple[int, int]] = set()

    def refresh(self, db: apsw.Connection) -> None:
        """Forget everything if another process has written since."""
        version: int = db.pragma("data_version")
        if version != self._version:
            self._version = version
            self._forget()

    def _forget(self) -> None:
        self._conversations.clear()
        self._senders.clear()
        self._members.clear()

    def conversation(self, db: apsw.Connection, source_kind: str, record: ConversationRecord) -> int:
        """Return the id of the conversation, made or with its title brought up to date."""
        row = db.execute(
            "SELECT id, title, kind FROM conversation WHERE source_kind = ? AND native_id = ?",
            (source_kind, record.native_id),
        ).get
        if row is None:
            db.execute(
                "INSERT INTO conversation (source_kind, native_id, title, kind) VALUES (?, ?, ?, ?)",
                (source_kind, record.native_id, record.title or record.native_id, record.kind),
            )
            found = db.last_insert_rowid()
        else:
            found, title, kind = row
            if (record.title and record.title != title) or record.kind != kind:
                db.execute(
                    "UPDATE conversation SET title = ?, kind = ? WHERE id = ?",
                    (record.title or title, record.kind, found),
                )
        self._trim()
        self._conversations[source_kind, record.native_id] = found
        return found

    def conversation_id(self, db: apsw.Connection, source_kind: str, native_id: str) -> int:
        """Return the id of a conversation named by a message, made under its bare id if nothing introduced it."""
        found = self._conversations.get((source_kind, native_id))
        if found is not None:
            return found
        row: int | None = db.execute(
            "SELECT id FROM conversation WHERE source_kind = ? AND native_id = ?", (source_kind, native_id)
        ).get
        if row is None:
            return self.conversation(db, source_kind, ConversationRecord(native_id, native_id))
        self._conversations[source_kind, native_id] = row
        return row

    def sender(
        self, db: apsw.Connection, sender: Sender, conversation_id: int, *, owner_named: bool
    ) -> tuple[int, int]:
        """Return (identity id, person id), and note that they take part in the conversation.

        `owner_named` says that the owner told their name for this reading, so that "not me" counts as well as "me".
        """
        scope = conversation_id if sender.kind == "display_name" else 0
        key = (sender.kind, sender.value, scope, sender.is_me, sender.name)
        found = self._senders.get(key)
        if found is None:
            found = self._find_sender(db, sender, scope, owner_named=owner_named)
            self._trim()
            self._senders[key] = found
        if (conversation_id, found[0]) not in self._members:
            db.execute("INSERT OR IGNORE INTO member VALUES (?, ?)", (conversation_id, found[0]))
            self._members.add((conversation_id, found[0]))
        return found

    def _find_sender(self, db: apsw.Connection, sender: Sender, scope: int, *, owner_named: bool) -> tuple[int, int]:
        row = db.execute(
            "SELECT i.id, i.person_id, p.is_me, p.name FROM identity i JOIN person p ON p.id = i.person_id"
            " WHERE i.kind = ? AND i.value = ? AND i.scope = ?",
            (sender.kind, sender.value, scope),
        ).get
        name = sender.name or sender.value
        if row is None:
            person_id = _owner(db, name) if sender.is_me else _new_person(db, name)
            db.execute(
                "INSERT INTO identity (person_id, kind, value, scope, name) VALUES (?, ?, ?, ?, ?)",
                (person_id, sender.kind, sender.value, scope, name),
            )
            return db.last_insert_rowid(), person_id
        identity_id, person_id, is_me, known_name = row
        if sender.is_me and not is_me:
            person_id = _move(db, identity_id, person_id, _owner(db, name))
        elif is_me and not sender.is_me and owner_named and sender.kind == "display_name":
            person_id = _move(db, identity_id, person_id, _new_person(db, name))
        elif known_name == sender.value and sender.name and sender.name != known_name:
            # Until now only the number or address was known.
            db.execute("UPDATE person SET name = ? WHERE id = ?", (sender.name, person_id))
            db.execute("UPDATE identity SET name = ? WHERE id = ?", (sender.name, identity_id))
        return identity_id, person_id

    def _trim(self) -> None:
        if len(self._conversations) + len(self._senders) + len(self._members) > _CACHED:
            self._forget()


def _owner(db: apsw.Connection, name: str) -> int:
    found: int | None = db.execute("SELECT id FROM person WHERE is_me = 1").get
    if found is None:
        db.execute("INSERT INTO person (name, is_me) VALUES (?, 1)", (name,))
        return db.last_insert_rowid()
    return found


def _new_person(db: apsw.Connection, name: str) -> int:
    db.execute("INSERT INTO person (name) VALUES (?)", (name,))
    return db.last_insert_rowid()


def _move(db: apsw.Connection, identity_id: int, old: int, new: int) -> int:
    """Give an identity, and the passages it wrote, to another person."""
    db.execute("UPDATE identity SET person_id = ? WHERE id = ?", (new, identity_id))
    db.execute(
        "UPDATE passage SET person_id = ? WHERE person_id = ?"
        " AND message_id IN (SELECT id FROM message WHERE sender_id = ?)",
        (new, old, identity_id),
    )
    db.execute(
        "DELETE FROM person WHERE id = ? AND NOT EXISTS (SELECT 1 FROM identity WHERE person_id = ?)", (old, old)
    )
    return new
