"""Search by meaning: exact distances in small scopes, a coarse pass over bits and exact rescoring in large ones.

Vectors lie in an ordinary table beside their passages, so that a filter is a condition like any other and comparing costs
about two microseconds a vector. From COARSE_FROM of them on, one bit a component is compared first, and the best RESCORED
of those exactly. The filters hold in the coarse pass already. A long passage is as near as the nearest of its own vector
and those of its windows (`windows.py`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace

import apsw

from index.store.database.connection import load_vectors
from index.store.search import coarse, spaces, windows
from index.store.search.fts import ROW, PassageMatch
from index.store.search.scope import Condition
from index.store.search.spaces import Space
from index.store.search.windows import WindowVector
from index.text.chunking import TextSpan
from index.types.embedding import Vectors

# At two microseconds a vector the exact way takes 8 ms here, about as long as the coarse pass with its rescoring.
COARSE_FROM = 4_000
# Recall@10 is .990 at 10,000 made-up vectors, and 1.000 at more of them and on LoCoMo's texts (docs/retrieval.md).
# It was 512 and then 1,024, which was quicker and found less.
RESCORED = 3072
# By hand: enough for a filter that lets an eighth through, such as a large chat; stricter ones take the longer way.
_WIDER = 8
"""How many times more are looked at before the filters have their say."""
# Long passages of documents have about six windows.
_WEIGHT = f"iif({windows.LONG_ONE}, 7, 1)"
"""How many vectors there are to compare for `passage p`, about."""
_COSINE = f"max(1.0 - vec_distance_cosine(v.embedding, ?), coalesce({windows.BEST}, -1.0))"
"""How near `passage p` with its `vector v` is. Its marks: the vector, the same in bytes, and what chance counts."""
_CHOSEN = "json_each(?) j CROSS JOIN vector v ON v.passage_id = j.value JOIN passage p ON p.id = j.value"
_ROUNDING = 1e-9


def pending(db: apsw.Connection, limit: int) -> list[tuple[int, str]]:
    """Return (passage id, text to embed) of passages without a vector, newest first."""
    rows = db.execute(
        "SELECT p.id, coalesce(p.text, substr(m.body, p.first + 1, p.last - p.first)) FROM passage p"
        " LEFT JOIN message m ON m.id = p.message_id WHERE p.embedded = 0 ORDER BY p.ts_ms DESC, p.id DESC LIMIT ?",
        (limit,),
    )
    return [(passage_id, text) for passage_id, text in rows]


def count_pending(db: apsw.Connection) -> int:
    """Return how many passages have no vector yet."""
    found: int = db.execute("SELECT count(*) FROM passage WHERE embedded = 0").get
    return found


def add(db: apsw.Connection, space: Space, rows: Sequence[tuple[int, bytes]]) -> bool:
    """Store vectors (32-bit floats, little-endian) of passages that still wait for theirs; the others are left out.

    One of zeros is of a text without meaning to the model: the passage waits no more, and is never near anything.

    Returns False, and stores nothing, when the store no longer wants vectors of this space.
    """
    table = spaces.table_of(db, space)
    if table is None:
        return False
    waiting = [
        (passage_id, vector)
        for passage_id, vector in rows
        if db.execute("SELECT 1 FROM passage WHERE id = ? AND embedded = 0", (passage_id,)).get is not None
    ]
    meant = [(passage_id, vector) for passage_id, vector in waiting if vector.strip(b"\0\x80")]
    db.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", meant)
    if table == "vector" and spaces.has_bits(db):
        load_vectors(db)
        coarse.changed(db)
        db.executemany(
            "INSERT INTO vector_bits (passage_id, embedding) VALUES (?, vec_quantize_binary(vec_f32(?)))", meant
        )
    db.executemany("UPDATE passage SET embedded = 1 WHERE id = ?", [(passage_id,) for passage_id, _ in waiting])
    windows.note_due(db, [passage_id for passage_id, _ in waiting])
    return True


def add_windows(db: apsw.Connection, space: Space, rows: Sequence[tuple[int, Sequence[WindowVector]]]) -> bool:
    """Store the windows of passages that are still due for them, be they none; the others are left out.

    Returns False, and stores nothing, when the store no longer wants vectors of this space.
    """
    table = spaces.table_of(db, space)
    if table is None:
        return False
    if table == "vector_next":
        windows.make_next(db)
        windows.write(db, windows.NEXT, rows)
        return True
    written = windows.write(db, windows.TABLE, rows)
    if spaces.has_bits(db):
        load_vectors(db)
        coarse.changed(db)
        db.execute(
            "INSERT INTO vector_bits (passage_id, embedding)"
            f" SELECT {windows.KEY}, vec_quantize_binary(vec_int8(embedding))"
            f" FROM json_each(?) j CROSS JOIN {windows.TABLE} w ON w.passage_id = j.value",
            (json.dumps(written),),
        )
    return True


def remove(db: apsw.Connection, passage_ids: Sequence[int]) -> None:
    """Remove vectors of passages that are about to go, and their windows'."""
    rows = [(passage_id,) for passage_id in passage_ids]
    if spaces.has_bits(db):
        load_vectors(db)
        coarse.changed(db)
        db.executemany("DELETE FROM vector_bits WHERE passage_id = ?", rows + windows.keys(db, passage_ids))
    db.executemany(f"DELETE FROM {windows.TABLE} WHERE passage_id = ?", rows)
    db.executemany("DELETE FROM vector WHERE passage_id = ?", rows)


def write_bits_again(db: apsw.Connection) -> None:
    """Make the coarse copy anew: sqlite-vec leaves the bits of removed vectors where they were."""
    if spaces.has_bits(db):
        spaces.make_bits(db)


