"""What stands in each chat of a selection: its key points by heading, the most important first, each message once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.assistant.events import Digest, Sentence
from app.assistant.grounding.evidence import where
from app.assistant.grounding.salience import excerpt
from app.assistant.summarizing.attendance import gathered
from app.assistant.summarizing.key_points import KeyPoint, PointKind, key_point
from app.assistant.summarizing.participants import Participants
from app.assistant.summarizing.resolution import reply, resolved
from app.assistant.text.facts import read
from app.assistant.text.translation import language_of
from app.assistant.times.wording import day_label
from index.types.search import Hit

Length = Literal["short", "normal", "full"]
"""How many lines a summary gets."""

CHATS = 12
"""Most chats of one summary; those with most to tell."""
# By hand: nine lines with their headings and citations fit into a screen of 24 rows, and 22 into two.
_SHORT, _LEAST, _MOST, _EVERY = 5, 9, 22, 5
"""A short summary's lines; a normal one's, which grow by one with so many messages."""
_LINE_WORDS, _ANSWER_WORDS = 30, 12
_LANGUAGE_SAMPLE = 100
"""So many messages tell the languages of a chat."""
# By hand, from what a person asks first: what others wait for, what was said to be done, then what is settled.
_IMPORTANCE: Mapping[PointKind, float] = {
    "request": 3.0, "debt": 2.8, "promise": 2.6, "change": 2.4, "event": 2.0, "attendance": 2.0, "decision": 1.8,
    "payment": 1.5, "offer": 1.4, "link": 0.6,
}  # fmt: skip
# By hand: what is done or over is told after all that is open.
_DONE, _OVER, _NAMED = -1.6, -1.4, 0.5
_FIELDS: Mapping[PointKind, str] = {
    "request": "asked", "promise": "promised", "debt": "money", "payment": "money", "decision": "decided",
    "change": "decided", "event": "dates", "attendance": "attending", "offer": "offered", "link": "links",
}  # fmt: skip
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Digests:
    """The digests of a selection, the most important chat first, and by heading how many lines found no room."""

    each: tuple[Digest, ...]
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a digest: its chat, the field it stands in, how much it matters, and where its message stands."""

    chat: str
    field: str
    importance: float
    place: int
    sentence: Sentence


def digests(
    messages: Sequence[Hit], owner: Sequence[str] = (), now: datetime | None = None, length: Length = "normal"
) -> Digests:
    """Return what stands in each chat. `messages` are oldest first; cites are 1-based positions in them.

    `owner` holds names that address the owner; what is over at the moment `now` matters less (default: when the last
    message was written).
    """
    people = Participants(messages, owner)
    now = now or next((hit.time for hit in reversed(messages) if hit.time is not None), None)
    languages = languages_of(messages)
    found = [
        point
        for place in range(len(messages))
        if (point := key_point(messages, place, people, languages[where_of(messages[place])])) is not None
    ]
    points = resolved(found, messages, people)
    lines = [
        _Line(
            where_of(messages[one.place]),
            _field(one),
            importance(one, now),
            one.place,
            _sentence(one, messages, people, now),
        )
        for one in points
        if one.kind != "attendance"
    ]
    for chat, sentence, place in gathered(points, messages, people):
        lines.append(_Line(chat, "attending", _IMPORTANCE["attendance"], place, sentence))
    return _laid_out(lines, messages, people, length)


def where_of(message: Hit) -> str:
    """Return the chat of a message, or the name of a passage's file."""
    return where(message).split(",")[0] if message.kind == "file" else (message.chat or "")


def importance(point: KeyPoint, now: datetime | None) -> float:
    """Return how much a point matters: what is open before what is done, what is to come before what is over."""
    value = _IMPORTANCE[point.kind] + _NAMED * point.named
    if point.state == "done":
        return value + _DONE
    end = point.due.span.end if point.due is not None else None
    return value + _OVER if end is not None and now is not None and end <= now else value


