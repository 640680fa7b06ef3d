"""`homebody export`: everything, to be taken elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.commands.shared.base import scope_options, sealed_command
from app.output import report

if TYPE_CHECKING:
    from app.assistant.types import Scope
    from app.runtime.runtime import Runtime
    from index.types.listings import ExportRecord

EPILOG = """\b
Examples:
  homebody export > everything.jsonl
  homebody export --in "Cabin Crew" --since 2026-01-01 > cabin.jsonl

\b
A line is a hit as `search --json` has it, with "message_kind", "from_me", "edited", "reply_to" (an id), "attachments" and
"reactions". Messages come oldest first, system and deleted lines included, then file passages. What you write to a file is
yours to look after.
"""


@sealed_command(short_help="Write everything out as JSON lines.", epilog=EPILOG)
@scope_options
def command(runtime: Runtime, scope: Scope) -> int:
    """Write all messages and file passages, or those of the filters, to stdout as JSON lines."""
    from app.assistant.question.scope import plan_scope

    index = runtime.index()
    count = 0
    filters = plan_scope(scope, index, runtime.now(), dates=runtime.date_order).filters
    for found in index.export(filters):
        report.out_json(_shape(found), line=True)
        count += 1
    report.note(f"{count:,} records.")
    return report.DONE if count else report.NOTHING


def _shape(found: ExportRecord) -> dict[str, Any]:
    hit = found.hit
    shape = report.hit_json(hit)
    del shape["score"]
    if hit.kind == "message":
        shape |= {
            "message_kind": hit.message_kind,
            "from_me": hit.from_me,
            "edited": found.edited,
            "reply_to": found.reply_to,
            "attachments": list(hit.attachments),
            "reactions": [{"emoji": reaction.emoji, "by": list(reaction.by)} for reaction in found.reactions],
        }
    return shape
