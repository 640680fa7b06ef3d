"""An answer out of the evidence: the message that holds it as it stands, then what a model can rightly add.

A small model given the very message that holds the answer still says less of it than the message itself does, so the
message comes first, labelled with who and when. Where the evidence is thin the answer is "I don't know".
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.assistant.checking import Checker
from app.assistant.counting import answer_from_set
from app.assistant.evidence import one_line, who_and_when
from app.assistant.facts import Fact, bears_out
from app.assistant.generate import Clock, stream_sentences
from app.assistant.plan import Reading
from app.assistant.prompts import ANSWER_SAMPLING, answer_prompt
from app.assistant.ranking import COUNTED, WEIGHTS, Candidate, candidate, facts_of
from app.assistant.salience import Salience, excerpt
from app.assistant.types import Answer, AnswerEvent, Dropped, EvidenceFound, PlanMade, Sentence, SentenceReady, Working
from app.assistant.words import content, words
from index.types import Embedder, Filters, Hit, Query
from models.engine import Engine
from models.errors import ModelProblem

if TYPE_CHECKING:
    from index.index import Index

SHOWN = 8
"""Evidence items shown."""
_SEARCHED = 16
_PROMPTED = 5
_QUOTED = 2
_NEXT_BEST = 0.85
"""How close to the best a second message must come to be quoted too."""
_SHORT_REPLY = 6
_COUNTED_WORDS = 8


@dataclass
class _Work:
    """What an answer has gathered so far."""

    sentences: list[Sentence] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    note: str = ""
    model: str | None = None
    search_s: float = 0.0
    clock: Clock = field(default_factory=Clock)
    started: float = field(default_factory=time.perf_counter)

    def finish(self, reading: Reading, evidence: Sequence[Hit], *, abstained: bool) -> Answer:
        timings = {"search_s": self.search_s, "total_s": time.perf_counter() - self.started}
        if self.model is not None:
            timings |= {"generate_s": self.clock.generate_s, "first_token_s": self.clock.first_token_s or 0.0}
        return Answer(
            reading.question, tuple(self.sentences), tuple(self.dropped), tuple(evidence), abstained, self.model,
            reading.plan, timings, self.note,
        )  # fmt: skip


def answer(
    reading: Reading,
    index: Index,
    embedder: Callable[[], tuple[Embedder | None, str]],
    engine: Callable[[], Engine | None],
    now: datetime,
) -> Iterator[AnswerEvent]:
    """Yield the plan, the evidence, each sentence once it is checked, and the Answer."""
    work = _Work()
    yield PlanMade(reading.plan)
    counted = answer_from_set(reading, index, now)
    if counted is not None:
        work.search_s = time.perf_counter() - work.started
        yield EvidenceFound(counted.hits)
        for sentence in counted.sentences:
            work.sentences.append(sentence)
            yield SentenceReady(sentence)
        yield work.finish(reading, counted.hits, abstained=False)
        return
    if not reading.plan.text:
        yield from _what_was_said(reading, index, work, now)
        return
    yield Working("searching")
    meaning, work.note = embedder()
    ranked = find(reading, index, meaning, work)
    work.search_s = time.perf_counter() - work.started
    evidence, quotes = choose(reading, ranked)
    yield EvidenceFound(tuple(evidence))
    if not quotes:
        yield work.finish(reading, evidence, abstained=True)
        return
    for sentence in _quote(reading, quotes, evidence, now):
        work.sentences.append(sentence)
        yield SentenceReady(sentence)
    yield from _model_adds(reading, index, evidence, engine, now, work)
    yield work.finish(reading, evidence, abstained=False)


def find(reading: Reading, index: Index, embedder: Embedder | None, work: _Work | None = None) -> list[Candidate]:
    """Return the messages that may answer, best first: what search finds, and the replies to questions it finds."""
    filters = reading.plan.filters
    if reading.plan.last is not None:
        newest = index.messages(filters, newest=reading.plan.last)
        if not newest:
            return []
        filters = only(newest, filters)
    result = index.search(Query(reading.plan.text, filters, _SEARCHED), embedder, explain=True)
    if work is not None and result.note:
        work.note = f"{work.note} {result.note}".strip()
    counts = _counts(reading, index, filters)
    found: dict[str, Candidate] = {}
    by_meaning = "meaning" in result.lists
    for rank, hit in enumerate(result.hits):
        cosine = float(hit.explain.get("meaning", {}).get("score", 0.0)) if by_meaning else None
        around = _around(index, hit)
        for offset, neighbour in around.items():
            if offset and not (offset > 0 and hit.text.rstrip().endswith("?") and neighbour.sender != hit.sender):
                continue
            if (offset and filters.people) or not _selected(neighbour, filters):
                continue
            made = candidate(
                reading,
                hit if offset == 0 else neighbour,
                around.get(offset - 1),
                around.get(offset + 1),
                rank=rank,
                meaning=cosine if offset == 0 or cosine is None else cosine * 0.8,
                counts=counts,
            )
            known = found.get(made.hit.id)
            if known is None or made.confidence > known.confidence:
                found[made.hit.id] = made
    return sorted(found.values(), key=lambda c: -c.confidence)


def _counts(reading: Reading, index: Index, filters: Filters) -> dict[str, int]:
    """Return in how many messages of the scope each word of the question is found, up to COUNTED."""
    written = {w.stem: w.lower for w in words(reading.plan.text)}
    return {
        stem: len(index.search(Query(written.get(stem, stem), filters, COUNTED)).hits)
        for stem in reading.about[:_COUNTED_WORDS]
    }


def only(hits: Sequence[Hit], filters: Filters) -> Filters:
    """Return the filters narrowed to exactly these messages."""
    return replace(filters, ids=tuple(h.id for h in hits))


def choose(reading: Reading, ranked: Sequence[Candidate]) -> tuple[list[Hit], list[Candidate]]:
    """Return the evidence to show, and the candidates to quote: none when nothing answers well enough."""
    shown = list(ranked[:SHOWN])
    best = next((c for c in ranked if c.confidence >= WEIGHTS.enough), None)
    if best is None:
        return [c.hit for c in shown], []
    quotes = [best]
    newer = _newer_statement(reading, best, ranked)
    if newer is not None:
        quotes = [newer, best]
    else:
        quotes += [
            c for c in ranked if c is not best and c.confidence >= max(WEIGHTS.enough, best.confidence * _NEXT_BEST)
        ][: _QUOTED - 1]
    hits = [c.hit for c in quotes]
    for c in shown:
        if c.hit.id not in {h.id for h in hits} and len(hits) < SHOWN:
            hits.append(c.hit)
    return hits, quotes


def _newer_statement(reading: Reading, best: Candidate, ranked: Sequence[Candidate]) -> Candidate | None:
    """Return a later message, nearly as good, that gives another value for what is asked (a time that moved)."""
    values = facts_of(reading.expects, best.hit.text)
    if not values or best.hit.time is None:
        return None
    subject = set(reading.about)
    later = [
        c
        for c in ranked
        if c.hit.time is not None
        and c.hit.time > best.hit.time
        and c.hit.chat == best.hit.chat
        and c.confidence >= max(WEIGHTS.enough, best.confidence * 0.7)
        and subject & set(content(c.hit.text))
        and _differs(values, facts_of(reading.expects, c.hit.text), c.hit)
    ]
    return max(later, key=lambda c: c.hit.time.timestamp() if c.hit.time else 0.0, default=None)


def _differs(values: Sequence[Fact], others: Sequence[Fact], hit: Hit) -> bool:
    return bool(others) and not any(bears_out(v, others, hit.time) for v in values)


def _quote(reading: Reading, quotes: Sequence[Candidate], evidence: Sequence[Hit], now: datetime) -> Iterator[Sentence]:
    moved = len(quotes) == 2 and _newer_statement(reading, quotes[1], quotes) is quotes[0]
    for i, quoted in enumerate(quotes):
        hit = quoted.hit
        text = f"“{excerpt(hit.text, reading.about)}”"
        if quoted.is_reply and quoted.before is not None and len(hit.text.split()) <= _SHORT_REPLY:
            asked = one_line(quoted.before.text)
            text = f"{text} (asked: “{excerpt(asked, reading.about)}”)"
        label = who_and_when(hit, now)
        earlier = "Earlier: " if moved and i == 1 else ""
        yield Sentence(
            f"{earlier}{label}: {text}" if label else f"{earlier}{text}", (evidence.index(hit) + 1,), verbatim=True
        )


def _model_adds(
    reading: Reading,
    index: Index,
    evidence: Sequence[Hit],
    engine: Callable[[], Engine | None],
    now: datetime,
    work: _Work,
) -> Iterator[AnswerEvent]:
    yield Working("loading the model")
    loaded = engine()
    if loaded is None:
        return
    checker = Checker(evidence, [p.name for p in index.people()])
    for sentence in work.sentences:
        checker.remember(sentence.text)
        checker.remember(one_line(evidence[sentence.cites[0] - 1].text))
    prompt = answer_prompt(reading.question, evidence[:_PROMPTED], now)
    room = loaded.describe().context - ANSWER_SAMPLING.max_tokens
    for count in range(min(_PROMPTED, len(evidence)), 0, -1):
        prompt = answer_prompt(reading.question, evidence[:count], now)
        if loaded.count_tokens(prompt) <= room:
            break
    yield Working("thinking")
    try:
        for text in stream_sentences(loaded, prompt, ANSWER_SAMPLING, work.clock):
            work.model = loaded.describe().model
            verdict = checker.check(text)
            if isinstance(verdict, Sentence) and reading.about and not set(reading.about) & set(content(verdict.text)):
                verdict = Dropped(verdict.text, "does not speak of what was asked")
            if isinstance(verdict, Dropped):
                work.dropped.append(verdict)
            else:
                work.sentences.append(verdict)
                yield SentenceReady(verdict)
    except ModelProblem as problem:
        work.note = f"{work.note} The model could not go on: {problem}".strip()


def _what_was_said(reading: Reading, index: Index, work: _Work, now: datetime) -> Iterator[AnswerEvent]:
    """Answer "what did Maya say last week?": nothing to search for, so the messages of the scope that matter most."""
    messages = index.messages(reading.plan.filters, newest=reading.plan.last)
    chosen = [messages[i] for i in Salience(messages).pick(SHOWN)]
    work.search_s = time.perf_counter() - work.started
    yield EvidenceFound(tuple(chosen))
    for n, hit in enumerate(chosen, 1):
        sentence = Sentence(f"{who_and_when(hit, now)}: “{excerpt(hit.text)}”", (n,), verbatim=True)
        work.sentences.append(sentence)
        yield SentenceReady(sentence)
    work.note = (
        f"{len(chosen)} of {len(messages)} messages, those that matter most." if messages else "No messages there."
    )
    yield work.finish(reading, chosen, abstained=not chosen)


def _around(index: Index, hit: Hit) -> dict[int, Hit]:
    if hit.kind == "file":
        return {0: hit}
    around = index.show(hit.id, context=2)
    return {i - around.position: other for i, other in enumerate(around.hits)} | {0: hit}


def _selected(hit: Hit, filters: Filters) -> bool:
    """Say whether a hit or its neighbour is in the filters, as far as the two can differ: chat and source they share."""
    if hit.message_kind in ("system", "deleted") or (filters.ids and hit.id not in filters.ids):
        return False
    if hit.time is None:
        return filters.since_ms is None and filters.until_ms is None
    moment = hit.time.timestamp() * 1000
    after_start = filters.since_ms is None or moment >= filters.since_ms
    return after_start and (filters.until_ms is None or moment < filters.until_ms)
