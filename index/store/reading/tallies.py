"""Whole sets of hits: how many there are, of which months, people and chats, and any page of them by date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from itertools import chain

import apsw

from index.store.search.scope import Condition, Value
from index.types.kinds import GroupedBy
from index.types.records import local_datetime
from index.types.search import TallyGroup

_ROW = "SELECT p.message_id, iif(p.message_id IS NULL, p.id, NULL) FROM"
# Without words a file counts once, by the first of its passages that the scope holds.
_ALL = (
    "SELECT p.message_id, iif(p.message_id IS NULL, min(p.id), NULL) FROM passage p WHERE {}"
    " GROUP BY p.message_id, p.document_id"
)
QUARTER_MS = 900_000
"""All offsets from UTC that a place has are whole quarters of an hour."""
# By hand: more months than that between two hits are a slip in somebody's clock, and no picture of a life.
_LONGEST = 240
"""Months over which those without a hit are listed too."""


def count(db: apsw.Connection, scope: Condition, expressions: Sequence[str]) -> tuple[int, int]:
    """Return how many messages and file passages of a scope match every FTS5 expression."""
    matched, values = _matched(scope, expressions)
    found: tuple[int, int] = db.execute(f"{matched} SELECT count(message), count(passage) FROM matched", values).get
    return found


def by_date(
    db: apsw.Connection, scope: Condition, expressions: Sequence[str], *, oldest: bool, limit: int, offset: int
) -> list[str]:
    """Return the public ids of a page of the set, what has no time last."""
    matched, values = _matched(scope, expressions)
    way = "" if oldest else " DESC"
    rows = db.execute(
        f"{matched} SELECT * FROM ("
        " SELECT 'm' || m.id AS hit, iif(m.precision IS NULL, NULL, m.at_ms) AS at, m.seq AS seq, m.id AS id"
        " FROM matched JOIN message m ON m.id = matched.message"
        " UNION ALL SELECT 'f' || p.id, p.ts_ms, 0, p.id FROM matched JOIN passage p ON p.id = matched.passage)"
        f" ORDER BY at IS NULL, at{way}, seq{way}, id{way}, hit LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return [str(row[0]) for row in rows]


def groups(
    db: apsw.Connection, scope: Condition, expressions: Sequence[str], by: GroupedBy, zone: tzinfo
) -> tuple[TallyGroup, ...]:
    """Return how the set spreads over months (in order), people or chats (most first)."""
    matched, values = _matched(scope, expressions)
    if by == "month":
        return tuple(_months(db, matched, values, zone))
    joined = {
        "person": "'p' || x.id, x.name FROM matched JOIN message m ON m.id = matched.message"
        " LEFT JOIN identity i ON i.id = m.sender_id LEFT JOIN person x ON x.id = i.person_id",
        "chat": "'c' || x.id, x.title FROM matched JOIN message m ON m.id = matched.message"
        " JOIN conversation x ON x.id = m.conversation_id",
    }[by]
    rows = db.execute(
        f"{matched} SELECT * FROM (SELECT count(*) AS n, {joined} GROUP BY x.id"
        " UNION ALL SELECT count(*), NULL, NULL FROM matched WHERE passage IS NOT NULL) WHERE n ORDER BY n DESC, 3, 2",
        values,
    )
    return tuple(TallyGroup(number, name, n) for n, number, name in rows)


def _months(db: apsw.Connection, matched: str, values: Sequence[Value], zone: tzinfo) -> Iterator[TallyGroup]:
    rows = db.execute(
        f"{matched} SELECT iif(m.precision IS NULL, NULL, m.at_ms / {QUARTER_MS}), m.offset_s, count(*)"
        " FROM matched JOIN message m ON m.id = matched.message GROUP BY 1, 2"
        f" UNION ALL SELECT d.modified_ms / {QUARTER_MS}, d.offset_s, count(*) FROM matched"
        " JOIN passage p ON p.id = matched.passage JOIN document d ON d.id = p.document_id GROUP BY 1, 2",
        values,
    )
    found: Counter[int] = Counter()
    timeless = 0
    for quarter, offset, number in rows:
        if quarter is None:
            timeless += number
            continue
        moment = local_datetime(quarter * QUARTER_MS, offset, zone)
        found[moment.year * 12 + moment.month - 1] += number
    first, last = min(found, default=0), max(found, default=-1)
    for month in range(first, last + 1) if last - first < _LONGEST else sorted(found):
        yield TallyGroup(None, f"{month // 12:04}-{month % 12 + 1:02}", found[month])
    if timeless:
        yield TallyGroup(None, None, timeless)


def _matched(scope: Condition, expressions: Sequence[str]) -> tuple[str, tuple[Value, ...]]:
    """Return the set as a table, a row for each hit: a message's number, or that of a file's passage."""
    each = f"{_ROW} words w JOIN passage p ON p.id = w.rowid WHERE w.words MATCH ? AND {scope.sql}"
    # Message by message and not passage by passage: the words of a long mail may stand far apart.
    rows = " INTERSECT ".join([each] * len(expressions)) if expressions else _ALL.format(scope.sql)
    if len(expressions) == 1:
        rows = each.replace("SELECT", "SELECT DISTINCT", 1)
    values = tuple(chain.from_iterable((one, *scope.values) for one in expressions)) if expressions else scope.values
    return f"WITH matched (message, passage) AS MATERIALIZED ({rows})", values
