"""An index that is encrypted where it lies, and laid open again: no plain word in any of its files in between."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import apsw
import pytest

from index.errors import DiskFull, Stopped, StoreLocked, StoreProblem
from index.index import Index
from index.store.database import connection, copies, keys
from index.store.database.copies import Watch
from index.store.database.header import MARK, is_encrypted
from index.types.events import ForgetRequest
from index.types.search import Filters
from tests.fakes import HashEmbedder
from tests.index.kit import add_records, bodies, chat, everything, find, said
from tests.index.store.breaking import broken

REPO = Path(__file__).resolve().parents[3]
KEY = 'it\'s a "long" passphrase; -- ß🦊'


def content(store: Path) -> bytes:
    return b"".join(path.read_bytes() for path in store.parent.iterdir())


@pytest.fixture
def locked(store: Path) -> Iterator[Index]:
    with Index.open(store, zone=UTC, create=True) as index:
        records = [chat(), *(said(f"a telling word {n}", n) for n in range(200))]
        add_records(index, records, embedder=HashEmbedder())
        index.change_key(KEY)
        yield index


def test_locking_leaves_no_plain_word_and_changes_nothing_else(store: Path) -> None:
    with Index.open(store, zone=UTC, create=True) as index:
        add_records(index, [chat(), said("a telling word")], embedder=HashEmbedder())
        before = everything(index)
        assert b"telling" in content(store)
        assert not is_encrypted(store)
        index.change_key(KEY)
        assert b"telling" not in content(store)
        assert is_encrypted(store)
        assert everything(index) == before
    assert sorted(path.name for path in store.parent.iterdir()) == ["index.db"]
    with Index.open(store, zone=UTC, key=KEY) as index:
        assert everything(index) == before


def test_what_comes_later_is_encrypted_too(locked: Index, store: Path) -> None:
    add_records(locked, [chat(), said("another revealing line", 900)], "b", embedder=HashEmbedder())
    assert b"revealing" not in content(store)
    assert bodies(find(locked, "revealing", HashEmbedder()).hits)[0] == "another revealing line"


@pytest.mark.parametrize("wrong", [None, "", "wrong", KEY + " "])
def test_without_the_key_nothing_opens_and_nothing_changes(locked: Index, store: Path, wrong: str | None) -> None:
    locked.close()
    before = store.read_bytes()
    with pytest.raises(StoreLocked):
        Index.open(store, zone=UTC, key=wrong)
    assert store.read_bytes() == before


def test_forgetting_and_writing_anew_stay_encrypted(locked: Index, store: Path) -> None:
    list(locked.forget(ForgetRequest(chats=locked.find_chats("Cabin"))))
    assert is_encrypted(store)
    assert (locked.count(Filters()), locked.health().integrity) == (0, "ok")
    assert b"telling" not in content(store)


def test_the_key_can_be_changed_and_taken_off(locked: Index, store: Path) -> None:
    locked.change_key("another")
    locked.close()
    with pytest.raises(StoreLocked):
        Index.open(store, zone=UTC, key=KEY)
    with Index.open(store, zone=UTC, key="another") as index:
        index.change_key(None)
    assert not is_encrypted(store)
    with Index.open(store, zone=UTC) as index:
        assert index.count(Filters()) == 200


def test_another_process_that_reads_keeps_it_from_being_locked(store: Path) -> None:
    with Index.open(store, zone=UTC, create=True) as index:
        add_records(index, [chat(), said("a telling word")])
        other = apsw.Connection(str(store))
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM message").fetchall()
        index._database._writer.set_busy_timeout(0)
        with pytest.raises(StoreLocked):
            index.change_key(KEY)
        other.close()
        assert not is_encrypted(store)
        assert index.count(Filters()) == 1
        add_records(index, [chat(), said("more", 3)], "b")


# ── Killed, full, failing, stopped ────────────────────────────────────────────────────────────────────────────────────

KILLED = """
    import os, signal, sys
    from datetime import UTC
    from pathlib import Path
    from index.index import Index
    from index.store.database import copies, keys
    from index.store.database.copies import Watch
    from index.store.database.header import Cost
    keys.measured = lambda: Cost(6, 1, 1)
    store, before, after, where, left = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5])
    def die(*_):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    real = getattr(copies, where, None)
    if real is not None:
        def beside(*values, **options):
            die()
            real(*values, **options)
            die()
        setattr(copies, where, beside)
    with Index.open(store, zone=UTC, key=before or None) as index:
        index.change_key(after or None, Watch(die if where == "writing" else lambda share: None))
    """

MOMENTS = [("create", 1), ("create", 2), ("writing", 1), ("writing", 12), ("copy", 2), ("check", 2)]
LATER = [("sync", n) for n in range(1, 7)] + [("exchange", 2), ("overwrite", 1)]


def filled(store: Path, key: str | None, messages: int = 400) -> str:
    with Index.open(store, zone=UTC, key=key, create=True) as index:
        add_records(index, [chat(), *(said(f"a telling word {n} {'x' * 200}", n) for n in range(messages))])
        return everything(index)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill so")
@pytest.mark.parametrize(("before", "after"), [("", "a key"), ("a key", "")])
@pytest.mark.parametrize(("where", "at"), MOMENTS + LATER)
def test_killed_anywhere_it_opens_with_the_one_key_or_the_other(
    store: Path, before: str, after: str, where: str, at: int
) -> None:
    wanted = filled(store, before or None)
    arguments = [str(store), before, after, where, str(at)]
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(KILLED), *arguments], cwd=REPO, timeout=120)
    assert ran.returncode == -signal.SIGKILL
    found = []
    for key in (before, after):
        try:
            with Index.open(store, zone=UTC, key=key or None) as index:
                found.append((index.key is None) == (not key) and everything(index) == wanted)
        except StoreLocked:
            found.append(False)
    assert any(found)
    if (where, at) in MOMENTS:
        assert is_encrypted(store) == bool(before)
    assert sorted(path.name for path in store.parent.iterdir()) == ["index.db"]


@pytest.mark.parametrize("step", ["create", "copy", "check", "exchange", "sync"])
@pytest.mark.parametrize("before", [None, KEY])
def test_a_disk_that_fails_at_any_step_changes_nothing(
    store: Path, monkeypatch: pytest.MonkeyPatch, step: str, before: str | None
) -> None:
    wanted = filled(store, before)
    for number in (errno.ENOSPC, errno.EIO):
        with Index.open(store, zone=UTC, key=before) as index:

            def fail(*_arguments: object, number: int = number, **_options: object) -> None:
                raise OSError(number, os.strerror(number))

            with monkeypatch.context() as patch:
                patch.setattr(copies, step, fail)
                with pytest.raises(DiskFull if number == errno.ENOSPC else StoreProblem, match="intact"):
                    index.change_key("another")
            assert index.encrypted == (before is not None)
            assert everything(index) == wanted
            index.be_me(None)  # and it is written as before
        assert sorted(path.name for path in store.parent.iterdir()) == ["index.db"]


def test_without_room_it_says_how_much_it_takes_and_changes_nothing(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = filled(store, KEY)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10**9, 10**9, 5000))
    with Index.open(store, zone=UTC, key=KEY) as index:
        with pytest.raises(DiskFull, match=r"takes \d[\d.]* MB .* has 0\.0 MB free"):
            index.change_key(None)
        assert everything(index) == wanted
    assert is_encrypted(store)


def test_stopped_midway_nothing_is_changed_and_nothing_is_left(store: Path) -> None:
    wanted = filled(store, None)
    stop = threading.Event()
    with Index.open(store, zone=UTC) as index:
        shares: list[float] = []

        def tell(share: float) -> None:
            shares.append(share)
            if len(shares) == 20:
                stop.set()

        with pytest.raises(Stopped):
            index.change_key(KEY, Watch(tell, stop))
        assert (index.encrypted, everything(index)) == (False, wanted)
        assert len(shares) == 20
        assert sorted(shares) == shares
    assert sorted(path.name for path in store.parent.iterdir()) == ["index.db"]


# ── What others have open ─────────────────────────────────────────────────────────────────────────────────────────────

HELD = """
    import sys
    from datetime import UTC
    from pathlib import Path
    from index.index import Index
    from index.store.database.header import is_encrypted
    from index.types.search import Filters
    store = Path(sys.argv[1])
    with Index.open(store, zone=UTC) as index:
        assert not is_encrypted(store)  # to look must not give up SQLite's locks
        print(index.count(Filters()), flush=True)
        sys.stdin.readline()
        print(index.count(Filters()), flush=True)
    """


def test_an_index_that_another_process_has_open_is_not_changed(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(store, None, 3)
    monkeypatch.setattr(connection, "ALONE_MS", 50)
    other = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HELD), str(store)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=REPO,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "3\n"
    with Index.open(store, zone=UTC) as index:
        with pytest.raises(StoreLocked, match="open; nothing was changed"):
            index.change_key(KEY)
        assert not index.encrypted
        add_records(index, [chat(), said("one more", 900)], "b")
        assert other.communicate("\n")[0] == "4\n"
        index.change_key(KEY)
    assert is_encrypted(store)


def test_who_opens_it_while_the_key_changes_waits_and_gets_the_new_file(store: Path) -> None:
    filled(store, None, 50)
    opening, begun, found = threading.Event(), threading.Event(), []

    def open_meanwhile() -> None:
        begun.wait(30)
        opening.set()
        with Index.open(store, zone=UTC, key=KEY) as index:
            found.append((index.encrypted, index.count(Filters())))

    thread = threading.Thread(target=open_meanwhile)
    thread.start()

    def tell(_share: float) -> None:
        begun.set()
        assert opening.wait(30)

    with Index.open(store, zone=UTC) as index:
        index.change_key(KEY, Watch(tell))
        thread.join(30)
    assert found == [(True, 50)]


# ── What earlier versions left ────────────────────────────────────────────────────────────────────────────────────────


def old_home(store: Path, key: str) -> str:
    """Make an index as it was locked before there was a mark: in place, by a key that SQLite's cipher makes itself."""
    wanted = filled(store, None, 1500)
    if key:
        db = apsw.Connection(str(store))
        db.pragma("journal_mode", "delete")
        db.pragma("rekey", key)
        db.close()
    return wanted


