"""Whether something is still to be forgotten, and how often something was. Loads nothing: every command asks."""

from __future__ import annotations

import apsw


def is_due(db: apsw.Connection) -> bool:
    """Tell whether a `forget` has something left to do: to take out, or to overwrite."""
    return is_pending(db) or has_traces(db)


def was_interrupted(db: apsw.Connection) -> bool:
    """Tell whether it is a `forget` of the owner's that is due; else the file alone is to be written anew."""
    return is_pending(db) or db.execute("SELECT value FROM meta WHERE key = 'traces'").get == 1


def is_pending(db: apsw.Connection) -> bool:
    """Tell whether something that was written down is not taken out yet."""
    return db.execute("SELECT 1 FROM forget_job LIMIT 1").get is not None


def note_traces(db: apsw.Connection) -> None:
    """Note that pages of the file may hold what was taken out, until it was written anew."""
    db.execute("INSERT OR REPLACE INTO meta VALUES ('traces', 1)")


def has_traces(db: apsw.Connection) -> bool:
    """Tell whether the file has to be written anew."""
    return db.execute("SELECT 1 FROM meta WHERE key = 'traces'").get is not None


def no_traces(db: apsw.Connection) -> None:
    """Note that the file was written anew."""
    db.execute("DELETE FROM meta WHERE key = 'traces'")


def count_one(db: apsw.Connection) -> None:
    """Count that something was forgotten."""
    db.execute("INSERT INTO meta VALUES ('forgettings', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1")


def how_often(db: apsw.Connection) -> int:
    """Return how often something was forgotten: when it grows, what was read before may be of what is gone."""
    found: int | None = db.execute("SELECT value FROM meta WHERE key = 'forgettings'").get
    return found or 0
