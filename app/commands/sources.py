"""`homebody sources`: what was added, and its problems."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from app.commands.shared.base import json_option, sealed_command
from app.commands.shared.listing import SHOWN, cut, fitting, listing_options
from app.output import report
from app.text.wording import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.runtime.runtime import Runtime
    from index.types.listings import FailureInfo, RootInfo, SourceInfo


_FOLDED = 10
"""By hand: a folder of mail has a file for each, one of exports seldom so many of a kind."""

EPILOG = """\b
Examples:
  homebody sources
  homebody sources whatsapp
  homebody sources --problems
  homebody sources --json
"""


@sealed_command(short_help="List what was added, and any problems.", epilog=EPILOG)
@listing_options("files")
@click.option("--problems", is_flag=True, help="List every record that could not be read or had to be guessed.")
@json_option
def command(
    runtime: Runtime, words: tuple[str, ...], limit: int | None, every: bool, problems: bool, as_json: bool
) -> int:
    """List the files that were added, with their records and problems, and how the last look at them went.

    What was added is in the order of its use, those with most records first. Many files of a kind in one place are one
    line. WORDs choose the files that have all of them in their path or kind.
    """
    from index.intake.scan_results import by_root

    index = runtime.index()
    sources, roots = index.sources(), index.roots()
    failures = {failure.path: failure for failure in index.failures()}
    there = bool(sources or roots or failures)
    grouped = by_root(sources, roots)
    if words:
        failures = {one.path: one for one in fitting(failures.values(), words, lambda one: (one.path,))}
        sources = fitting(sources, words, lambda one: (one.path, one.kind))
        kept = {source.id for source in sources}
        grouped = [(root, [one for one in files if one.id in kept]) for root, files in grouped]
        grouped = [(root, files) for root, files in grouped if files]
    if as_json:
        listed = _as_json(sources, grouped, failures)
        report.out_json(cut(listed, limit, every=every, as_json=True))
        return report.DONE if listed else report.NOTHING
    grouped.sort(key=lambda one: -sum(_records(source) for source in one[1]))
    left = limit or (len(sources) if every or problems else SHOWN)
    unseen = 0
    for root, files in grouped:
        single, many = (files, {}) if every or words or problems else _apart(files, failures)
        shown = cut(single, left, every=every) if left else []
        for source in shown:
            _out(source, failures.pop(source.path, None), problems=problems)
        unseen += len(single) - len(shown)
        left -= len(shown)
        for kind, same in many.items():
            _out_many(root, kind, same)
        _out_look(root, alone=[source.path for source in files] == [root.path])
    for failure in failures.values():
        _out_failure(failure)
    if unseen:
        report.note(f"{unseen:,} more. A word looks among them, --limit N and --all show more.")
    if not there:
        report.note("Nothing was added yet. `homebody add PATH` takes in an export or a folder.")
    elif not grouped and not failures:
        report.note("No file fits that.")
    return report.DONE if grouped or failures else report.NOTHING


def _records(source: SourceInfo) -> int:
    return source.messages + source.passages


def _apart(
    files: list[SourceInfo], failures: Mapping[str, FailureInfo]
) -> tuple[list[SourceInfo], dict[str, list[SourceInfo]]]:
    """Return the files that are shown one by one, and by their kind those of which there are many."""
    many: dict[str, list[SourceInfo]] = {}
    for source in files:
        if source.state == "done" and source.path not in failures:
            many.setdefault(source.kind, []).append(source)
    many = {kind: same for kind, same in many.items() if len(same) > _FOLDED}
    folded = {source.id for same in many.values() for source in same}
    single = [source for source in files if source.id not in folded]
    return sorted(single, key=lambda source: -_records(source)), many


def _out_many(root: RootInfo, kind: str, same: list[SourceInfo]) -> None:
    messages, passages = sum(one.messages for one in same), sum(one.passages for one in same)
    parts = [counted(messages, "message")] if messages else []
    parts += [counted(passages, "passage")] if passages else []
    flaws = sum(len(one.problems) for one in same)
    parts += [counted(flaws, "problem")] if flaws else []
    report.out(f"{root.path}: {len(same):,} files  ({', '.join([kind, *parts])}): --all lists them")


def _out_failure(failure: FailureInfo) -> None:
    """Write a file of which nothing could be read. Its words may name the file's own."""
    report.out(f"{failure.path}  (not read: {failure.reason})")


def _out(source: SourceInfo, failure: FailureInfo | None, *, problems: bool) -> None:
    count = counted(*((source.messages, "message") if source.messages else (source.passages, "passage")))
    state = {"reading": ", not finished: add it again", "failed": ", failed"}.get(source.state, "")
    flaws = f", {counted(len(source.problems), 'problem')}" if source.problems else ""
    report.out(f"{source.path}  ({source.kind}, {count}{flaws}{state})")
    if failure is not None:
        report.out(f"    {failure.reason} {failure.next_step}".rstrip())
    if problems:
        for problem in source.problems:
            report.out(f"    {problem.locator + ': ' if problem.locator else ''}{problem.reason}")


def _out_look(root: RootInfo, *, alone: bool) -> None:
    from app.text.wording import in_full

    if root.at is None or root.looked is None:
        return
    what = "Last looked at" if alone else f"{root.path}, last looked at"
    report.out(f"  {what} {root.at:%Y-%m-%d %H:%M}: {in_full(root.looked)}")


def _as_json(
    sources: list[SourceInfo], grouped: list[tuple[RootInfo, list[SourceInfo]]], failures: dict[str, FailureInfo]
) -> list[dict[str, Any]]:
    """Return the files that were read in part at least, then those of which nothing was: without id, kind and time."""
    root_by_id = {source.id: root for root, files in grouped for source in files}
    listed: list[dict[str, Any]] = [
        {
            "id": source.id,
            "kind": source.kind,
            "path": source.path,
            "state": source.state,
            "messages": source.messages,
            "passages": source.passages,
            "problems": [{"locator": p.locator, "reason": p.reason, "severity": p.severity} for p in source.problems],
            "added": source.added.isoformat(),
            "failure": failures[source.path].reason if source.path in failures else None,
            **_look_json(root_by_id[source.id]),
        }
        for source in sources
    ]
    read = {source.path for source in sources}
    for path, failure in failures.items():
        if path not in read:
            nothing = {"messages": 0, "passages": 0, "problems": [], "added": None}
            listed.append(
                {"id": None, "kind": None, "path": path, "state": "failed", **nothing, "failure": failure.reason}
            )
    return listed


def _look_json(root: RootInfo) -> dict[str, Any]:
    """Return what was named to `add`, and what came of the last look at it; null where it was never gone through."""
    if root.at is None or root.looked is None:
        return {"root": root.path, "looked": None}
    return {"root": root.path, "looked": {"at": root.at.isoformat(), **asdict(root.looked)}}
