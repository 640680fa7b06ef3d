"""`homebody unlock`: open an encrypted index for a while, or for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.commands.shared.base import sealed_command
from app.commands.shared.key_change import change_key
from app.output import report

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime
    from index.index import Index

EPILOG = """\b
Examples:
  homebody unlock
  homebody unlock --remove
"""


@sealed_command(short_help="Open an encrypted index for a while, or for good.", epilog=EPILOG)
@click.option("--remove", is_flag=True, help="Take the encryption off.")
def command(runtime: Runtime, remove: bool) -> int:
    """Ask for the passphrase and let the warm process hold the key until it ends or is told to `lock`."""
    index = runtime.index()
    if not index.encrypted:
        report.note("The index is not encrypted. `homebody lock` encrypts it.")
        return report.DONE
    if remove:
        change_key(runtime, index, None)
        report.out("The index is no longer encrypted.")
        return report.DONE
    if index.has_old_key:
        _strengthen(runtime, index)
    if runtime.service() is None:
        report.out("The passphrase is right. No warm process runs here to hold it: every command will ask.")
    else:
        report.out(
            f"The index is open until the warm process has idled for {runtime.settings.service_minutes} minutes."
        )
    return report.DONE


def _strengthen(runtime: Runtime, index: Index) -> None:
    """Give an index of before Argon2id a better key of its passphrase; where that cannot be now, at the next unlock."""
    from index.errors import DiskFull, Stopped, StoreProblem

    try:
        change_key(runtime, index, index.key)
    except Stopped:
        raise
    except (DiskFull, StoreProblem) as problem:
        report.note(f"The passphrase is not better protected yet: {problem} The next `homebody unlock` tries again.")
        runtime.close()
    else:
        report.note("The passphrase is better protected now: each guess takes about half a second (Argon2id).")
