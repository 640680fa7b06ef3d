"""How the processes of one home hear that its index is being locked: they close it and forget its key.

`lock` leaves a mark in the home's private folder, a line that is another each time, and holds that file while it works: who
sees the mark change lets go of the index, and opens nothing while the file is held. Standard library only.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from app.home.ownership import NOFOLLOW, open_own
from app.home.paths import Home, private_folder

PATIENCE_S = 5.0
"""How long `lock` waits until others have let go, in seconds; they look several times a second."""
_AGAIN_S = 0.1
_LONGEST = 100

Done = TypeVar("Done")


def mark_path(home: Home) -> Path:
    """Return where the mark of a home lies."""
    return home.run / "locked"


@contextlib.contextmanager
def announced(home: Home) -> Iterator[None]:
    """Tell everyone who has this home's index open to let go of it, and hold them off meanwhile.

    Where the mark cannot be written, whoever has the index open notices when its file is another.
    """
    number = -1
    with contextlib.suppress(OSError):
        path = private_folder(home.run) / mark_path(home).name
        number = open_own(path, os.O_RDWR)
        _hold(number)
        os.ftruncate(number, 0)
        os.write(number, secrets.token_hex(16).encode())
    try:
        yield
    finally:
        if number >= 0:
            os.close(number)


def last_mark(home: Home) -> bytes:
    """Return what the mark says; nothing where the home was never locked."""
    try:
        number = os.open(mark_path(home), os.O_RDONLY | NOFOLLOW)
    except OSError:
        return b""
    try:
        return os.read(number, _LONGEST)
    except OSError:
        return b""
    finally:
        os.close(number)


def is_held(home: Home) -> bool:
    """Tell whether somebody is locking right now; also where that cannot be told, False."""
    try:
        import fcntl
    except ImportError:
        return False
    try:
        number = os.open(mark_path(home), os.O_RDONLY | NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(number, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(number)
    return False


def once_let_go(work: Callable[[], Done], patience_s: float = PATIENCE_S) -> Done:
    """Do what needs the index alone, and again while others have it open. Raises StoreLocked when they do not let go."""
    from index.errors import StoreLocked

    deadline = time.monotonic() + patience_s
    while True:
        try:
            return work()
        except StoreLocked:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_AGAIN_S)


def _hold(number: int) -> None:
    """Hold a file until it is closed, which the end of the process does as well."""
    with contextlib.suppress(ImportError):
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX)
