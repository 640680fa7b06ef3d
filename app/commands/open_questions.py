"""`homebody open-questions`: what was asked and not answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from app.assistant.types import Scope
from app.commands.shared.base import json_option, scope_options, sealed_command
from app.output import report
from app.text.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.runtime.runtime import Runtime
    from index.types.search import Hit

EPILOG = """\b
Examples:
  homebody open-questions
  homebody open-questions --since "last week"
  homebody open-questions --in "Cabin Crew" --json
"""
_SINCE = "30 days ago"


@sealed_command(short_help="Show questions that nobody has answered yet.", epilog=EPILOG)
@scope_options
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many of each.")
@json_option
def command(runtime: Runtime, scope: Scope, limit: int, as_json: bool) -> int:
    """Show what people asked you and you have not answered, and what you asked and nobody answered.

    Of the last 30 days, unless a time is given. Whether a question was answered is read from the next messages of its chat:
    what was answered by telephone is not known here.
    """
    if not scope.timed:
        scope = replace(scope, since=_SINCE)
    found = runtime.assistant_here(words_only=True).open_questions(scope)
    if as_json:
        report.out_json(
            {
                "read": found.read,
                "of_me": [report.hit_json(hit) for hit in found.of_me[:limit]],
                "of_others": [report.hit_json(hit) for hit in found.of_others[:limit]],
            }
        )
    else:
        _print("Asked of you", found.of_me, limit)
        _print("Asked by you", found.of_others, limit)
        if not found.of_me and not found.of_others:
            report.note("No open questions there.")
        report.note(f"{counted(found.read, 'message')} read.")
    return report.DONE if found.of_me or found.of_others else report.NOTHING


def _print(heading: str, hits: Sequence[Hit], limit: int) -> None:
    if not hits:
        return
    report.out(f"{heading} ({len(hits):,})")
    for hit in hits[:limit]:
        report.out_hit(hit, "- ", lines=2, path=False)
    if len(hits) > limit:
        report.out(f"… and {len(hits) - limit:,} more: --limit shows them")
    report.out()
