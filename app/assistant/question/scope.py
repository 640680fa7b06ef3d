"""Flags become exact filters, and the plan one line: all that a search needs, without reading a question."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.assistant.question.people import chats_named, people_named
from app.assistant.text.translation import language_of
from app.assistant.times.reading import TimeMatch, find_span, read_span
from app.assistant.times.spans import TimeRange, TwoWaysError, shifted
from app.assistant.times.wording import describe, when
from app.assistant.types import Plan, Scope
from app.home.config import DateOrder
from index.errors import BadQuery
from index.types.search import Filters

if TYPE_CHECKING:
    from index.index import Index


def plan_scope(
    scope: Scope, index: Index, now: datetime, text: str = "", *, one: bool = True, dates: DateOrder = ""
) -> Plan:
    """Resolve the flags exactly; `text` stays what is searched for. With `one`, a name must mean a single person or chat.

    `dates` is the order in which the owner writes a date in numbers.

    Raises NotFound and AmbiguousName for names, BadQuery for times and counts that cannot be read.
    """
    if scope.new and (scope.last is not None or scope.target or scope.timed):
        raise BadQuery(
            "“New” already says which messages: those since you last asked.",
            "Leave out --last, --since, --until and the file, or --new.",
        )
    if scope.last is not None and scope.last < 1:
        raise BadQuery(f"--last {scope.last} selects nothing.", "Give a number of at least 1.")
    filters = _filters(scope, index, now, dates, one=one)
    span = _span(scope, now, dates)
    mark = index.mark(mark_key(filters)) if scope.new else None
    if mark is not None:
        filters = replace(filters, after=mark[0])
    plan = Plan(
        filters=filters,
        text=text,
        line="",
        chat=_all_titles(index, filters.conversations) if scope.chat else None,
        person=_all_names(index, filters.people) if scope.person else None,
        to=_all_names(index, filters.to) if scope.to else None,
        since=span.start.isoformat() if span.start else None,
        until=shifted(span.end, -timedelta(milliseconds=1)).isoformat(timespec="seconds") if span.end else None,
        last=scope.last,
        asked=datetime.fromtimestamp(mark[1] // 1000, now.tzinfo).isoformat() if mark else None,
        target=scope.target,
    )
    return replace(plan, line=line_of(plan, span, now, scope))


def _filters(scope: Scope, index: Index, now: datetime, dates: DateOrder, *, one: bool) -> Filters:
    chats = chats_named(index, scope.chat, one=one) if scope.chat else ()
    sources = (source_named(index, scope.source),) if scope.source else ()
    span = _span(scope, now, dates)
    return Filters(
        conversations=chats,
        people=people_named(index, scope.person, one=one, chats=chats, sources=sources) if scope.person else (),
        to=people_named(index, scope.to, one=one, chats=chats, sources=sources) if scope.to else (),
        sources=sources,
        kind=scope.kind,
        has=scope.has,
        since_ms=epoch_ms(span.start) if span.start else None,
        until_ms=epoch_ms(span.end) if span.end else None,
        ids=index.part_of(scope.target) if scope.target else (),
        without=tuple(_filters(other, index, now, dates, one=one) for other in scope.without),
        one_of=tuple(tuple(_filters(other, index, now, dates, one=one) for other in group) for group in scope.one_of),
    )


def _span(scope: Scope, now: datetime, dates: DateOrder) -> TimeRange:
    """Return the time that all of a scope's times leave. Raises BadQuery where they leave none."""
    spans = [read_span(scope.during, now, dates)] if scope.during else []
    spans += [TimeRange(_beginning(scope.since, now, dates), None)] if scope.since else []
    spans += [TimeRange(None, _end(scope.until, now, dates))] if scope.until else []
    spans += [TimeRange(None, _beginning(scope.before, now, dates))] if scope.before else []
    start = max((span.start for span in spans if span.start), key=epoch_ms, default=None)
    end = min((span.end for span in spans if span.end), key=epoch_ms, default=None)
    if start and end and epoch_ms(start) >= epoch_ms(end):
        times = [f"“{one}”" for one in (scope.during, scope.since, scope.until, scope.before) if one]
        if scope.since and scope.until and len(times) == 2:
            raise BadQuery(f"{times[0]} to {times[1]} ends before it begins.", "Swap --since and --until.")
        raise BadQuery(f"{' and '.join(times)} leave no time in common.", "Leave one of them out.")
    return TimeRange(start, end)


FIRST_NEWS = timedelta(days=14)
"""How far what is new reaches back the first time: all of ten years is no news."""
_AHEAD = timedelta(days=30)
"""How far an agenda looks where nothing else is said."""


def span_between(since: str, until: str | None, now: datetime, dates: DateOrder = "") -> TimeRange:
    """Return the time from one expression to the end of another, or the next 30 days. Raises BadQuery."""
    start = _beginning(since, now, dates)
    if until is None:
        return TimeRange(start, shifted(start, _AHEAD))
    end = read_span(until, now, dates).end
    if end is None or epoch_ms(end) <= epoch_ms(start):
        raise BadQuery(f"“{since}” to “{until}” ends before it begins.", "Give a later --until.")
    return TimeRange(start, end)


