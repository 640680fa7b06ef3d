"""How long passages are: what BM25 measures a passage's length against.

SQLite's BM25 measures every length against the mean of the whole table. In a home of 17,000 chat lines and a few contracts
that mean is a chat line's, and a contract that holds all the words of a query loses to a line with one of them. So a length
is measured against the mean of its own kind of source, and counts beyond it only by its root.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import apsw

K1, B = 1.2, 0.75
"""BM25's constants, as SQLite has them built in."""
_SAMPLED = 512
"""So many passages, evenly spaced, tell how long they are on average: within a few per cent, in a millisecond."""
_FEW = 8
"""A kind with fewer passages in the sample is measured against all of its form (messages, or files)."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """Mean lengths of passages in characters: of all, of the messages and the files, and by kind of source."""

    overall: float
    message: float
    file: float
    by_source: Mapping[str, float]

    def of(self, source: str, *, file: bool) -> float:
        """Return the mean that a passage of this kind of source is measured against."""
        return self.by_source.get(source, self.file if file else self.message)

    @property
    def expression(self) -> tuple[str, tuple[str | float, ...]]:
        """Return SQL for what to multiply the built-in BM25 of `passage p` by, and its values.

        It is exact for words that stand in the passage once.
        """
        cases = "".join(" WHEN p.source_kind = ? THEN ?" for _ in self.by_source)
        mean = f"CASE{cases} WHEN p.message_id IS NULL THEN ? ELSE ? END"
        values = tuple(value for pair in self.by_source.items() for value in pair)
        length = "max(1, p.last - p.first)"
        flat, steep = 1 + K1 * (1 - B), K1 * B
        ratio = f"({length} / ({mean}))"
        sql = f"({flat} + {steep} * {length} / ?) / ({flat} + {steep} * min({ratio}, sqrt({ratio})))"
        means = (*values, self.file, self.message)
        return sql, (self.overall, *means, *means)


def measured(db: apsw.Connection) -> Lengths:
    """Return how long the store's passages are, from samples that are the same as long as nothing changes."""
    sizes: dict[tuple[str, bool], tuple[int, int]] = {}
    many = (_SAMPLED, _SAMPLED)
    for source, is_file, count, total in (*db.execute(_PASSAGES, many), *db.execute(_FILES, many)):
        known = sizes.get((source, bool(is_file)), (0, 0))
        sizes[source, bool(is_file)] = known[0] + count, known[1] + total
    messages = _mean(size for (_, is_file), size in sizes.items() if not is_file)
    files = _mean(size for (_, is_file), size in sizes.items() if is_file)
    overall = _mean(db.execute(_OVERALL, many))
    by_source = {
        source: max(1.0, total / count) for (source, _), (count, total) in sorted(sizes.items()) if count >= _FEW
    }
    return Lengths(overall, messages, files, by_source)


def _mean(sizes: Iterable[tuple[int, int]]) -> float:
    known = list(sizes)
    return max(1.0, sum(total for _, total in known) / max(1, sum(count for count, _ in known)))


# The n-th of evenly spaced numbers between 1 and the highest; a number that is gone is one passage less in the sample.
_SPACED = (
    "WITH RECURSIVE sample (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM sample WHERE n + 1 < ?)"
    " SELECT {what} FROM sample JOIN passage p ON {where}"
)
_ANY = "p.id = 1 + n * (SELECT max(id) FROM passage) / ?"
_OVERALL = _SPACED.format(what="count(*), total(p.last - p.first)", where=_ANY)
_EACH = "p.source_kind, p.message_id IS NULL, count(*), total(p.last - p.first)"
_PASSAGES = _SPACED.format(what=_EACH, where=f"{_ANY} AND p.message_id IS NOT NULL") + " GROUP BY 1"
# Files are few beside messages, so they have a sample of their own: the first passages of evenly spaced documents.
_FILES = (
    _SPACED.format(
        what=_EACH, where="p.document_id = 1 + n * (SELECT max(id) FROM document) / ? AND p.part BETWEEN 0 AND 2"
    )
    + " GROUP BY 1"
)
