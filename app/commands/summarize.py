"""`homebody summarize`: exactly those messages, all of them read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from app.assistant.events import (
    Clarification,
    Digest,
    DigestsReady,
    PlanMade,
    Sentence,
    SentenceReady,
    Summary,
    WorkProgress,
)
from app.assistant.types import Scope
from app.commands.ask import which_json
from app.commands.shared.base import json_option, scope_options, sealed_command
from app.commands.shared.options import engine_options
from app.output import report

if TYPE_CHECKING:
    from app.assistant.events import SummaryEvent
    from app.runtime.runtime import Runtime
    from index.types.search import Hit

Shape = Literal["whole", "bullets", "paragraph", "actions"]

EPILOG = """\b
Examples:
  homebody summarize --last 15
  homebody summarize --new
  homebody summarize --new --in "Cabin Crew" --for actions
  homebody summarize --in "Cabin Crew" --since yesterday --for paragraph
  homebody summarize "Rental agreement.pdf"
  homebody summarize --from maya --last 30 --json
"""


@sealed_command(service=True, short_help="Summarize exactly the messages you name.", epilog=EPILOG)
@engine_options
@click.argument("what", metavar="[PATH|ID]", required=False)
@scope_options
@click.option("--last", type=click.IntRange(1), help="Only the newest so many messages of the scope.")
@click.option("--new", is_flag=True, help="Only what came in since you last asked for what is new in this scope.")
@click.option(
    "--for",
    "shape",
    type=click.Choice(["bullets", "paragraph", "actions"]),
    help="Only the gist, as a list or as running text; or only what was decided, asked of you and promised by you.",
)
@click.option("--dropped", "show_dropped", is_flag=True, help="Show the sentences that were not borne out, and why.")
@json_option
def command(
    runtime: Runtime,
    what: str | None,
    scope: Scope,
    last: int | None,
    new: bool,
    shape: Shape | None,
    show_dropped: bool,
    as_json: bool,
) -> int:
    """Summarize exactly the messages that the flags name: all of them are read.

    PATH is a file or folder that was added; ID is one of a hit: a message's stands for its chat, a file passage's for its
    file. The gist comes first, then what stands in each chat: what was decided, what is asked of you, dates, amounts and
    links. Every line points at the messages it rests on. What no model wrote is quoted as it stands, and says so.
    """
    if last is None and not new and what is None and scope == Scope():
        raise click.UsageError("Say which messages: --last N, --new, --in CHAT, --from PERSON, --since TIME, a file.")
    if new and (last is not None or scope.timed or what):
        raise click.UsageError("--new goes with neither --last, --since and --until nor with a file.")
    scope = replace(scope, last=last, new=new, target=target_of(what) if what else None)
    return run(runtime, scope, shape=shape or "whole", show_dropped=show_dropped, as_json=as_json)


def target_of(what: str) -> str:
    """Return an id as it is, and a path as the index knows it."""
    return what if re.fullmatch(r"[mf][1-9]\d{0,17}", what) else str(Path(what).expanduser().absolute())


@dataclass
class _Done:
    """What of a summary is there already, to be shown when it is stopped."""

    sentences: list[Sentence] = field(default_factory=list)
    digests: tuple[Digest, ...] = ()
    messages: tuple[Hit, ...] = ()

    def take(self, event: SummaryEvent) -> None:
        match event:
            case DigestsReady():
                self.digests, self.messages = event.digests, event.messages
            case SentenceReady(sentence):
                self.sentences.append(sentence)
            case _:
                pass


def run(
    runtime: Runtime, scope: Scope, *, shape: Shape = "whole", show_dropped: bool = False, as_json: bool = False
) -> int:
    """Summarize one scope and print it; when it is stopped, print what there is."""
    summary: Summary | None = None
    done = _Done()
    try:
        with report.progress() as progress:
            for event in runtime.assistant().summarize(scope):
                match event:
                    case Clarification() if as_json:
                        report.out_json({"ambiguous": which_json(event)})
                    case PlanMade(plan) if plan.line and not as_json:
                        report.note(plan.line)
                    case WorkProgress(what, count, total):
                        progress.show(what, count, total or None, unit="messages" if total else "")
                    case Summary():
                        summary = event
                    case _:
                        done.take(event)
    except KeyboardInterrupt:
        if not as_json and done.messages:
            # the quotes come last: until there is a sentence, what stands in each chat is what there is
            _print(done.sentences, done.digests, done.messages, shape if done.sentences else "whole")
        raise
    if summary is None:
        return report.STOPPED
    if as_json:
        report.out_json(summary_json(summary))
    elif summary.messages:
        _print(summary.sentences, summary.digests, summary.messages, shape)
        _print_end(summary, show_dropped)
    else:
        report.note(_none(summary, scope))
    return report.DONE if summary.messages and not summary.failed else report.NOTHING


def _none(summary: Summary, scope: Scope) -> str:
    if scope.new and summary.plan.asked:
        return "Nothing new there since you last asked."
    return "No messages there. Widen the filters, or see `homebody chats`."


def _print(sentences: Sequence[Sentence], digests: Sequence[Digest], messages: Sequence[Hit], shape: Shape) -> None:
    shown: list[Sentence] = []
    if shape != "actions":
        written = [s for s in sentences if not s.verbatim]
        quoted = [s for s in sentences if s.verbatim]
        if shape == "paragraph":
            _lines(" ".join(_cited(s) for s in written or quoted))
            shown += written or quoted
        else:
            for sentence in written:
                _lines(_cited(sentence), "- " if shape == "bullets" else "")
            if quoted:
                report.out(("\n" if written else "") + "What matters most, word for word:")
                for sentence in quoted:
                    _lines(_cited(sentence), "- ")
            shown += [*written, *quoted]
    if shape in ("whole", "actions"):
        shown += _print_digests(digests, shape)
    cites = sorted({n for sentence in shown for n in sentence.cites})
    if cites:
        report.out()
    for number in cites:
        hit = messages[number - 1]
        report.out(f"[{number}] {report.hit_heading(hit)}  ({hit.id})")


def _print_digests(digests: Sequence[Digest], shape: Shape) -> list[Sentence]:
    from app.assistant.events import TO_ACT_ON

    shown: list[Sentence] = []
    for digest in digests:
        kinds = [(head, lines) for head, lines in digest.headed() if shape == "whole" or head in TO_ACT_ON]
        if not kinds:
            continue
        report.out(f"\n{digest.chat or 'Messages'} ({digest.messages:,}), word for word")
        for heading, lines in kinds:
            report.out(f"  {heading}")
            for line in lines:
                _lines(_cited(line), "  - ")
                shown.append(line)
    if shape == "actions" and not shown:
        report.out("Nothing was decided, asked of you or promised there, as far as can be seen without a model.")
    return shown


def _cited(sentence: Sentence) -> str:
    return f"{sentence.text} {''.join(f'[{n}]' for n in sentence.cites)}"


def _lines(text: str, mark: str = "") -> None:
    for n, line in enumerate(report.fold(text, " " * len(mark))):
        report.out(mark + line[len(mark) :] if mark and n == 0 else line)


def _print_end(summary: Summary, show_dropped: bool) -> None:
    report.out()
    report.out(f"{summary.read} of {len(summary.messages)} read.")
    if summary.note:
        report.note(summary.note)
    report.note_written(summary.sentences, summary.model)
    report.note_dropped(summary.dropped, "messages", show=show_dropped)


def summary_json(summary: Summary) -> dict[str, Any]:
    """Return a summary in the command line's JSON shape; a cite is the id of a message, as `homebody show` takes it."""
    times = [hit.time for hit in summary.messages if hit.time]

    def lines(sentences: Sequence[Sentence]) -> list[dict[str, Any]]:
        return [
            {"text": s.text, "cites": [summary.messages[n - 1].id for n in s.cites], "verbatim": s.verbatim}
            for s in sentences
        ]

    return {
        "scope": {
            "count": len(summary.messages),
            "since": min(times).isoformat() if times else None,
            "until": max(times).isoformat() if times else None,
            "in": summary.plan.chat,
            "from": summary.plan.person,
            "what": summary.plan.target,
            "new_since": summary.plan.asked,
        },
        "read": summary.read,
        "given": summary.given,
        "complete": summary.complete,
        "note": summary.note,
        "summary": lines(summary.sentences),
        "chats": [
            {
                "chat": digest.chat,
                "count": digest.messages,
                "decided": lines(digest.decided),
                "asked": lines(digest.asked),
                "promised": lines(digest.promised),
                "dates": lines(digest.dates),
                "amounts": lines(digest.amounts),
                "links": lines(digest.links),
            }
            for digest in summary.digests
        ],
        "dropped": [{"text": d.text, "reason": d.reason} for d in summary.dropped],
        "highlights": [report.hit_json(hit) for hit in summary.highlights],
        "model": summary.model,
        "timings": {name: round(value, 4) for name, value in summary.timings.items()},
    }