def source_named(index: Index, name: str) -> str:
    """Return the kind of source that a name is. Raises BadQuery for none that homebody reads, with those that are here."""
    from index.text.likeness import alike, did_you_mean

    kind = name.strip().casefold()
    here = sorted(index.source_kinds())
    if kind not in here and kind not in index.readable_kinds():
        near = did_you_mean(alike(kind, here))
        listed = f"What was added is: {', '.join(here)}." if here else "Nothing was added yet."
        raise BadQuery(f"“{name}” is no kind of source.", f"{near} {listed}".strip())
    return kind


def _beginning(said: str, now: datetime, dates: DateOrder) -> datetime:
    span = read_span(said, now, dates)
    if span.start is None:
        raise BadQuery(f"“{said}” has no beginning.", "Give it to --until, or name a day.")
    return span.start


def _end(said: str, now: datetime, dates: DateOrder) -> datetime:
    """Return the end of a time; what reaches up to now ends there."""
    span = read_span(said, now, dates)
    return now if span.end is None else span.end


def _all_names(index: Index, people: Sequence[int]) -> str:
    return " and ".join(dict.fromkeys(index.person_name(number) or f"p{number}" for number in people))


_TITLES = 3
"""Titles that a plan's line has room for."""


def _all_titles(index: Index, chats: Sequence[int]) -> str:
    titles = list(dict.fromkeys(index.title(number) or f"c{number}" for number in chats))
    more = len(titles) - _TITLES
    return f"{', '.join(titles[:_TITLES])} and {more:,} more" if more > 0 else " and ".join(titles)


def mark_of(plan: Plan) -> str:
    """Return the key under which the index remembers how far a plan's scope was told."""
    return mark_key(plan.filters)


def mark_key(filters: Filters) -> str:
    """Return the key of a scope's mark."""
    scope = [sorted(filters.conversations), sorted(filters.people), sorted(filters.sources), filters.kind]
    # Only where it says more, or the marks of before would be lost.
    more = (filters.to, filters.has, filters.without, filters.one_of)
    return json.dumps([*scope, repr(more)] if any(more) else scope)


def line_of(plan: Plan, span: TimeRange, now: datetime, scope: Scope) -> str:
    """Return the plan in one line: "from Maya, in Cabin trip, 3–9 Nov, the last 15"."""
    parts = [
        f"from {plan.person}" if plan.person else "",
        f"to {plan.to}" if plan.to else "",
        f"in {plan.chat}" if plan.chat else "",
        f"{scope.kind}s only" if scope.kind else "",
        *(f"with a {what}" for what in scope.has),
        f"source {scope.source}" if scope.source else "",
        describe(span, now),
        *(f"not {in_words(other)}" for other in scope.without),
        *(" or ".join(in_words(other) for other in group) for group in scope.one_of),
        scope.target or "",
        (
            f"new since {when(datetime.fromisoformat(plan.asked), now)}"
            if plan.asked
            else "new, for the first time: its last two weeks"
        )
        if scope.new
        else "",
        (f"the last {plan.last}" if plan.last > 1 else "the last one") if plan.last else "",
    ]
    return ", ".join(p for p in parts if p) or "everything"


def in_words(scope: Scope) -> str:
    """Return what a scope was said to be, as it was typed: "from maya, with a link"."""
    named = (("from", scope.person), ("to", scope.to), ("in", scope.chat), ("source", scope.source))
    timed = (("since", scope.since), ("until", scope.until), ("before", scope.before), ("during", scope.during))
    parts = [
        *(f"{what} {value}" for what, value in named if value),
        *([f"{scope.kind}s"] if scope.kind else []),
        *(f"with a {what}" for what in scope.has),
        *(f"{what} {value}" for what, value in timed if value),
        *(f"not {in_words(other)}" for other in scope.without),
        *(" or ".join(in_words(other) for other in group) for group in scope.one_of),
    ]
    return ", ".join(parts)


def epoch_ms(moment: datetime) -> int:
    """Return a moment in milliseconds since 1970-01-01 UTC."""
    return (moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


_READ_FOR_TIMES = 500
"""Characters: what is searched for says its time at once, and a pasted page would take minutes to read."""


def time_in(
    text: str, scope: Scope, now: datetime, dates: DateOrder = ""
) -> tuple[tuple[int | None, int | None] | None, str]:
    """Return the time that a searched text speaks of, in epoch milliseconds, and how it was read; flags go before it."""
    if scope.timed:
        return None, ""
    text = text[:_READ_FOR_TIMES]
    languages = dict.fromkeys(("en", language_of(text)))
    found = next(filter(None, (_found(text, now, dates, language) for language in languages)), None)
    if found is None:
        return None, ""
    span = found.span
    near = (epoch_ms(span.start) if span.start else None, epoch_ms(span.end) if span.end else None)
    return near, f"time: “{text[found.start : found.end]}” is {describe(span, now)}; messages from then come first"


def _found(text: str, now: datetime, dates: DateOrder, language: str) -> TimeMatch | None:
    try:
        return find_span(text, now, order=dates, language=language)
    except TwoWaysError:
        return None  # it only orders what is found, and is searched for as it stands
