"""The one SQLite file: opening it safely, one writing connection, a reading connection for each thread.

Write-ahead logging lets readers see the last committed state while a writer works. Every write is one transaction, so a
process that is killed leaves what was committed before.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import apsw

from index.errors import DiskFull, StoreDamaged, StoreLocked, StoreMissing, StoreProblem
from index.store import checksums, migrations
from index.store.header import is_encrypted

BUSY_MS = 30_000
"""How long a statement waits for another process's write before it gives up."""
PAGE_BYTES = 8192
"""Five 384-dimension vectors fill a page of this size; with SQLite's 4096 a quarter of each page would be lost."""
WRITER_CACHE_KIB = 64_000
READER_CACHE_KIB = 128_000
"""A search by meaning reads some 3,000 pages here and there; each that is not kept is read, and its checksum compared, again."""

_worked_in: set[Path] = set()
"""The plain indexes that this process opened. The cipher finds damage in an encrypted one by itself."""

Connection = apsw.Connection
"""What the functions of this package take; named here so that those who only pass it on need not know apsw."""

_SMALLEST = 512
_REPAIR = (
    "Run `homebody doctor`, then `homebody service stop`; then restore a backup of this file and delete its -wal, "
    "or move both away and add your exports again."
)


class Database:
    """An open store file. `write()` serializes writers of this process; SQLite serializes processes."""

    def __init__(self, path: Path, *, key: str | None = None, create: bool = False) -> None:
        """Open (and with `create` make) the file, and bring its schema up to date.

        Raises StoreMissing, StoreLocked, StoreDamaged, StoreTooNew or DiskFull.
        """
        self.path = path
        self._key = key
        self._write_lock = threading.RLock()
        self._local = threading.local()
        self._opened: weakref.WeakSet[apsw.Connection] = weakref.WeakSet()
        self._closed = False
        if _is_to_be_made(path, create=create):
            self._make()
        self._identity = _identity(path)
        with self.speaking():
            self._writer = self._connect(WRITER_CACHE_KIB)
            try:
                if key is None and checksums.were_turned_off(self._writer, path):
                    raise apsw.CorruptError
                if self._writer.pragma("journal_mode") != "wal":
                    self._writer.pragma("journal_mode", "wal")
                migrations.migrate(self._writer)
            except BaseException:
                self._writer.close()
                raise
        if key is None:
            _worked_in.add(path)

    def _make(self) -> None:
        """Make the index beside its place and move it there when it is whole. Raises StoreProblem or DiskFull."""
        try:
            with _turn(self.path.parent) as mine:
                if self.path.exists():  # another process was first
                    return
                draft = self.path.with_name(self.path.name + (".making" if mine else f".{os.getpid()}.making"))
                draft.unlink(missing_ok=True)
                _without_companions(draft)
                try:
                    # SQLite gives its log and shared-memory files the mode of this one.
                    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
                    self._lay_out(draft)
                    if mine:
                        _without_companions(self.path)
                    with contextlib.suppress(FileExistsError):  # where there is no lock, and another process was first
                        draft.rename(self.path)
                finally:
                    draft.unlink(missing_ok=True)
                    _without_companions(draft)
        except OSError as error:
            raise StoreProblem(f"The index {self.path} cannot be made: {error.strerror}.", "Check the folder.") from error

    def _lay_out(self, draft: Path) -> None:
        """Give an empty file its pages, its log and its tables."""
        with self.speaking(), contextlib.closing(self._connect(WRITER_CACHE_KIB, draft)) as connection:
            if self._key is None:
                checksums.request(connection)
            connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            connection.pragma("journal_mode", "wal")
            migrations.migrate(connection)

    @property
    def in_place(self) -> bool:
        """Whether the file at its path is still the one that is open: someone may have removed or replaced it."""
        return _identity(self.path) == self._identity

    @property
    def encrypted(self) -> bool:
        """Whether a key was given."""
        return self._key is not None

    def close(self) -> None:
        """Close every connection. May be called twice."""
        if self._closed:
            return
        self._closed = True
        for connection in list(self._opened):
            if connection is not self._writer:
                connection.interrupt()
                # A thread in the middle of a query is told by the interrupt; its connection goes with the thread.
                with contextlib.suppress(apsw.ThreadingViolationError, apsw.BusyError):
                    connection.close()
        # Last, whole and uninterrupted: the last one to close moves the log into the file.
        with self._write_lock:
            self._writer.close()

    def reader(self) -> apsw.Connection:
        """Return this thread's reading connection."""
        self._check()
        connection: apsw.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect(READER_CACHE_KIB)
            connection.pragma("query_only", 1)
            self._local.connection = connection
        return connection

    @contextlib.contextmanager
    def reading(self) -> Iterator[apsw.Connection]:
        """Give this thread's reading connection one consistent view of the store, and translate its errors."""
        with self.speaking():
            connection = self.reader()
            if not connection.getautocommit():
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                # A failed statement may already have ended the transaction, and closing the index the connection.
                if not self._closed and not connection.getautocommit():
                    connection.execute("ROLLBACK")

    @contextlib.contextmanager
    def write(self, *, quietly: bool = False) -> Iterator[apsw.Connection]:
        """Run one write transaction: committed as a whole, or not at all.

        `quietly` leaves the revision as it is, for what no search, count or list of the content depends on.
        """
        with self._write_lock, self.speaking():
            self._check()
            connection = self._writer
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                if not quietly:
                    connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'revision'")
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def change_key(self, key: str | None) -> None:
        """Encrypt the file with this key, change its key, or with None take the encryption off; whole or not at all.

        The log and the rollback journal hold what was there before until this ends, and nothing of it afterwards. Raises
        StoreLocked while another process has the index open, DiskFull.
        """
        with self._write_lock, self.speaking():
            self._check()
            connection = self._writer
            for other in list(self._opened):
                if other is not connection:
                    other.close()
            self._local = threading.local()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            # The pages cannot be rewritten under a log that was written with the old key, or with none.
            if connection.pragma("journal_mode", "delete") != "delete":
                raise apsw.BusyError
            try:
                connection.pragma("temp_store", "memory")
                connection.pragma("rekey", key or "")
                self._key = key
            finally:
                connection.pragma("journal_mode", "wal")

    def write_anew(self) -> None:
        """Write the whole file anew, so that nothing of what was removed is left in it or in its log.

        Takes as much free space as the file has. Raises DiskFull, or StoreLocked while another process reads.
        """
        with self._write_lock, self.speaking():
            self._check()
            connection = self._writer
            connection.pragma("secure_delete", 1)
            try:
                connection.execute("VACUUM")
                # The log holds the old pages, and a reader of an older state keeps it; SQLite says so without an error.
                busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").get
                if busy:
                    raise StoreLocked(
                        f"Another process is reading the index {self.path}, so its log still holds what was forgotten.",
                        "Wait for it to finish, then run `homebody forget` again: it goes on where it stopped.",
                    )
            finally:
                connection.pragma("secure_delete", "fast")

    @contextlib.contextmanager
    def speaking(self) -> Iterator[None]:
        """Turn SQLite's errors into the index's own, with a sentence and a next step."""
        try:
            yield
        except apsw.FullError as error:
            raise _disk_full(self.path) from error
        except apsw.IOError as error:
            if getattr(error, "extendedresult", 0) in (
                apsw.SQLITE_IOERR_WRITE,
                apsw.SQLITE_IOERR_FSYNC,
                apsw.SQLITE_IOERR_SHMSIZE,
            ):
                raise _disk_full(self.path) from error
            if checksums.is_damage(error):
                raise _damage(self.path) from error
            raise StoreProblem(f"The index {self.path} cannot be read from the disk: {error}.", _REPAIR) from error
        except apsw.NotADBError as error:
            raise self._not_a_database() from error
        except apsw.CorruptError as error:
            raise _damage(self.path) from error
        except (apsw.InterruptError, apsw.ConnectionClosedError) as error:
            raise StoreProblem("The index is closed.") from error
        except (apsw.BusyError, apsw.LockedError) as error:
            raise StoreLocked(
                f"Another process has been writing to the index {self.path} for more than {BUSY_MS // 1000} seconds.",
                "Wait for it to finish, then try again.",
            ) from error
        except (apsw.CantOpenError, apsw.PermissionsError, apsw.ReadOnlyError) as error:
            raise StoreProblem(
                f"The index {self.path} cannot be opened for writing.", "Check who owns the file and its folder."
            ) from error
        except apsw.Error as error:
            # What a loaded extension says of a page that it could not read is an error of no kind.
            if self._key is None:
                _is_sound(self.path)
            raise

    def _check(self) -> None:
        if self._closed:
            raise StoreProblem("The index is closed.")
        if not self.in_place:
            # What is written now would be gone with the file.
            raise StoreProblem(f"The index {self.path} was removed or replaced while it was open.", "Start again.")

    def _not_a_database(self) -> StoreProblem:
        if self._key is not None:
            return StoreLocked(f"The key does not open the index {self.path}.", "Try again with the right key.")
        return _foreign(self.path)

    def _connect(self, cache_kib: int, path: Path | None = None) -> apsw.Connection:
        connection = _open(path or self.path, self._key)
        self._opened.add(connection)
        connection.set_busy_timeout(BUSY_MS)
        if self._key is not None:
            connection.pragma("key", self._key)
            # What does not fit is sorted in memory: SQLite's temporary files are not encrypted.
            connection.pragma("temp_store", "memory")
        connection.pragma("foreign_keys", 1)
        connection.pragma("synchronous", "normal")
        # What is deleted or moved inside a page is overwritten at once, which costs nothing; `forget` sees to the rest.
        connection.pragma("secure_delete", "fast")
        connection.pragma("cache_size", -cache_kib)
        # Without a bound the log of a bulk load would keep its largest size on disk.
        connection.pragma("journal_size_limit", 64 << 20)
        return connection


