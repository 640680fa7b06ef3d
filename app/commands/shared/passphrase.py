"""Passphrases at the command line: asked for, and looked at before an index is locked with one."""

from __future__ import annotations

import sys

import click

from app.commands.shared.base import ask_passphrase
from app.output import report

ENOUGH = 8
"""Characters; a shorter one is taken only when the owner says so."""

short_option = click.option("--short", is_flag=True, help=f"Take a passphrase of under {ENOUGH} characters.")


def chosen(*, short: bool) -> str:
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
