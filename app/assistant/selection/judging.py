"""The reader's judgement of the messages that may answer: it sees whether one answers, where words only coincide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from app.assistant.grounding.evidence import honest, where
from app.assistant.question.interpretation import Interpretation
from app.assistant.selection.relevance import Candidate
from app.assistant.text.words import content
from index.text.windows import most_telling, stretches
from index.types.search import Hit

if TYPE_CHECKING:
    from models.reader.layout import Line, Passage
    from models.reader.reader import Reader

# By hand: on the tuned halves of LoCoMo and of the made-up life no answer is further down by its traits.
_READ = 24
"""So many of the best by their traits are read."""
# By hand: a hundred tokens are read of a text at once, and a third part with words of the question is seldom the answer.
_PART, _PARTS = 400, 2


def judged(reading: Interpretation, ranked: Sequence[Candidate], reader: Reader) -> list[Candidate]:
    """Return the candidates in their order, with the reader's score; those further down have none."""
    read = ranked[:_READ]
    about = frozenset(reading.about)
    parts = [_passages(about, one) for one in read]
    scores = [one.score for one in reader.answers(reading.question, [part for each in parts for part in each])]
    borders = [sum(len(each) for each in parts[:place]) for place in range(len(parts) + 1)]
    found = [
        replace(one, read=max(scores[start:end])) for one, (start, end) in zip(read, pairwise(borders), strict=True)
    ]
    return [*found, *ranked[_READ:]]


def _passages(about: frozenset[str], one: Candidate) -> list[Passage]:
    from models.reader.layout import Line, Passage

    parts = stretches(honest(one.hit.text), _PART)
    texts = most_telling(parts, _PARTS, lambda part: len(about.intersection(content(part))))
    around = [_told(one.before), *(Line("", text) for text in texts), _told(one.after)]
    return [
        Passage(Line(one.hit.sender or where(one.hit), text), around[place], around[place + 2])
        for place, text in enumerate(texts)
    ]


def _told(hit: Hit | None) -> Line | None:
    from models.reader.layout import Line

    return None if hit is None else Line(hit.sender or "", hit.text)
