"""`homebody backup` and `homebody restore`."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.home.paths import default_home
from app.output import report
from tests.app.commands.command_runner import CHAT, Shell

KEY = "correct horse"


@pytest.fixture
def filled(shell: Shell) -> Shell:
    shell("add", str(shell.write("WhatsApp Chat with Maya.txt", CHAT)))
    return shell


def test_what_was_backed_up_is_restored_and_what_was_there_is_kept(filled: Shell, tmp_path: Path) -> None:
    target = tmp_path / "b.db"
    code, out = filled("backup", str(target))
    assert (code, "not encrypted" in out) == (report.DONE, True)
    filled("forget", "--in", "Maya", "--yes")
    assert filled.json("chats") == []
    code, out = filled("restore", str(target))
    assert (code, "Restored: 3 messages" in out) == (report.DONE, True)
    assert "index.db.before-restore" in filled.err
    assert len(filled.json("chats")) == 1
    assert filled("restore", str(target))[0] == report.NEEDS
    assert "earlier restore" in filled.err
    assert filled("restore", str(target), "--discard")[0] == report.USAGE
    assert filled("restore", str(target), "--discard", "--yes")[0] == report.DONE
    assert [path.name for path in default_home().root.glob("index.db*")] == ["index.db"]


def test_a_file_is_replaced_only_when_that_is_said(filled: Shell, tmp_path: Path) -> None:
    target = tmp_path / "b.db"
    target.write_text("mine")
    assert filled("backup", str(target))[0] == report.USAGE
    assert target.read_text() == "mine"
    assert filled("backup", "--force", str(target))[0] == report.DONE
    for wrong in (
        tmp_path,
        tmp_path / "no folder" / "b.db",
        default_home().store,
        default_home().root / "index.db-wal",
    ):
        assert filled("backup", "--force", str(wrong))[0] == report.USAGE
    assert len(filled.json("chats")) == 1


def test_without_an_index_there_is_nothing_to_back_up_and_much_to_restore(
    filled: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled("backup", str(tmp_path / "b.db"))
    default_home().store.unlink()
    assert filled("backup", str(tmp_path / "c.db"))[0] == report.NEEDS
    code, _ = filled("restore", str(tmp_path / "b.db"))
    assert (code, filled.err) == (report.DONE, "")
    assert len(filled.json("chats")) == 1


def test_a_locked_index_makes_locked_backups_that_bring_their_passphrase(
    filled: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "b.db"
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", KEY)
    filled("lock")
    code, out = filled("backup", str(target))
    assert (code, "encrypted with the passphrase" in out) == (report.DONE, True)
    assert b"cabin" not in target.read_bytes()
    filled("unlock", "--remove")
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", "wrong one")
    assert filled("restore", str(target))[0] == report.NEEDS
    monkeypatch.delenv("HOMEBODY_PASSPHRASE")
    assert filled("restore", str(target))[0] == report.NEEDS
    assert len(filled.json("chats")) == 1
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", KEY)
    assert filled("restore", str(target))[0] == report.DONE
    assert len(filled.json("chats")) == 1
    monkeypatch.delenv("HOMEBODY_PASSPHRASE")
    assert filled("chats")[0] == report.NEEDS


def test_an_encrypted_backup_that_is_still_to_be_put_in_place_opens_with_its_passphrase(
    filled: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = default_home().store
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", KEY)
    assert filled("lock")[0] == report.DONE
    # As a `restore` leaves it that was killed before its last rename.
    store.rename(store.with_name("index.db.restored"))
    assert len(filled.json("chats")) == 1
    assert [path.name for path in store.parent.glob("index.db*")] == ["index.db"]
