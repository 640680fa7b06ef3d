"""Address books: what gives numbers and addresses their names, and makes one person of those of one entry.

An entry links the identities it names. One that stands in entries of different names (a family's telephone) links nothing.
Nothing here overrules the owner.
"""

from __future__ import annotations

from collections.abc import Iterable

import apsw

from index.store.people import identity_moves
from index.text.stored import number
from index.types.records import ContactRecord

Key = tuple[str, str]
"""(kind, value) of an identity, normalized."""

_FURTHEST = 100
"""A chain of entries that share identities is followed to so many of these, and no further."""


class ContactWriter:
    """Writes the entries of one reading of one file, each within a write transaction."""

    def __init__(self, source_id: int) -> None:
        self._source_id = source_id
        self._seen: set[int] = set()

    def write(self, db: apsw.Connection, entries: Iterable[tuple[ContactRecord, Iterable[Key]]]) -> int:
        """Write entries with their normalized identities, and link what is known of them; return how many are new."""
        changed: dict[Key, None] = {}
        added = 0
        for record, keys in entries:
            fresh = self._write_one(db, record, sorted(set(keys)))
            added += fresh is not None
            changed |= dict.fromkeys(fresh or ())
        _relink_all(db, changed)
        return added

    def _write_one(self, db: apsw.Connection, record: ContactRecord, keys: list[Key]) -> list[Key] | None:
        """Write an entry; return the identities whose links it may have changed, or None where it was there already."""
        name = record.name
        digest = number(name, str(record.is_me), *(part for key in keys for part in key))
        self._seen.add(digest)
        db.execute(
            "INSERT OR IGNORE INTO contact (source_id, digest, name, is_me) VALUES (?, ?, ?, ?)",
            (self._source_id, digest, name, int(record.is_me)),
        )
        if not db.changes():
            return None
        contact_id = db.last_insert_rowid()
        before = [key for key in keys if not _is_shared(db, key)]
        folded = name.casefold()
        db.executemany("INSERT INTO contact_identity VALUES (?, ?, ?, ?)", [(contact_id, *key, folded) for key in keys])
        changed: list[Key] = []
        # One that stood in entries of several names before links nothing now either.
        for key in before:
            changed.append(key)
            if _is_shared(db, key):
                # An entry that came before had it to itself.
                _part(db, key)
                changed += _keys_beside(db, key)
        return changed

    def finish(self, db: apsw.Connection) -> int:
        """Remove what the file no longer holds; return how many entries went."""
        gone = [
            contact_id
            for contact_id, digest in db.execute(
                "SELECT id, digest FROM contact WHERE source_id = ?", (self._source_id,)
            )
            if digest not in self._seen
        ]
        remove(db, gone)
        return len(gone)


def remove(db: apsw.Connection, contact_ids: Iterable[int]) -> None:
    """Remove entries, and undo what they alone had linked and named."""
    for contact_id in contact_ids:
        keys = _keys_of(db, contact_id)
        db.execute("DELETE FROM contact WHERE id = ?", (contact_id,))
        for key in keys:
            _part(db, key)
        for key in keys:
            relink(db, key)


def remove_of(db: apsw.Connection, source_id: int) -> None:
    """Remove all entries of a file."""
    remove(db, [row[0] for row in list(db.execute("SELECT id FROM contact WHERE source_id = ?", (source_id,)))])


def relink(db: apsw.Connection, key: Key) -> int:
    """Make one person of the known identities that address books join with this one, and name them.

    Returns how many identities changed hands.
    """
    return _link(db, *_joined(db, key))


def _relink_all(db: apsw.Connection, changed: Iterable[Key]) -> None:
    done: set[Key] = set()
    for key in changed:
        if key not in done:
            keys, contacts = _joined(db, key)
            _link(db, keys, contacts)
            done |= keys


