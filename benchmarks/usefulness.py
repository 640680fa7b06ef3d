"""How useful answers and summaries are, beside what people wrote themselves; benchmarks/answers.py runs it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any

from app.assistant.assistant import Assistant
from app.assistant.events import Answer, Summary
from app.assistant.grounding.salience import Salience, excerpt
from app.assistant.text.words import words
from app.assistant.types import Scope
from benchmarks.datasets import dialogues, indexed, locomo
from index.types.embedding import Embedder
from index.types.search import Hit
from models.engine import Engine
from tests.app.assistant.fakes import FakeIndex, as_index

HELD_OUT = ("conv-30", "conv-42", "conv-44")
"""Chats of LoCoMo on which nothing was tuned."""
LINES = 3
"""So many messages or sentences make a summary of a dialogue."""


def _standing(time: datetime) -> Callable[[], datetime]:
    """Return a clock that always shows one time."""
    return lambda: time


def normalized(text: str) -> str:
    """Return a text as words in lower case without articles and punctuation."""
    return " ".join(w for w in re.findall(r"\w+", text.casefold()) if w not in ("a", "an", "the"))


def long_chats(path: Path, embedder: Embedder | None, engine: Engine | None, most: int) -> Counter[str]:
    """Ask up to `most` questions of each held-out chat and count the outcomes.

    An answer is "gold" where what is shown holds the whole expected answer.
    """
    found: Counter[str] = Counter()
    for chat in locomo(path):
        if chat["sample_id"] not in HELD_OUT:
            continue
        with indexed(chat, embedder) as (index, now):
            assistant = Assistant(index, embedder=lambda: embedder, engine=lambda: engine, now=_standing(now), zone=UTC)
            for question in chat["qa"][:: max(1, len(chat["qa"]) // most)]:
                found[_outcome(assistant, question)] += 1
    return found


def ask(assistant: Assistant, question: str) -> Answer:
    """Return the answer to one question."""
    *_, last = assistant.ask(question, Scope())
    if not isinstance(last, Answer):
        raise TypeError("ask did not end with an answer")
    return last


def _outcome(assistant: Assistant, question: dict[str, Any]) -> str:
    answer = ask(assistant, question["question"])
    if question["category"] == 5:
        return "no answer there: held back" if answer.abstained else "no answer there: quoted"
    if answer.abstained:
        return "answer there: held back"
    held = normalized(" ".join(s.text for s in answer.sentences))
    gold = normalized(str(question["answer"]))
    return "answer there: gold in the answer" if gold in held else "answer there: answered without the gold words"


def rouge(text: str, reference: str) -> tuple[float, float]:
    """Return ROUGE-1 and ROUGE-2 (F), over stems."""
    ours, theirs = ([w.stem for w in words(t)] for t in (text, reference))
    return _overlap(ours, theirs), _overlap(_pairs(ours), _pairs(theirs))


def _pairs(stems: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(stems))


def _overlap(ours: Sequence[object], theirs: Sequence[object]) -> float:
    shared = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * shared / (len(ours) + len(theirs)) if shared else 0.0


def summaries(path: Path, engine: Engine | None, most: int) -> dict[str, tuple[float, float]]:
    """Return mean ROUGE-1/2 in per cent of each way to sum up a dialogue in three lines, on the first `most` dialogues.

    With an engine, also of what the model writes, before the check, and of what is shown once it has been checked.
    """
    ways: dict[str, Callable[[list[Hit]], str]] = {
        "first three": lambda hits: _quoted(hits[:LINES]),
        "longest three": lambda hits: _quoted(sorted(sorted(hits, key=lambda h: -len(h.text))[:LINES], key=_number)),
        "extraction": lambda hits: _quoted([hits[i] for i in Salience(hits).pick(LINES)], shorten=True),
    }
    scores: dict[str, list[tuple[float, float]]] = {}
    for hits, reference in dialogues(path)[:most]:
        texts = {name: way(hits) for name, way in ways.items()}
        if engine is not None:
            texts |= _written(hits, engine)
        for name, text in texts.items():
            scores.setdefault(name, []).append(rouge(text, reference))
    return {name: (100 * mean(s[0] for s in each), 100 * mean(s[1] for s in each)) for name, each in scores.items()}


def _number(hit: Hit) -> int:
    return int(hit.id.removeprefix("m"))


def _quoted(hits: Sequence[Hit], *, shorten: bool = False) -> str:
    return " ".join(f"{h.sender}: {excerpt(h.text, at_most=30) if shorten else h.text}" for h in hits)


def _written(hits: list[Hit], engine: Engine) -> dict[str, str]:
    """Return what the model says of a dialogue before the check, and what is shown after it."""
    newest = hits[-1].time
    if newest is None:
        raise ValueError("a dialogue's messages have times")
    assistant = Assistant(
        as_index(FakeIndex(hits)),
        embedder=lambda: None,
        engine=lambda: engine,
        now=_standing(newest + timedelta(hours=1)),
        zone=UTC,
    )
    *_, summary = assistant.summarize(Scope(last=len(hits)))
    if not isinstance(summary, Summary):
        raise TypeError("summarize did not end with a summary")
    kept = [s.text for s in summary.sentences if not s.verbatim]
    said = [*kept, *(one.text for one in summary.dropped)]
    shown = [*kept, *(_quoted([h], shorten=True) for h in summary.highlights)]
    return {"the model, before the check": " ".join(said[:LINES]), "the model, as shown": " ".join(shown[:LINES])}
