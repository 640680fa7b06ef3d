"""`homebody open`: the file that a hit came from, in the system's own program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.commands.shared.base import SealedCommand, json_option, sealed_command
from app.output import report

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime

EPILOG = """\b
Examples:
  homebody open f7
  homebody open m120 --print
"""


class OpeningCommand(SealedCommand):
    """A sealed verb from which a person opens a program of the desktop."""

    opens_programs = True


@sealed_command(cls=OpeningCommand, short_help="Open the file that a hit came from.", epilog=EPILOG)
@click.argument("id")
@click.option("--print", "only_print", is_flag=True, help="Print the path, and open nothing.")
@json_option
def command(runtime: Runtime, id: str, only_print: bool, as_json: bool) -> int:  # noqa: A002  the contract's own word
    """Open the file that ID (from `search`, `ask` or `summarize`) came from: for a message, the export that brought it.

    Where it cannot be opened, as without a desktop, its path is printed. With --json it is only said where it lies.
    """
    from app.output.opening import hand_over, is_there, original, refused
    from app.text.sanitize import clean_line
    from index.errors import NotFound

    found = runtime.index().show(id, 0)
    hit = found.hits[found.position]
    file = original(hit.path or "")
    if as_json:
        report.out_json(
            {
                "id": hit.id,
                "path": file.path,
                "inside": file.inside or None,
                "locator": hit.locator,
                "there": is_there(file),
            }
        )
        return report.DONE if is_there(file) else report.NOTHING
    if only_print:
        report.out_path(file.path)
        return report.DONE
    if not is_there(file):
        name = clean_line(file.path) or "Its file"
        raise NotFound(f"{name} is not where it was when it was added.", "`homebody sync` looks at everything again.")
    why = refused(file)
    opener = "" if why else hand_over(file)
    if not opener:
        report.out_path(file.path)
        report.note(why or "The system's opener did not take it.")
        return report.DONE
    where = ", ".join(clean_line(part) for part in (file.inside, hit.locator or "") if part)
    report.note(f"Handed to {opener}: {clean_line(file.path)}{f' ({where})' if where else ''}.")
    return report.DONE
