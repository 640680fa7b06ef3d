"""Processes that are left running on purpose: nobody waits for them, and yet none stays behind as a dead entry."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess


def leave_running(process: subprocess.Popen[bytes]) -> None:
    """Let a process live for as long as it likes, this one's end included; if it ends first, it is collected at once."""
    threading.Thread(target=process.wait, name=name_of(process.pid), daemon=True).start()


def name_of(pid: int) -> str:
    """Name the thread that waits for a process; it ends when the process has."""
    return f"waits for {pid}"
