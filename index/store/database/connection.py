"""The one SQLite file: opening it safely, one writing connection, a reading connection for each thread.

Write-ahead logging lets readers see the last committed state while a writer works. Every write is one transaction, so a
process that is killed leaves what was committed before.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import apsw

from index.errors import DiskFull, StoreDamaged, StoreLocked, StoreMissing, StoreProblem, WrongKey
from index.store.database import checksums, copies, header, keys, migrations, recovery
from index.store.database.copies import Watch
from index.store.database.turn_lock import taken, turn
from index.text.attachments import attachment_kind
from index.text.links import holds_link

BUSY_MS = 30_000
"""How long a statement waits for another process's write before it gives up."""
RETRY_S = 0.01
"""How long to wait, in seconds, before what SQLite refuses at once is tried again."""
PAGE_BYTES = 8192
"""Five 384-dimension vectors fill a page of this size; with SQLite's 4096 a quarter of each page would be lost."""
WRITER_CACHE_KIB = 64_000
READER_CACHE_KIB = 128_000
"""A search by meaning reads some 3,000 pages here and there; each that is not kept is read and checked again."""
ALONE_MS = 2_000
"""How long a change of the key waits for others to let go of the file."""
PART = ".homebody-part"
"""What a backup is called while it is written, after its own name: no file of anybody else's is, so it may be replaced."""

_worked_in: set[Path] = set()
"""The plain indexes that this process opened. The cipher finds damage in an encrypted one by itself."""

Connection = apsw.Connection
"""What the functions of this package take; named here so that those who only pass it on need not know apsw."""

_SMALLEST = 512
NOBODY = Watch()
"""Nobody follows the work, and nobody stops it."""
_REPAIR = (
    "Run `homebody doctor`; then put a backup in its place with `homebody restore FILE`, "
    "or move it and its -wal away and add your exports again."
)


