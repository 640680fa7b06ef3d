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
    from app.assistant.summarizing.digest import Length
    from app.runtime.runtime import Runtime
    from index.types.search import Hit

_NO_BREAK = "\u00a0"
Shape = Literal["whole", "bullets", "paragraph", "actions"]

EPILOG = """\b
Examples:
  homebody summarize --last 15
  homebody summarize --new
  homebody summarize --new --in "Cabin Crew" --for actions
  homebody summarize --in "Cabin Crew" --since yesterday --for paragraph
  homebody summarize "Rental agreement.pdf"
  homebody summarize --new --length short
  homebody summarize --from maya --last 30 --json
"""


@sealed_command(service=True, short_help="Summarize exactly the messages you name.", epilog=EPILOG)
@engine_options
@click.argument("what", metavar="[NAME|ID]", required=False)
@scope_options
@click.option("--last", type=click.IntRange(1), help="Only the newest so many messages of the scope.")
@click.option("--new", is_flag=True, help="Only what came in since you last asked for what is new in this scope.")
@click.option(
    "--for",
    "shape",
    type=click.Choice(["bullets", "paragraph", "actions"]),
    help="As one list or as running text; or only what is asked of you, promised by you, owed and decided.",
)
@click.option(
    "--length",
    type=click.Choice(["short", "normal", "full"]),
    default="normal",
    show_default=True,
    help="How many lines: half a screen, one or two screens, or all there is to tell.",
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
    length: Length,
    show_dropped: bool,
    as_json: bool,
) -> int:
    """Summarize exactly the messages that the flags name: all of them are read.

    NAME is a file or folder that was added, with its path or as search shows it, or the title of a chat or a thread of
    mail; ID is one of a hit: a message's stands for its chat, a file passage's for its file.
    What stands in each chat is told by what it means to you: what is asked of you, promised by you, owed, decided or
    changed, coming up, and who is coming. Every line points at the messages it rests on; what stands in quotation marks is
    theirs word for word.
    """
    if last is None and not new and what is None and scope == Scope():
        raise click.UsageError("Say which messages: --last N, --new, --in CHAT, --from PERSON, --since TIME, a file.")
    if new and (last is not None or scope.timed or what):
        raise click.UsageError("--new goes with neither --last, --since and --until nor with a file.")
    scope = replace(scope, last=last, new=new, target=target_of(what) if what else None)
    return run(runtime, scope, shape=shape or "whole", length=length, show_dropped=show_dropped, as_json=as_json)


def target_of(what: str) -> str:
    """Return a path that is there as the index knows it, and an id or a name as it is."""
    path = Path(what).expanduser()
    if re.fullmatch(r"[mf][1-9]\d{0,17}", what) or not (path.exists() or path.is_absolute()):
        return what
    return str(path.absolute())


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
    runtime: Runtime,
    scope: Scope,
    *,
    shape: Shape = "whole",
    length: Length = "normal",
    show_dropped: bool = False,
    as_json: bool = False,
) -> int:
    """Summarize one scope and print it; when it is stopped, print what there is."""
    summary: Summary | None = None
    done = _Done()
    try:
        with report.progress() as progress:
            for event in runtime.assistant().summarize(scope, length):
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
    from app.assistant.events import untold

    shown: list[Sentence] = []
    written = [s for s in sentences if not s.verbatim]
    quoted = [s for s in untold(sentences, digests) if s.verbatim]
    if shape != "actions":
        for sentence in written:
            _lines(_cited(sentence), "- " if shape == "bullets" else "")
        shown += written
    match shape:
        case "paragraph":
            shown += _print_paragraphs(digests)
        case "bullets":
            shown += _print_bullets(digests)
        case _:
            shown += _print_digests(digests, shape)
    if shape != "actions" and quoted:
        if shape != "bullets":
            report.out(("\n" if shown else "") + ("Also:" if shown else "What matters most, word for word:"))
        for sentence in quoted:
            _lines(_cited(sentence), "- ")
        shown += quoted
    _print_cites(sorted({n for sentence in shown for n in sentence.cites}), messages)


