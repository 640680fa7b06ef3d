"""`homebody add`: take in messages and files."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.shared.base import json_option, sealed_command
from app.output import report
from app.text.sanitize import clean_line
from app.text.wording import counted, listed
from index.types.events import EmbeddingProgress, FileDone, FileGone, FileProgress, FileSkipped, FileStarted, IngestDone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.runtime.runtime import Runtime
    from index.sources.base import DateOrder as SaidOrder
    from index.types.events import IngestEvent

EPILOG = """\b
Examples:
  homebody add ~/Downloads/"WhatsApp Chat with Maya.zip"
  homebody add ~/Downloads/Telegram/result.json ~/Documents/notes
  homebody add chat.txt --me "Alex Moreno" --tz Europe/Berlin
  homebody add chat.txt --dates mdy
  homebody add ~/Downloads --explain

\b
Adding the same thing twice changes nothing; a newer export adds only what is new.
"""


@sealed_command(service=True, short_help="Add messages and files.", epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--as", "as_kind", metavar="KIND", help="Read the files as this kind, whatever they look like.")
@click.option("--me", metavar="NAME", help="Your own name in exports that do not say who exported them; remembered.")
@click.option(
    "--tz", "zone", metavar="ZONE", help="Your time zone for exports without one, like Europe/Berlin; remembered."
)
@click.option(
    "--dates",
    type=click.Choice(["dmy", "mdy", "ymd"]),
    help="The order of day, month and year in these files, where their dates can be read both ways. What was added with a "
    "wrong guess is read again; remembered for the files.",
)
@click.option(
    "--explain", is_flag=True, help="Say what each file would be read as, and by what it is known; add nothing."
)
@json_option
def command(
    runtime: Runtime,
    paths: tuple[Path, ...],
    as_kind: str | None,
    me: str | None,
    zone: str | None,
    dates: SaidOrder | None,
    explain: bool,
    as_json: bool,
) -> int:
    """Add messages and files: chats, notes, documents. Folders and archives are read through."""
    if explain:
        return _explain(paths, as_json=as_json)
    runtime.zone_name = zone or ""
    _remember(runtime, zone, me)
    return run(runtime, paths, as_kind=as_kind, me=me, dates=dates, as_json=as_json, asks=True)


def run(
    runtime: Runtime,
    paths: Iterable[Path],
    *,
    as_kind: str | None = None,
    me: str | None = None,
    dates: SaidOrder | None = None,
    as_json: bool = False,
    asks: bool = False,
) -> int:
    """Take in `paths`: progress and a line a file on stderr, the totals on stdout. `asks` who is who at a terminal."""
    from app.runtime.language_fit import language_advice

    total = follow(runtime, runtime.add(list(paths), as_kind=as_kind, me=me, dates=dates))
    if total is None:
        return report.STOPPED
    tell(total, as_json=as_json)
    if advice := language_advice(runtime):
        report.note(advice)
    if not as_json and total.added:
        from app.commands.shared.who_is_who import settle

        settle(runtime.index(), asking=asks and report.at_terminal(sys.stdin, sys.stderr))
    if not as_json and not total.failed and total.files == 0:
        report.note(
            "There is nothing there that homebody can read. See `homebody add --help`, or name a kind with --as."
        )
    return report.NOTHING if total.failed or total.files == 0 else report.DONE


def _explain(paths: Iterable[Path], *, as_json: bool) -> int:
    """Write what each file would be read as, why, and what else it might be, to stdout."""
    from dataclasses import asdict

    from index.sources.detect import candidates
    from index.sources.files.export_names import by_name
    from index.sources.files.walk import walk

    read = 0
    for item in walk(list(paths)):
        if isinstance(item, FileSkipped):
            report.fail(f"{item.path}: {item.reason}", item.next_step)
            continue
        try:
            found = candidates(item)
        except OSError as error:
            report.fail(f"{item.key}: It cannot be read: {error.strerror or error}.")
            continue
        read += bool(found)
        called = by_name(item.base_name)
        likely = called.title if called is not None and called.export else ""
        if as_json:
            report.out_json({"path": item.key, "kinds": [asdict(one) for one in found], "name_like": likely}, line=True)
            continue
        first, *others = found or (None,)
        report.out(f"{_short(item.key)}: {f'{first.kind}, {first.evidence}' if first else 'of no kind that is read'}")
        for other in others:
            report.out(f"  else {other.kind}, {other.evidence}")
        if likely:
            report.out(f"  called like: {likely}")
    return report.DONE if read else report.NOTHING


def follow(runtime: Runtime, events: Iterable[IngestEvent]) -> IngestDone | None:
    """Show what happens, and return the totals; None when it was stopped."""
    total: IngestDone | None = None
    sizes: dict[str, int] = {}
    with report.progress() as progress:
        for event in events:
            if isinstance(event, IngestDone):
                total = event
            else:
                _show(event, progress, sizes)
    if runtime.note:
        report.note(runtime.note)
    return total


def tell(total: IngestDone, *, as_json: bool) -> None:
    """Write the totals to stdout."""
    if as_json:
        report.out_json(_json(total))
    else:
        report.out(_line(total))


def _remember(runtime: Runtime, zone: str | None, me: str | None) -> None:
    """Keep who the owner is and where, said for the first time: a later `add` has to read their files the same way."""
    from app.home.config import named_zone

    fresh: dict[str, str | int] = {}
    if zone and not runtime.settings.zone:
        named_zone(zone)
        fresh["zone"] = zone
    if me and not runtime.settings.me:
        fresh["me"] = me
    if fresh:
        runtime.change_settings(**fresh)
        said = " and ".join(f"{name} = {value}" for name, value in fresh.items())
        report.note(f"Remembered for this home: {said} (in {runtime.home.settings}).")


def _show(event: IngestEvent, progress: report.Progress, sizes: dict[str, int]) -> None:
    match event:
        case FileStarted(path=path):
            sizes.clear()
            sizes[path] = event.bytes_total
            progress.show(f"Reading {_short(path)}", 0, None, unit="records")
        case FileProgress(path, records, bytes_done):
            size = sizes.get(path, 0)
            share = min(1.0, bytes_done / size) if bytes_done and size else None
            progress.show(f"Reading {_short(path)}", records, None, unit="records", share=share)
        case FileDone(unchanged=False) as done:
            _show_done(done)
        case FileGone(removed=True) as gone:
            report.note(f"{_short(gone.path)}: gone, and what came from it was removed")
        case FileSkipped(failed=True, known=False) as skipped:
            report.fail(f"{skipped.path}: {skipped.reason}", skipped.next_step)
        case EmbeddingProgress(done, total):
            progress.show("Reading for meaning", done, total, unit="passages")
        case _:
            pass


def _show_done(done: FileDone) -> None:
    parts = listed(
        f"{done.added:,} new", (done.known, f"{done.known:,} known"), (done.removed, f"{done.removed:,} taken out")
    )
    report.note(f"{_short(done.path)}: {done.kind}, {parts}")
    for problem in done.problems[:3]:
        report.note(f"  {problem.locator + ': ' if problem.locator else ''}{problem.reason}")
    if len(done.problems) > 3:
        report.note(f"  … and {len(done.problems) - 3:,} more (`homebody sources --problems` lists them)")


def _short(path: str) -> str:
    with suppress(ValueError):
        path = str(Path(path).relative_to(Path.cwd()))
    return clean_line(path)


def _line(total: IngestDone) -> str:
    parts = listed(
        f"{total.added:,} new, {total.known:,} known",
        (total.removed, f"{total.removed:,} taken out"),
        (total.problems, f"{total.problems:,} with problems"),
        (total.failed, f"{counted(total.failed, 'file')} not read"),
        (total.failed_before, f"{counted(total.failed_before, 'file')} not read, as before"),
        (total.left_out, f"{counted(total.left_out, 'file')} left out"),
    )
    return f"{counted(total.files, 'file')}: {parts}."


def _json(total: IngestDone) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(total)