def checked() -> bool:
    """Read the plain indexes that this process opened, each as a whole; takes a second or two a gigabyte.

    True where they are sound, False where there is none that can be read. Raises StoreDamaged.
    """
    return any([_is_sound(path) for path in sorted(_worked_in)])


def _is_sound(path: Path) -> bool:
    """Tell whether a whole plain file reads as it was written; False where it cannot be read. Raises StoreDamaged."""
    try:
        with contextlib.closing(_open(path, None)) as connection:
            if checksums.were_turned_off(connection, path) or connection.execute("PRAGMA quick_check(1)").get != "ok":
                raise _damage(path)
    except apsw.NotADBError as error:
        if is_encrypted(path):  # locked meanwhile
            return False
        raise _damage(path) from error
    except apsw.Error as error:
        if checksums.is_damage(error):
            raise _damage(path) from error
        return False
    except OSError:
        return False
    return True


def _open(path: Path, key: str | None) -> apsw.Connection:
    """Open the file at a path, which may lead through links but has to end in none. Raises apsw.Error, StoreProblem."""
    return apsw.Connection(
        str(path.parent.resolve() / path.name),
        flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_NOFOLLOW,
        vfs=checksums.vfs(key),
    )


def load_vectors(connection: apsw.Connection) -> None:
    """Load sqlite-vec into a connection, once. Raises StoreProblem when it is not installed.

    The library is found without importing its package, which would import numpy.
    """
    if connection.execute("SELECT 1 FROM pragma_function_list WHERE name = 'vec_version'").get is not None:
        return
    spec = importlib.util.find_spec("sqlite_vec")
    if spec is None or spec.origin is None:
        raise StoreProblem("The package sqlite-vec is not installed.", "Run `pip install sqlite-vec`.")
    connection.enable_load_extension(True)
    try:
        connection.load_extension(str(Path(spec.origin).parent / "vec0"))
    finally:
        connection.enable_load_extension(False)


