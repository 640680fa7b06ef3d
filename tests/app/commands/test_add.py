"""`homebody add`, ended by Ctrl+C: what was done is kept, and the same command completes it."""

from __future__ import annotations

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
