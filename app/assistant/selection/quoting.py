"""What is quoted of a message or a page: where it is long, the sentence that answers, and what stands around it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, pstdev
from typing import TYPE_CHECKING

from app.assistant.grounding.evidence import honest, one_line, where
from app.assistant.grounding.salience import around
from app.assistant.question.interpretation import Interpretation
from app.assistant.selection.relevance import OF_THAT_KIND, holds
from app.assistant.text.words import content
from index.text.windows import sentences
from index.types.search import Hit

if TYPE_CHECKING:
    from models.reader.reader import Reader

WORDS = 40
"""A text of more words is cut: these are three lines of a terminal."""
# By hand: all sentences of a rental agreement are on the rental, and its name says so already.
_IN_LABEL = 0.3
"""What a word counts that the label of the quote holds too: the name of a file, the title of a thread."""
_OF_THE_KIND = 1.0
"""What it counts that a part holds the date, amount or code that was asked for: by hand, about a word."""
# Chosen on the tuned half of the made-up life: .97 of the sentences are right, .77 by words alone, .87 by the reader
# alone.
_READ = 0.5
"""What a standard deviation of the reader's scores counts beside the words."""
# By hand: more would take longer than a person waits, and those with most words of the question are among them.
_MOST_READ = 24
"""Sentences of one text that are read."""


def quoted(reading: Interpretation, hit: Hit, reader: Reader | None) -> str:
    """Return the words of a hit that answer best, on one line. What is left out shows as "…"."""
    text = honest(hit.text)
    if len(text.split()) <= WORDS:
        return one_line(text)
    parts = [one_line(text[one.start : one.end]) for one in sentences(text)]
    worth = _by_words(reading, hit, parts)
    if reader is not None and len(parts) > 1:
        read = sorted(range(len(parts)), key=lambda place: -worth[place])[:_MOST_READ]
        for place, share in zip(read, _by_reader(reading, hit, parts, read, reader), strict=True):
            worth[place] += share
    best = max(range(len(parts)), key=lambda place: (worth[place], -place))
    return around(parts, best, WORDS)


def _by_words(reading: Interpretation, hit: Hit, parts: Sequence[str]) -> list[float]:
    """Return what the question's words in each part are worth: those most that stand in few of the parts."""
    said = [set(content(part)) for part in parts]
    label = set(content(where(hit).replace("_", " ").replace(".", " ")))
    of_that_kind = reading.expects in OF_THAT_KIND
    worth = {
        stem: math.log((len(parts) + 1) / (sum(stem in stems for stems in said) + 0.5))
        * (_IN_LABEL if stem in label else 1.0)
        for stem in set(reading.about)
    }
    return [
        sum(worth[stem] for stem in stems & worth.keys())
        + _OF_THE_KIND * (of_that_kind and holds(reading, part) == 1.0)
        for stems, part in zip(said, parts, strict=True)
    ]


def _by_reader(
    reading: Interpretation, hit: Hit, parts: Sequence[str], read: Sequence[int], reader: Reader
) -> list[float]:
    from models.reader.layout import Line, Passage

    def line(place: int) -> Line | None:
        return Line("", parts[place]) if 0 <= place < len(parts) else None

    speaker = hit.sender or where(hit)
    passages = [Passage(Line(speaker, parts[place]), line(place - 1), line(place + 1)) for place in read]
    scores = [one.score for one in reader.answers(reading.question, passages)]
    mean, deviation = fmean(scores), pstdev(scores)
    return [_READ * (score - mean) / deviation if deviation else 0.0 for score in scores]