class Database:
    """An open store file. `write()` serializes writers of this process; SQLite serializes processes."""

    def __init__(self, path: Path, *, key: str | None = None, create: bool = False) -> None:
        """Open (and with `create` make) the file, and bring its schema up to date.

        `key` is the passphrase, or what `keys.opener` made of it; a store that is not encrypted needs none, and takes any.
        Raises StoreMissing, StoreLocked, WrongKey, StoreDamaged, StoreTooNew or DiskFull.
        """
        self.path = path
        self._write_lock = threading.RLock()
        self._local = threading.local()
        self._opened: weakref.WeakSet[apsw.Connection] = weakref.WeakSet()
        self._closed = False
        _prepare_folder(path, create=create)
        with turn(path.parent) as mine, self.speaking():
            if _is_to_be_made(path, create=create):
                self._make(keys.new(key) if key else None, mine=mine)
            else:
                self._key = _opener(path, key)
            self._open()

    def _open(self) -> None:
        """Open the file by its key."""
        if self._key is None:
            _worked_in.add(self.path)
            if checksums.were_turned_off(self.path):
                raise _damage(self.path)
        first = header.PLAIN if self._key is None else keys.salt_of(self._key)
        self._place: header.Place | None = header.hold(self.path, first)
        self._identity = _identity(self.path)
        try:
            self._writer = self._connect(WRITER_CACHE_KIB)
            # What there is can be read without a log as well.
            with contextlib.suppress(apsw.FullError):
                _use_log(self._writer)
            migrations.migrate(self._writer)
        except BaseException:
            self._shut()
            raise

    def _make(self, key: str | None, *, mine: bool) -> None:
        """Make the index beside its place and put it there when it is whole. Raises StoreProblem."""
        self._key, new = key, copies.aside(self.path)
        with _making(self.path):
            try:
                copies.create(new)  # SQLite gives its log and shared-memory files the mode of this one
                with contextlib.closing(self._connect(WRITER_CACHE_KIB, new)) as connection:
                    if key is None:
                        checksums.request(connection)
                    connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
                    # Without a log: nothing says so when closing cannot move one into the file.
                    migrations.migrate(connection)
                if mine:
                    # Another process may still have those of a removed one open, and this would share them.
                    for ending in copies.SIDES:
                        copies.side(self.path, ending).unlink(missing_ok=True)
                copies.exchange(new, self.path)
            except BaseException:
                with contextlib.suppress(OSError):
                    copies.remove(new)
                raise

    def _shut(self) -> None:
        """Close the writing connection, which moves the log into the file if no other has it open."""
        if self._place is None:
            return
        if hasattr(self, "_writer"):
            self._writer.close()
        place, self._place = self._place, None
        header.let_go(place)

    @property
    def in_place(self) -> bool:
        """Whether the file at its path is still the one that is open: someone may have removed or replaced it."""
        return _identity(self.path) == self._identity

    @property
    def encrypted(self) -> bool:
        """Whether the file is encrypted."""
        return self._key is not None

    @property
    def key(self) -> str | None:
        """What opens the file at once; None where it is not encrypted."""
        return self._key

    @property
    def has_old_key(self) -> bool:
        """Whether the passphrase goes through what homebody took before, which is quickly guessed: the key is due anew."""
        return self._key is not None and not keys.is_made(self._key)

    def close(self) -> None:
        """Close every connection. May be called twice."""
        if self._closed:
            return
        self._closed = True
        for connection in list(self._opened):
            if connection is not self._writer:
                # A thread in the middle of a query is told by the interrupt; its connection goes with the thread.
                with contextlib.suppress(apsw.ThreadingViolationError, apsw.BusyError, apsw.ConnectionClosedError):
                    connection.interrupt()
                    connection.close()
        # Last, whole and uninterrupted: the last one to close moves the log into the file.
        with self._write_lock:
            self._shut()

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

    def let_go(self) -> None:
        """Give back the memory that connections hold pages in, save of those that are at work."""
        with self._write_lock, self.speaking():
            self._check()
            for connection in list(self._opened):
                with contextlib.suppress(apsw.ThreadingViolationError, apsw.BusyError, apsw.ConnectionClosedError):
                    connection.execute("PRAGMA shrink_memory")

    def change_key(self, passphrase: str | None, watch: Watch = NOBODY) -> None:
        """Encrypt the file with a passphrase, change it, or with None take the encryption off; whole or not at all.

        Another file is written beside, checked and put in the place of this one, whatever else happens: until then
        the file opens as before, from then on with the new key (`encrypted` tells). Raises StoreLocked while another
        process has the index open, DiskFull (with what it takes), Stopped.
        """
        self._check()
        key = None if passphrase is None else keys.new(passphrase)
        with turn(self.path.parent, ALONE_MS / 1000), self._write_lock, self.speaking(), copies.speaking(self.path):
            self._check()
            self._stop_reading()
            old, new = self._writer, copies.aside(self.path)
            pages = old.pragma("page_count") * old.pragma("page_size")
            copies.make_room(self.path.parent, pages, "A change of the encryption")
            try:
                self._have_alone(old)
                copies.remove(new)
                copies.create(new)
                copies.copy(old, new, watch, key, rekey=True)
                copies.check(new, key, watch, old)
                watch.check()
                self._exchange(new, key)
            except BaseException:
                with contextlib.suppress(OSError):
                    copies.remove(new)
                raise
            finally:
                self._open_again()

    def _stop_reading(self) -> None:
        """Close this process's reading connections."""
        for other in list(self._opened):
            if other is not self._writer:
                other.close()
        self._local = threading.local()

    def _have_alone(self, connection: apsw.Connection) -> None:
        """Move the log into the file and keep everyone else out of it. Raises StoreLocked."""
        connection.set_busy_timeout(ALONE_MS)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if connection.pragma("journal_mode", "delete") != "delete":
                raise apsw.BusyError
            connection.pragma("locking_mode", "exclusive")
            connection.execute("BEGIN EXCLUSIVE; COMMIT")
        except (apsw.BusyError, apsw.LockedError) as error:
            raise StoreLocked(
                f"Another process has the index {self.path} open; nothing was changed.",
                "Close the terminal app, wait for other commands, run `homebody service stop`, then try again.",
            ) from error

    def _exchange(self, new: Path, key: str | None) -> None:
        """Put a checked file in the place of this one, which nobody else has open, and close this one."""
        if os.name != "posix":
            self._shut()  # what is open cannot be replaced there
            copies.exchange(new, self.path)
            self._key = key
            return
        old = os.open(self.path, os.O_RDWR)
        try:
            copies.exchange(new, self.path)
            self._key = key
            with contextlib.suppress(apsw.Error):
                self._shut()
            copies.overwrite(old)
        finally:
            os.close(old)

    def _open_again(self) -> None:
        """Open the file that is in place now; where that fails, this is as good as closed."""
        try:
            self._shut()
            self._open()
        except (apsw.Error, OSError, StoreProblem):
            self._closed = True

    def backup(self, target: Path, watch: Watch = NOBODY) -> None:
        """Write one moment of the store into `target`, under the same key, while others go on; a file there is replaced.

        The file is written beside (PART), checked and renamed. Raises StoreProblem, DiskFull, StoreLocked while another
        process writes the same backup, Stopped.
        """
        part = target.with_name(target.name + PART)
        with self.speaking(), copies.speaking(target):
            self._check()
            _refuse_log(target)
            with taken(part):
                try:
                    self._write_backup(part, watch)
                    copies.exchange(part, target)
                except BaseException:
                    with contextlib.suppress(OSError):
                        copies.remove(part)
                    raise

    def _write_backup(self, part: Path, watch: Watch) -> None:
        for ending in copies.SIDES:
            copies.side(part, ending).unlink(missing_ok=True)
        with contextlib.closing(self._connect(READER_CACHE_KIB)) as source:
            pages = source.pragma("page_count") * source.pragma("page_size")
            copies.make_room(part.parent, pages, "The backup")
            copies.copy(source, part, watch)
        copies.check(part, self._key, watch)

    @property
    def is_written(self) -> bool:
        """Whether somebody, here or in another process, is writing at this moment."""
        if not self._write_lock.acquire(blocking=False):
            return True
        try:
            self._check()
            self._writer.set_busy_timeout(0)
            with self.speaking():
                self._writer.execute("BEGIN IMMEDIATE; ROLLBACK")
        except StoreLocked:
            return True
        finally:
            self._writer.set_busy_timeout(BUSY_MS)
            self._write_lock.release()
        return False

    def make_room(self, what: str) -> None:
        """Raise DiskFull, with the figures, where there is no room for the whole file anew, which `what` needs."""
        with self.reading() as db:
            pages = db.pragma("page_count") * db.pragma("page_size")
        copies.make_room(self.path.parent, pages, what)

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
                        "Wait for it to finish; the next command then overwrites it.",
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
        except apsw.Error:
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
            return _wrong_key(self.path)
        return _foreign(self.path)

    def _connect(self, cache_kib: int, path: Path | None = None) -> apsw.Connection:
        connection = _connected(path or self.path, self._key)
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
        connection.create_scalar_function("holds_link", lambda *texts: holds_link(texts[0]), 1, deterministic=True)
        connection.create_scalar_function(
            "attachment_kind", lambda *of: attachment_kind(of[0], of[1]), 2, deterministic=True
        )
        return connection


