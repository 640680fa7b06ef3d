"""A home that one process has open while another locks it: the mark, and what the open one does about it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from app.home import lock_mark
from app.home.config import Settings
from app.home.paths import Home
from app.runtime.runtime import Runtime
from app.tui.services import Heard
from app.tui_services import lock as home_lock
from app.tui_services.home import HomeServices
from app.tui_services.lock import HomeLock
from index.errors import StoreLocked
from index.index import Index
from tests.app.commands.command_runner import Shell

KEY = "correct horse"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with one note in it, not encrypted."""
    home = Home(tmp_path / "home", tmp_path / "models")
    note = tmp_path / "note.md"
    note.write_text("The boat is in the shed.\n", encoding="utf-8")
    with opened(home) as runtime:
        list(runtime.add([note]))
    return home


def opened(home: Home) -> Runtime:
    return Runtime(home, Settings(zone="Europe/Berlin"), use_service=False)


def encrypt(home: Home) -> None:
    with opened(home) as runtime:
        runtime.index().change_key(KEY)


class Hearing:
    """What a lock hears, one after the other."""

    def __init__(self, lock: HomeLock, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(home_lock, "LOOK_EVERY_S", 0.01)
        self._stop = Event()
        self._heard: Iterator[Heard] = lock.watch(self._stop)

    def next(self) -> Heard:
        return next(self._heard)

    def nothing_more(self) -> bool:
        self._stop.set()
        return next(self._heard, None) is None


@pytest.fixture
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOMEBODY_PASSPHRASE", raising=False)


@pytest.mark.usefixtures("passphrase")
def test_a_home_asks_until_its_passphrase_is_right(home: Home) -> None:
    encrypt(home)
    with opened(home) as runtime:
        lock = HomeServices(runtime).locking()
        assert lock.encrypted
        assert lock.asks
        assert lock.is_locked()
        lock.let_go()
        with pytest.raises(StoreLocked):
            lock.unlock("correct hoarse")
        assert runtime.key is None
        with pytest.raises(StoreLocked):
            runtime.index()
        lock.unlock(KEY)
        assert not lock.is_locked()
        assert runtime.index().size() == (0, 1)


def test_a_passphrase_of_the_environment_that_is_wrong_is_asked_for(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    encrypt(home)
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", "correct hoarse")
    with opened(home) as runtime:
        runtime.unlocked()
        lock = HomeLock(runtime)
        assert not lock.asks
        assert lock.is_locked()
        lock.let_go()
        lock.unlock(KEY)
        assert runtime.index().size() == (0, 1)


def test_what_is_locked_is_opened_by_nothing_but_its_passphrase(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    encrypt(home)
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", KEY)
    with opened(home) as runtime:
        index = runtime.index()
        lock = HomeLock(runtime)
        lock.lock()
        assert runtime.key is None
        assert runtime.opened.index is None
        with pytest.raises(StoreLocked):
            runtime.index()
        assert runtime.unlocked() is None
        assert runtime.service() is None
        with pytest.raises(Exception, match="closed"):
            index.size()
        lock.unlock(KEY)
        assert runtime.index().size() == (0, 1)


@pytest.mark.usefixtures("passphrase")
def test_an_open_home_hears_that_another_locks_it(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    encrypt(home)
    with opened(home) as runtime, opened(home) as other:
        lock, others = HomeLock(runtime), HomeLock(other)
        lock.unlock(KEY)
        others.unlock(KEY)
        hearing, own = Hearing(lock, monkeypatch), Hearing(others, monkeypatch)
        others.lock()
        assert hearing.next() == "locked"
        lock.let_go()
        assert own.nothing_more(), "what one does oneself is no news"
        lock.unlock(KEY)
        assert hearing.nothing_more(), "and it is told once"


@pytest.mark.skipif(os.name != "posix", reason="nothing holds a file there")
@pytest.mark.usefixtures("passphrase")
def test_the_first_lock_gets_the_index_from_an_open_app(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(home) as runtime, opened(home) as command:
        lock = HomeLock(runtime)
        runtime.index().size()  # a connection of its own, which holds the index
        hearing = Hearing(lock, monkeypatch)
        let_go = Event()

        def app() -> None:
            assert hearing.next() == "locked"
            lock.let_go()
            let_go.set()

        thread = Thread(target=app)
        index = command.index()
        with lock_mark.announced(home):
            thread.start()
            assert lock_mark.is_held(home)
            assert let_go.wait(10)
            assert lock._look() is None, "nothing is free while somebody locks"
            lock_mark.once_let_go(lambda: index.change_key(KEY))
        thread.join(10)
        assert not lock_mark.is_held(home)
        assert hearing.nothing_more()
        assert lock.asks
        lock.unlock(KEY)
        assert runtime.index().size() == (0, 1)


@pytest.mark.skipif(os.name != "posix", reason="nothing holds a file there")
def test_a_first_lock_that_fails_leaves_the_app_free_to_go_on(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(home) as runtime:
        lock = HomeLock(runtime)
        hearing = Hearing(lock, monkeypatch)
        with suppress(OSError), lock_mark.announced(home):
            assert hearing.next() == "locked"
            lock.let_go()
            raise OSError("full")
        assert hearing.next() == "free"
        lock.reopen()
        assert runtime.index().size() == (0, 1)


@pytest.mark.usefixtures("passphrase")
def test_an_index_that_an_encrypted_one_replaced_is_locked(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(home) as runtime:
        lock = HomeLock(runtime)
        runtime.index().size()
        hearing = Hearing(lock, monkeypatch)
        new = tmp_path / "new.db"
        Index.open(new, zone=runtime.zone, key=KEY, create=True).close()
        new.replace(home.store)
        assert hearing.next() == "locked"


def test_whoever_does_not_let_go_is_waited_for_and_then_named() -> None:
    tries = []

    def held() -> None:
        tries.append(1)
        raise StoreLocked("Another process has it.")

    with pytest.raises(StoreLocked, match="Another process"):
        lock_mark.once_let_go(held, patience_s=0)
    assert len(tries) == 1
    answers = iter([StoreLocked("busy"), None])

    def later() -> str:
        if (problem := next(answers)) is not None:
            raise problem
        return "done"

    assert lock_mark.once_let_go(later) == "done"


def test_the_mark_is_the_owners_alone_and_follows_no_link(home: Home, tmp_path: Path) -> None:
    with lock_mark.announced(home):
        first = lock_mark.last_mark(home)
    with lock_mark.announced(home):
        assert lock_mark.last_mark(home) not in (b"", first)
    path = lock_mark.mark_path(home)
    if os.name != "posix":
        return
    assert path.stat().st_mode & 0o777 == 0o600
    path.unlink()
    theirs = tmp_path / "theirs"
    theirs.write_text("untouched", encoding="utf-8")
    path.symlink_to(theirs)
    with lock_mark.announced(home):  # locking itself goes on
        assert theirs.read_text(encoding="utf-8") == "untouched"
        assert lock_mark.last_mark(home) == b""


def test_both_commands_leave_a_mark(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.home.paths import default_home

    shell("add", str(shell.write("note.md", "The boat is in the shed.\n")))
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", KEY)
    marks = [lock_mark.last_mark(default_home())]
    for words in (("lock",), ("lock",), ("unlock", "--remove")):
        assert shell(*words)[0] == 0
        marks.append(lock_mark.last_mark(default_home()))
    assert len(set(marks)) == len(marks)


class Warm:
    """A warm process that notes whether the mark was held when it was told to stop."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self.stopped: list[bool] = []

    def stop(self) -> None:
        self.stopped.append(lock_mark.is_held(self._home) or os.name != "posix")


def test_lock_now_ends_the_warm_process_which_holds_the_key(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    encrypt(home)
    warm = Warm(home)
    with opened(home) as runtime:
        lock = HomeLock(runtime)
        lock.unlock(KEY)
        monkeypatch.setattr("app.service_client.client.find", lambda _: warm)
        lock.let_go()
        assert warm.stopped == []
        lock.lock()
        assert warm.stopped == [True]