@pytest.mark.skipif(sys.platform != "linux", reason="the file systems of other platforms are called otherwise")
@pytest.mark.parametrize("at", [1, 2, 40])
@pytest.mark.parametrize(("old", "new"), [("", "new"), ("old", ""), ("old", "new")])
def test_an_index_that_broke_while_it_was_encrypted_in_place_is_rolled_back(
    store: Path, old: str, new: str, at: int
) -> None:
    wanted = old_home(store, old)
    broken(store, old, new, at)
    assert store.with_name("index.db-journal").stat().st_size > 100_000
    if old:
        for wrong in (None, "wrong", "new"):
            with pytest.raises(StoreLocked):
                Index.open(store, zone=UTC, key=wrong)
    # Whoever locked it has a passphrase in mind, and the index needs none any more.
    with Index.open(store, zone=UTC, key=old or "new") as index:
        assert (index.encrypted, index.health().integrity) == (bool(old), "ok")
        assert everything(index) == wanted
    assert sorted(path.name for path in store.parent.iterdir()) == ["index.db"]


@pytest.mark.skipif(sys.platform != "linux", reason="the file systems of other platforms are called otherwise")
def test_a_wrong_key_leaves_the_journal_of_a_killed_transaction_alone(store: Path) -> None:
    wanted = old_home(store, "old")
    broken(store, "old", "transaction", 20)
    for wrong in (None, "wrong"):
        with pytest.raises(StoreLocked):
            Index.open(store, zone=UTC, key=wrong)
    with Index.open(store, zone=UTC, key="old") as index:
        assert everything(index) == wanted


