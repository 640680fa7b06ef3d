"""How well a message may answer a question, from what can be seen without a model, and when none does."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

from app.assistant.grounding.evidence import honest, where
from app.assistant.question.forms import PAST_QUESTION, SPAN_OF_TIME, Expect
from app.assistant.question.interpretation import Interpretation
from app.assistant.selection.subjects import lacks_the_matter, names_somebody, of_another
from app.assistant.text.cues import BECAUSE, FIRST_SUBJECT, NOT_PLACES, PLACE, SECOND_PERSON
from app.assistant.text.facts import Fact, read
from app.assistant.text.translation import language_of
from app.assistant.text.words import content, words
from app.assistant.times.reading import find_spans
from app.assistant.times.spans import TwoWaysError
from index.types.search import Hit

_DATE_KINDS = ("day", "weekday", "month", "relative")
# By hand: a word found in 50 messages tells them apart as badly as one found in 5,000, and counting further costs
# time.
COUNTED = 50
"""Up to how many messages with a word are counted."""
# “When do we leave?”, “what was the password? Tom is asking”, “いつ？”; not “a?b=c”
_ASKS = re.compile(r"[?？؟](?=\W*(?:\s|$))")
_TAIL = 80
"""Characters at the end of a message in which a question is one that is still open."""
# “0171 2345678”, “555-0199”, “PIN 4711”
_DIGITS = re.compile(r"(?:\d[\s/.-]?){4,}")
# “F28”, “WTK 88213 L”, “47B19”, “kasseien-en-regen-9”; not “3”
_CODE = re.compile(r"(?<!\w)(?=[\w./-]*\d)(?=[\w./-]*[^\W\d]|\d{3})[\w./-]{3,}(?!\w)")
# “the 14th”, without its month
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)", re.IGNORECASE)
# By hand, the same as GRACE_MS in index/retrieval/search.py: people report on an event within days.
_NEAR = timedelta(days=3)
# Whether a text has a time in it does not depend on the day.
_SOME_DAY = datetime(2020, 1, 1, tzinfo=UTC)
_BEGINNING = 600
"""Characters of a text that are looked through for times in another language than English."""
_ABOUT = 0.8
"""What it counts that a message speaks of whom the question names: by hand, less than the person's own words."""
# By hand: another person's blood group is no answer.
_OF_SOMEBODY_ELSE = 0.4
"""What is left of the confidence where neither a message nor what stands beside it has to do with whom is asked about."""
_OF_SOMETHING_ELSE = 0.6
"""What is left of it where a number or a code has no word of the question in or beside it."""
_OF_ANOTHER_MATTER = 0.5
"""What is left of it where the verb or noun that says what is asked is neither in a message nor beside it."""
_OF_NOBODY = 0.5
"""What is left of it where somebody is asked for and nobody is named that the question does not name itself."""
_NOBODY = 1.0
"""Where nobody is named, or nobody speaks, that is not held against a message."""


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a message as an answer, each from 0 to 1.

    `own` and `around` are the shares of the question's content words in the message and in it with its neighbours,
    `meaning` the cosine, `kind` whether it holds what the question asks for, `person` whether it is by or about whom the
    question names, `reply` whether it follows a question on the same matter, `timely` whether it is from the time asked
    about, `asks` whether it is itself a question, `first` how high search has it, `known` the share of the question's words
    that occur anywhere in the scope, `rare` whether its rarest word is in the message or beside it, `found` whether search
    found the message itself and not its neighbour.
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
    rare: float
    found: float

    def as_list(self) -> list[float]:
        """Return the numbers in the order of the fields."""
        return [float(getattr(self, field.name)) for field in fields(self)]


@dataclass(frozen=True, slots=True)
class FeatureWeights:
    """What each trait counts, in log-odds, in the order of Traits, with a constant at the end.

    `order` ranks messages, `answers` estimates whether the one at the top answers. Logistic regressions on the even half
    of LoCoMo's ten chats; docs/answers.md has the figures on the other half.
    """

    order: tuple[float, ...]
    answers: tuple[float, ...]


