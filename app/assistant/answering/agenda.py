"""What is on at a time: the calendars' entries of those days, and what others wrote of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.assistant.agenda import calendars
from app.assistant.agenda.agenda import agenda
from app.assistant.answering.aggregation import AggregateAnswer
from app.assistant.answering.working import quoted
from app.assistant.events import Sentence
from app.assistant.question.interpretation import Interpretation
from app.assistant.question.scope import epoch_ms
from app.assistant.text.appointments import named_times
from app.assistant.times.spans import TimeRange
from app.text.wording import counted
from index.types.search import Filters, Hit

if TYPE_CHECKING:
    from index.index import Index

# By hand: a day is spoken of in the weeks before it.
_SPOKEN_OF = timedelta(days=21)
_READ = 400
"""Messages that are read for a mention of the days."""
_SHOWN = 3
_AHEAD, _FAR = timedelta(days=30), timedelta(days=92)
"""What is coming up where no time is named; more than a quarter is no agenda."""
_TOLD = 12
"""Most of what messages and notes say that an answer lists."""
_SHORT = timedelta(days=2)
"""A mention of a longer time says nothing of a day in it."""
_LONG_TEXT = 500
"""Characters beyond which a text is a newsletter, which names many a day."""


def answer_what_is_on(reading: Interpretation, index: Index, now: datetime) -> AggregateAnswer | None:
    """Answer "what's on next Monday?" out of the calendars, or return None where it is not asked."""
    if not reading.agenda:
        return None
    filters = reading.plan.filters
    entries, of_all = calendars.entries(index, filters, now)
    if (span := _ahead(filters, now)) is not None:
        return _coming_up(reading, index, entries, of_all, span, now)
    mentions = _mentions(index, filters, now)
    hits = (*entries, *mentions)
    sentences = [] if entries else [Sentence(_nothing(reading, index), ())]
    sentences += [Sentence(calendars.line(hit), (n,), verbatim=True) for n, hit in enumerate(entries, 1)]
    if of_all > len(entries):
        sentences.append(
            Sentence(f"These are the first {len(entries):,} of {counted(of_all, 'entry', 'entries')}.", ())
        )
    sentences += [quoted(hit, n, now) for n, hit in enumerate(mentions, len(entries) + 1)]
    return AggregateAnswer(tuple(sentences), hits)


def _ahead(filters: Filters, now: datetime) -> TimeRange | None:
    """Return the time to come that is asked about: the next 30 days where none was named; None for the past."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    start = today if filters.since_ms is None else max(today, _moment(filters.since_ms, now))
    end = start + _AHEAD if filters.until_ms is None else _moment(filters.until_ms, now)
    return TimeRange(start, end) if now < end <= start + _FAR else None


def _moment(ms: int, now: datetime) -> datetime:
    return datetime.fromtimestamp(ms / 1000, now.tzinfo)


def _coming_up(
    reading: Interpretation, index: Index, entries: Sequence[Hit], of_all: int, span: TimeRange, now: datetime
) -> AggregateAnswer:
    """Answer with the calendars' entries, and then what messages and notes say of that time."""
    owner = [person.name for person in index.people() if person.is_me]
    untimed = replace(reading.plan.filters, since_ms=None, until_ms=None)
    coming = agenda(index, untimed, span, owner, now).entries
    found = [one for one in coming if one.kind != "calendar"]
    spoken_of = [hit for one in coming if one.kind == "calendar" for hit in one.hits[1:] if hit.kind == "message"]
    hits = list(entries)
    sentences = [] if entries else [Sentence(_nothing(reading, index), ())]
    sentences += [Sentence(calendars.line(hit), (n,), verbatim=True) for n, hit in enumerate(entries, 1)]
    if of_all > len(entries):
        sentences.append(
            Sentence(f"These are the first {len(entries):,} of {counted(of_all, 'entry', 'entries')}.", ())
        )
    for hit in spoken_of[:_SHOWN]:
        hits.append(hit)
        sentences.append(quoted(hit, len(hits), now))
    for entry in found[:_TOLD]:
        places = range(len(hits) + 1, len(hits) + 1 + len(entry.hits))
        hits += entry.hits
        sentences.append(Sentence(f"{entry.when(now)}: {entry.text}", tuple(places), verbatim=True))
    if len(found) > _TOLD:
        sentences.append(Sentence(f"And {len(found) - _TOLD:,} more: `homebody agenda` lists them.", ()))
    return AggregateAnswer(tuple(sentences), tuple(hits))


def _nothing(reading: Interpretation, index: Index) -> str:
    if calendars.KIND not in index.source_kinds():
        return "No calendar was added."
    return f"Nothing in the calendars ({reading.plan.line})."


def _mentions(index: Index, filters: Filters, now: datetime) -> Sequence[Hit]:
    """Return the newest messages of others that name one of the days, written in the weeks before."""
    if filters.since_ms is None or filters.until_ms is None:
        return ()
    since = filters.since_ms - int(_SPOKEN_OF.total_seconds() * 1000)
    before = replace(filters, since_ms=since, until_ms=filters.since_ms, kind="message")
    found = []
    for hit in reversed(index.messages(before, newest=_READ)):
        if hit.from_me or hit.time is None or not hit.sender:
            continue
        if any(_within(span, filters) for span in _days_of(hit, now)):
            found.append(hit)
            if len(found) == _SHOWN:
                break
    return found


def _days_of(hit: Hit, now: datetime) -> list[TimeRange]:
    if hit.time is None or len(hit.text) > _LONG_TEXT:
        return []
    return [
        one.span
        for one in named_times(hit.text, hit.time.astimezone(now.tzinfo))
        if one.span.start is not None and one.span.end is not None and one.span.end - one.span.start <= _SHORT
    ]


def _within(span: TimeRange, filters: Filters) -> bool:
    if span.start is None or span.end is None or filters.since_ms is None or filters.until_ms is None:
        return False
    return epoch_ms(span.start) < filters.until_ms and epoch_ms(span.end) > filters.since_ms
