"""What the owner decides about people. It stands until the owner decides otherwise, whatever sources say later."""

from __future__ import annotations

import json
from collections.abc import Sequence

import apsw

from index.errors import BadQuery
from index.store.people import identity_moves
from index.store.people.identity_moves import move, new_person
from index.text.stored import clean


def merge(db: apsw.Connection, keep: int, others: Sequence[int]) -> list[int]:
    """Make one person of several, named like the first; return the identities that changed hands."""
    moved: list[int] = []
    for other in others:
        if other == keep:
            continue
        name, named, is_me = db.execute("SELECT name, named, is_me FROM person WHERE id = ?", (other,)).get
        kept_named = db.execute("SELECT named FROM person WHERE id = ?", (keep,)).get
        if kept_named == "source" and named == "owner":
            db.execute("UPDATE person SET name = ?, named = ? WHERE id = ?", (name, named, keep))
        for identity_id in _identities(db, other):
            move(db, identity_id, other, keep, linked="owner")
            moved.append(identity_id)
        if is_me:
            _mark(db, keep)
    _decided(db, keep)
    return moved


def split(db: apsw.Connection, person_id: int, identity_ids: Sequence[int]) -> int:
    """Make another person of some identities; return that one. Raises BadQuery when nobody would be left.

    The owner keeps being the one that the other identities are of.
    """
    leaving = [found for found in _identities(db, person_id) if found in set(identity_ids)]
    staying = len(_identities(db, person_id)) - len(leaving)
    if not leaving or not staying:
        raise BadQuery(
            "A person is split by naming some of their identities, and not all.", "See `homebody people --identities`."
        )
    name: str = db.execute(
        "SELECT name FROM identity WHERE id IN (SELECT value FROM json_each(?)) ORDER BY name = value, id LIMIT 1",
        (json.dumps(leaving),),
    ).get
    fresh = new_person(db, name)
    for identity_id in leaving:
        move(db, identity_id, person_id, fresh, linked="owner")
    _decided(db, person_id)
    identity_moves.name_again(db, person_id)
    return fresh


def be_me(db: apsw.Connection, person_id: int) -> list[int]:
    """Make a person the owner; return the identities that joined the owner's, where there was one already."""
    known: int | None = db.execute("SELECT id FROM person WHERE is_me = 1").get
    if known is None or known == person_id:
        _mark(db, person_id)
        _decided(db, person_id)
        return []
    return merge(db, known, [person_id])


def be_nobody(db: apsw.Connection) -> None:
    """Take back that anyone is the owner."""
    known: int | None = db.execute("SELECT id FROM person WHERE is_me = 1").get
    if known is not None:
        db.execute("UPDATE person SET is_me = 0 WHERE id = ?", (known,))
        _decided(db, known)


def leave(db: apsw.Connection, people: Sequence[int]) -> None:
    """Let people be who they are: what sources or names say of them later changes nothing."""
    for person_id in people:
        _decided(db, person_id)


def rename(db: apsw.Connection, person_id: int, name: str) -> None:
    """Call a person by the name the owner has for them."""
    db.execute("UPDATE person SET name = ?, named = 'owner' WHERE id = ?", (clean(name), person_id))


def _mark(db: apsw.Connection, person_id: int) -> None:
    db.execute("UPDATE person SET is_me = 0 WHERE is_me = 1 AND id <> ?", (person_id,))
    db.execute("UPDATE person SET is_me = 1 WHERE id = ?", (person_id,))


def _decided(db: apsw.Connection, person_id: int) -> None:
    db.execute("UPDATE identity SET linked = 'owner' WHERE person_id = ?", (person_id,))


def _identities(db: apsw.Connection, person_id: int) -> list[int]:
    rows = list(db.execute("SELECT id FROM identity WHERE person_id = ? ORDER BY id", (person_id,)))
    return [row[0] for row in rows]