def _use_log(connection: apsw.Connection) -> None:
    """Put the file into WAL mode. Raises BusyError after BUSY_MS.

    SQLite refuses at once while somebody else does the same, as two first openers do: its busy timeout is not for that.
    """
    until = time.monotonic() + BUSY_MS / 1000
    while connection.pragma("journal_mode") != "wal":
        try:
            connection.pragma("journal_mode", "wal")
        except apsw.BusyError:
            if time.monotonic() >= until:
                raise
            time.sleep(RETRY_S)


def checked() -> bool:
    """Read the plain indexes that this process opened, each as a whole; takes a second or two a gigabyte.

    True where they are sound, False where there is none that can be read. Raises StoreDamaged.
    """
    sound = [_is_sound(path) for path in sorted(_worked_in)]
    return any(sound)


def _is_sound(path: Path) -> bool:
    """Tell whether a whole plain file reads as it was written; False where it cannot be read. Raises StoreDamaged."""
    try:
        if checksums.were_turned_off(path):
            raise _damage(path)
        with contextlib.closing(_connected(path, None)) as connection:
            if connection.execute("PRAGMA quick_check(1)").get != "ok":
                raise _damage(path)
    except apsw.NotADBError as error:
        if header.is_encrypted(path):  # locked meanwhile
            return False
        raise _damage(path) from error
    except apsw.Error as error:
        if checksums.is_damage(error):
            raise _damage(path) from error
        return False
    return True


