"""A checksum on every page of a plain index: SQLite's own checksum VFS, which comes with the database library.

The last eight bytes of a page hold its checksum. It is computed whenever a page is written and compared whenever one is
read, so that a changed byte is an error and never other data. An encrypted index needs none: the cipher sees to it.
"""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import apsw

from index.errors import StoreProblem
from index.store import header

BYTES = 8
"""What a checksum takes of a page. That many reserved bytes, as the header counts them, are what turns checksums on."""

_NAME = "cksmvfs"
_PAGE_SIZE_AT, _RESERVED_AT = 16, 20
_SMALLEST_PAGE, _LARGEST_PAGE = 512, 1 << 16
_loading = threading.Lock()


def vfs(key: str | None) -> str:
    """Return the name of the VFS that an index with this key (None is plain) is opened with.

    Raises StoreProblem where the library that computes checksums is not there: what is written without it would read as
    damaged ever after.
    """
    _load()
    return _NAME if key is None else apsw.vfs_names()[0]


def request(connection: apsw.Connection) -> None:
    """Have the pages of the file that this connection makes checksummed; it is still empty."""
    connection.reserve_bytes(reserve=BYTES)


def used_by(connection: apsw.Connection) -> bool:
    """Tell whether a connection was opened as to a plain file."""
    return connection.open_vfs == _NAME


def has(path: Path) -> bool:
    """Tell whether the pages of a plain file carry checksums, going by its header."""
    return header.first_bytes(path)[_RESERVED_AT : _RESERVED_AT + 1] == bytes([BYTES])


def were_turned_off(path: Path) -> bool:
    """Tell whether a plain file's pages carry checksums, and a changed byte in its header keeps SQLite from comparing them.

    False for a file that this process has open: it was looked at before.
    """
    page = bytearray(header.page_beside(path, _LARGEST_PAGE))
    if len(page) < _SMALLEST_PAGE or not page.startswith(header.PLAIN) or page[_RESERVED_AT] == BYTES:
        return False
    size = int.from_bytes(page[_PAGE_SIZE_AT : _PAGE_SIZE_AT + 2], "big")
    page[_RESERVED_AT] = BYTES
    _load()
    with contextlib.closing(apsw.Connection(":memory:")) as connection:
        whole = bytes(page[: _LARGEST_PAGE if size == 1 else size])
        found: int | None = connection.execute("SELECT verify_checksum(?)", (whole,)).get
    return found == 1


def is_damage(error: apsw.Error) -> bool:
    """Tell whether SQLite, or the checksum of a page, found the file damaged."""
    found = getattr(error, "extendedresult", 0) in (apsw.SQLITE_IOERR_DATA, apsw.SQLITE_IOERR_CORRUPTFS)
    return found or isinstance(error, apsw.CorruptError)


def _load() -> None:
    """Load the VFS, once a process, and leave the default as it is."""
    with _loading:
        names = apsw.vfs_names()
        if _NAME in names:
            return
        library = Path(apsw.__file__).parent / "sqlite_extra_binaries" / "cksumvfs"
        connection = apsw.Connection(":memory:")
        try:
            connection.enable_load_extension(True)
            connection.load_extension(str(library))
        except apsw.ExtensionLoadingError as error:
            raise StoreProblem(
                "The library that checks the index's pages, a part of apsw-sqlite3mc, is not installed.",
                "Run `pip install --force-reinstall apsw-sqlite3mc`.",
            ) from error
        finally:
            connection.close()
            # It makes itself the default, also for the databases of others that are read.
            apsw.set_default_vfs(names[0])
