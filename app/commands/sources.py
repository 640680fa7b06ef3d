"""`homebody sources`: what was added, and its problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app import report
from app.commands.base import json_option, sealed_command

if TYPE_CHECKING:
    from app.wiring import Runtime


@sealed_command(
    short_help="List what was added, and its problems.", epilog="\b\nExample:\n  homebody sources --problems\n"
)
@click.option("--problems", is_flag=True, help="List every record that could not be read or had to be guessed.")
@json_option
def command(runtime: Runtime, problems: bool, as_json: bool) -> int:
    """List the files that were added, with their records and problems."""
    sources = runtime.index().sources()
    if as_json:
        report.out_json(
            [
                {
                    "id": source.id,
                    "kind": source.kind,
                    "path": source.path,
                    "state": source.state,
                    "messages": source.messages,
                    "passages": source.passages,
                    "problems": [
                        {"locator": p.locator, "reason": p.reason, "severity": p.severity} for p in source.problems
                    ],
                    "added": source.added.isoformat(),
                }
                for source in sources
            ]
        )
        return report.DONE if sources else report.NOTHING
    for source in sources:
        count = f"{source.messages:,} messages" if source.messages else f"{source.passages:,} passages"
        state = {"reading": ", not finished: add it again", "failed": ", failed"}.get(source.state, "")
        flaws = f", {len(source.problems):,} problems" if source.problems else ""
        report.out(f"{source.path}  ({source.kind}, {count}{flaws}{state})")
        if problems:
            for problem in source.problems:
                report.out(f"    {problem.locator + ': ' if problem.locator else ''}{problem.reason}")
    if not sources:
        report.note("Nothing was added yet. `homebody add PATH` takes in an export or a folder.")
    return report.DONE if sources else report.NOTHING
