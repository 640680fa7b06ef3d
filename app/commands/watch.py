"""`homebody watch`: keep what was added current while files change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.commands.add import follow
from app.commands.shared.base import json_option, sealed_command
from app.output import report
from app.text.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.runtime.runtime import Runtime
    from index.intake.sync import GonePolicy

EPILOG = """\b
Examples:
  homebody watch
  homebody watch --keep

\b
Does what `homebody sync` does, at once and then whenever something below the added files and folders has changed and come
to rest. Ctrl+C ends it.
"""


@sealed_command(service=True, short_help="Keep the index up to date while files change.", epilog=EPILOG)
@click.option("--keep", is_flag=True, help="Keep what came from files that are gone, documents too.")
@json_option
def command(runtime: Runtime, keep: bool, as_json: bool) -> int:
    """Watch what was added, and take in what changes. With --json, a line for each time that something did."""
    from index.intake.watcher import changes

    gone: GonePolicy = "nothing" if keep else "documents"
    index = runtime.index()
    if not index.added_paths():
        report.note("Nothing was added yet. `homebody add PATH` takes in an export or a folder.")
        return report.NOTHING
    told = False

    def ready() -> None:
        """Look once, now that nothing is missed any more."""
        nonlocal told
        _sync(runtime, (), gone, as_json=as_json)
        count = len(index.added_paths())
        if not told:
            report.note(f"Watching {counted(count, 'file or folder', 'files and folders')}. Ctrl+C ends it.")
        told = True

    for roots in changes(index.added_paths, ignore=[runtime.home.root], ready=ready):
        _sync(runtime, roots, gone, as_json=as_json)
    return report.DONE


def _sync(runtime: Runtime, roots: Sequence[Path], gone: GonePolicy, *, as_json: bool) -> None:
    total = follow(runtime, runtime.sync(roots, gone=gone))
    if total is None or not (total.added or total.removed or total.failed):
        return
    if as_json:
        from dataclasses import asdict

        report.out_json(asdict(total), line=True)
    else:
        report.out(f"{total.added:,} new, {total.removed:,} taken out, {total.failed:,} not read")
