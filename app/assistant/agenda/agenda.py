"""What is coming up: the calendars' entries, and what messages and notes say is on, due or promised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Literal

from app.assistant.agenda import calendars
from app.assistant.grounding.salience import excerpt
from app.assistant.question.scope import epoch_ms
from app.assistant.summarizing.digest import languages_of, where_of
from app.assistant.summarizing.key_points import KeyPoint, PointKind, key_point, matter, may_be
from app.assistant.summarizing.participants import Participants
from app.assistant.summarizing.resolution import resolved
from app.assistant.times.spans import TimeRange
from app.assistant.times.wording import when as moment_label
from index.types.search import Filters, Hit, Query

if TYPE_CHECKING:
    from index.index import Index

EntryKind = Literal["calendar", "event", "deadline", "request", "promise", "money", "note"]

# By hand: of most things that are coming up people write in the four months before, and longer entries are seasons.
_WRITTEN_WITHIN = timedelta(days=120)
_NOTES = 300
"""Passages of notes and documents that are read for a time."""
_WORDS = 30
# By hand: two lines of one day that share so many of their words tell one thing.
_SAME = 0.34
_KINDS: dict[PointKind, EntryKind] = {
    "event": "event", "decision": "event", "change": "event", "attendance": "event", "request": "request",
    "promise": "promise", "offer": "promise", "debt": "money",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """One thing that is coming up. `start` is None for a deadline, which `end` is then; both have offsets.

    `all_day` says that no time of day was named, `doubtful` that it was said with a "maybe". `hits` are what it rests on,
    the newest last, and `text` is what the first line of it says: a message's words stand in quotation marks.
    """

    kind: EntryKind
    start: datetime | None
    end: datetime
    all_day: bool
    text: str
    where: str
    hits: tuple[Hit, ...]
    doubtful: bool = False

    @property
    def moment(self) -> datetime:
        """When it begins, or is due."""
        return self.start or self.end

    def when(self, now: datetime) -> str:
        """Return its time in words: "perhaps Fri 20 Nov, 19:00", "by Wed 18 Nov"."""
        moment = self.end - timedelta(minutes=1) if self.start is None and self.all_day else self.moment
        said = moment_label(moment, now)
        if self.all_day:
            said = said.rpartition(",")[0]
        return f"{'perhaps ' if self.doubtful else ''}{'by ' if self.start is None else ''}{said}"


@dataclass(frozen=True, slots=True)
class Agenda:
    """The entries of a stretch of time in order; `read` messages and notes were read for them."""

    span: TimeRange
    entries: tuple[AgendaEntry, ...]
    read: int


def agenda(index: Index, filters: Filters, span: TimeRange, owner: Sequence[str], now: datetime) -> Agenda:
    """Return what is coming up between `span`'s start and end, which are given.

    `filters` restrict whose messages and which chats are read, and have no times. `owner` holds the owner's names.
    """
    if span.start is None or span.end is None:
        raise ValueError("an agenda has a beginning and an end")
    since = min(span.start, now) - _WRITTEN_WITHIN
    messages = index.messages(replace(filters, kind="message", since_ms=epoch_ms(since)))
    found = list(_of_messages(messages, owner, now.tzinfo))
    notes = _notes(index, filters)
    found += _of_notes(notes, owner, now)
    found = [entry for entry in found if _within(entry, span)]
    entries = [*_of_calendars(index, filters, span, now), *found]
    entries.sort(key=lambda entry: (entry.moment, entry.hits[0].time or now))
    return Agenda(span, tuple(_merged(entries)), len(messages) + len(notes))


def _of_calendars(index: Index, filters: Filters, span: TimeRange, now: datetime) -> Iterable[AgendaEntry]:
    if span.start is None or span.end is None or filters.people:
        return
    timed = replace(filters, since_ms=epoch_ms(span.start), until_ms=epoch_ms(span.end))
    for hit in calendars.entries(index, timed, now)[0]:
        if hit.time is not None:
            time = hit.time.astimezone(now.tzinfo)
            all_day = calendars.is_all_day(hit)
            end = time + timedelta(days=1) if all_day else time
            yield AgendaEntry("calendar", time, end, all_day, calendars.line(hit), where_of(hit), (hit,))


def _of_messages(messages: Sequence[Hit], owner: Sequence[str], zone: tzinfo | None) -> Iterable[AgendaEntry]:
    messages = [replace(hit, time=hit.time.astimezone(zone)) if hit.time else hit for hit in messages]
    people = Participants(messages, owner)
    languages = languages_of(messages)
    points: list[KeyPoint] = []
    for place, hit in enumerate(messages):
        known = languages[where_of(hit)]
        point = key_point(messages, place, people, known) or may_be(messages, place, people, known)
        if point is not None:
            points.append(point)
    for point in resolved(points, messages, people):
        if point.due is None or point.state != "open" or point.kind not in _KINDS:
            continue
        hits = tuple(messages[place] for place in sorted(set(point.places)))
        entry = _entry(point, _KINDS[point.kind], hits, people.short(messages[point.place]))
        if entry is not None:
            yield entry


def _of_notes(notes: Sequence[Hit], owner: Sequence[str], now: datetime) -> Iterable[AgendaEntry]:
    """Yield what notes say is on: a note has a date of its own, and times in it are read from then."""
    people = Participants(notes, owner)
    for place, hit in enumerate(notes):
        written = min(hit.time or now, now).astimezone(now.tzinfo)
        dated = [replace(hit, time=written)]
        point = key_point(dated, 0, people)
        if point is not None and point.due is not None:
            entry = _entry(point, "note", (notes[place],), "")
            if entry is not None:
                yield entry


def _entry(point: KeyPoint, kind: EntryKind, hits: tuple[Hit, ...], name: str) -> AgendaEntry | None:
    due = point.due
    if due is None or due.span.end is None:
        return None
    start, end = due.span.start, due.span.end
    if start is None and point.timed:
        end -= timedelta(minutes=1)  # “until 18:00” lasts through that minute
    text = f"“{excerpt(point.text, at_most=_WORDS)}”"
    if start is None and kind == "event":
        kind = "deadline"
    return AgendaEntry(
        kind, start, end, not point.timed, f"{name}: {text}" if name else text, where_of(hits[-1]), hits, point.doubtful
    )


def _notes(index: Index, filters: Filters) -> list[Hit]:
    if filters.people or filters.conversations:
        return []
    return list(index.search(Query("", Filters(kind="note"), _NOTES, order="newest")).hits)


def _within(entry: AgendaEntry, span: TimeRange) -> bool:
    if span.start is None or span.end is None:
        return False
    # A deadline at midnight is the end of the day before.
    moment = entry.start or entry.end - timedelta(minutes=1)
    return moment < span.end and (entry.end > span.start or moment >= span.start)


def _merged(entries: Sequence[AgendaEntry]) -> list[AgendaEntry]:
    """Return the entries, of several of one day that tell the same thing only the first with the hits of all."""
    made: list[AgendaEntry] = []
    # A calendar knows the time best, so what messages say of an entry joins it.
    for entry in sorted(entries, key=lambda entry: entry.kind != "calendar"):
        at = next((n for n, other in enumerate(made) if _same(other, entry)), None)
        if at is None:
            made.append(entry)
        else:
            known = made[at]
            made[at] = replace(known, hits=(*known.hits, *entry.hits), doubtful=known.doubtful and entry.doubtful)
    return sorted(made, key=lambda entry: entry.moment)


def _same(first: AgendaEntry, second: AgendaEntry) -> bool:
    if first.moment.date() != second.moment.date():
        return False
    if not (first.all_day or second.all_day or first.moment == second.moment):
        return False
    ours, theirs = (matter(entry.text.partition("“")[2]) for entry in (first, second))
    return len(ours & theirs) / (min(len(ours), len(theirs)) or 1) >= _SAME
