"""`homebody backup`: a whole copy of the index, also while it is in use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.shared.base import sealed_command
from app.output import report

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime

EPILOG = """\b
Examples:
  homebody backup ~/Backups/homebody.db
  homebody backup --force ~/Backups/homebody.db

\b
The copy is of one moment, however much is added meanwhile. It is encrypted if the index is, with the passphrase that the
index has now, and only you can read the file. `homebody restore` puts it back. Settings and models are not in it.
"""


@sealed_command(short_help="Write a whole copy of the index to a file.", epilog=EPILOG)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def command(runtime: Runtime, file: Path, force: bool) -> int:
    """Write a whole copy of the index to FILE, while others go on using it."""
    from app.output.interruption import held
    from index.store.database.copies import Watch

    index = runtime.index()
    target = _target(runtime, file.expanduser().absolute(), force=force)
    with held() as stop, report.progress() as progress:
        index.backup(target, Watch(lambda share: progress.show("Writing the copy", 0, None, share=share), stop))
    how = "encrypted with the passphrase of the index" if index.encrypted else "not encrypted, as the index is not"
    report.out(f"Backed up to {target} ({target.stat().st_size / 1e6:,.1f} MB), {how}.")
    return report.DONE


def _target(runtime: Runtime, target: Path, *, force: bool) -> Path:
    """Return where the copy goes. Raises UsageError where it may not go there."""
    store = runtime.home.store
    if target.is_dir():
        raise click.UsageError(f"{target} is a folder. Name a file in it.")
    if not target.parent.is_dir():
        raise click.UsageError(f"There is no folder {target.parent}. Make it first.")
    if target.parent.samefile(store.parent) and target.name.startswith(store.name):
        raise click.UsageError(f"{target} is a name of the index's own. Name another file.")
    if target.exists() and not force:
        raise click.UsageError(f"There is a file {target} already. Name another one, or say --force to replace it.")
    return target
