"""Vectors of a long passage's sentences, by which one sentence in a contract is found.

A component is a signed byte: the vector divided by its largest component and rounded. The cosine does not mind the scale,
and 384 bytes a window are a quarter of what a passage's own vector takes. A passage gets its own vector first and is then
due for its windows; `window_due` holds those that wait.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import apsw

from index.store.database.connection import load_vectors
from index.store.search.fts import TEXT
from index.text.chunking import TextSpan
from index.text.windows import LONG

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.types.embedding import Vectors

TABLE, NEXT = "passage_window", "passage_window_next"
"""Windows of the vectors that are searched, and of those that the store changes to."""
_KEYS = 16
"""Windows of a passage have keys among the bits of this many numbers, more than it has windows."""
KEY = f"-(passage_id * {_KEYS} + number)"
"""A window's key among the bits: below zero, where no passage's number is."""
LONG_ONE = f"p.last - p.first >= {LONG}"
"""The condition that `passage p` has windows."""
BEST = (
    f"iif({LONG_ONE}, (SELECT max(1.0 - vec_distance_cosine(vec_int8(w.embedding), vec_int8(?)))"
    f" - ? * sqrt(2.0 * ln(count(*) + 1)) FROM {TABLE} w WHERE w.passage_id = p.id), NULL)"
)
"""The cosine of `passage p`'s best window to a vector of bytes, less what the best of so many has by chance; or NULL."""


@dataclass(frozen=True, slots=True)
class WindowVector:
    """A window's place in its passage (characters) and its vector, a signed byte a component."""

    span: TextSpan
    embedding: bytes


def passages_of(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return which passages' bits those of the keys are, shape (n,)."""
    import numpy as np

    return np.where(keys < 0, -keys // _KEYS, keys)


def quantised(vectors: Vectors) -> list[bytes]:
    """Return vectors, shape (n, dimension), with a signed byte for each component."""
    import numpy as np

    largest = np.abs(vectors).max(axis=1, keepdims=True)
    # A vector of zeros has no direction, and stays what it is.
    return [row.tobytes() for row in np.rint(vectors * (127 / np.where(largest > 0, largest, 1))).astype(np.int8)]


def pending(db: apsw.Connection, limit: int) -> list[tuple[int, str]]:
    """Return (passage id, its text) of passages that have a vector and are due for their windows, the first first."""
    # Rows that come in the order of their keys fill their pages; backwards, they leave every page half empty.
    rows = db.execute(
        f"SELECT p.id, {TEXT} FROM window_due d JOIN passage p ON p.id = d.passage_id"
        " LEFT JOIN message m ON m.id = p.message_id ORDER BY d.passage_id LIMIT ?",
        (limit,),
    )
    return [(passage_id, text) for passage_id, text in rows]


def count_pending(db: apsw.Connection) -> int:
    """Return how many passages have their vector and are due for their windows."""
    found: int = db.execute("SELECT count(*) FROM window_due").get
    return found


def count_to_come(db: apsw.Connection) -> int:
    """Return how many passages will be due for windows once they have their vector."""
    found: int = db.execute(f"SELECT count(*) FROM passage p WHERE p.embedded = 0 AND {LONG_ONE}").get
    return found


def note_due(db: apsw.Connection, passage_ids: Sequence[int]) -> None:
    """Note that those of the passages that are long are due for their windows."""
    db.execute(
        "INSERT OR IGNORE INTO window_due SELECT p.id FROM json_each(?) j CROSS JOIN passage p ON p.id = j.value"
        f" WHERE {LONG_ONE}",
        (json.dumps(list(passage_ids)),),
    )


def note_missing(db: apsw.Connection) -> None:
    """Note as due, and nothing else, what has a vector that is searched and no windows."""
    db.execute("DELETE FROM window_due")
    db.execute(
        f"INSERT INTO window_due SELECT p.id FROM passage p WHERE p.embedded = 1 AND {LONG_ONE}"
        f" AND NOT EXISTS (SELECT 1 FROM {TABLE} w WHERE w.passage_id = p.id)"
    )


def make_next(db: apsw.Connection) -> None:
    """Make the table for windows of the space that the store changes to, unless it is there."""
    db.execute(
        f"CREATE TABLE IF NOT EXISTS {NEXT} (passage_id INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE,"
        " number INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, embedding BLOB NOT NULL,"
        " PRIMARY KEY (passage_id, number)) STRICT, WITHOUT ROWID"
    )


def write(db: apsw.Connection, table: str, rows: Sequence[tuple[int, Sequence[WindowVector]]]) -> list[int]:
    """Write the windows of those of the passages that are still due, and strike these out; return them."""
    due = [
        (passage_id, windows)
        for passage_id, windows in rows
        if db.execute("SELECT 1 FROM window_due WHERE passage_id = ?", (passage_id,)).get is not None
    ]
    db.executemany(
        f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?, ?)",
        [
            (passage_id, number, window.span.start, window.span.end, window.embedding)
            for passage_id, windows in due
            for number, window in enumerate(windows)
        ],
    )
    db.executemany("DELETE FROM window_due WHERE passage_id = ?", [(passage_id,) for passage_id, _ in due])
    return [passage_id for passage_id, _ in due]


def keys(db: apsw.Connection, passage_ids: Sequence[int]) -> list[tuple[int]]:
    """Return the keys that the passages' windows have among the bits."""
    rows = db.execute(
        f"SELECT {KEY} FROM json_each(?) j CROSS JOIN {TABLE} w ON w.passage_id = j.value",
        (json.dumps(list(passage_ids)),),
    )
    return [(key,) for (key,) in rows]


def best(
    db: apsw.Connection, asked: bytes, passage_ids: Sequence[int], chance: float
) -> dict[int, tuple[float, TextSpan]]:
    """Return for those of the passages that have windows the best one's cosine, less its chance, and its place.

    `asked` is a vector of signed bytes; `chance` is as in `vectors.nearest`.
    """
    load_vectors(db)
    # SQLite takes the columns beside a max() from the row that has it.
    rows = db.execute(
        "SELECT passage_id, first, last, max(cosine), ? * sqrt(2.0 * ln(count(*) + 1)) FROM"
        " (SELECT w.passage_id, w.first, w.last,"
        " 1.0 - vec_distance_cosine(vec_int8(w.embedding), vec_int8(?)) AS cosine"
        f" FROM json_each(?) j CROSS JOIN {TABLE} w ON w.passage_id = j.value) GROUP BY passage_id",
        (chance, asked, json.dumps(list(passage_ids))),
    )
    return {passage: (cosine - less, TextSpan(first, last)) for passage, first, last, cosine, less in rows}
