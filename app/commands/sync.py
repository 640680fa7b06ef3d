"""`homebody sync`: take in what changed since it was added."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.add import follow, tell
from app.commands.shared.base import json_option, sealed_command
from app.output import report

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime
    from index.intake.sync import GonePolicy
    from index.types.events import IngestDone

EPILOG = """\b
Examples:
  homebody sync
  homebody sync ~/Documents/notes
  homebody sync --remove

\b
A file of the same size and time is not opened, one of the same content is not read. Notes and documents that are gone
from their folder are taken out of the index. Messages stay when their export is gone; --remove takes them out as well.
A folder that is not there (a drive that is not connected) loses nothing. A file that cannot be read is told of once, and
again when it has changed; `homebody sources` lists it.
"""


@sealed_command(service=True, short_help="Read what changed since it was added.", epilog=EPILOG)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--keep", is_flag=True, help="Keep what came from files that are gone, documents too.")
@click.option("--remove", is_flag=True, help="Take out what came from files that are gone, messages too.")
@json_option
def command(runtime: Runtime, paths: tuple[Path, ...], keep: bool, remove: bool, as_json: bool) -> int:
    """Look again at what was added (all of it, or what is named), and take in what changed."""
    if keep and remove:
        raise click.UsageError("Say --keep or --remove, not both.")
    gone: GonePolicy = "nothing" if keep else "everything" if remove else "documents"
    total = follow(runtime, runtime.sync(paths, gone=gone))
    if total is None:
        return report.STOPPED
    tell(total, as_json=as_json)
    if not as_json:
        _advise(total, gone)
    return report.NOTHING if total.failed else report.DONE


def _advise(total: IngestDone, gone: GonePolicy) -> None:
    if not total.files and not total.gone and not total.failed and not total.failed_before:
        report.note("Nothing was added yet. `homebody add PATH` takes in an export or a folder.")
    if total.gone and gone == "documents" and not total.removed:
        report.note("Files that are gone had messages, which are kept. `homebody sync --remove` takes them out.")
