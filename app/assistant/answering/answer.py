"""An answer out of the evidence: the message that holds it as it stands, then what a model can rightly add.

A small model given the very message that holds the answer still says less of it than the message itself does, so the
message comes first, labelled with who and when. Where the evidence is thin the answer is "I don't know".
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from app.assistant.answering.agenda import answer_what_is_on
from app.assistant.answering.aggregation import answer_from_set
from app.assistant.answering.attendance import answer_who_comes
from app.assistant.answering.figures import work_out
from app.assistant.answering.replies import reply
from app.assistant.events import (
    Answer,
    AnswerEvent,
    Dropped,
    EvidenceFound,
    PlanMade,
    Sentence,
    SentenceDropped,
    SentenceReady,
    WorkProgress,
)
from app.assistant.generation import Clock, stream_sentences
from app.assistant.grounding.checker import Checker
from app.assistant.grounding.evidence import one_line, who_and_when
from app.assistant.grounding.salience import Salience, excerpt
from app.assistant.grounding.supersession import CHANGED, changed_later
from app.assistant.prompts import ANSWER_SAMPLING, answer_prompt
from app.assistant.question.interpretation import Interpretation
from app.assistant.question.people import joined
from app.assistant.selection.candidates import SHOWN, Selection, choose, find
from app.assistant.selection.quoting import quoted
from app.assistant.selection.rankers import Rankers
from app.assistant.text.words import content
from index.types.search import Hit
from models.engine import Engine
from models.errors import ModelProblem
from models.types import ChatMessage

if TYPE_CHECKING:
    from index.index import Index
    from models.reader.reader import Reader

_PROMPTED = 5
_PATIENCE_S = 6.0
"""How long a machine may take to read the evidence before the model begins: what takes it longer stays out."""
_SHORT_REPLY = 6


@dataclass
class _Work:
    """What an answer has gathered so far."""

    sentences: list[Sentence] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    note: str = ""
    failed: bool = False
    model: str | None = None
    search_s: float = 0.0
    clock: Clock = field(default_factory=Clock)
    started: float = field(default_factory=time.perf_counter)

    def tell(self, sentences: Iterable[Sentence]) -> Iterator[SentenceReady]:
        """Take sentences into the answer, and yield each as it comes."""
        for sentence in sentences:
            self.sentences.append(sentence)
            yield SentenceReady(sentence)

    def finish(self, reading: Interpretation, evidence: Sequence[Hit], *, abstained: bool) -> Answer:
        timings = {"search_s": self.search_s, "total_s": time.perf_counter() - self.started}
        if self.model is not None:
            timings |= {"generate_s": self.clock.generate_s, "first_token_s": self.clock.first_token_s or 0.0}
        return Answer(
            reading.question, tuple(self.sentences), tuple(self.dropped), tuple(evidence), abstained, self.model,
            reading.plan, timings, self.note, failed=self.failed,
        )  # fmt: skip


def answer(
    reading: Interpretation,
    index: Index,
    load_rankers: Callable[[], Rankers],
    engine: Callable[[], Engine | None],
    now: datetime,
) -> Iterator[AnswerEvent]:
    """Yield the plan, the evidence, each sentence once it is checked, and the Answer."""
    work = _Work(note=" ".join(joined(index.people(), reading.namesakes)) if reading.namesakes else "")
    yield PlanMade(reading.plan)
    if reading.small_talk is not None:
        yield from work.tell([Sentence(reply(reading.small_talk, now), ())])
        yield work.finish(reading, (), abstained=False)
        return
    counted = (
        answer_what_is_on(reading, index, now)
        or answer_from_set(reading, index, now)
        or answer_who_comes(reading, index, now)
    )
    if counted is not None:
        work.search_s = time.perf_counter() - work.started
        yield EvidenceFound(counted.hits)
        yield from work.tell(counted.sentences)
        yield work.finish(reading, counted.hits, abstained=False)
        return
    worked = work_out(reading, index, now)
    if worked is not None and (worked.sentences or worked.final):
        work.note = f"{work.note} {worked.note}".strip()
        yield EvidenceFound(worked.hits)
        yield from work.tell(worked.sentences)
        yield work.finish(reading, worked.hits, abstained=not worked.sentences)
        return
    if reading.whole_set == "uncounted":
        work.note = "homebody does not count that. It counts messages, people, chats, and what is in messages."
        if reading.unread:
            said = ", ".join(f"“{part}”" for part in reading.unread)
            work.note = f"Not read: {said}. A number without it would be of more than you asked for."
        yield work.finish(reading, (), abstained=True)
        return
    if not reading.plan.text:
        yield from _what_was_said(reading, index, work, now)
        return
    yield WorkProgress("searching")
    rankers = load_rankers()
    found = find(reading, index, rankers)
    notes = (work.note, worked.note if worked else "", rankers.note, found.note)
    work.note = " ".join(note for note in notes if note)
    chosen = choose(reading, found.candidates)
    evidence = chosen.evidence
    work.search_s = time.perf_counter() - work.started
    yield EvidenceFound(evidence)
    if not chosen.quotes:
        yield work.finish(reading, evidence, abstained=True)
        return
    yield from work.tell(_quote(reading, chosen, rankers.reader, now))
    yield from _model_adds(reading, index, evidence, rankers.reader, engine, now, work)
    yield work.finish(reading, evidence, abstained=False)


def _quote(reading: Interpretation, chosen: Selection, reader: Reader | None, now: datetime) -> Iterator[Sentence]:
    for n, quote in enumerate(chosen.quotes, 1):
        hit = quote.hit
        text = f"“{quoted(reading, hit, reader)}”"
        if quote.is_reply and quote.before is not None and len(hit.text.split()) <= _SHORT_REPLY:
            asked = one_line(quote.before.text)
            text = f"{text} (asked: “{excerpt(asked, reading.about)}”)"
        label = who_and_when(hit, now)
        earlier = "Earlier: " if chosen.moved and n > 1 else ""
        yield Sentence(f"{earlier}{label}: {text}" if label else f"{earlier}{text}", (n,), verbatim=True)


def _model_adds(
    reading: Interpretation,
    index: Index,
    evidence: Sequence[Hit],
    reader: Reader | None,
    engine: Callable[[], Engine | None],
    now: datetime,
    work: _Work,
) -> Iterator[AnswerEvent]:
    yield WorkProgress("loading the model")
    loaded = engine()
    if loaded is None:
        return
    checker = Checker(evidence, [p.name for p in index.people()], reader)
    for sentence in work.sentences:
        checker.remember(sentence.text)
        checker.remember(one_line(evidence[sentence.cites[0] - 1].text))
    prompt, rest = _prompt_that_fits(loaded, reading.question, evidence[:_PROMPTED], now)
    work.note = f"{work.note} {rest}".strip()
    yield WorkProgress("thinking")
    try:
        for text in stream_sentences(loaded, prompt, ANSWER_SAMPLING, work.clock):
            work.model = loaded.describe().model
            verdict = checker.check(text)
            if isinstance(verdict, Sentence) and reading.about and not set(reading.about) & set(content(verdict.text)):
                verdict = Dropped(verdict.text, "does not speak of what was asked")
            if isinstance(verdict, Sentence) and changed_later(verdict.text, verdict.cites, evidence):
                verdict = Dropped(verdict.text, CHANGED)
            if isinstance(verdict, Dropped):
                work.dropped.append(verdict)
                yield SentenceDropped(verdict)
            else:
                work.sentences.append(verdict)
                yield SentenceReady(verdict)
    except ModelProblem as problem:
        work.note = f"{work.note} The model could not go on: {problem}".strip()
        work.failed = True


def _prompt_that_fits(
    engine: Engine, question: str, evidence: Sequence[Hit], now: datetime
) -> tuple[list[ChatMessage], str]:
    """Return a prompt with as much of the evidence, the best first, as the model holds and the machine reads in time.

    With it comes what is to be said of the rest, if there is one.
    """
    info = engine.describe()
    holds = info.context - ANSWER_SAMPLING.max_tokens
    in_time = info.prefill_tokens_per_s * _PATIENCE_S or holds  # it is 0 as long as it is not known
    count, note = len(evidence), ""
    prompt = answer_prompt(question, evidence, now)
    while count > 1 and (needed := engine.count_tokens(prompt)) > min(holds, in_time):
        why = (
            "no more fit into its context"
            if needed > holds
            else f"more would take longer than {_PATIENCE_S:.0f} seconds here"
        )
        count -= 1
        note = f"The model read the best {count} of {len(evidence)}: {why}."
        prompt = answer_prompt(question, evidence[:count], now)
    return prompt, note


def _what_was_said(reading: Interpretation, index: Index, work: _Work, now: datetime) -> Iterator[AnswerEvent]:
    """Answer "what did Maya say last week?": nothing to search for, so the messages of the scope that matter most."""
    messages = index.messages(reading.plan.filters, newest=reading.plan.last)
    chosen = [messages[i] for i in Salience(messages).pick(SHOWN)]
    work.search_s = time.perf_counter() - work.started
    yield EvidenceFound(tuple(chosen))
    yield from work.tell(
        Sentence(f"{who_and_when(hit, now)}: “{excerpt(hit.text)}”", (n,), verbatim=True)
        for n, hit in enumerate(chosen, 1)
    )
    told = (
        f"{len(chosen)} of {len(messages)} messages, the ones that matter most." if messages else "No messages there."
    )
    if reading.unread:
        told = f"Not read: {', '.join(f'“{part}”' for part in reading.unread)}; this is of everybody. {told}"
    work.note = f"{work.note} {told}".strip()
    yield work.finish(reading, chosen, abstained=not chosen)
