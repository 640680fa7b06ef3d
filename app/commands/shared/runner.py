"""From arguments to an exit code: for the command line, and for the warm process on behalf of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from app.commands.shared.base import lending

if TYPE_CHECKING:
    from app.output.report import Printed
    from app.runtime.runtime import Runtime


def run(group: click.Command, arguments: Sequence[str]) -> int:
    """Run what `arguments` say and return its exit code. Raises whatever is not a matter of usage."""
    from app.output import report

    try:
        result: Any = group.main(list(arguments), prog_name="homebody", standalone_mode=False)
    except click.UsageError as error:
        report.fail(error.format_message(), _help_of(error))
        return report.USAGE
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        # What click makes of Ctrl+C.
        return report.stopped()
    return result if isinstance(result, int) else report.DONE


def perform(group: click.Command, runtime: Runtime, arguments: Sequence[str], columns: int) -> tuple[int, Printed]:
    """Run what `arguments` say on an open home, for a screen of so many columns; return its exit code and its lines."""
    from app.output import report

    runtime.tell = report.note
    with report.kept(columns) as printed, report.guarded() as outcome, lending(runtime):
        outcome.code = run(group, arguments)
    return outcome.code, printed


def _help_of(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "homebody"
    return f"See `{path} --help`."
