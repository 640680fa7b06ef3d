"""Files that could not be read, as the owner was told: it is known from then on, until the file or the reason changes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import apsw

_WITHIN = "(path = ? OR substr(path, 1, length(?)) = ? OR substr(path, 1, length(?)) = ?)"
"""The condition that `path` is a path, lies below it, or is a member of it; takes `_within(path)`."""


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """Why a file could not be read. `size` and `modified_ns` are those it had, None where nobody knows them."""

    size: int | None
    modified_ns: int | None
    reason: str
    next_step: str


def within(db: apsw.Connection, path: str) -> dict[str, UnreadFile]:
    """Return what could not be read at and below a path, by path."""
    rows = db.execute(
        f"SELECT path, size, modified_ns, reason, next_step FROM failure WHERE {_WITHIN} ORDER BY path", _within(path)
    )
    return {found: UnreadFile(*rest) for found, *rest in rows}


def note(db: apsw.Connection, path: str, failed: Mapping[str, UnreadFile]) -> None:
    """Note what could not be read at and below a path, in the place of all that was noted there before."""
    now = time.time_ns() // 1_000_000
    before = dict(db.execute(f"SELECT path, at_ms FROM failure WHERE {_WITHIN}", _within(path)))
    drop(db, path)
    db.executemany(
        "INSERT OR REPLACE INTO failure (path, size, modified_ns, reason, next_step, at_ms) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (found, one.size, one.modified_ns, one.reason, one.next_step, before.get(found, now))
            for found, one in failed.items()
        ],
    )


def drop(db: apsw.Connection, path: str) -> None:
    """Forget what could not be read at and below a path."""
    db.execute(f"DELETE FROM failure WHERE {_WITHIN}", _within(path))


def everything(db: apsw.Connection) -> Iterator[tuple[str, str, str, int]]:
    """Yield each file that could not be read, in the order of the paths: path, reason, next step, since when (ms)."""
    yield from db.execute("SELECT path, reason, next_step, at_ms FROM failure ORDER BY path")


def _within(path: str) -> tuple[str, ...]:
    below, inside = path.rstrip(os.sep) + os.sep, path + "!/"
    return path, below, below, inside, inside