def _connected(path: Path, key: str | None) -> apsw.Connection:
    """Open the file at a path, which may lead through links but ends in none. Raises apsw.Error, StoreProblem."""
    return apsw.Connection(
        str(path.parent.resolve() / path.name),
        flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI | apsw.SQLITE_OPEN_NOFOLLOW,
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


def _prepare_folder(path: Path, *, create: bool) -> None:
    """Make sure that there is a folder for the file."""
    if path.is_dir():
        raise StoreProblem(f"{path} is a folder, not an index.", "Name a file.")
    if path.parent.is_dir():
        return
    if not create:
        raise _missing()
    with _making(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)


def _is_to_be_made(path: Path, *, create: bool) -> bool:
    """Tell whether there is no index yet and one may be made; see that what is there is a file, and its owner's alone.

    An index is put in its place whole (`Database._make`), so an empty file is one that was emptied, and no new one.
    """
    with copies.speaking(path):
        recovery.recover(path)
    if path.is_symlink():
        raise StoreProblem(f"{path} is a link, and an index is opened through none.", "Put the file itself there.")
    if not path.exists():
        if not create:
            raise _missing()
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


def _refuse_log(target: Path) -> None:
    """Raise StoreProblem where a log lies that would be taken for the backup's own, and make nonsense of it."""
    for one in (copies.side(target, ending) for ending in ("-wal", "-journal")):
        if os.path.lexists(one):
            raise StoreProblem(
                f"{one} is the log of another file, and would be taken for the backup's own; nothing was written.",
                "Name another file, or move that one away together with its log.",
            )


def _missing() -> StoreMissing:
    return StoreMissing("There is no index yet.", "Add something first: homebody add PATH")


@contextlib.contextmanager
def _making(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreProblem(f"The index {path} cannot be made: {error.strerror}.", "Check the folder.") from error


def _opener(path: Path, key: str | None) -> str | None:
    """Return what opens the file at once, None where it is not encrypted.

    SQLite never sees an encrypted file with no key, nor one with a journal and a wrong key: it would find nothing to
    roll back, and remove the journal. Raises StoreLocked, WrongKey.
    """
    if not header.is_encrypted(path):
        return None
    if not key:
        raise _foreign(path)
    opener = keys.opener(key, path)
    with copies.speaking(path):
        journal = copies.side(path, "-journal").exists() and not header.is_held(path)
        if journal and not copies.has_key(path, opener):
            raise _wrong_key(path)
    return opener


def _wrong_key(path: Path) -> WrongKey:
    return WrongKey(f"The passphrase does not open the index {path}.", "Try again with the right one.")


def _identity(path: Path) -> tuple[int, int] | None:
    """Tell a file from another that took its name; None when there is none."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino


def _foreign(path: Path) -> StoreProblem:
    """Return what to say of a file that does not read as a database."""
    if header.is_encrypted(path):
        return StoreLocked(f"The index {path} is encrypted.", "Unlock it: homebody unlock")
    return StoreDamaged(f"The index {path} is damaged: it is not a database.", _REPAIR)


def _damage(path: Path) -> StoreDamaged:
    return StoreDamaged(f"The index {path} is damaged.", _REPAIR)


def _disk_full(path: Path) -> DiskFull:
    return DiskFull(
        f"The disk has no room to write to the index {path}; what was stored before is intact.",
        "Free some space, then run the same command again: it continues where it stopped.",
    )
