"""`homebody lock` and `homebody unlock`."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest

from app import report
from app.paths import default_home
from app.service.client import find
from index.errors import DiskFull
from index.store import copies
from index.store.header import MARK, is_encrypted
from tests.app.commands.running import CHAT, Shell
from tests.index.store.breaking import broken

KEY = "correct horse"


@pytest.fixture
def filled(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    shell("add", str(shell.write("WhatsApp Chat with Maya.txt", CHAT)))
    yield shell
    monkeypatch.undo()


def content() -> bytes:
    home = default_home().root
    return b"".join(path.read_bytes() for path in home.glob("index.db*"))


def test_locking_needs_a_passphrase_and_an_index(shell: Shell) -> None:
    assert shell("lock")[0] == report.NEEDS
    shell("add", str(shell.write("WhatsApp Chat with Maya.txt", CHAT)))
    assert shell("lock")[0] == report.NEEDS
    assert "passphrase" in shell.err
    assert shell("unlock")[0] == report.DONE


def test_a_locked_index_opens_with_its_passphrase_alone(filled: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert b"cabin" in content()
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", KEY)
    assert filled("lock")[0] == report.DONE
    assert b"cabin" not in content()
    assert len(filled.json("search", "cabin", "--no-service")["hits"]) == 1
    filled("add", str(filled.write("packing.md", "A lantern.\n")))
    assert b"lantern" not in content()
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", "wrong")
    assert filled("chats")[0] == report.NEEDS
    monkeypatch.delenv("HOMEBODY_PASSPHRASE")
    assert filled("people")[0] == report.NEEDS
    assert "homebody unlock" in filled.err
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", KEY)
    assert "every command will ask" in filled("unlock")[1]
    assert filled("unlock", "--remove")[0] == report.DONE
    monkeypatch.delenv("HOMEBODY_PASSPHRASE")
    assert len(filled.json("chats")) == 1


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="the service listens on Unix sockets")
def test_the_warm_process_holds_the_key_until_it_is_told_to_lock(
    filled: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", KEY)
    filled("lock")
    monkeypatch.delenv("HOMEBODY_PASSPHRASE")
    settings = default_home().settings
    settings.write_text(settings.read_text().replace("service_minutes = 0", "service_minutes = 1"))
    try:
        assert filled("search", "cabin")[0] == report.NEEDS
        monkeypatch.setattr("app.commands.base.ask_passphrase", lambda: lambda: KEY)
        assert "is open until" in filled("unlock")[1]
        monkeypatch.setattr("app.commands.base.ask_passphrase", lambda: None)
        # Through the warm process, and in this one.
        assert len(filled.json("search", "cabin")["hits"]) == 1
        assert len(filled.json("chats")) == 1
        assert filled("lock")[0] == report.DONE
        assert find(default_home()) is None
        assert filled("chats")[0] == report.NEEDS
        assert filled("search", "cabin")[0] == report.NEEDS
    finally:
        if (client := find(default_home())) is not None:
            client.stop()


def test_the_passphrase_is_on_no_disk(filled: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", KEY)
    filled("lock")
    filled("chats")
    files = [path for path in Path(default_home().root).rglob("*") if path.is_file()]
    assert files
    assert all(KEY.encode() not in path.read_bytes() for path in files)


def test_a_short_passphrase_needs_a_yes(filled: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", "a")
    assert filled("lock")[0] == report.USAGE
    assert "--short" in filled.err
    assert b"cabin" in content()
    monkeypatch.setattr("app.report.at_terminal", lambda *_streams: True)
    for answer, code in ((False, report.NOTHING), (True, report.DONE)):
        monkeypatch.setattr("click.confirm", lambda *_arguments, answer=answer, **_options: answer)
        assert filled("lock")[0] == code
        assert (b"cabin" in content()) != answer
    filled("unlock", "--remove")
    monkeypatch.setattr("app.report.at_terminal", lambda *_streams: False)
    assert filled("lock", "--short")[0] == report.DONE
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", "b")
    assert filled("chats")[0] == report.NEEDS
    assert filled.err == (
        f"homebody: The passphrase does not open the index {default_home().store}. Try again with the right one.\n"
    )


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_in_good_order_and_what_opens_the_index_is_said(
    filled: Shell, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, name: str
) -> None:
    number = getattr(signal, name, None)
    if number is None:
        pytest.skip("this system has no such signal")
    if signal.getsignal(number) == signal.SIG_IGN:  # under `nohup`, which is to be heeded
        signal.signal(number, signal.SIG_DFL)
        request.addfinalizer(lambda: signal.signal(number, signal.SIG_IGN))
    before = signal.getsignal(number)
    real = copies.copy

    def interrupted(*values: Any, **options: Any) -> None:
        signal.raise_signal(number)
        real(*values, **options)

    monkeypatch.setenv("HOMEBODY_PASSPHRASE", KEY)
    for verb, words in ((("lock",), "is not encrypted"), (("unlock", "--remove"), "passphrase that it had")):
        with monkeypatch.context() as patch:
            patch.setattr(copies, "copy", interrupted)
            assert filled(*verb)[0] == 128 + number
        assert words in filled.err
        assert len(filled.json("chats")) == 1
        assert filled("lock")[0] == report.DONE
    assert signal.getsignal(number) == before


def test_unlock_gives_an_index_from_before_a_better_key(filled: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    db = apsw.Connection(str(default_home().store))
    db.pragma("journal_mode", "delete")
    db.pragma("rekey", KEY)
    db.close()
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", KEY)
    assert len(filled.json("chats")) == 1

    def full(*_arguments: object) -> None:
        raise DiskFull("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(copies, "make_room", full)
        assert filled("unlock")[0] == report.DONE
        assert "next `homebody unlock`" in filled.err
    assert not default_home().store.read_bytes().startswith(MARK)
    assert filled("unlock")[0] == report.DONE
    assert "better protected" in filled.err
    assert default_home().store.read_bytes().startswith(MARK)
    assert len(filled.json("chats")) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the file systems of other platforms are called otherwise")
def test_an_index_that_broke_while_it_was_locked_in_place_is_locked_anew(
    filled: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(default_home().store, "", KEY, 1)
    assert is_encrypted(default_home().store)
    assert b"cabin" in content()
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", KEY)
    code, out = filled("lock")
    assert (code, "is encrypted" in out) == (report.DONE, True)
    assert b"cabin" not in content()
    assert len(filled.json("chats")) == 1
