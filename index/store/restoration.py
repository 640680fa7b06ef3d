"""A backup put in the place of a store: copied and checked beside it first, so that a bad one changes nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import apsw

from index.errors import StoreDamaged, StoreLocked, StoreProblem, StoreTooNew, WrongKey
from index.store import checksums, copies, header, keys, migrations, recovery
from index.store.copies import Watch
from index.store.turn import alone, turn


@dataclass(frozen=True)
class Restored:
    """What a backup brought back, and where the store lies that was there before (None where there was none)."""

    messages: int
    files: int
    kept: Path | None


def restore(path: Path, backup: Path, key: str | None, watch: Watch, *, discard: bool = False) -> Restored:
    """Put a backup in the place of the store at `path`, with its log where one lies beside it. It keeps its own key.

    The backup is only read. The store that was there is kept beside (`recovery.kept`), with its log; one that was kept
    before is in the way, unless `discard` lets it go, with the one that is there now. Raises StoreLocked
    (another process has the store open), WrongKey, StoreDamaged, StoreTooNew, StoreProblem, DiskFull, Stopped: then
    nothing was changed.
    """
    _refuse(path, backup)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with turn(path.parent), copies.speaking(path):
        finished = recovery.recover(path)
        if not discard:
            _refuse_kept(path, finished=finished)
        with alone(path) as mine:
            if not mine:
                raise StoreLocked(
                    f"Another process has the index {path} open; nothing was changed.",
                    "Close the terminal app, wait for other commands, run `homebody service stop`, then try again.",
                )
            new = copies.aside(path)
            try:
                messages, files = _copied(backup, new, key, watch)
                watch.check()
                there = path.exists()
                if discard:
                    copies.remove(recovery.kept(path))
                new.replace(recovery.restored(path))
            except BaseException:
                with contextlib.suppress(OSError):
                    copies.remove(new)
                raise
            _finish(path)
            if discard:
                copies.remove(recovery.kept(path))
    return Restored(messages, files, recovery.kept(path) if there and not discard else None)


def _finish(path: Path) -> None:
    try:
        recovery.finish_restore(path)
    except OSError as error:
        raise StoreProblem(
            f"The backup is whole and ready, but the disk refused to put it in place: {error.strerror}.",
            "The next command puts it in place; the index of before is kept.",
        ) from error


def _refuse(path: Path, backup: Path) -> None:
    """Raise StoreProblem where there is no backup, or it is the store itself, StoreDamaged where it is no store."""
    if not backup.is_file():
        raise StoreProblem(f"There is no file {backup}.", "Name the file that `homebody backup` wrote.")
    if path.exists() and backup.samefile(path):
        raise StoreProblem(f"{backup} is the index itself.", "Name the file that `homebody backup` wrote.")
    if not header.is_plain(backup) and not header.is_encrypted(backup):
        raise StoreDamaged(f"{backup} is not a backup of an index, or it is damaged.", "Try an earlier one.")


def _refuse_kept(path: Path, *, finished: bool) -> None:
    """Raise StoreProblem where the store of before an earlier restore is still kept: it would be lost.

    `finished` tells that it is kept because such a restore, which was interrupted, has been finished just now.
    """
    old = recovery.kept(path)
    if finished and old.exists():
        raise StoreProblem(
            "An earlier `homebody restore` had been interrupted when its backup was checked already. It is finished now: "
            f"that backup is in place, and the index of before is kept as {old}.",
            "If another backup is wanted, move that file away or remove it first, or say --discard.",
        )
    for one in (old, *(copies.side(old, ending) for ending in copies.SIDES)):
        if one.exists():
            raise StoreProblem(
                f"{one} still holds the index of before an earlier restore; nothing was changed.",
                "Move it away or remove it, or say --discard to keep neither it nor the index that is there now.",
            )


def _copied(backup: Path, new: Path, key: str | None, watch: Watch) -> tuple[int, int]:
    """Copy a backup and its log, check what that makes, and leave it whole in one durable file; return its size."""
    sides = [ending for ending in ("-wal", "-journal") if copies.side(backup, ending).exists()]
    size = sum(one.stat().st_size for one in (backup, *(copies.side(backup, ending) for ending in sides)))
    copies.make_room(new.parent, size, "The backup")
    copies.remove(new)
    for ending in sides:
        copies.copy_bytes(copies.side(backup, ending), copies.side(new, ending), Watch(stop=watch.stop))
    copies.copy_bytes(backup, new, watch)
    recovery.give_back_first_page(new)
    with _speaking(backup, encrypted=header.is_encrypted(new)):
        if header.is_encrypted(new) and not key:
            raise StoreLocked(f"The backup {backup} is encrypted.", "Run it in a terminal, where it can be asked for.")
        opener = keys.opener(key, new) if key and header.is_encrypted(new) else None
        with contextlib.closing(copies.opened(new, opener, write=True)) as connection:
            if connection.pragma("journal_mode", "delete") != "delete":
                raise apsw.BusyError
            version = migrations.version(connection)
            found = _sizes(connection) if version else None
        if found is None:
            raise StoreDamaged(f"The backup {backup} is empty.", "Try an earlier one.")
        copies.check(new, opener, watch)
    for ending in copies.SIDES:
        copies.side(new, ending).unlink(missing_ok=True)
    copies.sync(new)
    copies.sync(new.parent)
    return found


def _sizes(connection: apsw.Connection) -> tuple[int, int]:
    messages = connection.execute("SELECT count(*) FROM message WHERE visible = 1").get
    return int(messages), int(connection.execute("SELECT count(*) FROM document").get)


@contextlib.contextmanager
def _speaking(backup: Path, *, encrypted: bool) -> Iterator[None]:
    try:
        yield
    except apsw.NotADBError as error:
        if encrypted:
            raise WrongKey(
                f"The passphrase does not open the backup {backup}.", "Try again with the right one."
            ) from error
        raise _damaged(backup) from error
    except (apsw.CorruptError, apsw.SQLError) as error:
        raise _damaged(backup) from error
    except StoreTooNew as error:
        raise StoreTooNew(f"The backup {backup} was written by a later homebody.", "Update homebody.") from error
    except StoreDamaged as error:
        raise _damaged(backup) from error
    except (apsw.FullError, apsw.InterruptError):
        raise
    except apsw.Error as error:
        if checksums.is_damage(error):
            raise _damaged(backup) from error
        raise StoreProblem(
            f"The backup {backup} cannot be checked: the disk of the index failed or is full; nothing was changed.",
            "Check the disk, then run the same command again.",
        ) from error


def _damaged(backup: Path) -> StoreDamaged:
    return StoreDamaged(f"The backup {backup} is damaged, or no index; nothing was changed.", "Try an earlier one.")
