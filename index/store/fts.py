"""Keyword search: BM25 over the words of passages."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

import apsw

from index.store.scope import Condition


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that a list found. `owner` is the hit it belongs to ("m12" or "f3").

    `score` is higher for better and holds `factor`, what the people named in the query multiplied it by.
    """

    passage: int
    owner: str
    person: int | None
    ts_ms: int | None
    score: float
    factor: float = 1.0


OWNER = "iif(p.message_id IS NULL, 'f' || p.id, 'm' || p.message_id)"
ROW = f"p.id, {OWNER}, p.person_id, p.ts_ms"
WROTE, MENTIONS = 0.5, 0.4
"""How much a passage gains, as a share of its BM25, when a person named in the query wrote it, or when it names them."""


def search(
    db: apsw.Connection,
    expression: str,
    scope: Condition,
    limit: int,
    *,
    people: Collection[int] = (),
    naming: str = "",
) -> list[Found]:
    """Return the `limit` best passages for an FTS5 expression, best first; newer first among equals.

    Passages that one of `people` wrote, and passages that match the expression `naming`, are raised.
    """
    factor, values = "1.0", []
    if people:
        factor += f" + {WROTE} * coalesce(p.person_id IN (SELECT value FROM json_each(?)), 0)"
        values.append(json.dumps(sorted(people)))
    if naming:
        factor += f" + {MENTIONS} * (p.id IN (SELECT rowid FROM words WHERE words MATCH ?))"
        values.append(naming)
    rows = db.execute(
        f"SELECT {ROW}, -w.rank * ({factor}) AS score, ({factor}) FROM words w JOIN passage p ON p.id = w.rowid"
        f" WHERE w.words MATCH ? AND {scope.sql} ORDER BY score DESC, p.ts_ms DESC, p.id DESC LIMIT ?",
        (*values, *values, expression, *scope.values, limit),
    )
    return [Found(*row) for row in rows]


def matching(expression: str) -> Condition:
    """Return the condition on `passage p` that it matches an FTS5 expression."""
    return Condition("p.id IN (SELECT rowid FROM words WHERE words MATCH ?)", (expression,))


def not_matching(expression: str) -> Condition:
    """Return the condition on `passage p` that it does not match an FTS5 expression."""
    return Condition("p.id NOT IN (SELECT rowid FROM words WHERE words MATCH ?)", (expression,))
