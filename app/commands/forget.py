"""`homebody forget`: take something out for good."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.shared.base import json_option, sealed_command
from app.output import report
from app.text.wording import counted

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime
    from index.index import Index
    from index.types.events import ForgetRequest, ForgetTotals

EPILOG = """\b
Examples:
  homebody forget ~/Documents/notes
  homebody forget --in "Cabin Crew"
  homebody forget --from p8 --yes
  homebody forget --source slack

\b
What is forgotten is overwritten in the index, not only marked, and your questions about it go as well. Your own files
are not touched. `sync` and `watch` leave it out from then on; adding a file by name takes in again what it holds.
Interrupted, it is finished by the next command.
"""


@sealed_command(short_help="Take something out of the index for good.", epilog=EPILOG)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--in", "chat", metavar="CHAT", help="Everything in this chat.")
@click.option("--from", "person", metavar="PERSON", help="Everything this person wrote (a name, “me”, or p3).")
@click.option("--source", metavar="KIND", help="Everything from this kind of source, as `homebody sources` names it.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@json_option
def command(
    runtime: Runtime,
    paths: tuple[Path, ...],
    chat: str | None,
    person: str | None,
    source: str | None,
    yes: bool,
    as_json: bool,
) -> int:
    """Take what came from files, a chat, a person or a kind of source out of the index for good."""
    from index.errors import NotFound
    from index.types.events import ForgetTotals

    if sum(map(bool, (paths, chat, person, source))) != 1:
        raise click.UsageError("Name one thing to forget: PATHs, --in CHAT, --from PERSON or --source KIND.")
    index = runtime.index()
    try:
        what = _what(index, paths, chat, person, source)
        found = index.would_forget(what)
    except NotFound:
        if not (runtime.finished_forgetting or index.finish_forgetting()):
            raise
        found = ForgetTotals(0, 0, 0)  # that was what had been interrupted
    else:
        if not yes and not _agreed(found):
            return report.NOTHING
        if not _done(runtime, what, found):
            return report.STOPPED
    if as_json:
        report.out_json({"messages": found.messages, "passages": found.passages, "files": found.files})
    else:
        report.out(f"Forgotten: {_counted(found)}.")
    return report.DONE


def _what(
    index: Index, paths: tuple[Path, ...], chat: str | None, person: str | None, source: str | None
) -> ForgetRequest:
    from index.types.events import ForgetRequest

    if chat:
        return ForgetRequest(chats=index.find_chats(chat))
    if person:
        return ForgetRequest(people=(index.find_person(person),))
    if source:
        return ForgetRequest(sources=(source,))
    return ForgetRequest(paths=tuple(os.path.abspath(path) for path in paths))  # noqa: PTH100  a link keeps its name


def _done(runtime: Runtime, what: ForgetRequest, found: ForgetTotals) -> bool:
    """Forget it, and tell whether it was not stopped on the way."""
    begun = False
    try:
        with report.progress() as progress:
            for step in runtime.forget(what):
                begun = True
                progress.show("Forgetting", step.done, found.messages + found.passages, unit="records")
    except KeyboardInterrupt:
        if not begun:
            raise
        report.note("Stopped. What is to be forgotten is written down: the next command finishes it.")
        return False
    return True


def _agreed(found: ForgetTotals) -> bool:
    if not report.at_terminal(sys.stdin):
        raise click.UsageError(f"This takes out {_counted(found)} for good. Add --yes to do it.")
    report.note(f"This takes {_counted(found)} out of the index for good. Your own files are not touched.")
    return click.confirm("Go on?", err=True)


def _counted(found: ForgetTotals) -> str:
    parts = [
        counted(count, word)
        for count, word in ((found.messages, "message"), (found.passages, "file passage"), (found.files, "file"))
        if count
    ]
    return ", ".join(parts) or "no messages"