def limit(count: int, length: Length) -> int:
    """Return how many lines a summary of so many messages gets."""
    if length == "full":
        return count
    return _SHORT if length == "short" else min(_MOST, max(_LEAST, 6 + count // _EVERY))


def _field(point: KeyPoint) -> str:
    return "done" if point.state == "done" else _FIELDS[point.kind]


def _laid_out(lines: Sequence[_Line], messages: Sequence[Hit], people: Participants, length: Length) -> Digests:
    """Choose the lines that there is room for, and put them under their chats and headings."""
    ranked = sorted(lines, key=lambda line: (-line.importance, -line.place))
    chosen = ranked[: limit(len(messages), length)]
    sizes = Counter(where_of(hit) for hit in messages if not people.is_bulk(hit))
    weights: dict[str, float] = {}
    for line in chosen:
        weights[line.chat] = weights.get(line.chat, 0.0) + max(line.importance, 0.1)
    chats = sorted(weights, key=lambda chat: -weights[chat])
    if length != "full":
        chats = chats[:CHATS]
    made = []
    for chat in chats:
        fields: dict[str, list[_Line]] = {}
        for line in chosen:
            if line.chat == chat:
                fields.setdefault(line.field, []).append(line)
        made.append(
            Digest(
                chat,
                sizes[chat],
                **{name: _in_order(some) for name, some in fields.items()},  # type: ignore[arg-type]
            )
        )
    bulk = [hit for hit in messages if people.is_bulk(hit)]
    if bulk:
        senders = ", ".join(dict.fromkeys(hit.sender or "" for hit in bulk))
        made.append(Digest(excerpt(senders, at_most=_LINE_WORDS), len(bulk), bulk=True))
    shown = {id(line) for line in chosen if line.chat in chats}
    left_out = Counter(_HEADINGS[line.field] for line in lines if id(line) not in shown)
    return Digests(tuple(made), dict(left_out))


def _in_order(lines: Sequence[_Line]) -> tuple[Sentence, ...]:
    """Return the lines of a heading, the most important first, and as they were written where they are alike."""
    return tuple(line.sentence for line in sorted(lines, key=lambda line: (-line.importance, line.place)))


_HEADINGS: Mapping[str, str] = {
    "asked": "Asked of you", "promised": "Promised by you", "money": "Money", "decided": "Decided or changed",
    "dates": "Dates and times", "attending": "Who is coming", "offered": "Others will", "links": "Links", "done": "Done",
}  # fmt: skip


def _sentence(point: KeyPoint, messages: Sequence[Hit], people: Participants, now: datetime | None) -> Sentence:
    hit = messages[point.place]
    name = people.short(hit)
    text = f"“{excerpt(point.text, at_most=_LINE_WORDS)}”"
    text = f"{name}: {text}" if name else text
    notes = [note for note in (_due(point, now), f"before: {point.before}" if point.before else "") if note]
    if notes:
        text += f" ({'; '.join(notes)})"
    if point.kind in ("request", "promise") and point.related and messages[point.related[0]].from_me != hit.from_me:
        answer = messages[point.related[0]]
        said = excerpt(reply(answer.text), at_most=_ANSWER_WORDS)
        text += f" – {people.short(answer)}: “{said}”"
    if point.kind == "debt":
        payers = [people.short(messages[place]) for place in point.related if place > point.place]
        if payers:
            text += f" – paid: {', '.join(dict.fromkeys('you' if name == 'You' else name for name in payers))}"
    return Sentence(text, tuple(place + 1 for place in sorted(set(point.places))), verbatim=True)


def _due(point: KeyPoint, now: datetime | None) -> str:
    """Return the day that a point is for, where its words name it only as seen from when they were written: "tomorrow".

    A weekday stands in the words themselves, and of two weeks people do not always mean the coming one.
    """
    if point.due is None or now is None or any(fact.kind in ("day", "weekday") for fact in read(point.text)):
        return ""
    start, end = point.due.span.start, point.due.span.end
    if start is None or end is None or (end - start).days > 1:
        return ""
    return f"{_WEEKDAYS[start.weekday()]} {day_label(start, now)}"


def languages_of(messages: Sequence[Hit]) -> dict[str, tuple[str, ...]]:
    """Return the languages of each chat, the most frequent first."""
    counts: dict[str, Counter[str]] = {}
    seen: Counter[str] = Counter()
    for hit in messages:
        chat = where_of(hit)
        counts.setdefault(chat, Counter())
        if seen[chat] < _LANGUAGE_SAMPLE:
            seen[chat] += 1
            counts[chat][language_of(hit.text)] += 1
    return {
        chat: tuple(code for code, count in some.most_common(3) if count > 1 or len(some) == 1)
        for chat, some in counts.items()
    }
