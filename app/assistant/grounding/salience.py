"""Which messages matter most, worked out without a model: what was decided, asked, promised, changed, and when."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.assistant.grounding.evidence import honest
from app.assistant.text.cues import CHANGE, COMMITMENT, DEADLINE, DECISION, REQUEST, SMALL_TALK
from app.assistant.text.facts import read
from app.assistant.text.sentences import split
from app.assistant.text.words import content
from index.types.search import Hit

# By hand: at 1 a perfect repetition would be worth nothing, at 0 all lines might say the same.
REDUNDANCY = 0.8
"""How much a message loses per unit of likeness to one already chosen."""
# By hand: three lines of a terminal.
_QUOTE_WORDS = 40
# By hand: long messages have more of every trait and would win on that alone.
_LONG = 30


@dataclass(frozen=True, slots=True)
class SalienceWeights:
    """What each trait of a message adds to its score."""

    # These follow a search on half of DialogSum's 500 development dialogues, rounded by hand (docs/answers.md has the
    # ROUGE figures). Those dialogues know no owner, so `to_owner` is by hand.
    length: float = 0.6
    central: float = 1.5
    opening: float = 0.4
    taken_up: float = 0.6
    dates: float = 0.9
    amounts: float = 0.2
    links: float = 0.4
    decision: float = 0.3
    commitment: float = 0.3
    change: float = 0.9
    request: float = 0.3
    deadline: float = 0.3
    to_owner: float = 0.8
    long: float = -0.8
    small_talk: float = -2.0


DEFAULT = SalienceWeights()


class Salience:
    """Scores the messages of one selection. `owner` holds the names by which the owner may be addressed."""

    def __init__(self, messages: Sequence[Hit], owner: Sequence[str] = (), weights: SalienceWeights = DEFAULT) -> None:
        self._messages = messages
        self._stems = [content(m.text) for m in messages]
        self._owner = tuple(name.split()[0].casefold() for name in owner if name.strip())
        self._weights = weights
        self._vectors = _tf_idf(self._stems)
        self._centroid: Counter[str] = Counter()
        for vector in self._vectors:
            self._centroid.update(vector)
        self._centroid_length = _length(self._centroid)
        self.scores = [self._score(i) for i in range(len(messages))]

    @property
    def read(self) -> int:
        """How many messages were read and scored."""
        return len(self.scores)

    def pick(self, count: int) -> list[int]:
        """Return the positions (from 0) of the `count` messages that matter most, in order, none saying the same."""
        chosen: list[int] = []
        left = set(range(len(self._messages)))
        likeness_to_chosen = [0.0] * len(self._messages)
        while left and len(chosen) < count:
            best = max(left, key=lambda i: (self.scores[i] - REDUNDANCY * self.scores[i] * likeness_to_chosen[i], -i))
            left.discard(best)
            # By hand: beyond this likeness two messages say the same in nearly the same words.
            if chosen and (self.scores[best] <= 0 or likeness_to_chosen[best] > 0.85):
                continue
            chosen.append(best)
            for i in left:
                likeness_to_chosen[i] = max(likeness_to_chosen[i], _cosine(self._vectors[i], self._vectors[best]))
        return sorted(chosen)

    def _score(self, i: int) -> float:
        message, weights = self._messages[i], self._weights
        text = message.text
        if not honest(text):
            return -1.0  # it speaks to a model, not to people
        count = len(self._stems[i])
        facts = read(text)
        kinds = {f.kind for f in facts}
        addressed = not message.from_me and any(name in text.casefold() for name in self._owner)
        asked = "?" in text
        score = (
            weights.length * min(1.0, math.log1p(count) / math.log1p(15))
            + weights.central * _cosine(self._vectors[i], self._centroid, second_length=self._centroid_length)
            # Halves with each message: the opening of a conversation says what it is about.
            + weights.opening * (0.5**i)
            + weights.taken_up * self._taken_up(i)
            + weights.dates * bool(kinds & {"time", "day", "weekday", "month", "relative"})
            # A single digit without a unit (“2 of us”) is rarely an amount worth reporting.
            + weights.amounts * any(f.kind == "number" and (f.unit or len(str(f.value)) > 1) for f in facts)
            + weights.links * ("link" in kinds)
            + weights.decision * bool(DECISION.search(text))
            + weights.commitment * bool(COMMITMENT.search(text))
            + weights.change * bool(CHANGE.search(text))
            + weights.request * bool(REQUEST.search(text))
            + weights.deadline * bool(DEADLINE.search(text))
            + weights.long * (len(text.split()) > _LONG)
            + weights.to_owner * (addressed and (asked or bool(REQUEST.search(text))))
        )
        return score + weights.small_talk * (count < 2 or bool(SMALL_TALK.match(text)))

    def _taken_up(self, i: int) -> float:
        """Return how much one of the next two messages speaks of the same."""
        # By hand: replies come within the next two messages, or quote what they answer.
        return max((_cosine(self._vectors[i], other) for other in self._vectors[i + 1 : i + 3]), default=0.0)


def excerpt(text: str, wanted: Sequence[str] = (), at_most: int = _QUOTE_WORDS) -> str:
    """Return a text, or where it is long its sentences around the one with most of `wanted` (else with most content).

    What is left out shows as "…". Nothing else is changed but white space.
    """
    parts = split(text)
    if len(text.split()) <= at_most or not parts:
        return " ".join(text.split())
    need = set(wanted)
    best = max(
        range(len(parts)),
        key=lambda i: (len(need & set(content(parts[i]))), bool(read(parts[i])), len(content(parts[i])), -i),
    )
    return around(parts, best, at_most)


def around(parts: Sequence[str], best: int, at_most: int) -> str:
    """Return a sentence of a text with as many of those around it as `at_most` words have room for, an endless one cut.

    What is left out shows as "…".
    """
    first = last = best
    while True:
        grown = [(first, last + 1), (first - 1, last)]
        # Grow forwards first: the sentence after one explains it more often than the one before.
        fits = [
            (a, b) for a, b in grown
            if a >= 0 and b < len(parts) and sum(len(p.split()) for p in parts[a : b + 1]) <= at_most
        ]  # fmt: skip
        if not fits:
            break
        first, last = fits[0]
    quote = " ".join(parts[first : last + 1])
    tokens = quote.split()
    if len(tokens) > 2 * at_most:  # one endless sentence
        quote, last = " ".join(tokens[: 2 * at_most]), -1
    return ("… " if first else "") + quote + ("" if last == len(parts) - 1 else " …")


def _tf_idf(stems: Sequence[Sequence[str]]) -> list[Counter[str]]:
    seen_in = Counter(stem for one in stems for stem in set(one))
    total = len(stems)
    vectors = []
    for one in stems:
        vector: Counter[str] = Counter()
        for stem, count in Counter(one).items():
            vector[stem] = (1 + math.log(count)) * math.log(1 + total / seen_in[stem])  # type: ignore[assignment]
        vectors.append(vector)
    return vectors


def _length(vector: Counter[str]) -> float:
    return math.sqrt(sum(v * v for v in vector.values()))


def _cosine(first: Counter[str], second: Counter[str], second_length: float | None = None) -> float:
    if not first or not second:
        return 0.0
    lengths = _length(first) * (second_length if second_length is not None else _length(second))
    return sum(v * second[k] for k, v in first.items() if k in second) / lengths if lengths else 0.0
