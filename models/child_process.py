"""Ending a program that was started from here."""

from __future__ import annotations

import subprocess


def end(process: subprocess.Popen[bytes], patience_s: float) -> None:
    """Ask the process to end, and end it where it has not done so after that many seconds. Returns when it is gone."""
    process.terminate()
    try:
        process.wait(patience_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
