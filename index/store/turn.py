"""One process at a time: to open or make a store, to put another in its place, or to tidy up after one that was killed."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import StoreLocked

if TYPE_CHECKING:
    from collections.abc import Callable

WAIT_S = 30.0
_LOOK_S = 0.02

# Where SQLite takes its locks on a file; whoever has it open with a log holds one of the shared bytes.
_SHARED_FIRST = 0x40000000 + 2
_SHARED_BYTES = 510


@contextlib.contextmanager
def turn(folder: Path, wait_s: float = WAIT_S) -> Iterator[bool]:
    """Have a folder to oneself among those that ask for it; False where the system has no such lock.

    Raises StoreLocked when another process has it for longer than `wait_s`.
    """
    try:
        import fcntl
    except ImportError:
        yield False
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        taken = _wait(lambda: fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB), wait_s)
        if taken is None:
            raise StoreLocked(
                f"Another process is opening, locking or replacing the index in {folder}.",
                "Wait for it to finish, then try again.",
            )
        yield taken
    finally:
        os.close(number)


@contextlib.contextmanager
def taken(path: Path) -> Iterator[None]:
    """Make an empty file for the owner alone, which no other process takes meanwhile; a killed one's is taken over.

    Raises StoreLocked when another process has it, OSError.
    """
    try:
        import fcntl
    except ImportError:
        path.unlink(missing_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        yield
        return
    if path.is_symlink():
        path.unlink()
    number = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
    try:
        lock = _wait(lambda: fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB), 0)
        # One that was renamed since it was opened belongs to whoever renamed it.
        if lock is None or not path.exists() or not os.path.samestat(os.fstat(number), path.stat()):
            raise StoreLocked(f"Another process is writing {path}.", "Wait for it to finish, then try again.")
        os.ftruncate(number, 0)
        yield
    finally:
        os.close(number)


def _wait(take: Callable[[], None], wait_s: float) -> bool | None:
    """Try until it is taken: True; False where there is no such lock, None when another one keeps it."""
    until = time.monotonic() + wait_s
    while True:
        try:
            take()
        except BlockingIOError:
            if time.monotonic() >= until:
                return None
            time.sleep(_LOOK_S)
        except OSError:
            return False
        else:
            return True


@contextlib.contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Keep SQLite in every other process out of a file meanwhile, whatever its key; False when one has it open.

    Not for a process that has it open itself. True, and no lock, where there is no file or the system has no such lock.
    """
    try:
        import fcntl

        number = os.open(path, os.O_RDWR)
    except (ImportError, FileNotFoundError):
        yield True
        return
    try:
        try:
            fcntl.lockf(number, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_BYTES, _SHARED_FIRST)
        except (BlockingIOError, PermissionError):
            yield False
        else:
            yield True
    finally:
        os.close(number)
