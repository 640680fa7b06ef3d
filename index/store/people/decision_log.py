"""What the owner decided last about people, and how it was before: so that it can be taken back.

It holds names, so it goes as a whole when an identity or an entry of an address book is taken out (a trigger sees to it).
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from typing import Literal, cast

import apsw

from index.store.people import owner_gaps
from index.store.people.identity_moves import move

Decision = Literal["merge", "split", "rename", "me", "not me"]

_KEPT = 20


def note(db: apsw.Connection, what: Decision, people: Iterable[int]) -> None:
    """Keep how some people are now, before the owner's decision changes it. The owner's own person is kept with them."""
    concerned = json.dumps(sorted({*people, *(row[0] for row in db.execute("SELECT id FROM person WHERE is_me = 1"))}))
    some = "IN (SELECT value FROM json_each(?))"
    before = {
        "people": list(db.execute(f"SELECT id, name, named, is_me FROM person WHERE id {some}", (concerned,))),
        "identities": list(
            db.execute(f"SELECT id, person_id, linked FROM identity WHERE person_id {some}", (concerned,))
        ),
        "not_in": owner_gaps.not_in(db),
    }
    db.execute(
        "INSERT INTO decision (at_ms, what, before) VALUES (?, ?, ?)",
        (time.time_ns() // 1_000_000, what, json.dumps(before, ensure_ascii=False)),
    )
    db.execute("DELETE FROM decision WHERE id <= (SELECT max(id) FROM decision) - ?", (_KEPT,))


def undo(db: apsw.Connection) -> tuple[Decision, list[int]] | None:
    """Take the last decision back; return what it was, and the people as they are again. None where there is none.

    What sources brought since stays with whom it came to.
    """
    row = db.execute("SELECT id, what, before FROM decision ORDER BY id DESC LIMIT 1").get
    if row is None:
        return None
    number, what, kept = row
    before = json.loads(kept)
    db.execute("DELETE FROM decision WHERE id = ?", (number,))
    if what == "me" or any(is_me for *_, is_me in before["people"]):
        db.execute("UPDATE person SET is_me = 0 WHERE is_me = 1")
    for person_id, name, named, _is_me in before["people"]:
        db.execute("INSERT OR IGNORE INTO person (id, name, named) VALUES (?, ?, ?)", (person_id, name, named))
    for identity_id, person_id, linked in before["identities"]:
        now: int | None = db.execute("SELECT person_id FROM identity WHERE id = ?", (identity_id,)).get
        if now is not None:
            move(db, identity_id, now, person_id, linked=linked)
    for person_id, name, named, is_me in before["people"]:
        db.execute("UPDATE person SET name = ?, named = ? WHERE id = ?", (name, named, person_id))
        if is_me:
            db.execute("UPDATE person SET is_me = 1 WHERE id = ?", (person_id,))
    owner_gaps.set_not_in(db, before["not_in"])
    return cast(Decision, what), [row[0] for row in before["people"]]
