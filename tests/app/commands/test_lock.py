"""`homebody lock` and `homebody unlock`."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import report
from app.paths import default_home
from app.service.client import find
from tests.app.commands.running import CHAT, Shell

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
