"""What the first bytes of a store tell. Imports nothing, so that a command may look before it loads the database."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import NamedTuple

PLAIN = b"SQLite format 3\0"
MARK = b"HBK1"
"""What an encrypted store begins with. What follows, up to SALT_BYTES, is the cost of its key, then random bytes."""
SALT_BYTES = 16
"""The cipher leaves as many bytes at the front of the file as they are: they are the salt of the key as well."""

_LOOK = 24
_ALIKE = 8
"""How many of its first 16 bytes a plain store keeps, at least, when some were changed. A salt has that many by chance once
in 10^15 stores."""
_CIPHER = b"\x20\x40\x20\x20"
"""What stands from byte 20 on where pages are encrypted: how much of each the cipher takes, then three constants."""

Place = tuple[int, int]
"""The device and the inode of a file."""


class Cost(NamedTuple):
    """What Argon2id takes to make a key: memory as a power of two in KiB, passes over it, and lanes."""

    memory_log2: int
    passes: int
    lanes: int

    @property
    def memory_kib(self) -> int:
        """Return the memory in KiB."""
        return 1 << self.memory_log2


class _Held:
    """The stores that this process has open, by device and inode, and the first bytes of each."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.first: dict[Place, tuple[int, bytes]] = {}


_held = _Held()


def first_bytes(path: Path) -> bytes:
    """Return what a file begins with, nothing where there is no file.

    A store that this process has open is not opened once more: to close that would give up SQLite's locks on it.
    """
    with _held.lock:
        try:
            state = path.stat()
            known = _held.first.get((state.st_dev, state.st_ino))
            if known is not None:
                return known[1]
            with path.open("rb") as stream:
                return stream.read(_LOOK)
        except OSError:
            return b""


def page_beside(path: Path, size: int) -> bytes:
    """Return the first `size` bytes of a file, nothing where there is no file, or this process has it open already."""
    with _held.lock:
        try:
            state = path.stat()
            if (state.st_dev, state.st_ino) in _held.first:
                return b""
            with path.open("rb") as stream:
                return stream.read(size)
        except OSError:
            return b""


def hold(path: Path, first: bytes = b"") -> Place:
    """Remember what a file begins with (`first` for one that is still empty) until `let_go`. Raises OSError.

    From here on nobody in this process opens it beside SQLite.
    """
    with _held.lock:
        state = path.stat()
        place = (state.st_dev, state.st_ino)
        count, known = _held.first.get(place, (0, b""))
        _held.first[place] = (count + 1, known or first_bytes(path) or first)
        return place


def is_held(path: Path) -> bool:
    """Tell whether this process has a store open."""
    with _held.lock:
        try:
            state = path.stat()
        except OSError:
            return False
        return (state.st_dev, state.st_ino) in _held.first


def let_go(place: Place) -> None:
    """Forget a store that is closed."""
    with _held.lock:
        count, first = _held.first.pop(place)
        if count > 1:
            _held.first[place] = (count - 1, first)


def is_encrypted(path: Path) -> bool:
    """Tell whether a file is an encrypted store; False where there is none."""
    first = first_bytes(path)
    return first.startswith(MARK) or is_old(first)


def is_plain(path: Path) -> bool:
    """Tell whether a file begins as a database does that is not encrypted."""
    return first_bytes(path).startswith(PLAIN)


def is_old(first: bytes) -> bool:
    """Tell whether these are the first bytes of a store that was encrypted before there was a mark.

    Its salt is random, but the cipher leaves what follows of SQLite's header as it is; text or junk does not have it. Nor
    has a plain store that some bytes were changed in: it is damaged, and no passphrase opens it.
    """
    alike = sum(here == there for here, there in zip(first, PLAIN, strict=False))
    return alike < _ALIKE and not first.startswith(MARK) and first[20:24] == _CIPHER


def salt_for(cost: Cost) -> bytes:
    """Return a new salt that says what its key costs."""
    start = MARK + bytes(cost)
    return start + os.urandom(SALT_BYTES - len(start))


def cost_of(salt: bytes) -> Cost | None:
    """Return the cost that a salt says; None for one of before there was a mark."""
    if not salt.startswith(MARK) or len(salt) < SALT_BYTES:
        return None
    memory, passes, lanes = salt[len(MARK) : len(MARK) + 3]
    return Cost(memory, passes, lanes)
