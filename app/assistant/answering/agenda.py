"""What is on at a time: the calendars' entries of those days, and what others wrote of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.assistant.answering.aggregation import AggregateAnswer
from app.assistant.answering.working import quoted
from app.assistant.events import Sentence
from app.assistant.grounding.evidence import honest, one_line
from app.assistant.grounding.salience import excerpt
from app.assistant.question.interpretation import Interpretation
from app.assistant.question.scope import epoch_ms
from app.assistant.text.appointments import named_times
from app.assistant.times.reading import read_span
from app.assistant.times.spans import TimeRange
from app.text.wording import counted
from index.errors import BadQuery
from index.types.search import Filters, Hit, Query

if TYPE_CHECKING:
    from index.index import Index

_CALENDAR = "calendar"
_MOST = 100
"""Entries that are listed."""
_NEXT = 10
"""Entries that are listed where no time was named."""
# By hand: what lasts longer than two months is a season and no entry of a day; a day is spoken of in the weeks before it.
_LASTS = timedelta(days=62)
_SPOKEN_OF = timedelta(days=21)
_READ = 400
"""Messages that are read for a mention of the days."""
_SHOWN = 3
_SHORT = timedelta(days=2)
"""A mention of a longer time says nothing of a day in it."""
_LONG_TEXT = 500
"""Characters beyond which a text is a newsletter, which names many a day."""
# “When: Monday, 4 May 2026 – Friday, 8 May 2026”
_WHEN = re.compile(r"^(?:When|Due): (?P<when>.+?)(?: \([\w/+-]+\))?$", re.MULTILINE)
_UNTIL = re.compile(r" – (?P<day>\w+, \d{1,2} \w+ \d{4})")
_TOLD = re.compile(r"^(?:Where|With|Repeats|Status): .+$", re.MULTILINE)


def answer_what_is_on(reading: Interpretation, index: Index, now: datetime) -> AggregateAnswer | None:
    """Answer "what's on next Monday?" out of the calendars, or return None where it is not asked."""
    if not reading.agenda:
        return None
    filters = reading.plan.filters
    entries, of_all = _entries(index, filters, now)
    mentions = _mentions(index, filters, now)
    hits = (*entries, *mentions)
    sentences = [] if entries else [Sentence(_nothing(reading, index), ())]
    sentences += [Sentence(_line(hit), (n,), verbatim=True) for n, hit in enumerate(entries, 1)]
    if of_all > len(entries):
        sentences.append(
            Sentence(f"These are the first {len(entries):,} of {counted(of_all, 'entry', 'entries')}.", ())
        )
    sentences += [quoted(hit, n, now) for n, hit in enumerate(mentions, len(entries) + 1)]
    return AggregateAnswer(tuple(sentences), hits)


def _nothing(reading: Interpretation, index: Index) -> str:
    if _CALENDAR not in index.source_kinds():
        return "No calendar was added."
    return f"Nothing in the calendars ({reading.plan.line})."


def _entries(index: Index, filters: Filters, now: datetime) -> tuple[list[Hit], int]:
    """Return the entries of a time in order, and how many there are; what began before it and lasts into it too."""
    start = filters.since_ms
    earlier = None if start is None else start - int(_LASTS.total_seconds() * 1000)
    wanted = Filters(sources=(_CALENDAR,), since_ms=earlier, until_ms=filters.until_ms)
    most = _NEXT if filters.until_ms is None else _MOST
    found: dict[str, Hit] = {}
    page, of_all = 1, 0
    while True:
        hits = index.search(Query("", wanted, 500, page=page, order="oldest")).hits
        for hit in hits:
            # An entry that stands in two calendars is one.
            if (start is None or _ends_after(hit, start, now)) and hit.text not in found:
                of_all += 1
                found[hit.text] = hit
        if len(hits) < 500 or (filters.until_ms is None and of_all >= most):
            break
        page += 1
    return list(found.values())[:most], of_all if filters.until_ms is not None else min(of_all, most)


def _ends_after(hit: Hit, start_ms: int, now: datetime) -> bool:
    if hit.time is not None and epoch_ms(hit.time) >= start_ms:
        return True
    when = _WHEN.search(hit.text)
    until = _UNTIL.search(when["when"]) if when else None
    if until is None:
        return False
    try:
        end = read_span(until["day"].partition(", ")[2], now).end
    except BadQuery:
        return False
    return end is not None and epoch_ms(end) > start_ms


def _line(hit: Hit) -> str:
    """Return an entry in one line: when, what, where, with whom and how often, as the calendar says it."""
    text = honest(hit.text)
    title = one_line(text.partition("\n")[0])
    when = _WHEN.search(text)
    told = "; ".join(match.group() for match in _TOLD.finditer(text))
    head = f"{when['when']}: “{excerpt(title)}”" if when else f"“{excerpt(title)}”"
    return f"{head} ({told})" if told else head


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
