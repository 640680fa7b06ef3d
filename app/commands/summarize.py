"""`homebody summarize`: exactly those messages, all of them read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from app import report
from app.assistant.types import PlanMade, Scope, Summary, Working
from app.commands.base import json_option, scope_options, sealed_command
from app.commands.engine_options import engine_options

if TYPE_CHECKING:
    from app.wiring import Runtime

EPILOG = """\b
Examples:
  homebody summarize --last 15
  homebody summarize --in "Cabin Crew" --since yesterday
  homebody summarize --from maya --last 30 --json
"""


@sealed_command(service=True, short_help="Summarize exactly the messages you name.", epilog=EPILOG)
@engine_options
@scope_options
@click.option("--last", type=click.IntRange(1), help="Only the newest so many messages of the scope.")
@click.option("--dropped", "show_dropped", is_flag=True, help="Show the sentences that were not borne out, and why.")
@json_option
def command(runtime: Runtime, scope: Scope, last: int | None, show_dropped: bool, as_json: bool) -> int:
    """Summarize exactly the messages that the flags name: all of them are read.

    Every sentence points at the messages it rests on; the messages that matter most follow, as they were written.
    """
    if last is None and scope == Scope():
        raise click.UsageError("Say which messages: --last N, --in CHAT, --from PERSON, --since TIME.")
    return run(runtime, replace(scope, last=last), show_dropped=show_dropped, as_json=as_json)


def run(runtime: Runtime, scope: Scope, *, show_dropped: bool = False, as_json: bool = False) -> int:
    """Summarize one scope and print it."""
    summary: Summary | None = None
    with report.progress() as progress:
        for event in runtime.assistant().summarize(scope):
            match event:
                case PlanMade(plan) if plan.line and not as_json:
                    report.note(plan.line)
                case Working(what, done, total):
                    progress.show(what, done, total or None, unit="messages" if total else "")
                case Summary():
                    summary = event
                case _:
                    pass
    if summary is None:
        return report.STOPPED
    if as_json:
        report.out_json(summary_json(summary))
    elif summary.messages:
        _print(summary, show_dropped)
    else:
        report.note("No messages there. Widen the filters, or see `homebody chats`.")
    return report.DONE if summary.messages else report.NOTHING


def _print(summary: Summary, show_dropped: bool) -> None:
    written = [sentence for sentence in summary.sentences if not sentence.verbatim]
    for sentence in written:
        cites = "".join(f"[{n}]" for n in sentence.cites)
        for line in report.fold(f"{sentence.text} {cites}"):
            report.out(line)
    cited = {number for sentence in summary.sentences for number in sentence.cites}
    shown = sorted(cited | {summary.messages.index(hit) + 1 for hit in summary.highlights})
    if written:
        report.out()
    report.out("What matters most, as it was written:")
    for number in shown:
        report.out_hit(summary.messages[number - 1], f"[{number}]", lines=3)
    report.out()
    report.out(f"{summary.read} of {len(summary.messages)} read.")
    if summary.note:
        report.note(summary.note)
    if summary.dropped:
        count = len(summary.dropped)
        report.note(
            f"{count} generated sentence{'s' if count > 1 else ''} dropped: not borne out by the messages"
            + ("" if show_dropped else " (--dropped shows them)")
        )
        if show_dropped:
            for dropped in summary.dropped:
                report.note(f"  “{dropped.text}”: {dropped.reason}")


def summary_json(summary: Summary) -> dict[str, Any]:
    """Return a summary in the command line's JSON shape; a cite is the id of a message, as `homebody show` takes it."""
    times = [hit.time for hit in summary.messages if hit.time]
    return {
        "scope": {
            "count": len(summary.messages),
            "since": min(times).isoformat() if times else None,
            "until": max(times).isoformat() if times else None,
            "in": summary.plan.chat,
            "from": summary.plan.person,
        },
        "read": summary.read,
        "summary": [
            {"text": s.text, "cites": [summary.messages[number - 1].id for number in s.cites]}
            for s in summary.sentences
        ],
        "dropped": [{"text": d.text, "reason": d.reason} for d in summary.dropped],
        "highlights": [report.hit_json(hit) for hit in summary.highlights],
        "model": summary.model,
        "timings": {name: round(value, 4) for name, value in summary.timings.items()},
    }
