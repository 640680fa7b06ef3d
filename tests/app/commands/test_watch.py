"""`homebody watch`, as a process of its own: sealed, told by the real file system, ended by Ctrl+C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

import pytest

from app.output import report
from tests.app.commands.command_runner import CHAT, Shell

REPO = Path(__file__).resolve().parents[3]


def until(stream: IO[str], words: str) -> str:
    """Return the first line that holds some words; fail when the stream ends before."""
    for line in stream:
        if words in line:
            return line
    pytest.fail(f"it ended before saying “{words}”")


@pytest.mark.skipif(os.name != "posix", reason="Ctrl+C is sent in another way here")
def test_changes_come_in_while_it_runs_and_ctrl_c_ends_it(shell: Shell) -> None:
    note = shell.write("notes/packing.md", "Warm socks.\n")
    chat = shell.write("WhatsApp Chat with Maya.txt", CHAT)
    shell("add", str(note.parent), str(chat))
    (note.parent / "while-away.md").write_text("The boiler was serviced.\n")
    # Between a file's opening and its `with` an interrupt leaves it to the garbage collector, in any Python program.
    warnings = ("-W", "error", "-W", "ignore::ResourceWarning")
    process = subprocess.Popen(
        [sys.executable, *warnings, "-m", "app", "watch", "--json", "--no-service"],
        cwd=REPO,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    guard = threading.Timer(120, process.kill)
    guard.start()
    try:
        until(process.stderr, "Watching 2 files")
        assert json.loads(until(process.stdout, "added"))["added"] == 1
        fresh = note.with_name("packing.md~")
        fresh.write_text("Warm socks and a lantern.\n")
        fresh.replace(note)
        changed = json.loads(until(process.stdout, "added"))
        assert (changed["added"], changed["removed"]) == (1, 1)
        with chat.open("a") as file:
            file.write("14/03/2024, 08:00 - Tom: see you there\n")
        assert json.loads(until(process.stdout, "added"))["added"] == 1
        note.unlink()
        assert json.loads(until(process.stdout, "added"))["removed"] == 1
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
        assert process.wait(30) == report.STOPPED
        assert "Traceback" not in said
    finally:
        guard.cancel()
        process.kill()
        process.communicate()
    assert [hit["text"] for hit in shell.json("search", "lantern", "--no-service")["hits"]] == []
    assert len(shell.json("search", "boiler", "--no-service")["hits"]) == 1
    assert len(shell.json("search", "see you there", "--no-service")["hits"]) == 1


def test_there_has_to_be_something_to_watch(shell: Shell) -> None:
    assert shell("watch")[0] == report.NEEDS
    shell("add", str(shell.write("note.md", "x\n")))
    shell("forget", str(shell.folder / "note.md"), "--yes")
    assert shell("watch")[0] == report.NOTHING
