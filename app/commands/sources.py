"""`homebody sources`: what was added, and its problems."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from app.commands.shared.base import json_option, sealed_command
from app.output import report
from app.text.wording import counted

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime
    from index.types.listings import FailureInfo, RootInfo, SourceInfo


@sealed_command(
    short_help="List what was added, and any problems.", epilog="\b\nExample:\n  homebody sources --problems\n"
)
@click.option("--problems", is_flag=True, help="List every record that could not be read or had to be guessed.")
@json_option
def command(runtime: Runtime, problems: bool, as_json: bool) -> int:
    """List the files that were added, with their records and problems, and how the last look at them went."""
    from index.intake.scan_results import by_root

    index = runtime.index()
    sources, roots = index.sources(), index.roots()
    failures = {failure.path: failure for failure in index.failures()}
    grouped = by_root(sources, roots)
    if as_json:
        report.out_json(_as_json(sources, grouped, failures))
        return report.DONE if sources or failures else report.NOTHING
    for root, files in grouped:
        for source in files:
            _out(source, failures.pop(source.path, None), problems=problems)
        _out_look(root, alone=[source.path for source in files] == [root.path])
    for failure in failures.values():
        _out_failure(failure)
    if not sources and not roots and not failures:
        report.note("Nothing was added yet. `homebody add PATH` takes in an export or a folder.")
    return report.DONE if sources or roots or failures else report.NOTHING


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
