"""A whole store written beside, checked, made durable and renamed: the one way in which a store's file is exchanged."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from urllib.parse import quote

import apsw

from index.errors import DiskFull, Stopped, StoreDamaged, StoreProblem
from index.store import checksums, plain_copy

CIPHER = "chacha20"
SIDES = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a file, by what it adds to the name."""

_STEPS = 2_000
_ROOM = 1 << 20
_BLOCK = 1 << 20
_LARGEST_PAGE = 1 << 16


@dataclass(frozen=True)
class Watch:
    """How work on a whole file is followed: `tell` is given its share from 0 to 1, and `stop` ends it."""

    tell: Callable[[float], None] = lambda _share: None
    stop: Event | None = None

    def check(self) -> None:
        """Raise Stopped when the work is to end."""
        if self.stop is not None and self.stop.is_set():
            raise Stopped("Stopped.")


def aside(path: Path) -> Path:
    """Return where the next file is written that is to take the place of `path`; whoever finds it removes it."""
    return path.with_name(path.name + ".new")


def side(path: Path, ending: str) -> Path:
    """Return one of SQLite's own files beside a file."""
    return path.with_name(path.name + ending)


def remove(path: Path, sides: tuple[str, ...] = SIDES) -> None:
    """Remove a file that nobody needs, and what SQLite kept beside it. Raises OSError."""
    for one in (*(side(path, ending) for ending in sides), path):
        one.unlink(missing_ok=True)


def make_room(folder: Path, size: int, what: str) -> None:
    """Raise DiskFull, with the figures, where a folder has no room for a file of `size` bytes that `what` needs."""
    free = shutil.disk_usage(folder).free
    if free < size + _ROOM:
        raise DiskFull(
            f"{what} takes {_megabytes(size + _ROOM)} MB in {folder}, and the disk has {_megabytes(free)} MB free; "
            "nothing was changed.",
            "Free some space, then run the same command again.",
        )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f}" if size >= 10_000_000 else f"{size / 1e6:.1f}"


def create(path: Path) -> None:
    """Make an empty file for the owner alone, which must not be there. Raises OSError."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))


def opened(path: Path, key: str | None, *, write: bool = False) -> apsw.Connection:
    """Open a file that nobody else has, by its key."""
    flags = apsw.SQLITE_OPEN_READWRITE if write else apsw.SQLITE_OPEN_READONLY
    connection = apsw.Connection(str(path.absolute()), flags=flags | apsw.SQLITE_OPEN_URI, vfs=checksums.vfs(key))
    # What does not fit is sorted in memory: SQLite's temporary files are not encrypted.
    connection.pragma("temp_store", "memory")
    if key is not None:
        connection.pragma("key", key)
    return connection


def has_key(path: Path, key: str) -> bool:
    """Tell whether a key is an encrypted store's, by a copy of its first page alone. Raises OSError."""
    first = aside(path)
    remove(first)
    create(first)
    try:
        with path.open("rb") as stream:
            start = stream.read(_LARGEST_PAGE)
        size = int.from_bytes(start[16:18], "big")
        first.write_bytes(start[: size if size > 1 else _LARGEST_PAGE])
        with contextlib.closing(opened(first, key)) as connection:
            connection.pragma("user_version")
    except apsw.NotADBError:
        return False
    except apsw.CorruptError:
        return True  # it reads, and misses the other pages
    finally:
        remove(first)
    return True


def copy(source: apsw.Connection, target: Path, watch: Watch, key: str | None = None, *, rekey: bool = False) -> None:
    """Write all that one moment of a store holds into `target`, an empty file.

    It gets the source's own key, or with `rekey` the `key` (None: none). The source must take URIs and be in no
    transaction. Raises Stopped, and SQLite's own errors.
    """
    place = target.absolute().as_uri()
    if rekey:
        place += f"?vfs={checksums.vfs(key)}&cipher={CIPHER}&key={quote(key or '', safe='')}"
    whole = max(1, source.pragma("page_count") * source.pragma("page_size"))
    with _followed(source, watch, lambda: target.stat().st_size / whole):
        if key is None if rekey else checksums.used_by(source):
            plain_copy.write(source, place)
        else:
            source.execute("VACUUM INTO ?", (place,))


