"""`homebody ask`: an answer with numbered evidence, or an honest "I don't know"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from app.assistant.events import Answer, Clarification, PlanMade, Sentence, SentenceReady, WorkProgress
from app.assistant.types import Scope
from app.commands.shared.base import json_option, scope_options, sealed_command
from app.commands.shared.options import engine_options
from app.output import report
from app.text.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.runtime.runtime import Runtime
    from index.types.listings import KeptTurn

NEAREST = 4
"""How many of the nearest messages stand below an "I don't know"."""

EPILOG = """\b
Examples:
  homebody ask "when is the cabin weekend?"
  homebody ask --continue "and what did Tom say?"
  homebody ask "list all links" --in "Cabin Crew" --since "last month"
  homebody ask "who has the spare key?" --in "Cabin Crew" --json
  homebody ask --phrase "when is the cabin weekend?"
  homebody ask --talks
  homebody ask --talk t3 --title "The cabin in autumn"
  homebody ask --forget t3
"""


@sealed_command(service=True, short_help="Answer a question from your own messages, with evidence.", epilog=EPILOG)
@engine_options
@click.argument("question", nargs=-1)
@scope_options
@click.option("--continue", "go_on", is_flag=True, help="Go on with the last conversation: “and what did Tom say?”.")
@click.option("--talk", "conversation", metavar="ID", help="Go on with this conversation; without a question, show it.")
@click.option("--talks", "listed", is_flag=True, help="List the conversations that are kept.")
@click.option("--title", metavar="TEXT", help="A title for the --talk; an empty one goes back to its first question.")
@click.option("--forget", metavar="ID|all", help="Forget a kept conversation, or all of them.")
@click.option("--no-keep", is_flag=True, help="Keep neither the question nor the answer.")
@click.option("--dropped", "show_dropped", is_flag=True, help="Show the sentences that were not borne out, and why.")
@json_option
def command(
    runtime: Runtime,
    question: tuple[str, ...],
    scope: Scope,
    go_on: bool,
    conversation: str | None,
    listed: bool,
    title: str | None,
    forget: str | None,
    no_keep: bool,
    show_dropped: bool,
    as_json: bool,
) -> int:
    """Answer a question from your own messages and files.

    Every sentence points at the messages it rests on. What they do not bear out is not shown. Questions about a whole set
    ("how many", "who wrote most", "the last", "list all links") are answered by counting all of it.

    A language model of less than about a billion weights (the starter) is asked only with --phrase, or where --model names
    it: nearly all that it writes is dropped.

    A question begins a conversation that --continue goes on with; it is kept in the index until you forget it.
    """
    asked = " ".join(question).strip()
    chosen = [
        flag for flag, given in (("--continue", go_on), ("--talk", conversation), ("--no-keep", no_keep)) if given
    ]
    if len(chosen) > 1:
        raise click.UsageError(f"Use one of {' and '.join(chosen)}.")
    if title is not None:
        return _rename(runtime, conversation, title, alone=not (asked or listed or forget), as_json=as_json)
    if listed or forget or (conversation and not asked):
        return _conversations(runtime, conversation, forget, as_json=as_json)
    if not asked:
        raise click.UsageError('Write a question: homebody ask "what time does the train leave?"')
    kept_in = "" if no_keep else conversation or ("last" if go_on else "new")
    return run(runtime, asked, scope, conversation=kept_in, show_dropped=show_dropped, as_json=as_json)


def run(
    runtime: Runtime,
    question: str,
    scope: Scope,
    *,
    conversation: str = "",
    show_dropped: bool = False,
    as_json: bool = False,
) -> int:
    """Ask once; print sentences as they are checked, then the evidence."""
    answer: Answer | None = None
    with report.progress() as progress:
        for event in runtime.assistant().ask(question, scope, conversation):
            match event:
                case Clarification() if as_json:
                    report.out_json({"question": question, "ambiguous": which_json(event)})
                case PlanMade(plan) if plan.line and not as_json:
                    report.note(plan.line)
                case WorkProgress(what, done, total):
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
    return report.NOTHING if answer.abstained or answer.failed else report.DONE


def _conversations(runtime: Runtime, conversation: str | None, forget: str | None, *, as_json: bool) -> int:
    from app.assistant.conversations import Conversations

    conversations = Conversations(runtime.index(), runtime.zone)
    if forget:
        count = conversations.forget(forget)
        report.note(f"{counted(count, 'conversation')} forgotten.")
        return report.DONE if count else report.NOTHING
    if conversation:
        return _show_conversation(conversations.turns(conversation), as_json=as_json)
    kept = conversations.all()
    if as_json:
        report.out_json(
            [
                {"id": t.id, "time": t.at.isoformat(), "questions": t.questions, "first": t.first, "title": t.title}
                for t in kept
            ]
        )
        return report.DONE if kept else report.NOTHING
    for one in kept:
        more = f", {one.questions} questions" if one.questions > 1 else ""
        report.out(f"{one.id}  {one.at:%Y-%m-%d %H:%M}  {one.name}{more}")
    if not kept:
        report.note("No conversations are kept.")
    return report.DONE if kept else report.NOTHING


def _rename(runtime: Runtime, conversation: str | None, title: str, *, alone: bool, as_json: bool) -> int:
    from app.assistant.conversations import Conversations

    if conversation is None or not alone:
        raise click.UsageError("--title goes with --talk ID and nothing else.")
    kept = Conversations(runtime.index(), runtime.zone).rename(conversation, title)
    if as_json:
        report.out_json({"id": kept.id, "title": kept.title, "first": kept.first})
    elif kept.title:
        report.note(f"{kept.id} is called “{kept.title}” from now on.")
    else:
        report.note(f"{kept.id} goes by its first question again.")
    return report.DONE


def _show_conversation(turns: Sequence[KeptTurn], *, as_json: bool) -> int:
    if as_json:
        report.out_json(
            [
                {"question": t.question, "sentences": [{"text": k.text, "cites": list(k.cites)} for k in t.lines]}
                for t in turns
            ]
        )
        return report.DONE
    for turn in turns:
        report.out(f"> {turn.question}")
        for kept in turn.lines:
            for line in report.fold(f"{kept.text}  {' '.join(f'({cite})' for cite in kept.cites)}", "  "):
                report.out(line)
        report.out()
    return report.DONE


def _print_sentence(sentence: Sentence) -> None:
    for line in report.fold(f"{sentence.text} {''.join(f'[{n}]' for n in sentence.cites)}"):
        report.out(line)


def _print_rest(answer: Answer, show_dropped: bool) -> None:
    """Print what each number stands for: the message, or only where it stands when it was quoted already."""
    if answer.abstained:
        report.out("I don't know." + (" The closest your messages come:" if answer.evidence else ""))
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
    report.note_written(answer.sentences, answer.model)
    report.note_dropped(answer.dropped, "evidence", show=show_dropped)


def which_json(asked: Clarification) -> dict[str, Any]:
    """Return what a name may mean in the command line's JSON shape: a choice's value is what its flag takes."""
    return {
        "sentence": asked.sentence,
        "flag": f"--{asked.flag}",
        "choices": [{"value": c.value, "label": c.label} for c in asked.choices],
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer in the command line's JSON shape."""
    return {
        "question": answer.question,
        "answer": "I don't know." if answer.abstained else answer.text,
        "sentences": [{"text": s.text, "cites": list(s.cites)} for s in answer.sentences],
        "dropped": [{"text": d.text, "reason": d.reason} for d in answer.dropped],
        "evidence": [report.hit_json(hit) for hit in answer.evidence],
        "abstained": answer.abstained,
        "plan": {
            "line": answer.plan.line,
            "text": answer.plan.text,
            "in": answer.plan.chat,
            "from": answer.plan.person,
            "since": answer.plan.since,
            "until": answer.plan.until,
            "last": answer.plan.last,
        },
        "talk": f"t{answer.conversation}" if answer.conversation is not None else None,
        "model": answer.model,
        "note": answer.note,
        "timings": {name: round(value, 4) for name, value in answer.timings.items()},
    }
