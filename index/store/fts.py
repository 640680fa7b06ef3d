"""Keyword search: BM25 over the words of passages."""

from __future__ import annotations

from dataclasses import dataclass

import apsw

from index.store.scope import Condition


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that a list found. `score` is higher for better; `owner` is the hit it belongs to ("m12" or "f3")."""

    passage: int
    owner: str
    person: int | None
    ts_ms: int | None
    score: float


OWNER = "iif(p.message_id IS NULL, 'f' || p.id, 'm' || p.message_id)"
ROW = f"p.id, {OWNER}, p.person_id, p.ts_ms"


def search(db: apsw.Connection, expression: str, scope: Condition, limit: int) -> list[Found]:
    """Return the `limit` best passages for an FTS5 expression, best first; newer first among equals."""
    rows = db.execute(
        f"SELECT {ROW}, -w.rank FROM words w JOIN passage p ON p.id = w.rowid"
        f" WHERE w.words MATCH ? AND {scope.sql} ORDER BY w.rank, p.ts_ms DESC, p.id DESC LIMIT ?",
        (expression, *scope.values, limit),
    )
    return [Found(*row) for row in rows]


def matching(expression: str) -> Condition:
    """Return the condition on `passage p` that it matches an FTS5 expression."""
    return Condition("p.id IN (SELECT rowid FROM words WHERE words MATCH ?)", (expression,))


def not_matching(expression: str) -> Condition:
    """Return the condition on `passage p` that it does not match an FTS5 expression."""
    return Condition("p.id NOT IN (SELECT rowid FROM words WHERE words MATCH ?)", (expression,))
