"""Conversations that have ended, summarized before anybody asks, one at a time, and kept until a message changes.

A summary of a scope takes the gist of each exchange that lies whole within it from here, and reads only the rest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.assistant.events import Sentence
from app.assistant.generation import Clock, stream_sentences
from app.assistant.grounding.checker import Checker
from app.assistant.prompts import SUMMARY_SAMPLING, summary_prompt
from app.assistant.summarizing.sections import PART_TOKENS, PAUSE, exchanges
from index.types.listings import CachedText
from index.types.search import Filters, Hit
from models.engine import Engine

if TYPE_CHECKING:
    from index.index import Index
    from models.reader.reader import Reader

# By hand, as are LEAST and SENTENCES: older exchanges are rarely asked for and would keep the machine busy for
# hours.
BACK = timedelta(days=31)
"""How far back exchanges are summarized ahead."""
LEAST = 6
"""Fewest messages of an exchange that is worth it: shorter ones are read as fast as their summary."""
# What the gist of one exchange adds to a summary of several.
SENTENCES = 3
_CHECK = 2
"""Counted up when sentences that were let through before no longer would be."""


class Precomputation:
    """What was summarized ahead in one index, and the next of it. Every method may raise what the index raises."""

    def __init__(self, index: Index, reader: Callable[[], Reader | None] = lambda: None) -> None:
        self._index = index
        self._reader = reader
        self._revision = -1
        self._waiting: list[list[Hit]] = []

    def __call__(self, hits: Sequence[Hit], model: str) -> Sequence[Sentence] | None:
        """Return what is kept for an exchange and a model; cites are 1-based positions in it. None when nothing is."""
        kept = self._index.kept(key_of(hits, model))
        if kept is None:
            return None
        places = {hit.id: n for n, hit in enumerate(hits, 1)}
        return [
            Sentence(text, tuple(places[i] for i in ids if i in places), verbatim=bool(quoted))
            for text, ids, *quoted in json.loads(kept.text)
        ]

    def step(self, engine: Engine, now: datetime, stopped: Callable[[], bool]) -> bool:
        """Summarize the newest ended exchange that has no summary yet; say whether there was one.

        Once `stopped` says so (and the engine is cancelled) nothing of it is kept. Raises ModelProblem.
        """
        model = engine.describe().model
        for hits in self._ended(now):
            if stopped():
                return False
            if self._index.kept(key_of(hits, model)) is not None or not _fits(engine, hits):
                continue
            sentences = self._read(engine, hits, stopped)
            if stopped():
                return False
            lines = json.dumps(
                [[s.text, [hits[n - 1].id for n in s.cites], *([True] if s.verbatim else [])] for s in sentences],
                ensure_ascii=False,
            )
            self._index.keep(key_of(hits, model), CachedText(lines, tuple(hit.id for hit in hits)))
            return True
        return False

    def _ended(self, now: datetime) -> list[list[Hit]]:
        """Return the exchanges that have ended, newest first; found anew when the index has changed."""
        revision = self._index.revision()
        if revision != self._revision:
            since = int((now - BACK - PAUSE).timestamp() * 1000)
            messages = self._index.messages(Filters(kind="message", since_ms=since))
            parts = [[messages[place] for place in part] for part in exchanges(messages)]
            self._waiting = [p for p in reversed(parts) if len(p) >= LEAST]
            self._revision = revision
        return [p for p in self._waiting if (last := p[-1].time) is not None and now - last > PAUSE]

    def _read(self, engine: Engine, hits: Sequence[Hit], stopped: Callable[[], bool]) -> list[Sentence]:
        checker = Checker(hits, [person.name for person in self._index.people()], self._reader())
        found: list[Sentence] = []
        for text in stream_sentences(engine, summary_prompt(hits), SUMMARY_SAMPLING, Clock()):
            if stopped():
                break
            verdict = checker.check(text)
            if isinstance(verdict, Sentence) and len(found) < SENTENCES:
                found.append(verdict)
        return found


def key_of(hits: Sequence[Hit], model: str) -> str:
    """Return the key of an exchange's summary: exactly these messages, this model, this prompt, this check."""
    told = json.dumps([_CHECK, model, summary_prompt(())[0].content, [hit.id for hit in hits]])
    return hashlib.sha256(told.encode()).hexdigest()


def _fits(engine: Engine, hits: Sequence[Hit]) -> bool:
    # 64 tokens, by hand, for what the template adds around the turns.
    budget = min(PART_TOKENS, engine.describe().context - SUMMARY_SAMPLING.max_tokens - 64)
    return engine.count_tokens(summary_prompt(hits)) <= budget