def check(target: Path, key: str | None, watch: Watch, source: apsw.Connection | None = None) -> None:
    """Read a whole store with its key; with `source`, see that it has the same tables, rows and revision.

    Raises StoreDamaged, Stopped, and SQLite's own errors.
    """
    try:
        with contextlib.closing(opened(target, key)) as connection, _followed(connection, watch, lambda: 1.0):
            found = connection.execute("PRAGMA quick_check(1)").get
            sound = found == "ok" and (source is None or _shape(source) == _shape(connection))
    except apsw.Error as error:
        if not checksums.is_damage(error):
            raise
        sound = False  # the copy, which the index is not to be blamed for
    if not sound:
        raise StoreDamaged("What was written beside the index does not read as the index does.", "Try again.")


def _shape(connection: apsw.Connection) -> list[object]:
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name")
    shape: list[object] = [connection.pragma(name) for name in ("application_id", "user_version", "page_size")]
    for (name,) in tables.fetchall():
        shape.append((name, connection.execute(f'SELECT count(*) FROM "{name}"').get))
    shape.append(connection.execute("SELECT value FROM meta WHERE key = 'revision'").get)
    return shape


@contextlib.contextmanager
def _followed(connection: apsw.Connection, watch: Watch, share: Callable[[], float]) -> Iterator[None]:
    def step() -> bool:
        watch.tell(min(1.0, share()))
        return watch.stop is not None and watch.stop.is_set()

    watch.check()
    connection.set_progress_handler(step, _STEPS, id=watch)
    try:
        yield
    except apsw.InterruptError:
        watch.check()
        raise
    finally:
        connection.set_progress_handler(None, id=watch)


def copy_bytes(source: Path, target: Path, watch: Watch) -> None:
    """Copy a file's bytes into a new file of the owner's alone. Raises OSError, Stopped."""
    create(target)
    with source.open("rb") as reader, target.open("r+b") as writer:
        whole = max(1, os.fstat(reader.fileno()).st_size)
        while block := reader.read(_BLOCK):
            watch.check()
            writer.write(block)
            watch.tell(writer.tell() / whole)


def exchange(new: Path, path: Path) -> None:
    """Make a finished file durable and put it in the place of another. Raises OSError before it is there, never after."""
    sync(new)
    sync(new.parent)
    new.replace(path)
    # It is in place: whether a power cut in this moment undoes that, nobody can do anything about.
    with contextlib.suppress(OSError):
        sync(path.parent)


def sync(path: Path) -> None:
    """Have the disk confirm what a file or a folder holds. Raises OSError."""
    folder = path.is_dir()
    if folder and os.name != "posix":
        return
    number = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
    try:
        os.fsync(number)
        with contextlib.suppress(ImportError, AttributeError, OSError):
            import fcntl

            # macOS: fsync alone leaves it in the memory of the disk.
            fcntl.fcntl(number, getattr(fcntl, "F_FULLFSYNC"))  # noqa: B009  no other system has it
    finally:
        os.close(number)


def overwrite(number: int) -> None:
    """Overwrite a file that is open and that no name leads to any more, as far as the disk lets it; never raises."""
    with contextlib.suppress(OSError):
        state = os.fstat(number)
        if state.st_nlink:
            return
        os.lseek(number, 0, os.SEEK_SET)
        for start in range(0, state.st_size, _BLOCK):
            os.write(number, bytes(min(_BLOCK, state.st_size - start)))
        os.fsync(number)


@contextlib.contextmanager
def speaking(path: Path) -> Iterator[None]:
    """Turn the system's errors about a file and what is written beside it into the index's own."""
    try:
        yield
    except apsw.FullError as error:
        raise _full(path) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            raise _full(path) from error
        raise StoreProblem(
            f"{path} cannot be written: {error.strerror}; what was there before is intact.",
            "Check the disk, and who owns the folder.",
        ) from error


def _full(path: Path) -> DiskFull:
    return DiskFull(
        f"The disk has no room to write {path}; what was there before is intact.",
        "Free some space, then run the same command again.",
    )
