"""What stands beside a message in its chat."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import apsw

from index.store.scope import Condition


@dataclass(frozen=True, slots=True)
class Line:
    """An ordinary message and its place on its chat's time line. `passage` is its first.

    `length` counts its characters, `tail` holds the last of them.
    """

    message: int
    passage: int
    person: int | None
    ts_ms: int | None
    at_ms: int
    length: int
    tail: str

    @property
    def owner(self) -> str:
        """Return the public id."""
        return f"m{self.message}"


_LINE = """
SELECT m.id, p.id, p.person_id, p.ts_ms, m.at_ms, length(m.body), substr(m.body, -40)
FROM message m JOIN passage p ON p.message_id = m.id AND p.part = 0
WHERE m.conversation_id = ? AND m.visible = 1 AND (m.at_ms, m.seq, m.id)
"""


def windows(db: apsw.Connection, messages: Iterable[int], reach: int) -> dict[int, tuple[Line, ...]]:
    """Return, for each message, itself with up to `reach` ordinary messages before and after it, in order."""
    found: dict[int, tuple[Line, ...]] = {}
    for message in messages:
        here = db.execute("SELECT conversation_id, at_ms, seq, id FROM message WHERE id = ?", (message,)).get
        if here is None:
            continue
        before = db.execute(f"{_LINE} < (?, ?, ?) ORDER BY m.at_ms DESC, m.seq DESC, m.id DESC LIMIT ?", (*here, reach))
        lines = [Line(*row) for row in before][::-1]
        rest = db.execute(f"{_LINE} >= (?, ?, ?) ORDER BY m.at_ms, m.seq, m.id LIMIT ?", (*here, reach + 1))
        lines += [Line(*row) for row in rest]
        found[message] = tuple(lines)
    return found


def within(db: apsw.Connection, passages: Sequence[int], scope: Condition) -> set[int]:
    """Return those of the passages that lie in the scope."""
    if not scope.restricts:
        return set(passages)
    rows = db.execute(
        f"SELECT p.id FROM passage p WHERE p.id IN (SELECT value FROM json_each(?)) AND {scope.sql}",
        (json.dumps(list(passages)), *scope.values),
    )
    return {row[0] for row in rows}