# The regressions' own figures, rounded by hand. Weights fitted anew on either half of the chats rank worse on the
# other (47 % against 49 % with a labelled message on top), so these stay until something better is measured.
WITH_MEANING = FeatureWeights(
    order=(1.0, 1.3, 2.0, 0.7, 2.6, 1.4, 1.1, -1.4, 1.9, -0.6, 0.2, 1.6, -9.2),
    answers=(1.35, 0.2, 1.35, 0.7, 1.35, 0.85, 0.85, -1.6, 0.95, 0.3, 0.3, 0.2, -4.75),
)
BY_KEYWORD = FeatureWeights(
    order=(1.1, 1.3, 0.0, 0.7, 2.6, 1.6, 1.1, -1.3, 2.2, -0.6, 0.2, 1.9, -8.8),
    answers=(1.3, 0.0, 0.0, 0.6, 1.65, 0.85, 0.85, -1.5, 1.05, 0.55, 0.3, 0.0, -4.3),
)
# The lowest level that the even half of LoCoMo's chats cannot tell from the best. 0.50 holds back 81 % of what has no
# answer instead of 64 %, and 46 % of what has one instead of 28 % (docs/answers.md).
ENOUGH = 0.4
"""The confidence from which an answer is given."""
# A logistic regression on the tuned halves of LoCoMo (200 questions, and as many that nothing answers) and of the made-up
# life. The bias is what keeps ENOUGH where it is. In the order of messages the reader's score gains nothing further:
# search has ranked by it already.
ODDS, READ, BIAS = 0.65, 0.38, -0.44
"""What the traits' log-odds and the reader's score count in the confidence, where a message was read."""
# The numbers from here on are by hand, on top of the regressions. “When” and “how much” cannot be answered without a
# time or a number; who, where and why can be, in words that no pattern recognises for sure.
OF_THAT_KIND = frozenset({"phone", "code", "clock", "when", "amount", "link"})
_RARE_KINDS = frozenset({"phone", "code", "link"})
_RARE = 2.0
"""What a number or a link gains, in log-odds: few messages hold one."""
_NOT_OF_THAT_KIND, _LESS_SURE = -2.0, 0.3
"""What a message loses in order, and keeps in confidence, without the date, amount or number that was asked for."""
# The same question was asked before, and what came back at once is of the kind that was asked for: “kasseien-9” says
# nothing by itself.
_SAME_QUESTION, _REPLIED = 0.6, 0.6
"""The share of the question's words in the message before, from which its reply is as sure as this."""
# “What did Tom say about the lake?” is answered by what Tom said of it, whether or not it would answer another question.
_SAID = 0.5
"""How sure a message is that holds all words of the question, where only its sender's are looked through."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A message, its neighbours, its traits, by what it is ranked, and how likely it answers.

    `odds` are the log-odds for that by its traits, `read` the reader's score of it (None where it was not read). `trust` is
    what is left of the confidence, 0 to 1, for reasons that neither sees; `sure` is the least that it comes to.
    """

    hit: Hit
    before: Hit | None
    after: Hit | None
    traits: Features
    rank: float
    odds: float
    is_reply: bool
    trust: float = 1.0
    sure: float = 0.0
    read: float | None = None

    @property
    def confidence(self) -> float:
        """Return how likely it answers, 0 to 1."""
        odds = self.odds if self.read is None else ODDS * self.odds + READ * self.read + BIAS
        return max(self.trust / (1.0 + math.exp(-odds)), self.sure if self.trust else 0.0)


def word_weights(counts: Mapping[str, int]) -> dict[str, float]:
    """Return what each word of a question counts: rare words most. `counts` are hits in the scope, up to COUNTED."""
    # By hand: the commonest word still counts a fifth, or a question of nothing but common words could not be scored.
    return {word: 1.0 - 0.8 * math.log1p(min(n, COUNTED)) / math.log1p(COUNTED) for word, n in counts.items()}


def candidate(
    reading: Interpretation,
    hit: Hit,
    before: Hit | None,
    after: Hit | None,
    *,
    rank: int,
    found: bool,
    meaning: float | None,
    counts: Mapping[str, int],
) -> Candidate:
    """Weigh one message. `rank` counts from 0; `meaning` is its cosine, None without an embedder."""
    about = word_weights(counts)
    own_stems = content(hit.text)
    neighbours = [n.text for n in (before, after) if n is not None]
    around_stems = own_stems + [s for text in neighbours for s in content(text)]
    asks = bool(_ASKS.search(hit.text[-_TAIL:]))
    is_reply = before is not None and before.sender != hit.sender and bool(_ASKS.search(before.text[-_TAIL:]))
    reply = _share(about, content(before.text)) if is_reply and before is not None and about else 0.0
    traits = Features(
        # Neutral where the question has no word to compare (“and when?”).
        own=_share(about, own_stems) if about else 0.5,
        around=_share(about, around_stems) if about else 0.5,
        meaning=max(0.0, meaning or 0.0),
        kind=holds(reading, hit.text),
        person=max(_person(reading, hit), _ABOUT * (is_reply and _beside(reading, (before,)))),
        reply=reply,
        timely=_timely(reading, hit),
        asks=float(asks),
        first=1.0 / (1 + rank),
        known=_share(about, [w for w, n in counts.items() if n]) if about else 0.5,
        rare=float(_rarest(about) in around_stems) if about else 0.5,
        found=float(found),
    )
    weights = WITH_MEANING if meaning is not None else BY_KEYWORD
    order, odds = _weigh(traits, weights.order), _weigh(traits, weights.answers)
    # Scaled by how far the message is on topic: somebody else's number is no answer.
    if traits.kind == 1.0 and reading.expects in _RARE_KINDS:
        order, odds = order + _RARE * traits.around, odds + _RARE * traits.around
    trust, sure = 1.0, 0.0
    of_the_person = bool(reading.named) and traits.person == 1.0
    if reading.expects in _RARE_KINDS and about and not traits.around and not of_the_person:
        trust = _OF_SOMETHING_ELSE
    if reading.expects in OF_THAT_KIND:
        if traits.kind == 0.0:
            order, trust = order + _NOT_OF_THAT_KIND, trust * _LESS_SURE
        elif traits.kind == 1.0 and traits.reply >= _SAME_QUESTION and not asks:
            sure = _REPLIED
    if reading.plan.filters.people and about and traits.own == 1.0 and not asks:
        sure = _SAID
    of_nobody_asked = not traits.person and not _beside(reading, (before, after))
    if of_nobody_asked or of_another(reading, hit.sender or "", honest(hit.text)):
        trust *= _OF_SOMEBODY_ELSE
    if hit.source != "calendar" and lacks_the_matter(reading, f"{where(hit)}\n{hit.text}", "\n".join(neighbours)):
        trust *= _OF_ANOTHER_MATTER
    if reading.expects == "who" and not is_reply and not names_somebody(reading, hit.text):
        trust *= _OF_NOBODY
    # A message that speaks to a model is shown as evidence and never as the answer, whatever its odds.
    if not honest(hit.text):
        trust = 0.0
    return Candidate(hit, before, after, traits, order, odds, is_reply, trust, sure)