def test_an_index_from_before_opens_and_is_given_a_better_key(store: Path) -> None:
    wanted = old_home(store, KEY)
    assert is_encrypted(store)
    with pytest.raises(StoreLocked):
        Index.open(store, zone=UTC, key="wrong")
    with Index.open(store, zone=UTC, key=KEY) as index:
        assert index.has_old_key
        index.change_key(KEY)
        assert keys.is_made(index.key or "")
    assert store.read_bytes().startswith(MARK)
    with Index.open(store, zone=UTC, key=KEY) as index:
        assert everything(index) == wanted


def test_what_a_killed_change_left_is_removed_unread(store: Path) -> None:
    wanted = filled(store, KEY)
    for ending in (".new", ".new-journal", ".new-wal"):
        store.with_name(store.name + ending).write_bytes(b"a telling word" * 1000)
    with pytest.raises(StoreLocked):  # also by whoever has no key
        Index.open(store, zone=UTC)
    assert sorted(path.name for path in store.parent.iterdir()) == ["index.db"]
    with Index.open(store, zone=UTC, key=KEY) as index:
        assert everything(index) == wanted


@pytest.mark.skipif(os.name != "posix", reason="what is open is not replaced there")
def test_the_plain_file_is_overwritten_unless_another_name_leads_to_it(store: Path) -> None:
    filled(store, None, 5)
    with store.open("rb") as plain, Index.open(store, zone=UTC) as index:
        index.change_key(KEY)
        assert set(plain.read()) == {0}
    linked = store.with_name("a copy")
    with Index.open(store, zone=UTC, key=KEY) as index:
        index.change_key(None)
        linked.hardlink_to(store)
        index.change_key(KEY)
    assert b"telling" in linked.read_bytes()
