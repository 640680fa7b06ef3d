"""Backups: whole, private, of one moment; and put back whole, or not at all, with nothing of the one before lost."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
import threading
from datetime import UTC
from pathlib import Path

import apsw
import pytest

from index.errors import DiskFull, Stopped, StoreDamaged, StoreLocked, StoreProblem, StoreTooNew, WrongKey
from index.index import Index
from index.store import checksums, copies, migrations, recovery
from index.store.connection import PART
from index.store.copies import Watch
from index.store.header import is_encrypted
from index.types import Filters
from tests.index.kit import add_records, chat, everything, said

REPO = Path(__file__).resolve().parents[3]
KEY = "a passphrase"


def filled(store: Path, key: str | None, messages: int) -> str:
    with Index.open(store, zone=UTC, key=key, create=True) as index:
        add_records(index, [chat(), *(said(f"a telling word {n} {'x' * 200}", n) for n in range(messages))])
        return everything(index)


def content(store: Path, key: str | None = None) -> str:
    with Index.open(store, zone=UTC, key=key) as index:
        assert index.health().integrity == "ok"
        return everything(index)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    filled(tmp_path / "other" / "index.db", None, 30)
    return tmp_path / "other" / "index.db"


@pytest.mark.parametrize("key", [None, KEY])
def test_a_backup_is_of_one_moment_private_and_under_the_same_key(store: Path, tmp_path: Path, key: str | None) -> None:
    wanted = filled(store, key, 40)
    target = tmp_path / "a b?c#d%41.db"
    old = os.umask(0)
    try:
        with Index.open(store, zone=UTC, key=key) as index:
            added = False

            def tell(_share: float) -> None:
                nonlocal added
                if not added:
                    added = True
                    add_records(index, [chat(), said("meanwhile", 900)], "b")

            index.backup(target, Watch(tell))
            assert added
            assert index.count(Filters()) == 41
            index.backup(target)  # and again, over it
    finally:
        os.umask(old)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert is_encrypted(target) == (key is not None)
    assert (b"telling" in target.read_bytes()) == (key is None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a b?c#d%41.db", "home"]
    with Index.open(store, zone=UTC, key=key) as index:
        assert everything(index) == content(target, key) != wanted


def test_a_backup_that_fails_or_is_stopped_leaves_the_one_before(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(store, None, 400)
    target = tmp_path / "b.db"
    target.write_bytes(b"the one before")
    with Index.open(store, zone=UTC) as index:

        def fail(*_arguments: object) -> None:
            raise OSError(28, "No space left on device")

        for step in ("copy", "check", "sync"):
            with monkeypatch.context() as patch:
                patch.setattr(copies, step, fail)
                with pytest.raises(DiskFull, match=str(target)):
                    index.backup(target)
        with pytest.raises(Stopped):
            index.backup(target, Watch(stop=set_event()))
    assert target.read_bytes() == b"the one before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.db", "home"]


def test_a_backup_is_not_written_where_the_log_of_another_file_would_be_taken_for_its_own(
    store: Path, tmp_path: Path
) -> None:
    filled(store, None, 10)
    target = tmp_path / "b.db"
    target.write_bytes(b"a copy of before")
    log = copies.side(target, "-wal")
    log.write_bytes(b"and its log")
    with Index.open(store, zone=UTC) as index:
        with pytest.raises(StoreProblem, match="is the log of another file"):
            index.backup(target)
        assert (target.read_bytes(), log.read_bytes()) == (b"a copy of before", b"and its log")
        log.unlink()
        index.backup(target)
    assert content(target) == content(store)


def test_a_backup_touches_no_file_of_another_name(store: Path, tmp_path: Path) -> None:
    filled(store, None, 10)
    mine = [tmp_path / name for name in ("b.db.part", "b.db.part-wal", "b.db.new", "b.db.tmp")]
    for path in mine:
        path.write_bytes(b"mine")
    if os.name == "posix":
        (tmp_path / f"b.db{PART}").symlink_to(mine[0])
    with Index.open(store, zone=UTC) as index:
        index.backup(tmp_path / "b.db")
    assert {path.read_bytes() for path in mine} == {b"mine"}
    assert not (tmp_path / f"b.db{PART}").is_symlink()


@pytest.mark.skipif(os.name != "posix", reason="there is no such lock elsewhere")
def test_two_backups_into_one_file_at_once_do_not_write_into_each_other(store: Path, tmp_path: Path) -> None:
    filled(store, None, 400)
    refused: list[bool] = []
    with Index.open(store, zone=UTC) as index, Index.open(store, zone=UTC) as other:

        def tell(_share: float) -> None:
            if not refused:
                refused.append(True)
                with pytest.raises(StoreLocked, match="is writing"):
                    other.backup(tmp_path / "b.db")

        index.backup(tmp_path / "b.db", Watch(tell))
    assert refused
    assert content(tmp_path / "b.db") == content(store)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.db", "home"]


def set_event() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


def test_the_one_before_is_kept_with_its_log(store: Path, backup: Path) -> None:
    filled(store, KEY, 20)
    killed_after_adding(store)
    assert store.with_name("index.db-wal").stat().st_size
    done = Index.restore(store, backup, key=None)
    assert (done.messages, done.kept) == (30, recovery.kept(store))
    assert content(store) == content(backup)
    assert names(store) == ["index.db", "index.db.before-restore", "index.db.before-restore-wal"]
    with Index.open(recovery.kept(store), zone=UTC, key=KEY) as index:
        assert index.count(Filters()) == 21
    with pytest.raises(StoreProblem, match="before an earlier restore"):
        Index.restore(store, backup, key=None)
    done = Index.restore(store, backup, key=None, discard=True)
    assert done.kept is None
    assert names(store) == ["index.db"]


def test_a_restore_that_was_cut_short_is_finished_and_the_next_one_says_so(store: Path, backup: Path) -> None:
    filled(store, None, 20)
    wanted = content(backup)
    shutil.copy(backup, recovery.restored(store))
    with pytest.raises(StoreProblem, match="It is finished now") as refused:
        Index.restore(store, backup, key=None)
    assert "nothing was changed" not in str(refused.value)
    assert content(store) == wanted
    assert names(store) == ["index.db", "index.db.before-restore"]


def killed_after_adding(store: Path) -> None:
    script = """
    import os, signal, sys
    from datetime import UTC
    from pathlib import Path
    from index.index import Index
    from tests.index.kit import add_records, chat, said
    index = Index.open(Path(sys.argv[1]), zone=UTC, key="a passphrase")
    add_records(index, [chat(), said("in the log", 900)], "b")
    os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script), str(store)], cwd=REPO, timeout=60)


