"""How well a message may answer a question, from what can be seen without a model, and when none does."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta

from app.assistant.facts import Fact, read
from app.assistant.language import BECAUSE, FIRST_SUBJECT, NOT_PLACES, PLACE, SECOND_PERSON, SPAN_OF_TIME, Expect
from app.assistant.plan import Reading
from app.assistant.words import content, words
from index.types import Hit

_DATE_KINDS = ("day", "weekday", "month", "relative")
COUNTED = 50
"""Up to how many messages with a word are counted."""
_DIGITS = re.compile(r"(?:\d[\s/.-]?){4,}")
_NEAR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Traits:
    """What speaks for a message as an answer, each from 0 to 1.

    `own` and `around` are the shares of the question's content words in the message and in it with its neighbours,
    `meaning` the cosine, `kind` whether it holds what the question asks for, `person` whether it is by or about whom the
    question names, `reply` whether it follows a question on the same matter, `timely` whether it is from the time asked
    about, `asks` whether it is itself a question, `first` how high search has it, `known` the share of the question's words
    that occur anywhere in the scope.
    """

    own: float
    around: float
    meaning: float
    kind: float
    person: float
    reply: float
    timely: float
    asks: float
    first: float
    known: float

    def as_list(self) -> list[float]:
        """Return the numbers in the order of the fields."""
        return [float(getattr(self, field.name)) for field in fields(self)]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each trait counts, in log-odds, for messages with and without a cosine."""

    with_meaning: tuple[float, ...]
    without_meaning: tuple[float, ...]
    bias: float
    bias_without: float
    enough: float
    """The confidence from which an answer is given."""


WEIGHTS = Weights(
    with_meaning=(2.0, 1.5, 4.0, 1.0, 1.5, 0.6, 0.6, -1.5, 0.5, 0.0),
    without_meaning=(3.0, 2.0, 0.0, 1.0, 1.5, 0.6, 0.6, -1.5, 0.5, 0.0),
    bias=-5.0,
    bias_without=-4.0,
    enough=0.45,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A message, its neighbours, its traits and the confidence that it answers."""

    hit: Hit
    before: Hit | None
    after: Hit | None
    traits: Traits
    confidence: float
    is_reply: bool


def word_weights(counts: Mapping[str, int]) -> dict[str, float]:
    """Return what each word of a question counts: rare words most. `counts` are hits in the scope, up to COUNTED."""
    return {word: 1.0 - 0.8 * math.log1p(min(n, COUNTED)) / math.log1p(COUNTED) for word, n in counts.items()}


def candidate(
    reading: Reading,
    hit: Hit,
    before: Hit | None,
    after: Hit | None,
    *,
    rank: int,
    meaning: float | None,
    counts: Mapping[str, int],
) -> Candidate:
    """Weigh one message. `rank` counts from 0; `meaning` is its cosine, None without an embedder."""
    about = word_weights(counts)
    own_stems = content(hit.text)
    neighbours = [n.text for n in (before, after) if n is not None]
    around_stems = own_stems + [s for text in neighbours for s in content(text)]
    asks = hit.text.rstrip().endswith("?")
    is_reply = before is not None and before.text.rstrip().endswith("?") and before.sender != hit.sender
    reply = _share(about, content(before.text)) if is_reply and before is not None and about else 0.0
    traits = Traits(
        own=_share(about, own_stems) if about else 0.5,
        around=_share(about, around_stems) if about else 0.5,
        meaning=max(0.0, meaning or 0.0),
        kind=holds(reading.expects, hit),
        person=_person(reading, hit),
        reply=reply,
        timely=_timely(reading, hit),
        asks=float(asks),
        first=1.0 / (1 + rank),
        known=_share(about, [w for w, n in counts.items() if n]) if about else 0.5,
    )
    return Candidate(hit, before, after, traits, confidence(traits, with_meaning=meaning is not None), is_reply)


def confidence(traits: Traits, *, with_meaning: bool, weights: Weights = WEIGHTS) -> float:
    """Return the estimated chance, 0 to 1, that a message with these traits answers the question."""
    factors = weights.with_meaning if with_meaning else weights.without_meaning
    bias = weights.bias if with_meaning else weights.bias_without
    total = bias + sum(f * t for f, t in zip(factors, traits.as_list(), strict=True))
    return 1 / (1 + math.exp(-total))


def holds(expect: Expect, hit: Hit) -> float:
    """Return 1 when a message holds the kind of thing that is asked for, 0 when not, 0.5 when it cannot be told."""
    if expect == "other":
        return 0.5
    if expect in ("who", "where", "why", "phone"):
        return float(_holds_words(expect, hit))
    return float(bool(facts_of(expect, hit.text)) or (expect == "when" and bool(SPAN_OF_TIME.search(hit.text))))


def facts_of(expect: Expect, text: str) -> list[Fact]:
    """Return the facts of a text that could be the answer to a question of this kind."""
    facts = read(text)
    match expect:
        case "when":
            return [f for f in facts if f.kind in (*_DATE_KINDS, "time") or _is_year(f)]
        case "clock":
            return [f for f in facts if f.kind == "time"]
        case "amount":
            return [f for f in facts if f.kind == "number"]
        case "count":
            return [f for f in facts if f.kind == "number"]
        case "link":
            return [f for f in facts if f.kind == "link"]
        case "phone":
            return [f for f in facts if f.kind == "number" and len(str(f.value)) > 2]
        case _:
            return []


def _holds_words(expect: Expect, hit: Hit) -> bool:
    if expect == "phone":
        return bool(_DIGITS.search(hit.text))
    if expect == "why":
        return bool(BECAUSE.search(hit.text))
    if expect == "where":
        return any(m.group().split()[-1].casefold() not in NOT_PLACES for m in PLACE.finditer(hit.text))
    return bool(FIRST_SUBJECT.search(hit.text)) or any(
        w.written[:1].isupper() and w.is_content for w in words(hit.text)[1:]
    )


def _is_year(fact: Fact) -> bool:
    return fact.kind == "number" and re.fullmatch(r"(?:19|20)\d{2}", str(fact.value)) is not None


def _share(weights: Mapping[str, float], stems: Iterable[str]) -> float:
    total = sum(weights.values())
    return sum(weights[s] for s in set(stems) if s in weights) / total if total else 0.0


def _person(reading: Reading, hit: Hit) -> float:
    """Return 1 when a message is by one whom the question names, less when it only speaks of or to them."""
    if not reading.named:
        return 0.5
    if hit.kind == "file":
        return 0.5
    if hit.sender in reading.named:
        return 1.0
    stems = set(content(hit.text))
    if any(w.stem in stems for name in reading.named for w in words(name)[:1]):
        return 0.8
    return 0.3 if SECOND_PERSON.search(hit.text) else 0.0


def _timely(reading: Reading, hit: Hit) -> float:
    if reading.near is None or hit.time is None:
        return 0.0
    start, end = reading.near.start, reading.near.end
    if start is not None and hit.time < start:
        return 0.0
    return float(end is None or hit.time < end + _NEAR)
