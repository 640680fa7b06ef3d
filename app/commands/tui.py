"""`homebody` alone: the terminal app."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from app import report
from app.commands.base import sealed_command

if TYPE_CHECKING:
    from app.wiring import Runtime


@sealed_command(short_help="Open the terminal app.")
def command(runtime: Runtime) -> int:
    """Open the terminal app."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        report.fail("The terminal app needs a terminal.", "See `homebody --help` for the commands.")
        return report.USAGE
    from app.tui import run

    return run(runtime)