def _weigh(traits: Features, weights: Sequence[float]) -> float:
    return sum(w * t for w, t in zip(weights, [*traits.as_list(), 1.0], strict=True))


def holds(reading: Interpretation, text: str) -> float:
    """Return 1 when a text holds the kind of thing that is asked for, 0 when not, 0.5 when it cannot be told."""
    expect = reading.expects
    if expect == "other":
        return 0.5
    if expect in ("who", "where", "why", "phone", "code"):
        return float(_holds_words(expect, text))
    facts = facts_of(expect, text)
    if facts:
        # “We paid 120” may be an amount; “120 €” is one.
        return 0.7 if expect == "amount" and not any(f.unit for f in facts) else 1.0
    if expect == "when" and _tells_a_time(text[:_BEGINNING]):
        return 1.0
    # After the exact facts, for a date that is written outweighs one that is implied.
    if expect == "when" and (SPAN_OF_TIME.search(text) or PAST_QUESTION.search(reading.question)):
        return 0.7  # "I got the job!" says by its own date when that was
    return 0.0


def facts_of(expect: Expect, text: str) -> list[Fact]:
    """Return the facts of a text that could be the answer to a question of this kind."""
    facts = read(text)
    match expect:
        case "when":
            return [f for f in facts if f.kind in (*_DATE_KINDS, "time") or _is_year(f) or _ORDINAL.fullmatch(f.text)]
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


def _holds_words(expect: Expect, text: str) -> bool:
    if expect == "phone":
        return bool(_DIGITS.search(text))
    if expect == "code":
        times = {fact.text for fact in read(text) if fact.kind not in ("number", "link")}
        return any(code not in times for code in _CODE.findall(text))
    if expect == "why":
        return bool(BECAUSE.search(text))
    if expect == "where":
        return any(m.group().split()[-1].casefold() not in NOT_PLACES for m in PLACE.finditer(text))
    return bool(FIRST_SUBJECT.search(text)) or any(w.written[:1].isupper() and w.is_content for w in words(text)[1:])


def _tells_a_time(text: str) -> bool:
    """Tell whether a text in another language than English has a time in it: “au 14 mars à 10 h”."""
    language = language_of(text)
    if language == "en":
        return False
    try:
        return bool(find_spans(text, _SOME_DAY, order="dmy", language=language))
    except TwoWaysError:
        return True


def _is_year(fact: Fact) -> bool:
    return fact.kind == "number" and re.fullmatch(r"(?:19|20)\d{2}", str(fact.value)) is not None


def _share(weights: Mapping[str, float], stems: Iterable[str]) -> float:
    total = sum(weights.values())
    return sum(weights[s] for s in set(stems) if s in weights) / total if total else 0.0


def _rarest(weights: Mapping[str, float]) -> str:
    return max(weights, key=lambda word: weights[word])


def _person(reading: Interpretation, hit: Hit) -> float:
    """Return 1 when a message is by one whom the question names, less when it only speaks of or to them."""
    if not reading.named:
        return _NOBODY
    if hit.kind == "file":
        told = {*content(hit.text), *content(where(hit).replace(".", " "))}
        return float(any(w.stem in told for name in reading.named for w in words(name)[:1]))
    if hit.sender in reading.named:
        return 1.0
    stems = set(content(hit.text))
    if any(w.stem in stems for name in reading.named for w in words(name)[:1]):
        # 0.3 is by hand: “you” may be anybody.
        return _ABOUT
    return 0.3 if SECOND_PERSON.search(hit.text) else 0.0


def _beside(reading: Interpretation, neighbours: Iterable[Hit | None]) -> bool:
    """Tell whether a neighbour is by or about one whom the question names: “he was born in May” need not say who."""
    return any(hit is not None and _person(reading, hit) >= _ABOUT for hit in neighbours)


def _timely(reading: Interpretation, hit: Hit) -> float:
    if reading.near is None or hit.time is None:
        return 0.0
    start, end = reading.near.start, reading.near.end
    if start is not None and hit.time < start:
        return 0.0
    return float(end is None or hit.time < end + _NEAR)
