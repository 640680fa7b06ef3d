"""What the owner named to `add`, and what they forgot since."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import apsw

from index.store.writing import failures
from index.text.stored import number, salted


@dataclass(frozen=True, slots=True)
class Root:
    """A file or folder that was added, and how it is read. `zone` and `me` are None where the home's settings hold."""

    path: str
    as_kind: str | None
    zone: str | None
    me: str | None


def note(db: apsw.Connection, root: Root) -> None:
    """Remember a root; the same path again takes its new settings."""
    db.execute(
        "INSERT INTO root (path, as_kind, zone, me) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (path) DO UPDATE SET as_kind = excluded.as_kind, zone = excluded.zone, me = excluded.me",
        (root.path, root.as_kind, root.zone, root.me),
    )


def roots(db: apsw.Connection) -> list[Root]:
    """Return all roots, in the order in which they were added."""
    return [Root(*row) for row in db.execute("SELECT path, as_kind, zone, me FROM root ORDER BY id")]


def looked(db: apsw.Connection, path: str, at_ms: int, result: str) -> None:
    """Note when a root was looked at, and what came of it."""
    db.execute("UPDATE root SET looked_ms = ?, result = ? WHERE path = ?", (at_ms, result, path))


def all_looked(db: apsw.Connection) -> Iterator[tuple[str, int | None, str | None]]:
    """Yield each root with when it was looked at and what came of it, in the order in which they were added."""
    yield from db.execute("SELECT path, looked_ms, result FROM root ORDER BY id")


def has(db: apsw.Connection, path: str) -> bool:
    """Tell whether a path, or something below it, is a root."""
    return db.execute(f"SELECT 1 FROM root WHERE {BELOW} LIMIT 1", below(path)).get is not None


def drop(db: apsw.Connection, path: str) -> None:
    """Forget the roots at and below a path, and what could not be read there."""
    db.execute(f"DELETE FROM root WHERE {BELOW}", below(path))
    failures.drop(db, path)


BELOW = "(path = ? OR substr(path, 1, length(?)) = ?)"
"""The condition that `path` is a path or lies below it; takes `below(path)`."""


def below(path: str) -> tuple[str, str, str]:
    """Return the values of BELOW."""
    inside = path.rstrip(os.sep) + os.sep
    return path, inside, inside


# ── What was forgotten ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class KeptOut:
    """What was forgotten and stays out of syncs: hashes that this store's own random salt went into."""

    salt: bytes = b""
    digests: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether anything was forgotten."""
        return bool(self.digests)

    def of(self, names: Iterable[int]) -> set[int]:
        """Return the digests of those names (as `of_path` and the others make them) that were forgotten."""
        if not self.digests:
            return set()
        return {digest for name in names if (digest := salted(self.salt, name)) in self.digests}

    def holds(self, *names: int) -> bool:
        """Tell whether one of the names was forgotten."""
        return bool(self.of(names))


def of_path(key: str) -> int:
    """Return what stands for a file or folder."""
    return number("path", key)


def of_chat(source_kind: str, native_id: str) -> int:
    """Return what stands for a chat."""
    return number("chat", source_kind, native_id)


def of_person(kind: str, value: str, chat: str = "") -> int:
    """Return what stands for an identity; a bare display name belongs to its `chat` ("whatsapp:cabin")."""
    return number("person", kind, value, chat)


def forgotten(db: apsw.Connection) -> KeptOut:
    """Return all that stays out."""
    return KeptOut(_salt(db), frozenset(row[0] for row in db.execute("SELECT digest FROM forgotten")))


def forget(db: apsw.Connection, names: Iterable[int]) -> None:
    """Keep these, as `of_path` and the others make them, out of what is synced."""
    salt = _salt(db)
    db.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", [(salted(salt, name),) for name in names])


def recall(db: apsw.Connection, digests: Iterable[int]) -> None:
    """Let these digests of KeptOut in again."""
    db.executemany("DELETE FROM forgotten WHERE digest = ?", [(digest,) for digest in digests])


def of_paths(key: str) -> Iterator[int]:
    """Yield what stands for a file and for each folder or archive it lies in."""
    while key:
        yield of_path(key)
        shorter = key.rpartition("/")[0]
        key = shorter.removesuffix("!") if shorter != key else ""


def stays_out(key: str, kept_out: KeptOut) -> bool:
    """Tell whether a file, or a folder or archive it lies in, was forgotten."""
    return bool(kept_out) and kept_out.holds(*of_paths(key))


def _salt(db: apsw.Connection) -> bytes:
    found: bytes = db.execute("SELECT value FROM meta WHERE key = 'salt'").get
    return found