def nearest(
    db: apsw.Connection, vector: bytes, scope: Condition, limit: int, chance: float = 0.0
) -> list[PassageMatch]:
    """Return the `limit` passages of the scope nearest to a unit vector, best first; newer first among equals.

    The best of many windows is near to anything by chance alone: that of n, with the passage's own vector, counts
    `chance` · √(2 ln n) less.
    """
    load_vectors(db)
    asked = _bytes(vector)
    exact = f"SELECT {ROW}, {_COSINE} AS cosine FROM"
    order = "ORDER BY cosine DESC, p.ts_ms DESC, p.id DESC LIMIT ?"
    if _scope_size(db, scope) < COARSE_FROM or not spaces.has_bits(db):
        rows = db.execute(
            f"{exact} passage p JOIN vector v ON v.passage_id = p.id WHERE {scope.sql} {order}",
            (vector, asked, chance, *scope.values, limit),
        )
    else:
        roughly = _roughly(db, vector, scope, max(RESCORED, 2 * limit))
        rows = db.execute(
            f"{exact} {_CHOSEN} {order}",
            (vector, asked, chance, json.dumps(roughly), limit),
        )
    found = [PassageMatch(*row) for row in rows]
    best = windows.best(db, asked, [one.passage for one in found], chance)
    return [_by_window(one, *best[one.passage]) if one.passage in best else one for one in found]


def _by_window(match: PassageMatch, cosine: float, span: TextSpan) -> PassageMatch:
    """Return a match with its best window, if it was found by that and not by its own vector."""
    # The two are the same number, worked out twice.
    return replace(match, window=(span.start, span.end)) if cosine > match.score - _ROUNDING else match


def _bytes(vector: bytes) -> bytes:
    import numpy as np

    return windows.quantised(np.frombuffer(vector, "<f4")[np.newaxis])[0]


def _roughly(db: apsw.Connection, vector: bytes, scope: Condition, count: int) -> list[int]:
    """Return the `count` passages of the scope whose bits are nearest to a vector's, nearest first."""
    held = coarse.bits(db, str(db.db_filename("main")))
    if not scope.restricts:
        return [int(one) for one in held.nearest(vector, count)]
    # Most filters let enough of the very nearest through; only for the others are all that they let through listed.
    found = [int(one) for one in held.nearest(vector, _WIDER * count)]
    rows = db.execute(
        f"SELECT p.id FROM json_each(?) j CROSS JOIN passage p ON p.id = j.value WHERE {scope.sql}",
        (json.dumps(found), *scope.values),
    )
    inside = {row[0] for row in rows}
    if len(inside) < count and _WIDER * count < len(held.ids):
        import numpy as np

        rows = db.execute(f"SELECT p.id FROM passage p WHERE {scope.sql}", scope.values)
        only = np.fromiter((row[0] for row in rows), np.int64)
        return [int(one) for one in held.nearest(vector, count, only)]
    return [passage for passage in found if passage in inside][:count]


def state(db: apsw.Connection) -> tuple[str, int, int]:
    """Return what tells the stored vectors from those of another store or moment: equal for the same ones."""
    bits = db.execute("SELECT value FROM meta WHERE key = 'bits'").get or 0
    last = db.execute("SELECT max(passage_id) FROM vector").get or 0
    return str(db.db_filename("main")), int(bits), int(last)


def sample(db: apsw.Connection, dimension: int, count: int) -> Vectors:
    """Return up to `count` stored vectors, spread over the passages' ids; shape (n, dimension)."""
    import numpy as np

    first: int | None = db.execute("SELECT min(passage_id) FROM vector").get
    if first is None:
        return np.zeros((0, dimension), dtype=np.float32)
    last: int = db.execute("SELECT max(passage_id) FROM vector").get
    steps = max(1, count - 1)
    wanted = sorted({first + (last - first) * place // steps for place in range(count)})
    rows = db.execute(
        "SELECT DISTINCT v.passage_id, v.embedding FROM json_each(?) j JOIN vector v ON v.passage_id ="
        " (SELECT min(passage_id) FROM vector WHERE passage_id >= j.value) ORDER BY v.passage_id",
        (json.dumps(wanted),),
    )
    return np.frombuffer(b"".join(embedding for _, embedding in rows), "<f4").reshape(-1, dimension)


def passage_counts(db: apsw.Connection, owners: Collection[str]) -> dict[str, int]:
    """Return of how many passages the messages among the hits are that have more than one."""
    rows = db.execute(
        "SELECT 'm' || message_id, count(*) FROM passage WHERE message_id IN (SELECT value FROM json_each(?))"
        " GROUP BY message_id HAVING count(*) > 1",
        (json.dumps([int(owner[1:]) for owner in owners if owner.startswith("m")]),),
    )
    return dict(rows)


def cosines(db: apsw.Connection, vector: bytes, passage_ids: Sequence[int], chance: float = 0.0) -> dict[int, float]:
    """Return the cosine to a unit vector of those of the passages that have a vector, as `nearest` counts it."""
    load_vectors(db)
    rows = db.execute(
        f"SELECT p.id, {_COSINE} FROM {_CHOSEN}",
        (vector, _bytes(vector), chance, json.dumps(list(passage_ids))),
    )
    return dict(rows)


def _scope_size(db: apsw.Connection, scope: Condition) -> int:
    """Count the scope's vectors, about, of no more than COARSE_FROM passages."""
    found: int | None = db.execute(
        f"SELECT sum(n) FROM (SELECT {_WEIGHT} AS n FROM passage p WHERE {scope.sql} LIMIT {COARSE_FROM})", scope.values
    ).get
    return found or 0
