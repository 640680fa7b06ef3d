"""`homebody add`: ended by Ctrl+C, told how dates are written, and asked what files are."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.output import report
from tests.app.commands.command_runner import CHAT, Shell

REPO = Path(__file__).resolve().parents[3]
LINES = 15_000


@pytest.mark.skipif(os.name != "posix", reason="Ctrl+C is sent in another way here")
def test_ctrl_c_keeps_what_was_done_and_the_next_run_goes_on(shell: Shell) -> None:
    shell.write("a/WhatsApp Chat with Maya.txt", CHAT)
    shell.write(
        "b/WhatsApp Chat with Tom.txt",
        "".join(f"{1 + n // 1440:02}/03/2024, {n // 60 % 24:02}:{n % 60:02} - Tom: line {n}\n" for n in range(LINES)),
    )
    # Between a file's opening and its `with` an interrupt leaves it to the garbage collector, in any Python program.
    warnings = ("-W", "error", "-W", "ignore::ResourceWarning")
    process = subprocess.Popen(
        [sys.executable, *warnings, "-m", "app", "add", "--no-service", str(shell.folder)],
        cwd=REPO,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert "Maya" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (report.STOPPED, "")
    assert "What was finished is kept" in err
    assert "Traceback" not in err
    assert [chat["messages"] for chat in shell.json("chats") if chat["title"] == "Maya"] == [3]
    total = shell.json("add", str(shell.folder), "--no-service")
    assert total["failed"] == 0
    assert {chat["title"]: chat["messages"] for chat in shell.json("chats")} == {"Maya": 3, "Tom": LINES}


AMBIGUOUS = "03/04/2024, 10:00 - Ann: one\n03/04/2024, 10:01 - Bob: two\n"


def test_a_wrong_guess_of_dates_is_corrected_and_stays_so(shell: Shell) -> None:
    path = shell.write("WhatsApp Chat with Ann.txt", AMBIGUOUS)

    def days() -> set[str]:
        return {json.loads(line)["time"][:10] for line in shell("export")[1].splitlines()}

    shell.json("add", str(path), "--no-service")
    assert days() == {"2024-04-03"}
    total = shell.json("add", str(path), "--no-service", "--dates", "mdy")
    assert (total["added"], total["removed"], total["problems"]) == (2, 2, 0)
    assert days() == {"2024-03-04"}
    # Said once, it holds: for the same command without it, for `sync`, and when the file has grown.
    assert shell.json("add", str(path), "--no-service")["unchanged"] == 1
    path.write_text(AMBIGUOUS + "03/05/2024, 10:02 - Ann: one two three\n", encoding="utf-8")
    assert shell.json("sync", "--no-service")["added"] == 1
    assert days() == {"2024-03-04", "2024-03-05"}
    assert [chat["messages"] for chat in shell.json("chats")] == [3]


def test_what_a_file_would_be_read_as_is_explained_and_nothing_added(shell: Shell) -> None:
    shell.write("WhatsApp Chat with Ann.txt", AMBIGUOUS)
    shell.write(
        "other.txt", "(3 April 2024, 10:00) Ann: a\n(3 April 2024, 10:01) Bob: b\n(3 April 2024, 10:02) Ann: c\n"
    )
    code, out = shell("add", str(shell.folder), "--explain")
    assert code == report.DONE
    lines = [line.removeprefix(str(shell.folder) + "/") for line in out.splitlines()]
    assert lines == [
        "WhatsApp Chat with Ann.txt: whatsapp, by the shape of its lines",
        "  else text, by being text at all",
        "  called like: WhatsApp chat",
        "other.txt: whatsapp, as a guess: it looks like a chat, of no known app",
        "  else text, by being text at all",
    ]
    assert not (shell.folder.parent / "home" / "index.db").exists()
