"""`homebody people`: who wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import report
from app.commands.base import json_option, sealed_command

if TYPE_CHECKING:
    from app.wiring import Runtime


@sealed_command(short_help="List people and how much they wrote.", epilog="\b\nExample:\n  homebody people --json\n")
@json_option
def command(runtime: Runtime, as_json: bool) -> int:
    """List people and how much they wrote, most first."""
    people = runtime.index().people()
    if as_json:
        report.out_json(
            [
                {"id": p.id, "name": p.name, "me": p.is_me, "messages": p.messages, "chats": list(p.chats)}
                for p in people
            ]
        )
        return report.DONE if people else report.NOTHING
    for person in people:
        you = " (you)" if person.is_me else ""
        report.out(f"{person.name}{you}  {person.messages:,} messages in {', '.join(person.chats)}")
    if not people:
        report.note("No people yet. `homebody add PATH` takes in an export.")
    return report.DONE if people else report.NOTHING
