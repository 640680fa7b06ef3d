"""Identities changing hands: from one person to another, with the passages they wrote."""

from __future__ import annotations

from typing import Literal

import apsw

Linked = Literal["source", "contact", "owner"]
"""What joined an identity to its person, the weakest first: what "owner" did, only the owner undoes."""


def owner(db: apsw.Connection, name: str) -> int:
    """Return the owner's person, made under this name if there is none."""
    found: int | None = db.execute("SELECT id FROM person WHERE is_me = 1").get
    if found is None:
        db.execute("INSERT INTO person (name, is_me) VALUES (?, 1)", (name,))
        return db.last_insert_rowid()
    return found


def new_person(db: apsw.Connection, name: str) -> int:
    """Return a new person of this name."""
    db.execute("INSERT INTO person (name) VALUES (?)", (name,))
    return db.last_insert_rowid()


def move(db: apsw.Connection, identity_id: int, old: int, new: int, *, linked: Linked) -> int:
    """Give an identity to another person; one who has none left is no more. Returns `new`."""
    db.execute("UPDATE identity SET person_id = ?, linked = ? WHERE id = ?", (new, linked, identity_id))
    if old == new:
        return new
    db.execute(
        "UPDATE passage SET person_id = ? WHERE person_id = ?"
        " AND message_id IN (SELECT id FROM message WHERE sender_id = ?)",
        (new, old, identity_id),
    )
    db.execute(
        "DELETE FROM person WHERE id = ? AND NOT EXISTS (SELECT 1 FROM identity WHERE person_id = ?)", (old, old)
    )
    return new


def alone(db: apsw.Connection, identity_id: int, person_id: int) -> int:
    """Make an identity a person of its own, under the name its source gives it; return that person."""
    others = db.execute("SELECT 1 FROM identity WHERE person_id = ? AND id <> ? LIMIT 1", (person_id, identity_id)).get
    if others is None:
        db.execute("UPDATE identity SET linked = 'source' WHERE id = ?", (identity_id,))
        name_again(db, person_id)
        return person_id
    name: str = db.execute("SELECT name FROM identity WHERE id = ?", (identity_id,)).get
    fresh = move(db, identity_id, person_id, new_person(db, name), linked="source")
    name_again(db, person_id)
    return fresh


def name_again(db: apsw.Connection, person_id: int) -> None:
    """Name a person as their sources do, where an address book had named them."""
    db.execute(
        "UPDATE person SET named = 'source',"
        " name = coalesce((SELECT name FROM identity WHERE person_id = person.id ORDER BY name = value, id LIMIT 1), name)"
        " WHERE id = ? AND named = 'contact'",
        (person_id,),
    )
