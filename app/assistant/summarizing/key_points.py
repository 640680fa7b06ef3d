"""What a busy person has to know of a message: a request, a promise, a debt, a change, a decision, an event, a link.

Each message gives one key point at most, of the kind that helps most. What later messages do to it (they answer it, pay
it, change it, say it again) is worked out in `resolution.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Literal

from app.assistant.grounding.evidence import honest
from app.assistant.summarizing.participants import Participants
from app.assistant.text import figures
from app.assistant.text.appointments import may_name_a_time, named_times
from app.assistant.text.attendance import answered
from app.assistant.text.cues import (
    CHANGE,
    COMMITMENT,
    DEADLINE,
    DECISION,
    NOTHING_PROMISED,
    REQUEST,
    SMALL_TALK,
    STRONG_HEDGE,
    denies,
)
from app.assistant.text.facts import Fact, read
from app.assistant.text.figures import Money
from app.assistant.text.sentences import split
from app.assistant.text.small_talk import small_talk
from app.assistant.text.words import content
from app.assistant.times.reading import TimeMatch
from index.types.search import Hit

PointKind = Literal[
    "debt", "payment", "request", "promise", "change", "attendance", "decision", "event", "offer", "link"
]
"""An offer is what somebody else promises; a debt is money that is to be paid, by whomever."""
State = Literal["open", "done", "replaced"]

# By hand: what helps most comes first where a sentence is of several kinds.
_ORDER: tuple[PointKind, ...] = (
    "debt", "payment", "attendance", "change", "request", "promise", "decision", "offer", "event", "link",
)  # fmt: skip
# By hand: what lasts longer than three weeks is a season and no appointment.
_APPOINTMENT = timedelta(days=21)
# By hand: a message of up to two lines is shown whole, of a longer one the sentences that count.
_WHOLE, _SENTENCES = 30, 3
"""Words of a message that is shown whole; most sentences of a longer one."""
# By hand: “we haven't booked”, “not decided yet”; what is denied further off is something else.
_DENIED_BEFORE = 16
# “I'll be 20 minutes late”, “running late”, “there in 30 minutes”
_LATE = re.compile(
    r"\b(?:minutes?|mins?|hours?|running|bit|little|be|i['’]?m) late\b|"
    r"\b(?:there|back|home|with you) in (?:\d+|a|an|five|ten)\b",
    re.IGNORECASE,
)
# “you owe me 20 € each”: it says what is still to be paid
_SHARED = re.compile(r"\bowe|\beach\b|\bapiece\b|\bper (?:person|head)\b", re.IGNORECASE)
# “120 each”, “the 380.”, “71.20 per person”, “400, tomorrow”; not “12 photos”, “at 7”, “14:30”
_BARE = re.compile(
    r"(?<![\w.,:/-])(?<!\bat )(?<!\bin )(?<!\bby )(\d{2,6}(?:[.,]\d{2})?)(?![\w:/.-]*\d)(?=\s*(?:[.,;!?)]|$|each|apiece|"
    r"per |a (?:head|testa|persona)|pro |cada |por |chac|par |ciascun|now|today|yesterday|to |by |for |back|until|went|is |"
    r"was ))",
    re.IGNORECASE,
)
# “everyone”, “could someone”, “you all”
_EVERYBODY = re.compile(
    r"\b(?:every(?:one|body)|some(?:one|body)|any(?:one|body)|all of you|you all|you guys|folks|guys|team|who)\b|"
    r"\b(?:alle|jemand|ihr|wer|tous|toutes|quelqu'un|qui|todos|alguien|quién|tutti|qualcuno|chi|todo mundo|alguém|quem|"
    r"allemaal|iemand|wie)\b|सब|कोई|कौन|ทุกคน|ใคร",
    re.IGNORECASE,
)
_AFTER_QUESTION = " \t\n)\"'”»😀😄😊🙏😅🙂😉❤️"
# “the form must be back”, “Sie müssten … aussuchen”, “il me faut”
_MUST = re.compile(
    r"\b(?:must|need(?:s|ed)?|ha(?:ve|s) to|should|please|pls|müss\w*|soll\w*|brauch\w*|bitte|faut|devez|dois|besoin|"
    r"tenéis que|"
    r"tienes que|hay que|necesit\w+|devo|devi|dovete|bisogna|scrivete|mandate|precis\w+|tens de|moet\w*|graag|nodig|"
    r"manda)\b|"
    r"चाहिए|होगा|ต้อง|ภายใน",
    re.IGNORECASE,
)
# “so when do you land”, “and who is coming”: a question whose mark was left out
_QUESTION = re.compile(
    r"^(?:(?:so|and|ok|but|baby|hey|btw)[ ,]+)*(?:when|where|who|what time|how (?:much|many|long)|which|(?:can|could|"
    r"will|did|"
    r"do|are|have) you)\b",
    re.IGNORECASE,
)
# “could you send me both”, “bring it along”
_LOOSE = re.compile(
    r"\b(?:it|them|both|those|these|that|this|das|es|sie|beides?|ça|les deux|cela|eso|ambos|lo|los|quello|entrambi|isso|"
    r"ambos|het|beide)\b",
    re.IGNORECASE,
)
# “Saturday dinner is still open”
_UNSETTLED = re.compile(
    r"\bstill (?:open|unclear|undecided)\b|\b(?:tbd|tbc|tba)\b|\bnoch (?:offen|unklar)\b|\bencore à (?:voir|décider)\b|"
    r"\bpor (?:decidir|ver)\b|\bancora da (?:decidere|vedere)\b|\bpor decidir\b|\bnog (?:open|onduidelijk)\b",
    re.IGNORECASE,
)
# “am 14.”, “le 3 juillet”, “12 दिसंबर”: a day by its number
_DATED = re.compile(r"\d")
# “# Journal August 2022”, “> quoted”
_HEADING = re.compile(r"^\s*[#>|]")


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """A key point of one message.

    `place` is the message's, from 0, and `text` its words. `due` is when it is to happen, as a time of the message;
    `money` the amounts that it names. `related` are the places of what answers, pays, changes or repeats it;
    `named` says that it speaks to the owner by name, `before` what held before a change, in the words of an earlier one.
    """

    kind: PointKind
    place: int
    text: str
    due: TimeMatch | None = None
    money: tuple[Money, ...] = ()
    state: State = "open"
    related: tuple[int, ...] = ()
    named: bool = False
    before: str = ""
    timed: bool = False
    """Whether `due` names a time of day."""
    doubtful: bool = False
    """Whether it was only said to be possible."""

    @property
    def places(self) -> tuple[int, ...]:
        """The places of all messages that it rests on."""
        return (self.place, *self.related)


@dataclass(frozen=True)
class _Sentence:
    """One sentence of a message of the moment in `hit`; `languages` are those that its chat is written in."""

    text: str
    hit: Hit
    languages: tuple[str, ...]

    @cached_property
    def asks(self) -> bool:
        return asks(self.text)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        return read(self.text)

    @cached_property
    def money(self) -> tuple[Money, ...]:
        """The amounts of a sentence; where it speaks of money and names no currency, numbers that count nothing."""
        found = tuple(figures.money(self.text))
        if found or not any(pattern.search(self.text) for pattern in (figures.DUE, figures.SETTLED, figures.OWES)):
            return found
        return tuple(Money(Decimal(m[1].replace(",", ".")), "", m[1], m.start(1)) for m in _BARE.finditer(self.text))

    @cached_property
    def states(self) -> bool:
        return not self.asks and not STRONG_HEDGE.search(self.text)

    @cached_property
    def words(self) -> int:
        return len(content(self.text))

    @cached_property
    def time(self) -> TimeMatch | None:
        """The first time to come that it names, as exact as a day."""
        if self.hit.time is None or not may_name_a_time(self.text):
            return None
        coming = []
        for match in named_times(self.text, self.hit.time, self.languages):
            start, end = match.span.start, match.span.end
            if end is not None and end > self.hit.time and (start is None or end - start <= _APPOINTMENT):
                coming.append(match)
        # “Friday 20 to Sunday 22 November”: a date is surer than a weekday.
        return next((one for one in coming if any(self._within(one, "day"))), next(iter(coming), None))

    def _within(self, match: TimeMatch, kind: str) -> Iterator[bool]:
        return (fact.kind == kind and match.start <= fact.start < match.end for fact in self.facts)

    @cached_property
    def is_timed(self) -> bool:
        """Whether the time to come that it names has a time of day."""
        return self.time is not None and any(self._within(self.time, "time"))

    @cached_property
    def has_clock(self) -> bool:
        return any(fact.kind == "time" for fact in self.facts)


def key_point(
    messages: Sequence[Hit], place: int, people: Participants, languages: Sequence[str] = ()
) -> KeyPoint | None:
    """Return the key point of the message at `place`, or None where it has none that a busy person needs.

    `languages` are the codes of those that its chat is written in.
    """
    hit = messages[place]
    if people.is_bulk(hit) or small_talk(hit.text) is not None:
        return None
    sentences = [
        _Sentence(text, hit, tuple(languages)) for text in split(honest(hit.text)) if not SMALL_TALK.match(text)
    ]
    before = messages[place - 1] if place and messages[place - 1].chat == hit.chat else None
    kinds = [(sentence, set(_kinds(sentence, sentences, before, people))) for sentence in sentences]
    kind = next((one for one in _ORDER if any(one in found for _, found in kinds)), None)
    if kind is None:
        return None
    chosen = _chosen(sentences, [found for _, found in kinds], kind)
    due = next((one for one in chosen if one.time is not None), None)
    return KeyPoint(
        kind,
        place,
        " ".join(one.text for one in chosen),
        due.time if due is not None else None,
        tuple(money for one in chosen for money in one.money),
        named=any(people.names_owner(one.text) for one in chosen) and not hit.from_me,
        timed=due is not None and due.is_timed,
    )


def may_be(messages: Sequence[Hit], place: int, people: Participants, languages: Sequence[str] = ()) -> KeyPoint | None:
    """Return an event that the message at `place` says may be ("maybe on Friday at six"), or None."""
    hit = messages[place]
    if hit.kind == "file" or people.is_bulk(hit):
        return None
    for text in split(honest(hit.text)):
        sentence = _Sentence(text, hit, tuple(languages))
        if not sentence.states and sentence.words >= 1 and sentence.has_clock and _is_event(sentence):
            return KeyPoint("event", place, text, sentence.time, timed=sentence.is_timed, doubtful=True)
    return None


def matter(text: str) -> frozenset[str]:
    """Return the stems of what a text speaks of, without its times."""
    for fact in read(text):
        if fact.kind != "link":
            text = text[: fact.start] + " " * (fact.end - fact.start) + text[fact.end :]
    return frozenset(content(text))


def asks(text: str) -> bool:
    """Say whether a text ends with a question."""
    return text.rstrip(_AFTER_QUESTION).endswith(("?", "？"))


def _chosen(sentences: Sequence[_Sentence], kinds: Sequence[set[PointKind]], kind: PointKind) -> list[_Sentence]:
    """Return the sentences that say a key point: all of a short message, of a longer one those that count."""
    lengths = [len(one.text.split()) for one in sentences]
    if sum(lengths) <= _WHOLE:
        return list(sentences)
    places = [at for at, found in enumerate(kinds) if found & {kind, *_told_with(kind)}][:_SENTENCES]
    first = places[0]
    # “Could you send me both?” says nothing without the sentence before it.
    if first and _LOOSE.search(sentences[first].text) and lengths[first - 1] <= _WHOLE:
        places.insert(0, first - 1)
    room = _WHOLE - sum(lengths[at] for at in places)
    for at, one in enumerate(sentences):
        if at not in places and at > first and lengths[at] <= room and (one.time is not None or one.money):
            places.append(at)
            room -= lengths[at]
    return [sentences[at] for at in sorted(places)]


def _told_with(kind: PointKind) -> tuple[PointKind, ...]:
    """Return the kinds whose sentences are told along with those of a kind, where a message has both."""
    return () if kind == "link" else ("request", "promise", "decision", "event", "offer", "debt", "payment", "change")


def _kinds(
    sentence: _Sentence, siblings: Sequence[_Sentence], before: Hit | None, people: Participants
) -> Iterator[PointKind]:
    text, hit = sentence.text, sentence.hit
    if _HEADING.match(text) or (hit.kind == "file" and sentence.words < 2):
        return
    if hit.kind == "message":
        yield from _kinds_of_a_message(sentence, siblings)
    if sentence.states and sentence.words >= 1 and CHANGE.search(text) and not _LATE.search(text):
        yield "change"
    if _asks_owner(sentence, before, people):
        yield "request"
    if sentence.states and sentence.words >= 1 and _decides(text):
        yield "decision"
    if sentence.states and _is_event(sentence) and not _UNSETTLED.search(text):
        yield "event"
    if any(fact.kind == "link" for fact in sentence.facts):
        yield "link"


def _kinds_of_a_message(sentence: _Sentence, siblings: Sequence[_Sentence]) -> Iterator[PointKind]:
    """Yield the kinds of what its sender says of themselves: of money, of coming, of what they will do."""
    text = sentence.text
    settles = sentence.states and bool(figures.SETTLED.search(text))
    if settles and not (sentence.money and _SHARED.search(text)) and any(one.money for one in siblings):
        yield "payment"
    elif sentence.money and (figures.DUE.search(text) or figures.OWES.search(text)) and not denies(text):
        yield "debt"
    if not _LATE.search(text) and answered(text, asked_before=False) in ("comes", "stays away"):
        yield "attendance"
    if sentence.states and sentence.words >= 1 and _promises(text):
        yield "promise" if sentence.hit.from_me else "offer"


def _promises(text: str) -> bool:
    return any(
        COMMITMENT.search(part) and not NOTHING_PROMISED.search(part) and not denies(part)
        for _, part in figures.clauses(text)
    )


def _decides(text: str) -> bool:
    found = DECISION.search(text)
    return found is not None and not denies(text[max(0, found.start() - _DENIED_BEFORE) : found.start()])


def _is_event(sentence: _Sentence) -> bool:
    """Say whether a time to come is one of an event or a deadline, and not only a word for now."""
    match = sentence.time
    if match is None or match.span.end is None or sentence.hit.time is None:
        return False
    if match.span.start is None or DEADLINE.search(sentence.text):
        return True
    today = match.span.start.date() <= sentence.hit.time.date()
    dated = any(fact.kind in ("day", "weekday") for fact in sentence.facts) or _DATED.search(sentence.text)
    return sentence.has_clock or (bool(dated) and not today and len(matter(sentence.text)) > 1)


def _asks_owner(sentence: _Sentence, before: Hit | None, people: Participants) -> bool:
    """Say whether a sentence asks something of the owner: by name, of everybody, or in a chat of two."""
    text, hit = sentence.text, sentence.hit
    if hit.from_me or hit.kind == "file" or small_talk(text) is not None:
        return False
    wants = bool(REQUEST.search(text))
    if not wants and not people.is_bulk(hit) and sentence.time is not None and sentence.time.span.start is None:
        # “The form must be with me by Friday” asks, whatever its words.
        wants = bool(_MUST.search(text))
    if not (sentence.asks or wants or (people.is_two(hit) and _QUESTION.match(text))):
        return False
    if people.names_owner(text):
        return True
    if people.addresses_other(text):
        return False
    if people.is_two(hit):
        return wants or sentence.words >= 1
    # In a group a question without a name may be for anyone; a request of everybody includes the owner.
    return wants and (bool(_EVERYBODY.search(text)) or _begins(before, hit))


def _begins(before: Hit | None, hit: Hit) -> bool:
    """Say whether a message begins something new: what follows another's at once is said to that one."""
    if before is None or before.from_me or before.sender == hit.sender or before.time is None or hit.time is None:
        return True
    return hit.time - before.time > timedelta(minutes=30)
