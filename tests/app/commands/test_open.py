"""`homebody open`: the file that a hit came from, handed to the system's own program."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from app.output import opening, report
from tests.app.commands.command_runner import CHAT, Shell

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the opener of Windows is not a program")


@pytest.fixture
def notes(shell: Shell) -> Shell:
    shell(
        "add",
        str(shell.write("Flat $(touch x).md", "the rent is due")),
        str(shell.write("WhatsApp Chat with Maya.txt", CHAT)),
    )
    return shell


def opener(shell: Shell, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """Put a program in the place of the system's own; it writes what it is given into a file."""
    program, told = shell.folder / "opener", shell.folder / "told"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > "{told}"\n{script}\n')
    program.chmod(0o700)
    monkeypatch.setattr(opening, "desktop_opener", lambda: str(program))
    return told


def test_a_file_and_a_messages_export_are_handed_over_as_one_argument(
    notes: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = opener(notes, monkeypatch, "exit 0")
    code, out = notes("open", "f1")
    assert (code, out) == (report.DONE, "")
    assert told.read_text() == f"{notes.folder}/Flat $(touch x).md|"
    assert "Handed to opener" in notes.err
    notes("open", "m1")
    assert told.read_text() == f"{notes.folder}/WhatsApp Chat with Maya.txt|"
    assert "line 1" in notes.err


def test_where_nothing_can_be_opened_the_path_is_printed_and_why(notes: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"{notes.folder}/Flat $(touch x).md\n"
    monkeypatch.setattr(opening, "desktop_opener", lambda: None)
    assert notes("open", "f1") == (report.DONE, path)
    assert "There is no desktop here" in notes.err
    opener(notes, monkeypatch, "exit 3")
    assert notes("open", "f1") == (report.DONE, path)
    assert "did not take it" in notes.err


def test_print_opens_nothing(notes: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    told = opener(notes, monkeypatch, "exit 0")
    assert notes("open", "f1", "--print") == (report.DONE, f"{notes.folder}/Flat $(touch x).md\n")
    assert notes.json("open", "m2") == {
        "id": "m2", "path": f"{notes.folder}/WhatsApp Chat with Maya.txt",
        "inside": None, "locator": "line 2", "there": True
    }  # fmt: skip
    assert not told.exists()


def test_a_program_is_not_started(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    told = opener(shell, monkeypatch, "exit 0")
    shell("add", str(shell.write("run.sh", "echo the birch tree\n")))
    code, out = shell("open", "f1")
    assert (code, out) == (report.DONE, f"{shell.folder}/run.sh\n")
    assert "not started from here" in shell.err
    assert not told.exists()


def test_a_file_in_an_archive_is_opened_by_its_archive(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    told = opener(shell, monkeypatch, "exit 0")
    archive = shell.folder / "notes.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("inner/note.md", "the birch tree")
    shell("add", str(archive))
    shell("open", "f1")
    assert told.read_text() == f"{archive}|"
    assert "inner/note.md" in shell.err
    assert shell.json("open", "f1")["inside"] == "inner/note.md"


def test_what_is_gone_is_said_to_be(notes: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    opener(notes, monkeypatch, "exit 0")
    (notes.folder / "Flat $(touch x).md").unlink()
    assert notes("open", "f1")[0] == report.NOTHING
    assert "is not where it was" in notes.err
    assert notes.json("open", "f1")["there"] is False
    assert notes("open", "f99")[0] == report.NOTHING
    assert notes("open", "nonsense")[0] == report.USAGE
