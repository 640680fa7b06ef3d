"""`homebody unlock`: open an encrypted index for a while, or for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app import report
from app.commands.base import sealed_command

if TYPE_CHECKING:
    from app.wiring import Runtime

EPILOG = """\b
Examples:
  homebody unlock
  homebody unlock --remove
"""


@sealed_command(short_help="Open an encrypted index for a while, or for good.", epilog=EPILOG)
@click.option("--remove", is_flag=True, help="Take the encryption off.")
def command(runtime: Runtime, remove: bool) -> int:
    """Ask for the passphrase and let the warm process hold the key until it ends or is told to `lock`."""
    from app.locking import announced, once_let_go
    from app.service.client import find
    from index.store.header import is_encrypted

    if not is_encrypted(runtime.home.store):
        runtime.index()
        report.note("The index is not encrypted. `homebody lock` encrypts it.")
        return report.DONE
    index = runtime.index()
    if remove:
        with announced(runtime.home):
            if (client := find(runtime.home)) is not None:
                client.stop()
            once_let_go(lambda: index.change_key(None))
        report.out("The index is no longer encrypted.")
    elif runtime.service() is None:
        report.out("The passphrase is right. No warm process runs here to hold it: every command will ask.")
    else:
        report.out(
            f"The index is open until the warm process has idled for {runtime.settings.service_minutes} minutes."
        )
    return report.DONE
