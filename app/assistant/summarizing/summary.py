"""A summary of exactly the selected messages: a model's sentences where they hold, the messages themselves everywhere.

Every selected message is read: each one goes through the extractor, and through the prompts as long as they are at most
MAX_PARTS; beyond that the model is given the messages that matter most, and the summary says so.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.assistant.events import (
    DigestsReady,
    Dropped,
    PlanMade,
    Sentence,
    SentenceDropped,
    SentenceReady,
    Summary,
    SummaryEvent,
    WorkProgress,
    untold,
)
from app.assistant.generation import Clock, stream_sentences
from app.assistant.grounding.checker import Checker
from app.assistant.grounding.salience import Salience, excerpt
from app.assistant.grounding.supersession import CHANGED, changed_later
from app.assistant.prompts import SUMMARY_SAMPLING, summary_prompt
from app.assistant.summarizing.digest import Length, digests
from app.assistant.summarizing.sections import PART_TOKENS, Part, exchanges, prompts_of
from app.assistant.text.words import coverage, words
from app.assistant.types import Plan
from index.types.search import Hit
from models.engine import Engine
from models.errors import ModelProblem

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from models.reader.reader import Reader

# By hand: eight prompts take the starter over two minutes of processor time (docs/answers.md), and nobody waits
# longer.
MAX_PARTS = 8
"""Most prompts for one summary; those with most to tell, where there are more."""
# By hand: summing over all messages would favour long parts, taking the best alone those with one good line.
_WEIGHED = 3
"""How many of a part's messages say how much it has to tell."""


@dataclass
class _Progress:
    sentences: list[Sentence] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    given: int = 0
    problem: str = ""
    used: bool = False
    stopped: bool = False
    clock: Clock = field(default_factory=Clock)


