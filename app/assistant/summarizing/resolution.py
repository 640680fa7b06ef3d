"""What later messages do to a key point: they answer a request, pay a debt, change what was settled, or say it again."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from app.assistant.grounding.supersession import differs
from app.assistant.summarizing.key_points import KeyPoint, PointKind, State, matter
from app.assistant.summarizing.participants import Participants
from app.assistant.text.cues import ADDRESS, AGREEMENT, CHANGE, COMMITMENT, REQUEST, denies
from app.assistant.text.facts import Fact, canonical, read
from app.assistant.text.figures import SETTLED, is_stated
from app.assistant.text.sentences import split
from app.assistant.text.words import content
from index.types.search import Hit

# By hand: an answer comes within a dozen messages of the chat and two days, a payment within two months.
_ANSWER_AFTER, _ANSWERED_WITHIN = 12, timedelta(days=2)
_PAID_WITHIN = timedelta(days=62)
# By hand: of two lines of one kind that share so many of their words one is enough; fewer will do where the amount is
# the same, and fewer still where the later one speaks of a change.
_SAME, _SAME_AMOUNT, _SAME_MATTER, _CHANGED = 0.67, 0.15, 0.6, 0.12
_CALLED_OFF = 0.34
"""How alike a change without a value has to be to what it calls off."""
_SAYS_SENT = 6
"""Most words of a message that says that money was sent, without an amount."""
_ON_TOPIC = 0.34
"""The share of an answer's stems, or of the question's where it has fewer, that makes it one to the question."""
_LOOKED_BACK = 40
"""So many earlier key points of its chat are held beside one."""
_SETTLED: frozenset[PointKind] = frozenset(("decision", "change", "event", "debt"))
"""The kinds that a later message may change."""


def resolved(points: Sequence[KeyPoint], messages: Sequence[Hit], people: Participants) -> list[KeyPoint]:
    """Return the key points with what later messages did to them, in order; what is only part of another is left out."""
    after = following(messages)
    made = [_answered(point, messages, after, people) if point.kind == "request" else point for point in points]
    made = _paid(made, messages, people)
    made = [_settled(point, messages, after, people) if point.kind == "debt" else point for point in made]
    spoken_for = {place for point in made for place in point.related}
    made = [
        point
        for point in made
        if not (point.kind in ("promise", "offer", "link", "event") and point.place in spoken_for)
    ]
    return list(_folded(made, messages))


def following(messages: Sequence[Hit]) -> dict[int, tuple[int, ...]]:
    """Return for each place those of the next messages of its chat."""
    found: dict[int, tuple[int, ...]] = {}
    later: dict[str, deque[int]] = {}
    for place in range(len(messages) - 1, -1, -1):
        chat = messages[place].chat or ""
        waiting = later.setdefault(chat, deque(maxlen=_ANSWER_AFTER))
        found[place] = tuple(waiting)
        waiting.appendleft(place)
    return found


def _answered(
    point: KeyPoint, messages: Sequence[Hit], following: dict[int, tuple[int, ...]], people: Participants
) -> KeyPoint:
    """Return a request with the owner's answer: a yes makes it a promise, anything else ends it."""
    hit = messages[point.place]
    stems = set(content(point.text))
    asked_since = False
    for place in following[point.place]:
        later = messages[place]
        if hit.time and later.time and later.time - hit.time > _ANSWERED_WITHIN:
            break
        if not later.from_me:
            asked_since = asked_since or (later.sender == hit.sender and "?" in later.text)
            continue
        first = reply(later.text)
        said = set(content(later.text))
        shared = len(stems & said) / (min(len(stems), len(said)) or 1)
        on_topic = shared >= _ON_TOPIC or people.short(hit).casefold() in later.text.casefold()
        short = bool(AGREEMENT.match(first)) or denies(first)
        direct = people.is_two(hit) or all(
            messages[p].from_me or messages[p].sender == hit.sender for p in following[point.place] if p < place
        )
        if not on_topic and (first.rstrip().endswith("?") or not (short or len(said) > 1)):
            asked_since = True
            continue
        if on_topic or (short and point.named) or (direct and (short or not asked_since)):
            yes = (AGREEMENT.match(first) or COMMITMENT.search(later.text)) and not denies(first)
            kind: PointKind = "promise" if yes and _wants_doing(point.text) else "request"
            state: State = "open" if kind == "promise" else "done"
            return replace(point, kind=kind, state=state, related=(place,))
        asked_since = True  # the owner spoke of something else
    return point


def reply(text: str) -> str:
    """Return the sentence of a message that answers: one that says yes or what will be done, or the first."""
    sentences = split(text)
    said = [one for one in sentences if AGREEMENT.match(one) or COMMITMENT.search(one)]
    return next(iter(said or [one for one in sentences if not ADDRESS.match(one)] or sentences), "")


