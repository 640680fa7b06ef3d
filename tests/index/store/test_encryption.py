"""An index that is encrypted where it lies, and laid open again: no plain word in any of its files in between."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import apsw
import pytest

from index.errors import StoreLocked
from index.index import Index
from index.store.header import is_encrypted
from index.types import Filters, Forgetting
from tests.fakes import HashEmbedder
from tests.index.kit import add_records, bodies, chat, everything, find, said

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
    list(locked.forget(Forgetting(conversations=locked.find_conversations("Cabin"))))
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


KILLED = """
    import os, signal, sys
    from datetime import UTC
    from pathlib import Path
    from index.index import Index
    left = int(sys.argv[2])
    def die():
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return False
    with Index.open(Path(sys.argv[1]), zone=UTC) as index:
        index._database._writer.set_progress_handler(die, 500)
        index.change_key("a key")
    """


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill so")
@pytest.mark.parametrize("at", [1, 8, 25])
def test_killed_while_it_is_locked_it_is_plain_or_locked_and_whole(store: Path, at: int) -> None:
    with Index.open(store, zone=UTC, create=True) as index:
        add_records(index, [chat(), *(said(f"a telling word {n} {'x' * 200}", n) for n in range(1500))])
        before = everything(index)
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(KILLED), str(store), str(at)], cwd=REPO, timeout=120)
    assert ran.returncode == -signal.SIGKILL
    with Index.open(store, zone=UTC, key="a key" if is_encrypted(store) else None) as index:
        assert everything(index) == before
        index.change_key("a key")
    assert b"telling" not in content(store)
