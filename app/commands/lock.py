"""`homebody lock`: encrypt the index, or forget its key."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from app.commands.shared.base import ask_passphrase, sealed_command
from app.commands.shared.key_change import change_key
from app.output import report

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime

ENOUGH = 8
"""Characters; a shorter passphrase is taken only when the owner says so."""

EPILOG = """\b
Example:
  homebody lock

\b
The first time it asks for a passphrase and encrypts the whole index: it is written anew beside the old one, which goes when
the new one is whole, so this takes as much free space as the index has. Nobody can recover a lost passphrase; your exports
and files are not touched and can be added again. From then on `unlock` opens the index for as long as the warm process
stays, and `lock` makes it forget. Without the warm process every command asks.
"""


@sealed_command(short_help="Encrypt the index, or forget its key.", epilog=EPILOG)
@click.option("--short", is_flag=True, help=f"Take a passphrase of under {ENOUGH} characters.")
def command(runtime: Runtime, short: bool) -> int:
    """Encrypt the index with a passphrase; where it is encrypted, make the warm process forget the key."""
    from app.home.lock_mark import announced
    from app.service_client.client import find

    if not runtime.is_encrypted():
        # Before anything is asked for: there may be no index.
        index = runtime.index()
        key = _chosen(short=short)
        if not key:
            report.note("Nothing was changed: the index is not encrypted.")
            return report.NOTHING
        change_key(runtime, index, key)
        report.out("The index is encrypted. Keep the passphrase: without it nobody can read the index again.")
        return report.DONE
    with announced(runtime.home):
        if (client := find(runtime.home)) is not None:
            client.stop()
    report.out("The index is locked.")
    return report.DONE


def _chosen(*, short: bool) -> str:
    """Return the passphrase for a new lock: of the environment, or asked for twice; nothing where nobody agrees.

    Raises StoreLocked where there is nobody to ask, UsageError for a short one in a script that does not say `--short`.
    """
    from app.home.config import passphrase
    from index.errors import StoreLocked

    ask = ask_passphrase(twice=True)
    key = passphrase() or (ask() if ask else "")
    if not key:
        raise StoreLocked("There is no passphrase to lock with.", "Run it in a terminal, where it can be asked for.")
    return key if len(key) >= ENOUGH or short or _agreed() else ""


def _agreed() -> bool:
    sentence = f"The passphrase has under {ENOUGH} characters, and whoever has the file soon guesses it."
    if not report.at_terminal(sys.stdin, sys.stderr):
        raise click.UsageError(f"{sentence} Choose a longer one, or say --short.")
    report.note(sentence)
    return click.confirm("Take it all the same?", err=True)