def names(store: Path) -> list[str]:
    return sorted(path.name for path in store.parent.iterdir())


def test_the_log_of_a_backup_is_taken_along_and_the_backup_only_read(store: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "index.db"
    filled(other, KEY, 20)
    killed_after_adding(other)
    other.with_name("index.db-shm").unlink()
    before = {path.name: path.read_bytes() for path in other.parent.iterdir()}
    assert Index.restore(store, other, key=KEY).messages == 21
    assert {path.name: path.read_bytes() for path in other.parent.iterdir()} == before
    assert names(store) == ["index.db"]
    with Index.open(store, zone=UTC, key=KEY) as index:
        assert index.count(Filters()) == 21


def test_a_backup_that_is_none_changes_nothing(store: Path, backup: Path, tmp_path: Path) -> None:
    wanted = filled(store, None, 10)
    bad = tmp_path / "bad.db"
    page = backup.read_bytes()
    for junk in (b"", b"Dear diary" * 999, page[: len(page) // 2], page[:20_000] + b"\x77" * 20_000 + page[40_000:]):
        bad.write_bytes(junk)
        with pytest.raises(StoreDamaged):
            Index.restore(store, bad, key=None)
    shutil.copy(backup, bad)
    db = apsw.Connection(str(bad), vfs=checksums.vfs(None))
    db.pragma("user_version", migrations.SCHEMA + 1)
    db.close()
    with pytest.raises(StoreTooNew, match="later homebody"):
        Index.restore(store, bad, key=None)
    for missing in (tmp_path / "none.db", tmp_path, store):
        with pytest.raises(StoreProblem):
            Index.restore(store, missing, key=None)
    filled(tmp_path / "locked" / "b.db", KEY, 3)
    for wrong, error in (("wrong", WrongKey), (None, StoreLocked)):
        with pytest.raises(error):
            Index.restore(store, tmp_path / "locked" / "b.db", key=wrong)
    assert names(store) == ["index.db"]
    assert content(store) == wanted


def test_a_disk_that_fails_at_any_step_is_said_and_changes_nothing(
    store: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = filled(store, None, 10)
    for error in (OSError(5, "Input/output error"), apsw.CantOpenError("x"), apsw.IOError("x"), apsw.FullError("x")):

        def fail(*_arguments: object, error: Exception = error, **_options: object) -> None:
            raise error

        for step in ("opened", "check", "make_room" if isinstance(error, OSError) else "check"):
            with monkeypatch.context() as patch:
                patch.setattr(copies, step, fail)
                with pytest.raises(DiskFull if isinstance(error, apsw.FullError) else StoreProblem):
                    Index.restore(store, backup, key=None)
        assert names(store) == ["index.db"]
    assert content(store) == wanted


def test_an_index_that_another_process_has_open_is_not_replaced(store: Path, backup: Path) -> None:
    wanted = filled(store, KEY, 10)
    script = """
    import sys
    from datetime import UTC
    from pathlib import Path
    from index.index import Index
    with Index.open(Path(sys.argv[1]), zone=UTC, key="a passphrase"):
        print("open", flush=True)
        sys.stdin.readline()
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(store)]
    other = subprocess.Popen(command, cwd=REPO, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    with pytest.raises(StoreLocked, match="open; nothing was changed"):
        Index.restore(store, backup, key=None)
    other.communicate("\n")
    assert content(store, KEY) == wanted
    assert Index.restore(store, backup, key=None).messages == 30


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from index.index import Index
    store, backup, left = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    def die():
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    def counted(real):
        def beside(*values, **options):
            die()
            return real(*values, **options)
        return beside
    Path.replace, Path.unlink, os.fsync = counted(Path.replace), counted(Path.unlink), counted(os.fsync)
    Index.restore(store, backup, key=None)
    print("done")
    """


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill so")
def test_killed_anywhere_it_is_the_one_before_or_the_backup_and_none_is_lost(store: Path, backup: Path) -> None:
    filled(store, KEY, 20)
    killed_after_adding(store)
    saved = store.parent.with_name("saved")
    shutil.copytree(store.parent, saved)
    wanted, found = content(backup), set()
    for at in range(1, 60, 2):
        shutil.rmtree(store.parent)
        shutil.copytree(saved, store.parent)
        command = [sys.executable, "-c", textwrap.dedent(KILLED), str(store), str(backup), str(at)]
        ran = subprocess.run(command, cwd=REPO, timeout=60, capture_output=True)
        if ran.stdout == b"done\n":
            break
        assert ran.returncode == -signal.SIGKILL
        with Index.open(store, zone=UTC, key=KEY) as index:  # finishes, or takes back
            encrypted = index.encrypted
            assert (index.count(Filters()) == 21) if encrypted else (everything(index) == wanted)
        found.add(encrypted)
        assert not {name for name in names(store) if ".new" in name or ".restored" in name}
        if not encrypted:
            with Index.open(recovery.kept(store), zone=UTC, key=KEY) as index:
                assert index.count(Filters()) == 21
    assert found == {True, False}
    assert at > 15
