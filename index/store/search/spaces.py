"""Which embedder's vectors the store holds, and the change to another's.

Vectors of two embedders cannot be compared. So the ones made before stay and are searched until every passage has its new
one, in a table beside them; then the new ones take their place in one transaction. Meanwhile a passage's `embedded` speaks
of the new vectors. Where nobody can ask the old ones any more they go at once, and the new ones are searched as they come.
"""

from __future__ import annotations

from dataclasses import dataclass

import apsw

from index.store.database.connection import load_vectors
from index.store.search import coarse, windows

# By hand: four times sqlite-vec's default, for fewer and longer rows to read; it has to be a multiple of 8.
_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Space:
    """An embedder's space: vectors of different fingerprints cannot be compared."""

    fingerprint: str
    dimension: int


def searched(db: apsw.Connection) -> Space | None:
    """Return the space of the vectors that search compares, or None before there are any."""
    return _named(db, "space")


def wanted(db: apsw.Connection) -> Space | None:
    """Return the space that passages are given vectors of: `searched`, or the one that the store changes to."""
    return _named(db, "next_space") or searched(db)


def table_of(db: apsw.Connection, space: Space) -> str | None:
    """Return the table that new vectors of a space go to; None when the store wants none of it."""
    if space != wanted(db):
        return None
    return "vector" if space == searched(db) else "vector_next"


def want(db: apsw.Connection, space: Space, *, keep: bool) -> None:
    """From here on give passages vectors of this space; `keep` those that there are until all have theirs."""
    if space == wanted(db):
        return
    _drop_next(db)
    held = searched(db)
    if space == held:
        # Back to the vectors that are still there: only what came in meanwhile waits.
        db.execute(
            "UPDATE passage SET embedded = (EXISTS (SELECT 1 FROM vector v WHERE v.passage_id = passage.id))"
            " WHERE embedded < 2"
        )
        windows.note_missing(db)
        return
    db.execute("DELETE FROM window_due")
    db.execute("UPDATE passage SET embedded = 0 WHERE embedded = 1")
    if keep and held is not None and db.execute("SELECT 1 FROM vector LIMIT 1").get is not None:
        db.execute(
            "CREATE TABLE vector_next"
            " (passage_id INTEGER PRIMARY KEY REFERENCES passage ON DELETE CASCADE, embedding BLOB NOT NULL) STRICT"
        )
        windows.make_next(db)
        _name(db, "next_space", space)
    else:
        _drop_bits(db)
        db.execute("DELETE FROM vector")
        db.execute(f"DELETE FROM {windows.TABLE}")
        _name(db, "space", space)
        make_bits(db)


def settle(db: apsw.Connection) -> None:
    """Search the new vectors from here on, if the store changes to them and every passage has all of its own."""
    space = _named(db, "next_space")
    if space is None or db.execute("SELECT 1 FROM passage WHERE embedded = 0 LIMIT 1").get is not None:
        return
    if windows.count_pending(db):
        return
    _drop_bits(db)
    db.execute("DROP TABLE vector")
    db.execute("ALTER TABLE vector_next RENAME TO vector")
    windows.make_next(db)
    db.execute(f"DROP TABLE {windows.TABLE}")
    db.execute(f"ALTER TABLE {windows.NEXT} RENAME TO {windows.TABLE}")
    db.execute("DELETE FROM meta WHERE key = 'next_space'")
    _name(db, "space", space)
    make_bits(db)


def has_bits(db: apsw.Connection) -> bool:
    """Tell whether there is a coarse copy of the searched vectors."""
    return db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'vector_bits'").get is not None


def make_bits(db: apsw.Connection) -> None:
    """Make the coarse copy of the searched vectors anew, where their dimension allows one."""
    space = searched(db)
    # sqlite-vec's bit vectors fill whole bytes; other dimensions are searched exactly.
    if space is None or space.dimension % 8:
        return
    _drop_bits(db)
    db.execute(
        f"CREATE VIRTUAL TABLE vector_bits USING vec0("
        f"passage_id INTEGER PRIMARY KEY, embedding bit[{space.dimension}], chunk_size={_CHUNK})"
    )
    db.execute(
        "INSERT INTO vector_bits (passage_id, embedding)"
        " SELECT passage_id, vec_quantize_binary(vec_f32(embedding)) FROM vector ORDER BY passage_id"
    )
    db.execute(
        "INSERT INTO vector_bits (passage_id, embedding)"
        f" SELECT {windows.KEY}, vec_quantize_binary(vec_int8(embedding)) FROM {windows.TABLE}"
    )


def _drop_bits(db: apsw.Connection) -> None:
    load_vectors(db)
    coarse.changed(db)
    db.execute("DROP TABLE IF EXISTS vector_bits")


def _drop_next(db: apsw.Connection) -> None:
    db.execute("DROP TABLE IF EXISTS vector_next")
    db.execute(f"DROP TABLE IF EXISTS {windows.NEXT}")
    db.execute("DELETE FROM meta WHERE key = 'next_space'")


def _named(db: apsw.Connection, key: str) -> Space | None:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).get
    if row is None:
        return None
    dimension, _, fingerprint = str(row).partition(" ")
    return Space(fingerprint, int(dimension))


def _name(db: apsw.Connection, key: str, space: Space) -> None:
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, f"{space.dimension} {space.fingerprint}"))
