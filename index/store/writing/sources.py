"""The files that were added: what they were like when they were read, and what was wrong with them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import apsw

from index.types.records import Problem

PROBLEMS_KEPT = 1000
"""Problems stored for one file; a file with more is junk, and one more row says how many there were."""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as it was when it was read last."""

    id: int
    kind: str
    size: int
    modified_ns: int
    sha256: bytes | None
    settings: str
    state: str


def find(db: apsw.Connection, key: str) -> KnownFile | None:
    """Return the file with this key, if it was ever added."""
    row = db.execute(
        "SELECT id, kind, size, modified_ns, sha256, settings, state FROM source WHERE key = ?", (key,)
    ).get
    return KnownFile(*row) if row is not None else None


def begin(
    db: apsw.Connection, key: str, path: str, kind: str, *, size: int, modified_ns: int, sha256: bytes, settings: str
) -> int:
    """Note that reading begins; until `finish` the file counts as half read. Returns its id."""
    now = time.time_ns() // 1_000_000
    row: int = db.execute(
        "INSERT INTO source (kind, key, path, size, modified_ns, sha256, settings, state, added_ms)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 'reading', ?)"
        " ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, size = excluded.size, modified_ns = excluded.modified_ns,"
        " sha256 = excluded.sha256, settings = excluded.settings, state = 'reading', added_ms = excluded.added_ms"
        " RETURNING id",
        (kind, key, path, size, modified_ns, sha256, settings, now),
    ).get
    db.execute("DELETE FROM problem WHERE source_id = ?", (row,))
    return row


def finish(db: apsw.Connection, source_id: int, problems: Sequence[Problem], total: int, *, failed: bool) -> None:
    """Note that reading ended, well or badly, and what was wrong (`total` problems, of which `problems` are kept)."""
    state = "failed" if failed else "done"
    if db.execute("UPDATE source SET state = ? WHERE id = ? RETURNING id", (state, source_id)).get is None:
        return  # it was forgotten meanwhile
    rows = [(source_id, p.severity, p.locator, p.reason) for p in problems]
    if total > len(problems):
        rows.append((source_id, "broken", "", f"{total - len(problems):,} more problems are not listed"))
    db.executemany("INSERT INTO problem (source_id, severity, locator, reason) VALUES (?, ?, ?, ?)", rows)


def is_there(db: apsw.Connection, source_id: int) -> bool:
    """Tell whether the file is still in the index."""
    return db.execute("SELECT 1 FROM source WHERE id = ?", (source_id,)).get is not None


def touch(db: apsw.Connection, source_id: int, size: int, modified_ns: int) -> None:
    """Note a new time of a file whose bytes are the same."""
    db.execute("UPDATE source SET size = ?, modified_ns = ? WHERE id = ?", (size, modified_ns, source_id))
