"""The calendar: where a week, a month or a decade begins and ends. A pair is a first day and the one after the last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

DatePair = tuple[date, date]

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""Meteorological seasons of the northern hemisphere, which begin with a month."""
PARTS = {
    "morning": (5, 12),
    "midday": (11, 14),
    "afternoon": (12, 18),
    "evening": (18, 24),
    "night": (22, 30),
    "midnight": (23, 25),
}
"""By hand, in full hours; beyond 24 they are the next day's."""
LAST_NIGHT = (18, 30)
"""Who speaks of last night may mean its evening."""


def after_months(day: date, count: int) -> date:
    """Return the first of the month that many months later. Raises ValueError beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, 1)


def same_day(day: date, months: int) -> date:
    """Return the day that many months later: the last one of its month where it has no such day."""
    first = after_months(day, months)
    last = after_months(first, 1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def month_of(day: date) -> DatePair:
    """Return a day's month."""
    return after_months(day, 0), after_months(day, 1)


def _months(length: int) -> Callable[[date, int], DatePair]:
    def pair(day: date, step: int) -> DatePair:
        months = day.year * 12 + day.month - 1
        first = months - months % length + step * length
        return date(first // 12, first % 12 + 1, 1), date((first + length) // 12, (first + length) % 12 + 1, 1)

    return pair


def _weeks(day: date, step: int) -> DatePair:
    first = monday_of(day) + timedelta(weeks=step)
    return first, first + timedelta(days=7)


def _weekends(day: date, step: int) -> DatePair:
    first = monday_of(day) + timedelta(days=5, weeks=step)
    return first, first + timedelta(days=2)


def _days(day: date, step: int) -> DatePair:
    first = day + timedelta(days=step)
    return first, first + timedelta(days=1)


PERIODS: dict[str, Callable[[date, int], DatePair]] = {
    "day": _days,
    "week": _weeks,
    "weekend": _weekends,
    "month": _months(1),
    "quarter": _months(3),
    "half": _months(6),
    "year": _months(12),
    "decade": _months(120),
}
"""The period of each kind that a day lies in, or one so many steps from it. A weekend is its week's."""
MINUTES = {"second": 1 / 60, "minute": 1, "halfhour": 30, "hour": 60}
DAYS = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}
"""How long each unit is when it is counted: "two weeks ago"."""


def nth_piece(unit: str, number: int, year: int) -> DatePair | None:
    """Return the first quarter, half or ISO week of a year; None where it has no such one."""
    if unit == "week":
        try:
            first = date.fromisocalendar(year, number, 1)
        except ValueError:
            return None
        return first, first + timedelta(days=7)
    length = {"quarter": 3, "half": 6}.get(unit)
    if length is None or not 1 <= number <= 12 // length:
        return None
    return after_months(date(year, 1, 1), (number - 1) * length), after_months(date(year, 1, 1), number * length)


def nth_within(unit: str, number: int, within: DatePair) -> DatePair | None:
    """Return the first, second or last (-1) week, weekend, quarter … of a period."""
    first, end = within
    found = PERIODS[unit](first, 0)
    starts = []
    while found[0] < end:
        if found[0] >= first:
            starts.append(found)
        found = PERIODS[unit](found[0], 1)
    return starts[number - 1 if number > 0 else number] if -len(starts) <= number <= len(starts) and number else None


def nth_weekday(number: int, weekday: int, within: DatePair) -> DatePair | None:
    """Return the first, second or last (-1) Friday of a period."""
    first = within[0] + timedelta(days=(weekday - within[0].weekday()) % 7)
    there = [first + timedelta(weeks=week) for week in range((within[1] - first).days // 7 + 1)]
    there = [day for day in there if day < within[1]]
    if not number or not -len(there) <= number <= len(there):
        return None
    day = there[number - 1 if number > 0 else number]
    return day, day + timedelta(days=1)


def third(edge: str, within: DatePair) -> DatePair:
    """Return the beginning, middle or end of a period: a third of it in whole months, of a month ten days each by hand."""
    first, end = within
    length = (end - first).days
    months = (end.year - first.year) * 12 + end.month - first.month
    if first.day == end.day == 1 and months > 1 and months % 3 == 0:
        start = after_months(first, {"begin": 0, "middle": 1, "end": 2}[edge] * months // 3)
        return start, after_months(start, months // 3)
    cuts = (0, 10, 20, length) if 28 <= length <= 31 else (0, length // 3, length - length // 3, length)
    place = {"begin": 0, "middle": 1, "end": 2}[edge]
    return first + timedelta(days=cuts[place]), first + timedelta(days=max(cuts[place + 1], cuts[place] + 1))
