"""The entries of the calendars that were added, as one line each."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.assistant.grounding.evidence import honest, one_line
from app.assistant.grounding.salience import excerpt
from app.assistant.question.scope import epoch_ms
from app.assistant.times.reading import read_span
from index.errors import BadQuery
from index.types.search import Filters, Hit, Query

if TYPE_CHECKING:
    from index.index import Index

KIND = "calendar"
"""The source's."""
_MOST = 100
"""Entries that are listed."""
_NEXT = 10
"""Entries that are listed where no time was named."""
# By hand: what lasts longer than two months is a season and no entry of a day.
_LASTS = timedelta(days=62)
# “When: Monday, 4 May 2026 – Friday, 8 May 2026”
_WHEN = re.compile(r"^(?:When|Due): (?P<when>.+?)(?: \([\w/+-]+\))?$", re.MULTILINE)
_UNTIL = re.compile(r" – (?P<day>\w+, \d{1,2} \w+ \d{4})")
_TOLD = re.compile(r"^(?:Where|With|Repeats|Status): .+$", re.MULTILINE)


def entries(index: Index, filters: Filters, now: datetime) -> tuple[list[Hit], int]:
    """Return the entries of a time in order, and how many there are; what began before it and lasts into it too."""
    start = filters.since_ms
    earlier = None if start is None else start - int(_LASTS.total_seconds() * 1000)
    wanted = Filters(sources=(KIND,), since_ms=earlier, until_ms=filters.until_ms)
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


def is_all_day(hit: Hit) -> bool:
    """Say whether an entry names no time of day."""
    when = _WHEN.search(hit.text)
    return when is not None and ":" not in when["when"]


def line(hit: Hit) -> str:
    """Return an entry in one line: when, what, where, with whom and how often, as the calendar says it."""
    text = honest(hit.text)
    title = one_line(text.partition("\n")[0])
    when = _WHEN.search(text)
    told = "; ".join(match.group() for match in _TOLD.finditer(text))
    head = f"{when['when']}: “{excerpt(title)}”" if when else f"“{excerpt(title)}”"
    return f"{head} ({told})" if told else head
