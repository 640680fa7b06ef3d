"""Who and where: chats, people, and the identities that sources know them by."""

from __future__ import annotations

import apsw

from index.store.people import contacts
from index.store.people.identity_moves import move, new_person, owner
from index.text.identities import normalized
from index.types.records import ChatRecord, Sender

_CACHED = 50_000


class Directory:
    """Finds or makes rows for chats and senders during one write. Remembers what it has seen.

    `refresh` must be called at the start of every write transaction. After a rollback it must not be used any more.
    """

    def __init__(self, region: str | None = None) -> None:
        """Read numbers without a country's code as those of `region` (ISO 3166), where it is known."""
        self.moves = 0
        """Grows with every identity that changes hands: what was noted of it before is no longer true."""
        self._region = region
        self._version = 0
        self._conversations: dict[tuple[str, str], int] = {}
        self._senders: dict[tuple[str, str, int, bool, str], tuple[int, int]] = {}
        self._members: set[tuple[int, int]] = set()

    def refresh(self, db: apsw.Connection) -> None:
        """Forget everything if another process has written since."""
        version: int = db.pragma("data_version")
        if version != self._version:
            self._version = version
            self.forget()

    def forget(self) -> None:
        """Look everything up again from here on."""
        self._conversations.clear()
        self._senders.clear()
        self._members.clear()

    def chat(self, db: apsw.Connection, source_kind: str, record: ChatRecord) -> int:
        """Return the id of the chat, made or with its title brought up to date."""
        joined = self._also_called(db, source_kind, record.native_id)
        if joined is not None:
            self._conversations[source_kind, record.native_id] = joined
            return joined
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

    def chat_id(self, db: apsw.Connection, source_kind: str, native_id: str) -> int:
        """Return the id of a chat named by a message, made under its bare id if nothing introduced it."""
        found = self._conversations.get((source_kind, native_id))
        if found is not None:
            return found
        row: int | None = db.execute(
            "SELECT id FROM conversation WHERE source_kind = ? AND native_id = ?", (source_kind, native_id)
        ).get
        if row is None:
            # Another phone's name for a chat that is here, or one that nothing introduced.
            return self.chat(db, source_kind, ChatRecord(native_id, native_id))
        self._conversations[source_kind, native_id] = row
        return row

    @staticmethod
    def _also_called(db: apsw.Connection, source_kind: str, native_id: str) -> int | None:
        found: int | None = db.execute(
            "SELECT conversation_id FROM also_called WHERE source_kind = ? AND native_id = ?", (source_kind, native_id)
        ).get
        return found

    def sender(self, db: apsw.Connection, sender: Sender, chat_id: int, *, owner_named: bool) -> tuple[int, int]:
        """Return (identity id, person id), and note that they take part in the chat.

        `owner_named` says that the owner told their name for this reading, so that "not me" counts as well as "me".
        """
        scope = chat_id if sender.kind == "display_name" else 0
        key = (sender.kind, sender.value, scope, sender.is_me, sender.name)
        found = self._senders.get(key)
        if found is None:
            moves = self.moves
            found = self._find_sender(db, sender, scope, owner_named=owner_named)
            if self.moves != moves:
                self.forget()
            self._trim()
            self._senders[key] = found
        if (chat_id, found[0]) not in self._members:
            db.execute("INSERT OR IGNORE INTO member VALUES (?, ?)", (chat_id, found[0]))
            self._members.add((chat_id, found[0]))
        return found

    def key(self, kind: str, value: str) -> tuple[str, str]:
        """Return an identity's (kind, value) as the store has it."""
        return normalized(kind, value, self._region)

    def _find_sender(self, db: apsw.Connection, sender: Sender, scope: int, *, owner_named: bool) -> tuple[int, int]:
        kind, value = self.key(sender.kind, sender.value)
        row = db.execute(
            "SELECT i.id, i.person_id, i.linked, p.is_me, i.name FROM identity i JOIN person p ON p.id = i.person_id"
            " WHERE i.kind = ? AND i.value = ? AND i.scope = ?",
            (kind, value, scope),
        ).get
        name = sender.name or sender.value
        if row is None:
            return self._new_sender(db, (kind, value), scope, name, is_me=sender.is_me)
        identity_id, person_id, linked, is_me, known_name = row
        if linked != "owner" and sender.is_me and not is_me:
            person_id = move(db, identity_id, person_id, owner(db, name), linked="source")
            self.moves += 1
        elif linked != "owner" and is_me and not sender.is_me and owner_named and kind == "display_name":
            person_id = move(db, identity_id, person_id, new_person(db, name), linked="source")
            self.moves += 1
        elif known_name in (value, sender.value) and sender.name and sender.name != known_name:
            # Until now only the number or address was known.
            db.execute(
                "UPDATE person SET name = ? WHERE id = ? AND named = 'source' AND name = ?",
                (sender.name, person_id, known_name),
            )
            db.execute("UPDATE identity SET name = ? WHERE id = ?", (sender.name, identity_id))
        return identity_id, person_id

    def _new_sender(
        self, db: apsw.Connection, key: tuple[str, str], scope: int, name: str, *, is_me: bool
    ) -> tuple[int, int]:
        person_id = owner(db, name) if is_me else new_person(db, name)
        db.execute(
            "INSERT INTO identity (person_id, kind, value, scope, name) VALUES (?, ?, ?, ?, ?)",
            (person_id, *key, scope, name),
        )
        identity_id = db.last_insert_rowid()
        if scope == 0:
            self.moves += contacts.relink(db, key)
            person_id = db.execute("SELECT person_id FROM identity WHERE id = ?", (identity_id,)).get
        return identity_id, person_id

    def _trim(self) -> None:
        if len(self._conversations) + len(self._senders) + len(self._members) > _CACHED:
            self.forget()
