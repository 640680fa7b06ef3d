"""What stands beside a message in its chat."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import apsw

from index.store.search.scope import Condition


@dataclass(frozen=True, slots=True)
class NeighbourLine:
    """An ordinary message. `passage` is its first, `length` counts its characters, `tail` holds the last of them."""

    message: int
    passage: int
    person: int | None
    ts_ms: int | None
    length: int
    tail: str

    @property
    def owner(self) -> str:
        """Return the public id."""
        return f"m{self.message}"


_PLACES = "SELECT id, at_ms FROM message WHERE conversation_id = ? AND visible = 1 AND (at_ms, seq, id)"
_BEFORE = f"{_PLACES} < (?, ?, ?) ORDER BY at_ms DESC, seq DESC, id DESC LIMIT ?"
_FROM_HERE = f"{_PLACES} >= (?, ?, ?) ORDER BY at_ms, seq, id LIMIT ?"


def windows(db: apsw.Connection, messages: Iterable[int], reach: int) -> dict[int, tuple[tuple[int, int], ...]]:
    """Return, for each message, itself with up to `reach` ordinary messages before and after it, in order.

    Each is its number and its place on the time line.
    """
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for message in messages:
        here = db.execute("SELECT conversation_id, at_ms, seq, id FROM message WHERE id = ?", (message,)).get
        if here is None:
            continue
        before = [(n, at_ms) for n, at_ms in db.execute(_BEFORE, (*here, reach))]
        rest = [(n, at_ms) for n, at_ms in db.execute(_FROM_HERE, (*here, reach + 1))]
        found[message] = (*before[::-1], *rest)
    return found


def lines(db: apsw.Connection, messages: Iterable[int]) -> dict[int, NeighbourLine]:
    """Return ordinary messages by their numbers."""
    rows = db.execute(
        "SELECT m.id, p.id, p.person_id, p.ts_ms, length(m.body), substr(m.body, -40) FROM json_each(?) j"
        " CROSS JOIN message m ON m.id = j.value JOIN passage p ON p.message_id = m.id AND p.part = 0",
        (json.dumps(list(messages)),),
    )
    return {row[0]: NeighbourLine(*row) for row in rows}


def within(db: apsw.Connection, passages: Sequence[int], scope: Condition) -> set[int]:
    """Return those of the passages that lie in the scope."""
    if not scope.restricts:
        return set(passages)
    rows = db.execute(
        f"SELECT p.id FROM passage p WHERE p.id IN (SELECT value FROM json_each(?)) AND {scope.sql}",
        (json.dumps(list(passages)), *scope.values),
    )
    return {row[0] for row in rows}
