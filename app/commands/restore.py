"""`homebody restore`: put a backup in the place of the index."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.shared.base import ask_passphrase, sealed_command
from app.home import config
from app.output import report
from app.text.wording import counted

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime

EPILOG = """\b
Examples:
  homebody restore ~/Backups/homebody.db
  homebody restore --discard ~/Backups/homebody.db

\b
The backup is read whole and checked first; one that is damaged, or written by a later homebody, changes nothing. A log
(FILE-wal) that lies beside it is taken along. The index that was there stays beside the new one as index.db.before-restore,
with its log. The index then opens with the passphrase that the backup has.
"""


@sealed_command(short_help="Put a backup in the place of the index.", epilog=EPILOG)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--discard", is_flag=True, help="Keep neither the index that is there now nor one kept before.")
@click.option("--yes", is_flag=True, help="Do not ask whether to discard.")
def command(runtime: Runtime, file: Path, discard: bool, yes: bool) -> int:
    """Put FILE, which `homebody backup` wrote, in the place of the index."""
    from app.home.lock_mark import announced, once_let_go
    from app.output.interruption import held
    from app.service_client.client import find
    from index.index import Index
    from index.store.database.copies import Watch

    backup, store = file.expanduser().absolute(), runtime.home.store
    if discard and not yes and not _agreed():
        return report.NOTHING
    key = _key(backup)
    runtime.home.ensure()
    with announced(runtime.home), held() as stop, report.progress() as progress:
        if (client := find(runtime.home)) is not None:
            client.stop()
        watch = Watch(lambda share: progress.show("Reading the backup", 0, None, share=share), stop)
        done = once_let_go(lambda: Index.restore(store, backup, key=key, watch=watch, discard=discard))
    report.out(f"Restored: {counted(done.messages, 'message')}, {counted(done.files, 'file')}.")
    if done.kept is not None:
        report.note(f"The index that was there is kept as {done.kept}. Remove it when you no longer need it.")
    return report.DONE


def _key(backup: Path) -> str | None:
    """Return what opens the backup; None where it is not encrypted, or nobody can be asked."""
    from index.store.database.header import is_encrypted

    if not is_encrypted(backup):
        return None
    ask = ask_passphrase(what="Passphrase of the backup")
    return config.passphrase() or (ask() if ask else None)


def _agreed() -> bool:
    what = "This removes the index that is there now, and one that an earlier restore kept, for good."
    if not report.at_terminal(sys.stdin):
        raise click.UsageError(f"{what} Say --yes to do it.")
    report.note(what)
    return click.confirm("Go on?", err=True)