def _print_cites(cites: Sequence[int], messages: Sequence[Hit]) -> None:
    """Print where each citation leads: the message's id and when it was written, several on a line."""
    if not cites:
        return
    days = {hit.time.date() for hit in messages if hit.time is not None}
    report.out()
    told = [f"[{number}] {_where(messages[number - 1], days=len(days))}({messages[number - 1].id})" for number in cites]
    # No-break spaces keep a citation in one line.
    for line in report.fold("  ".join(one.replace(" ", _NO_BREAK) for one in told)):
        report.out(line.replace(_NO_BREAK, " "))


def _where(hit: Hit, days: int) -> str:
    """Return when a message was written, with its day where the selection has several, or the place of a passage."""
    if hit.kind == "file":
        return f"{hit.locator} " if hit.locator else ""
    if hit.time is None:
        return ""
    return f"{hit.time.day} {hit.time:%b} {hit.time:%H:%M} " if days > 1 else f"{hit.time:%H:%M} "


def _print_bullets(digests: Sequence[Digest]) -> list[Sentence]:
    shown = []
    for digest in digests:
        if digest.bulk:
            report.out(_bulk(digest))
        for _, lines in digest.headed():
            for line in lines:
                _lines(_cited(line), "- ")
                shown.append(line)
    return shown


def _print_paragraphs(digests: Sequence[Digest]) -> list[Sentence]:
    shown: list[Sentence] = []
    for digest in digests:
        if digest.bulk:
            _lines(_bulk(digest))
            continue
        told = [f"{head}: {'; '.join(_cited(line) for line in lines)}." for head, lines in digest.headed()]
        shown += [line for _, lines in digest.headed() for line in lines]
        _lines(f"{digest.chat or 'Messages'}. {' '.join(told)}")
    return shown


def _bulk(digest: Digest) -> str:
    return f"Newsletters and other bulk mail ({digest.messages:,}): {digest.chat}"


def _print_digests(digests: Sequence[Digest], shape: Shape) -> list[Sentence]:
    from app.assistant.events import TO_ACT_ON

    shown: list[Sentence] = []
    first = True
    for digest in digests:
        if digest.bulk and shape == "whole":
            report.out()
            _lines(_bulk(digest))
        kinds = [(head, lines) for head, lines in digest.headed() if shape == "whole" or head in TO_ACT_ON]
        if not kinds:
            continue
        report.out(f"{'' if first else chr(10)}{digest.chat or 'Messages'} ({digest.messages:,})")
        first = False
        for heading, lines in kinds:
            if len(lines) == 1:
                _lines(f"{heading}: {_cited(lines[0])}", "  ")
            else:
                report.out(f"  {heading}")
                for line in lines:
                    _lines(_cited(line), "  - ")
            shown += lines
    if shape == "actions" and not shown:
        report.out("Nothing was decided, asked of you, owed or promised by you there, as far as code can see.")
    return shown


def _cited(sentence: Sentence) -> str:
    return f"{sentence.text} {''.join(f'[{n}]' for n in sentence.cites)}"


def _lines(text: str, mark: str = "") -> None:
    for n, line in enumerate(report.fold(text, " " * len(mark))):
        report.out(mark + line[len(mark) :] if mark and n == 0 else line)


def _print_end(summary: Summary, show_dropped: bool) -> None:
    report.out()
    report.out(f"{summary.read} of {len(summary.messages)} read.")
    if summary.left_out:
        told = ", ".join(f"{heading} {count:,}" for heading, count in summary.left_out.items())
        report.note(f"Left out: {told}. `--length full` shows all.")
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
                "amounts": lines(digest.money),
                "attending": lines(digest.attending),
                "offered": lines(digest.offered),
                "links": lines(digest.links),
                "done": lines(digest.done),
                "bulk": digest.bulk,
            }
            for digest in summary.digests
        ],
        "left_out": dict(summary.left_out),
        "dropped": [{"text": d.text, "reason": d.reason} for d in summary.dropped],
        "highlights": [report.hit_json(hit) for hit in summary.highlights],
        "model": summary.model,
        "timings": {name: round(value, 4) for name, value in summary.timings.items()},
    }
