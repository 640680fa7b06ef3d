"""`homebody ask`: an answer with numbered evidence, or an honest "I don't know"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from app import report
from app.assistant.types import Answer, PlanMade, Scope, Sentence, SentenceReady, Working
from app.commands.base import json_option, scope_options, sealed_command
from app.commands.engine_options import engine_options

if TYPE_CHECKING:
    from app.wiring import Runtime

NEAREST = 4
"""How many of the nearest messages stand below an "I don't know"."""

EPILOG = """\b
Examples:
  homebody ask "when is the cabin weekend?"
  homebody ask "what did Maya say about the deposit?" --since "last month"
  homebody ask "who has the spare key?" --in "Cabin Crew" --json
"""


@sealed_command(service=True, short_help="Answer a question from your own messages, with evidence.", epilog=EPILOG)
@engine_options
@click.argument("question", nargs=-1, required=True)
@scope_options
@click.option("--dropped", "show_dropped", is_flag=True, help="Show the sentences that were not borne out, and why.")
@json_option
def command(runtime: Runtime, question: tuple[str, ...], scope: Scope, show_dropped: bool, as_json: bool) -> int:
    """Answer a question from your own messages and files.

    Every sentence points at the messages it rests on. What they do not bear out is not shown.
    """
    return run(runtime, " ".join(question), scope, show_dropped=show_dropped, as_json=as_json)


def run(runtime: Runtime, question: str, scope: Scope, *, show_dropped: bool = False, as_json: bool = False) -> int:
    """Ask once; print sentences as they are checked, then the evidence."""
    answer: Answer | None = None
    with report.progress() as progress:
        for event in runtime.assistant().ask(question, scope):
            match event:
                case PlanMade(plan) if plan.line and not as_json:
                    report.note(plan.line)
                case Working(what, done, total):
                    progress.show(what, done, total or None)
                case SentenceReady(sentence) if not as_json:
                    _print_sentence(sentence)
                case Answer():
                    answer = event
                case _:
                    pass
    if answer is None:
        return report.STOPPED
    if as_json:
        report.out_json(answer_json(answer))
    else:
        _print_rest(answer, show_dropped)
    return report.NOTHING if answer.abstained else report.DONE


def _print_sentence(sentence: Sentence) -> None:
    for line in report.fold(f"{sentence.text} {''.join(f'[{n}]' for n in sentence.cites)}"):
        report.out(line)


def _print_rest(answer: Answer, show_dropped: bool) -> None:
    """Print what each number stands for: the message, or only where it stands when it was quoted already."""
    if answer.abstained:
        report.out("I don't know." + (" The nearest that your messages have:" if answer.evidence else ""))
        shown = set(range(1, min(NEAREST, len(answer.evidence)) + 1))
    else:
        shown = {n for sentence in answer.sentences for n in sentence.cites}
    quoted = {n for sentence in answer.sentences if sentence.verbatim for n in sentence.cites}
    report.out()
    for number in sorted(shown):
        hit = answer.evidence[number - 1]
        if number in quoted:
            report.out(f"[{number}] {report.hit_heading(hit)}  ({hit.id})")
        else:
            report.out_hit(hit, f"[{number}]", lines=3)
    if answer.note:
        report.note(answer.note)
    if answer.dropped:
        count = len(answer.dropped)
        report.note(
            f"{count} generated sentence{'s' if count > 1 else ''} dropped: not borne out by the evidence"
            + ("" if show_dropped else " (--dropped shows them)")
        )
        if show_dropped:
            for dropped in answer.dropped:
                report.note(f"  “{dropped.text}”: {dropped.reason}")


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer in the command line's JSON shape."""
    return {
        "question": answer.question,
        "answer": "I don't know." if answer.abstained else answer.text,
        "sentences": [{"text": s.text, "cites": list(s.cites)} for s in answer.sentences],
        "dropped": [{"text": d.text, "reason": d.reason} for d in answer.dropped],
        "evidence": [report.hit_json(hit) for hit in answer.evidence],
        "abstained": answer.abstained,
        "model": answer.model,
        "timings": {name: round(value, 4) for name, value in answer.timings.items()},
    }
