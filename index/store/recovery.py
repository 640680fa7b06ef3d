"""What a killed process left beside a store is finished or taken back before anyone opens it.

Three things can be found. `index.db.new`: a file that was to take the store's place and was not finished; it goes.
`index.db.restored`: a backup that was checked and only has to be put in place; it is. And a rollback journal of a time when
a store was encrypted where it lay: it is of another key than the file's first page is by now, so SQLite would neither open
the one nor understand the other, and the file is given its own first page back.
"""

from __future__ import annotations

import contextlib
import os
import struct
from pathlib import Path

from index.store import copies
from index.store.header import SALT_BYTES, is_held
from index.store.turn import alone, turn

KEPT = ".before-restore"
"""What the store that a backup took the place of is called from then on, after its own name."""

_JOURNAL = struct.Struct(">8s5I")
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_LARGEST_SECTOR = 1 << 16


def recover(path: Path) -> bool:
    """Finish or take back what is found beside a store, before it is open: for whoever has the turn. Raises OSError.

    Returns whether a backup was put in place that a killed process had checked.
    """
    finished = finish_restore(path)
    new = copies.aside(path)
    if any(os.path.lexists(one) for one in (new, *(copies.side(new, ending) for ending in copies.SIDES))):
        # Where there are no turns the file may be another's work, which then does not let it be removed.
        with contextlib.suppress(PermissionError):
            copies.remove(new)
    if not is_held(path):
        give_back_first_page(path)
    return finished


def tidy(path: Path) -> None:
    """Do what `recover` does without opening the store, so that its first bytes say what it is. Raises StoreProblem."""
    with turn(path.parent), copies.speaking(path):
        recover(path)


def restored(path: Path) -> Path:
    """Return where a backup lies that was checked and is to be put in place: by its name alone it counts."""
    return path.with_name(path.name + ".restored")


def kept(path: Path) -> Path:
    """Return where a store lies that a backup took the place of."""
    return path.with_name(path.name + KEPT)


def finish_restore(path: Path) -> bool:
    """Put a checked backup in a store's place, and the store aside with its log; done again wherever it was cut short.

    Returns whether there was one. Raises OSError.
    """
    ready, old = restored(path), kept(path)
    if not ready.exists():
        return False
    copies.sync(path.parent)
    # The log first: beside the backup it would be taken for its own.
    for ending in ("-journal", "-wal"):
        with contextlib.suppress(FileNotFoundError):
            copies.side(path, ending).replace(copies.side(old, ending))
    copies.side(path, "-shm").unlink(missing_ok=True)
    with contextlib.suppress(FileNotFoundError):
        path.replace(old)
    copies.sync(path.parent)
    copies.exchange(ready, path)
    return True


def give_back_first_page(path: Path) -> None:
    """Write a store's first page back from a journal of another key; SQLite rolls back the rest when it opens the file."""
    if not copies.side(path, "-journal").exists():
        return
    with alone(path) as mine:
        if not mine:
            return  # its owner is at work
        with path.open("r+b") as store, copies.side(path, "-journal").open("rb") as journal:
            page = _first_page(journal.read(_JOURNAL.size + 2 * _LARGEST_SECTOR + 8))
            if page is None or store.read(SALT_BYTES) == page[:SALT_BYTES]:
                return
            store.seek(0)
            store.write(page)
            store.flush()
            os.fsync(store.fileno())


def _first_page(journal: bytes) -> bytes | None:
    """Return the first page as a journal has it; None where it has none, or was never made durable."""
    if len(journal) < _JOURNAL.size:
        return None
    magic, records, _, _, sector, size = _JOURNAL.unpack_from(journal)
    record = journal[sector : sector + 4 + size]
    if magic != _JOURNAL_MAGIC or not records or len(record) < 4 + size or record[:4] != b"\0\0\0\1":
        return None
    page = record[4:]
    # As SQLite's own header has it, in the clear whatever the key: the page's size, the formats, three fixed fractions.
    return (
        page
        if page[21:24] == b"\x40\x20\x20" and page[16:18] == struct.pack(">H", size & 0xFFFF | size >> 16)
        else None
    )