def summarize(
    plan: Plan,
    messages: Sequence[Hit],
    engine: Callable[[], Engine | None],
    *,
    owner: Sequence[str],
    people: Sequence[str],
    search_s: float,
    now: datetime,
    length: Length = "normal",
    ahead: Callable[[Sequence[Hit], str], Sequence[Sentence] | None] = lambda *_: None,
    reader: Callable[[], Reader | None] = lambda: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[SummaryEvent]:
    """Yield what stands in each chat, each sentence once it is checked, and the Summary. `messages` are oldest first.

    `ahead` gives the gist of an exchange that the named model has summarized before (cites count in it), if it is kept.
    What is over at the moment `now` matters less; `length` says how many lines there may be.
    The `reader`, asked for once there is a model, judges its sentences. Once `stopped` says so the Summary follows with
    what is done.
    """
    started = time.perf_counter()
    yield PlanMade(plan)
    if not messages:
        yield Summary(plan, (), 0, (), (), (), None, {"search_s": search_s, "total_s": search_s}, "No messages there.")
        return
    salience = Salience(messages, owner)
    lines = lines_for(len(messages))
    chosen = salience.pick(lines)
    found = digests(messages, owner, now, length)
    yield DigestsReady(found.each, tuple(messages))
    progress = _Progress()
    yield WorkProgress("loading the model", 0, 0)
    loaded = None if stopped() else engine()
    if loaded is not None:
        judge = reader()
        yield from _gist(loaded, messages, salience, people, lines, progress, ahead, judge, stopped)
    checked = tuple(progress.sentences)
    quoted = _quotes(messages, chosen, checked, lines)
    for sentence in untold(quoted, found.each):
        yield SentenceReady(sentence)
    timings = {"search_s": search_s, "total_s": search_s + time.perf_counter() - started}
    if progress.used:
        timings |= {"generate_s": progress.clock.generate_s, "first_token_s": progress.clock.first_token_s or 0.0}
    yield Summary(
        plan,
        tuple(messages),
        salience.read,
        checked + quoted,
        tuple(progress.dropped),
        tuple(messages[i] for i in chosen),
        loaded.describe().model if loaded is not None and (progress.used or checked) else None,
        timings,
        _note(progress, messages, checked, loaded),
        found.each,
        found.left_out,
        progress.given,
        complete=not (progress.stopped or stopped()),
        failed=bool(progress.problem),
    )


def lines_for(count: int) -> int:
    """Return how many lines the gist of so many messages gets."""
    return min(count, 8, max(3, round(count / 3)))


def _gist(
    engine: Engine,
    messages: Sequence[Hit],
    salience: Salience,
    people: Sequence[str],
    lines: int,
    progress: _Progress,
    ahead: Callable[[Sequence[Hit], str], Sequence[Sentence] | None],
    reader: Reader | None,
    stopped: Callable[[], bool],
) -> Iterator[SummaryEvent]:
    """Read part after part with the model and yield the sentences that its part bears out."""
    budget = min(PART_TOKENS, engine.describe().context - SUMMARY_SAMPLING.max_tokens - 64)
    ready: dict[Part, Sequence[Sentence]] = {}
    for part in exchanges(messages):
        done_before = ahead([messages[place] for place in part], engine.describe().model)
        if done_before is not None:
            ready[part] = done_before
    left = [place for place in range(len(messages)) if not any(place in part for part in ready)] if ready else None
    parts = prompts_of(engine, messages, budget) if left is None else _of(engine, messages, left, budget)
    if len(parts) > MAX_PARTS:
        parts = sorted(sorted(parts, key=lambda p: -_matters(salience, p))[:MAX_PARTS], key=lambda p: p[0])
    total = sum(len(part) for part in (*parts, *ready))
    # The same number of lines from each part, or the first parts would use them all up.
    each = max(1, -(-lines // max(1, len(parts) + len(ready))))
    for part in sorted((*parts, *ready), key=lambda p: p[0]):
        yield WorkProgress("reading", progress.given, total)
        if stopped():
            progress.stopped = True
            return
        if part in ready:
            yield from _take(ready[part], part, messages, lines, progress)
        else:
            try:
                yield from _read_part(engine, messages, part, people, reader, min(each, lines), lines, progress)
            except ModelProblem as problem:
                progress.problem = str(problem)
                return
            if stopped():
                progress.stopped = True
                return
        progress.given += len(part)
    yield WorkProgress("reading", progress.given, total)


def _of(engine: Engine, messages: Sequence[Hit], places: Sequence[int], budget: int) -> list[Part]:
    some = [messages[place] for place in places]
    return [tuple(places[i] for i in part) for part in prompts_of(engine, some, budget)]


def _matters(salience: Salience, part: Part) -> float:
    return sum(sorted((salience.scores[place] for place in part), reverse=True)[:_WEIGHED])


def _take(
    ready: Sequence[Sentence], part: Part, messages: Sequence[Hit], lines: int, progress: _Progress
) -> Iterator[SummaryEvent]:
    for sentence in ready:
        made = replace(sentence, cites=tuple(part[n - 1] + 1 for n in sentence.cites))
        if len(progress.sentences) < lines and not changed_later(made.text, made.cites, messages):
            progress.sentences.append(made)
            yield SentenceReady(made)


def _read_part(
    engine: Engine,
    messages: Sequence[Hit],
    part: Part,
    people: Sequence[str],
    reader: Reader | None,
    each: int,
    lines: int,
    progress: _Progress,
) -> Iterator[SummaryEvent]:
    hits = [messages[place] for place in part]
    checker = Checker(hits, people, reader)  # of this part alone: a sentence rests on what the model had before it
    for shown in progress.sentences:
        checker.remember(shown.text)
    kept = 0
    for text in stream_sentences(engine, summary_prompt(hits), SUMMARY_SAMPLING, progress.clock):
        progress.used = True
        verdict = checker.check(text)
        if isinstance(verdict, Dropped):
            progress.dropped.append(verdict)
            yield SentenceDropped(verdict)
        elif kept < each and len(progress.sentences) < lines:
            made = replace(verdict, cites=tuple(part[n - 1] + 1 for n in verdict.cites))
            if changed_later(made.text, made.cites, messages):
                progress.dropped.append(Dropped(made.text, CHANGED))
                yield SentenceDropped(progress.dropped[-1])
                continue
            kept += 1
            progress.sentences.append(made)
            yield SentenceReady(made)
    progress.used = True


def _quotes(
    messages: Sequence[Hit], chosen: Sequence[int], checked: Sequence[Sentence], lines: int
) -> tuple[Sentence, ...]:
    """Fill the summary up with messages as they stand, leaving out what a checked sentence already tells."""
    told = {n for sentence in checked for n in sentence.cites}
    stems = {w.stem for sentence in checked for w in words(sentence.text)}
    quoted: list[Sentence] = []
    for i in chosen:
        message = messages[i]
        if len(checked) + len(quoted) >= lines:
            break
        # By hand: where sentences already tell more than half of a message, quoting it adds nothing.
        if i + 1 in told and coverage([w.stem for w in words(message.text) if w.is_content], stems) > 0.5:
            continue
        text = excerpt(message.text, at_most=30)
        if text:
            quoted.append(Sentence(f"{message.sender}: {text}" if message.sender else text, (i + 1,), verbatim=True))
    return tuple(quoted)


def _note(progress: _Progress, messages: Sequence[Hit], checked: Sequence[Sentence], engine: Engine | None) -> str:
    notes = []
    if engine is None:
        notes.append("No language model took part: these are the messages that matter most, word for word.")
    elif progress.problem:
        notes.append(f"The model could not go on ({progress.problem.rstrip('.')}): the rest is quoted word for word.")
    elif progress.stopped:
        notes.append(f"Stopped when the model had read {progress.given:,} of {len(messages):,} messages.")
    elif not checked:
        notes.append(
            "None of the model's sentences was borne out, so these are the messages themselves, word for word."
        )
    if engine is not None and not (progress.problem or progress.stopped) and progress.given < len(messages):
        notes.append(
            f"All {len(messages):,} messages were read and weighed; the model was given the {progress.given:,} "
            "that matter most."
        )
    return " ".join(notes)
