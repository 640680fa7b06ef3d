"""A summary of exactly the selected messages: a model's sentences where they hold, the messages themselves everywhere.

Every selected message is read: each one goes through the extractor, and through the prompts as long as they are at most
MAX_PARTS; beyond that the model is given the messages that matter most, and the summary says so.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.assistant.checking import Checker
from app.assistant.generate import Clock, stream_sentences
from app.assistant.prompts import SUMMARY_SAMPLING, summary_prompt
from app.assistant.salience import Salience, excerpt
from app.assistant.types import Dropped, Plan, PlanMade, Sentence, SentenceReady, Summary, SummaryEvent, Working
from app.assistant.words import coverage, words
from index.types import Hit
from models.engine import Engine
from models.errors import ModelProblem

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_PARTS = 8
"""Most prompts for one summary."""
PART_TOKENS = 1200
"""Most tokens of messages in one prompt: small models lose the thread in longer ones."""


@dataclass
class _Progress:
    sentences: list[Sentence] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    given: set[str] = field(default_factory=set)
    problem: str = ""
    used: bool = False
    clock: Clock = field(default_factory=Clock)


def summarize(
    plan: Plan,
    messages: Sequence[Hit],
    engine: Callable[[], Engine | None],
    *,
    owner: Sequence[str],
    people: Sequence[str],
    search_s: float,
) -> Iterator[SummaryEvent]:
    """Yield progress, each sentence once it is checked, and the Summary. `messages` are oldest first."""
    started = time.perf_counter()
    yield PlanMade(plan)
    if not messages:
        yield Summary(plan, (), 0, (), (), (), None, {"search_s": search_s, "total_s": search_s}, "No messages there.")
        return
    salience = Salience(messages, owner)
    lines = lines_for(len(messages))
    chosen = salience.pick(lines)
    progress = _Progress()
    yield Working("loading the model", 0, 0)
    loaded = engine()
    if loaded is not None:
        yield from _gist(loaded, messages, salience, people, lines, progress)
    checked = tuple(progress.sentences)
    quoted = _quotes(messages, chosen, checked, lines)
    for sentence in quoted:
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
        loaded.describe().model if loaded is not None and progress.used else None,
        timings,
        _note(progress, messages, checked, loaded),
    )


def lines_for(count: int) -> int:
    """Return how many lines a summary of so many messages gets."""
    return min(count, 8, max(3, round(count / 3)))


def _gist(
    engine: Engine,
    messages: Sequence[Hit],
    salience: Salience,
    people: Sequence[str],
    lines: int,
    progress: _Progress,
) -> Iterator[SummaryEvent]:
    """Read part after part with the model and yield the sentences that its part bears out."""
    checker = Checker(messages, people)
    budget = min(PART_TOKENS, engine.describe().context - SUMMARY_SAMPLING.max_tokens - 64)
    parts = cut_into_parts(engine, list(messages), budget)
    if len(parts) > MAX_PARTS:
        kept = salience.pick(sum(len(p) for p in parts[:MAX_PARTS]))
        parts = cut_into_parts(engine, [messages[i] for i in kept], budget)[:MAX_PARTS]
    done, total = 0, sum(len(part) for part in parts)
    for part in parts:
        yield Working("reading", done, total)
        try:
            for text in stream_sentences(engine, summary_prompt(part), SUMMARY_SAMPLING, progress.clock):
                progress.used = True
                verdict = checker.check(text)
                if isinstance(verdict, Dropped):
                    progress.dropped.append(verdict)
                elif len(progress.sentences) < lines:
                    progress.sentences.append(verdict)
                    yield SentenceReady(verdict)
        except ModelProblem as problem:
            progress.problem = str(problem)
            return
        progress.used = True
        progress.given |= {m.id for m in part}
        done += len(part)
    yield Working("reading", total, total)


def cut_into_parts(engine: Engine, messages: list[Hit], budget: int) -> list[list[Hit]]:
    """Cut messages into consecutive parts whose prompts have at most `budget` tokens, where a message allows it."""
    parts: list[list[Hit]] = []
    part: list[Hit] = []
    size = 0
    for message in messages:
        weight = len(message.text) // 3 + 8  # a first estimate; the engine's own count decides below
        if part and size + weight > budget:
            parts.append(part)
            part, size = [], 0
        part.append(message)
        size += weight
    if part:
        parts.append(part)
    return [piece for part in parts for piece in _halved(engine, part, budget)]


def _halved(engine: Engine, part: list[Hit], budget: int) -> Iterator[list[Hit]]:
    if len(part) == 1 or engine.count_tokens(summary_prompt(part)) <= budget:
        yield part
        return
    middle = len(part) // 2
    yield from _halved(engine, part[:middle], budget)
    yield from _halved(engine, part[middle:], budget)


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
        if i + 1 in told and coverage([w.stem for w in words(message.text) if w.is_content], stems) > 0.5:
            continue
        text = excerpt(message.text, at_most=30)
        if text:
            quoted.append(Sentence(f"{message.sender}: {text}" if message.sender else text, (i + 1,), verbatim=True))
    return tuple(quoted)


def _note(progress: _Progress, messages: Sequence[Hit], checked: Sequence[Sentence], engine: Engine | None) -> str:
    notes = []
    if engine is None:
        notes.append("No language model is installed: these are the messages that matter most, as they were written.")
    elif progress.problem:
        notes.append(
            f"The model could not go on ({progress.problem.rstrip('.')}): the rest is quoted as it was written."
        )
    elif not checked:
        notes.append(
            "None of the model's sentences was borne out: these are the messages themselves, as they were written."
        )
    if engine is not None and not progress.problem and len(progress.given) < len(messages):
        notes.append(
            f"All {len(messages):,} messages were read and weighed; the model was given the {len(progress.given):,} "
            "that matter most."
        )
    return " ".join(notes)