def _wants_doing(text: str) -> bool:
    return bool(REQUEST.search(text))


def _paid(points: Sequence[KeyPoint], messages: Sequence[Hit], people: Participants) -> list[KeyPoint]:
    """Return the points with each payment put to the debt that it pays, where there is one."""
    made: list[KeyPoint] = []
    for point in points:
        at = _debt_of(point, made, messages) if point.kind == "payment" else None
        if at is None:
            made.append(point)
            continue
        debt, payer = made[at], messages[point.place]
        # Where each is to pay, one payment ends only the owner's part.
        ends = people.is_two(payer) or payer.from_me
        made[at] = replace(debt, related=(*debt.related, point.place), state="done" if ends else debt.state)
    return made


def _settled(
    debt: KeyPoint, messages: Sequence[Hit], following: dict[int, tuple[int, ...]], people: Participants
) -> KeyPoint:
    """Return a debt with those who say soon after it that they paid: "sent!", "just transferred the 71.20"."""
    for place in following[debt.place]:
        later = messages[place]
        text = later.text
        if place in debt.related or "?" in text or not SETTLED.search(text) or not is_stated(text):
            continue
        numbers = {str(fact.value) for fact in read(text) if fact.kind == "number"}
        amounts = {canonical(money.written.strip("€$£ ")) for money in debt.money}
        if numbers & amounts or (not numbers and len(text.split()) <= _SAYS_SENT):
            ends = people.is_two(later) or later.from_me
            debt = replace(debt, related=(*debt.related, place), state="done" if ends else debt.state)
    return debt


def _debt_of(payment: KeyPoint, points: Sequence[KeyPoint], messages: Sequence[Hit]) -> int | None:
    paid = {(money.value, money.unit) for money in payment.money}
    hit = messages[payment.place]
    for at in range(len(points) - 1, max(-1, len(points) - 1 - _LOOKED_BACK), -1):
        debt, owed = points[at], messages[points[at].place]
        if debt.kind != "debt" or owed.chat != hit.chat:
            continue
        if hit.time and owed.time and hit.time - owed.time > _PAID_WITHIN:
            return None
        if paid & {(money.value, money.unit) for money in debt.money}:
            return at
    return None


def _folded(points: Iterable[KeyPoint], messages: Sequence[Hit]) -> Iterator[KeyPoint]:
    """Yield the points without those that a later one says again or replaces; the later one keeps their places."""
    kept: list[KeyPoint | None] = []
    stems: list[frozenset[str]] = []
    facts: dict[int, tuple[Fact, ...]] = {}
    recent: dict[str, deque[int]] = {}
    for point in points:
        own = matter(point.text)
        before = recent.setdefault(messages[point.place].chat or "", deque(maxlen=_LOOKED_BACK))
        for at in reversed(before):
            earlier = kept[at]
            if earlier is None:
                continue
            alike = len(own & stems[at]) / len(own | stems[at]) if own | stems[at] else 0.0
            if not alike:
                continue
            if _says_again(earlier, point, alike):
                point = replace(point, related=(*point.related, *earlier.places), named=point.named or earlier.named)  # noqa: PLW2901
                kept[at] = None
            elif point.kind in _SETTLED and earlier.kind in _SETTLED and _changes(point, alike):
                values, new = facts.setdefault(earlier.place, read(earlier.text)), read(point.text)
                gives_another = differs(new, values, messages[earlier.place])
                if gives_another or (point.kind == "change" and alike >= _CALLED_OFF):
                    old = _value(values, new) if gives_another else ""
                    point = replace(point, before=point.before or old, related=(*point.related, earlier.place))  # noqa: PLW2901
                    kept[at] = None
        before.append(len(kept))
        kept.append(point)
        stems.append(own)
    yield from (point for point in kept if point is not None)


def _says_again(earlier: KeyPoint, later: KeyPoint, alike: float) -> bool:
    if earlier.kind != later.kind:
        return False
    amounts = {(m.value, m.unit) for m in earlier.money} & {(m.value, m.unit) for m in later.money}
    if earlier.kind == "debt" and amounts and alike >= _SAME_AMOUNT:
        return True
    return alike >= _SAME and {m.value for m in earlier.money} == {m.value for m in later.money}


def _changes(later: KeyPoint, alike: float) -> bool:
    return alike >= _SAME_MATTER or (alike >= _CHANGED and bool(CHANGE.search(later.text)))


def _value(values: Sequence[Fact], new: Sequence[Fact]) -> str:
    """Return the value that a change replaces, as it was written: one of the kind that both messages give."""
    given = {fact.text.casefold() for fact in new}
    for kind in ("day", "time", "weekday", "number"):
        old = [fact.text for fact in values if fact.kind == kind]
        if old and any(fact.kind == kind for fact in new):
            return "" if old[0].casefold() in given else old[0]
    return ""
