"""`homebody sources`: what was added, and its problems."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from app import report
from app.commands.base import json_option, sealed_command
from app.counted import counted

if TYPE_CHECKING:
    from app.wiring import Runtime
    from index.types import RootInfo, SourceInfo


@sealed_command(
    short_help="List what was added, and its problems.", epilog="\b\nExample:\n  homebody sources --problems\n"
)
@click.option("--problems", is_flag=True, help="List every record that could not be read or had to be guessed.")
@json_option
def command(runtime: Runtime, problems: bool, as_json: bool) -> int:
    """List the files that were added, with their records and problems, and what came of the last look at them."""
    from index.looking import by_root

    index = runtime.index()
    sources, roots = index.sources(), index.roots()
    grouped = by_root(sources, roots)
    if as_json:
        report.out_json(_as_json(sources, grouped))
        return report.DONE if sources else report.NOTHING
    for root, files in grouped:
        for source in files:
            _out(source, problems=problems)
        _out_look(root, alone=[source.path for source in files] == [root.path])
    if not sources and not roots:
        report.note("Nothing was added yet. `homebody add PATH` takes in an export or a folder.")
    return report.DONE if sources or roots else report.NOTHING


def _out(source: SourceInfo, *, problems: bool) -> None:
    count = counted(*((source.messages, "message") if source.messages else (source.passages, "passage")))
    state = {"reading": ", not finished: add it again", "failed": ", failed"}.get(source.state, "")
    flaws = f", {counted(len(source.problems), 'problem')}" if source.problems else ""
    report.out(f"{source.path}  ({source.kind}, {count}{flaws}{state})")
    if problems:
        for problem in source.problems:
            report.out(f"    {problem.locator + ': ' if problem.locator else ''}{problem.reason}")


def _out_look(root: RootInfo, *, alone: bool) -> None:
    from app.last_look import in_full

    if root.at is None or root.looked is None:
        return
    what = "Last looked at" if alone else f"{root.path}, last looked at"
    report.out(f"  {what} {root.at:%Y-%m-%d %H:%M}: {in_full(root.looked)}")


def _as_json(sources: list[SourceInfo], grouped: list[tuple[RootInfo, list[SourceInfo]]]) -> list[dict[str, Any]]:
    root_by_id = {source.id: root for root, files in grouped for source in files}
    return [
        {
            "id": source.id,
            "kind": source.kind,
            "path": source.path,
            "state": source.state,
            "messages": source.messages,
            "passages": source.passages,
            "problems": [{"locator": p.locator, "reason": p.reason, "severity": p.severity} for p in source.problems],
            "added": source.added.isoformat(),
            **_look_json(root_by_id[source.id]),
        }
        for source in sources
    ]


def _look_json(root: RootInfo) -> dict[str, Any]:
    """Return what was named to `add`, and what came of the last look at it; null where it was never gone through."""
    if root.at is None or root.looked is None:
        return {"root": root.path, "looked": None}
    return {"root": root.path, "looked": {"at": root.at.isoformat(), **asdict(root.looked)}}