def _link(db: apsw.Connection, keys: set[Key], contacts: list[tuple[str, bool]]) -> int:
    if not contacts:
        return 0
    found = [row for one in sorted(keys) for row in _identities(db, one)]
    if not found:
        return 0
    moved = 0
    mine = any(is_me for _, is_me in contacts)
    target = _target(db, found, contacts[0][0], mine=mine)
    for identity_id, person_id, linked in found:
        if linked != "owner" and person_id != target:
            identity_moves.move(db, identity_id, person_id, target, linked="contact")
            moved += 1
    db.execute(
        "UPDATE person SET name = ?, named = 'contact' WHERE id = ? AND named <> 'owner'", (contacts[0][0], target)
    )
    return moved


def _part(db: apsw.Connection, key: Key) -> None:
    """Make a person of its own of an identity that an entry had joined to others."""
    for identity_id, person_id, linked in _identities(db, key):
        said_to_be_me = linked == "source" and db.execute("SELECT is_me FROM person WHERE id = ?", (person_id,)).get
        if linked != "owner" and not said_to_be_me:
            identity_moves.alone(db, identity_id, person_id)


def _target(db: apsw.Connection, found: list[tuple[int, int, str]], name: str, *, mine: bool) -> int:
    """Return the person that all should be: the owner, the one the owner decided on, else the one known longest."""
    if mine:
        return identity_moves.owner(db, name)
    people = sorted({person_id for _, person_id, _ in found})
    decided = sorted({person_id for _, person_id, linked in found if linked == "owner"})
    if decided:
        return decided[0] if len(decided) == 1 else next((p for p in people if p not in decided), decided[0])
    for person_id in people:
        if db.execute("SELECT is_me FROM person WHERE id = ?", (person_id,)).get:
            return person_id
    return people[0]


def _joined(db: apsw.Connection, key: Key) -> tuple[set[Key], list[tuple[str, bool]]]:
    """Return the identities that entries join with this one, itself included, and those entries' (name, is the owner)."""
    keys, waiting = {key}, [key]
    entries: dict[int, tuple[str, bool]] = {}
    while waiting and len(keys) < _FURTHEST:
        one = waiting.pop()
        if _is_shared(db, one):
            continue
        rows = db.execute(
            "SELECT c.id, c.name, c.is_me FROM contact_identity i JOIN contact c ON c.id = i.contact_id"
            " WHERE i.kind = ? AND i.value = ? ORDER BY i.folded, i.contact_id LIMIT ?",
            (*one, _FURTHEST),
        )
        for contact_id, name, is_me in list(rows):
            if contact_id not in entries and len(keys) < _FURTHEST:
                entries[contact_id] = (name, bool(is_me))
                fresh = [other for other in _keys_of(db, contact_id, _FURTHEST) if other not in keys]
                keys.update(fresh)
                waiting += fresh
    shared = {one for one in keys if one != key and _is_shared(db, one)}
    return keys - shared, [entries[contact_id] for contact_id in sorted(entries)]


def _is_shared(db: apsw.Connection, key: Key) -> bool:
    """Tell whether an identity stands in entries of different names, by the first and the last of them in order."""
    some = "SELECT folded FROM contact_identity WHERE kind = ? AND value = ? ORDER BY folded"
    different: int | None = db.execute(f"SELECT ({some} LIMIT 1) <> ({some} DESC LIMIT 1)", key * 2).get
    return bool(different)


def _keys_of(db: apsw.Connection, contact_id: int, most: int = -1) -> list[Key]:
    """Return the identities of an entry, `most` at most, or all."""
    rows = db.execute(
        "SELECT kind, value FROM contact_identity WHERE contact_id = ? ORDER BY kind, value LIMIT ?", (contact_id, most)
    )
    return [(kind, value) for kind, value in rows]


def _keys_beside(db: apsw.Connection, key: Key) -> list[Key]:
    """Return the identities that stand in an entry together with this one."""
    rows = list(db.execute("SELECT contact_id FROM contact_identity WHERE kind = ? AND value = ?", key))
    return [other for (contact_id,) in rows for other in _keys_of(db, contact_id) if other != key]


def _identities(db: apsw.Connection, key: Key) -> list[tuple[int, int, str]]:
    rows = list(
        db.execute("SELECT id, person_id, linked FROM identity WHERE kind = ? AND value = ? AND scope = 0", key)
    )
    return [(identity_id, person_id, linked) for identity_id, person_id, linked in rows]