def _is_to_be_made(path: Path, *, create: bool) -> bool:
    """Tell whether there is no index yet and one may be made; make sure that what is there is a file, and its owner's alone.

    An index is put in its place whole (`Database._make`), so an empty file is one that was emptied, and no new one.
    """
    if path.is_dir():
        raise StoreProblem(f"{path} is a folder, not an index.", "Name a file.")
    if not path.exists():
        if not create:
            raise StoreMissing("There is no index yet.", "Add something first: homebody add PATH")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreProblem(f"The index {path} cannot be made: {error.strerror}.", "Check the folder.") from error
        return True
    size = path.stat().st_size
    if not size:
        raise StoreDamaged(f"The index {path} is damaged: it was emptied.", _REPAIR)
    if size < _SMALLEST:
        # SQLite takes so short a file for a new one and would write over it.
        raise _foreign(path)
    with contextlib.suppress(PermissionError):
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    return False


def _without_companions(path: Path) -> None:
    """Remove what is left of a removed file of this name. Raises OSError."""
    # Another process may still have them open, and would share them with a new file, which they do not fit.
    for left in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + left).unlink(missing_ok=True)


@contextlib.contextmanager
def _turn(folder: Path) -> Iterator[bool]:
    """Let one process at a time make a file in a folder; False where the system has no such lock."""
    try:
        import fcntl
    except ImportError:
        yield False
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        locked = False
        with contextlib.suppress(OSError):
            fcntl.flock(number, fcntl.LOCK_EX)
            locked = True
        yield locked
    finally:
        os.close(number)


def _identity(path: Path) -> tuple[int, int] | None:
    """Tell a file from another that took its name; None when there is none."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino


def _foreign(path: Path) -> StoreProblem:
    """Return what to say of a file that does not read as a database."""
    if is_encrypted(path):
        return StoreLocked(f"The index {path} is encrypted.", "Unlock it: homebody unlock")
    return StoreDamaged(f"The index {path} is damaged: it is not a database.", _REPAIR)


def _damage(path: Path) -> StoreDamaged:
    return StoreDamaged(f"The index {path} is damaged.", _REPAIR)


def _disk_full(path: Path) -> DiskFull:
    return DiskFull(
        f"The disk has no room to write to the index {path}; what was stored before is intact.",
        "Free some space, then run the same command again: it goes on where it stopped.",
    )
