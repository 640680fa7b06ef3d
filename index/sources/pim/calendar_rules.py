"""The rules by which events come again (RRULE), followed only where they cannot run on without end.

The library that follows them stops at a date only when a rule fires, and a rule such as "the 30th of February" never does.
So filters are taken out of a rule and applied here, and what is left is checked to fire at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice

STEPS_A_DAY = {"YEARLY": 0.1, "MONTHLY": 0.2, "WEEKLY": 0.3, "DAILY": 1.0, "HOURLY": 24.0}
"""How often a rule that fires with each step does so, about."""

_KNOWN = frozenset(
    "FREQ INTERVAL COUNT UNTIL BYDAY BYMONTHDAY BYMONTH BYYEARDAY BYWEEKNO BYSETPOS BYHOUR BYMINUTE BYSECOND WKST".split()
)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_SAFE_DAY = 28
"""Every month has so many days."""
_FILTERS = {
    "HOURLY": ("BYMONTH", "BYMONTHDAY", "BYDAY", "BYHOUR"),
    "DAILY": ("BYMONTH", "BYMONTHDAY", "BYDAY"),
    "WEEKLY": ("BYMONTH", "BYMONTHDAY"),
    "MONTHLY": ("BYMONTH",),
    "YEARLY": (),
}
"""The parts that only leave out some of what a rule of that frequency gives."""

_Kept = Callable[[datetime], bool]


def parts_of(rule: str) -> dict[str, str]:
    """Return a rule's parts by name, in upper case, without those that nobody knows."""
    pairs = (part.partition("=") for part in rule.split(";"))
    found = {key.strip().upper(): value.strip().upper() for key, _, value in pairs}
    return {key: value for key, value in found.items() if key in _KNOWN and key != "BYSECOND" and value}


def steps(parts: dict[str, str], days: int) -> float:
    """Return about how many steps following the rule takes over so many days."""
    times = (parts.get("BYHOUR", "").count(",") + 1) * (parts.get("BYMINUTE", "").count(",") + 1)
    return max(1, days) * STEPS_A_DAY[parts["FREQ"]] * times


def walls(parts: dict[str, str], start: datetime, until: datetime) -> Iterator[datetime]:
    """Yield the times on the wall, in order, at most COUNT. Raises ValueError for a rule that cannot be followed."""
    from dateutil.rrule import rrulestr

    frequency = parts.get("FREQ", "")
    if frequency not in STEPS_A_DAY or not 1 <= int(parts.get("INTERVAL", "1")) <= 10_000:
        raise ValueError("no rule")
    kept = [_filter(name, parts[name]) for name in _FILTERS[frequency] if name in parts]
    left = {key: value for key, value in parts.items() if key not in (*_FILTERS[frequency], "COUNT", "UNTIL")}
    if not _fires(frequency, left):
        raise ValueError("it may never fire")
    wanted = ";".join(f"{key}={value}" for key, value in left.items())
    times = iter(rrulestr(f"{wanted};UNTIL={until:%Y%m%dT%H%M%S}", dtstart=start))
    return islice((wall for wall in times if all(keep(wall) for keep in kept)), _count(parts))


def _count(parts: dict[str, str]) -> int | None:
    return int(parts["COUNT"]) if "COUNT" in parts else None


def _numbers(written: str) -> list[int]:
    return [int(number) for number in written.split(",")]


def _days(written: str) -> list[tuple[int, str]]:
    found = [_BYDAY.fullmatch(day.strip()) for day in written.split(",")]
    return [(int(one[1] or 0), one[2]) if one else _wrong() for one in found]


def _wrong() -> tuple[int, str]:
    raise ValueError("no weekday")


def _filter(name: str, written: str) -> _Kept:
    if name == "BYDAY":
        days = _days(written)
        if any(ordinal for ordinal, _ in days):
            raise ValueError("an ordinal that means nothing here")
        weekdays = frozenset(_WEEKDAYS.index(day) for _, day in days)
        return lambda wall: wall.weekday() in weekdays
    numbers = frozenset(_numbers(written))
    if name == "BYMONTH":
        return lambda wall: wall.month in numbers
    if name == "BYHOUR":
        return lambda wall: wall.hour in numbers
    return lambda wall: wall.day in numbers or wall.day - _length(wall) - 1 in numbers


def _length(wall: datetime) -> int:
    import calendar

    return calendar.monthrange(wall.year, wall.month)[1]


def _fires(frequency: str, parts: dict[str, str]) -> bool:
    """Tell whether a rule without its filters is sure to fire again and again."""
    by = {key for key in parts if key.startswith("BY")} - {"BYHOUR", "BYMINUTE"}
    days = _days(parts["BYDAY"]) if "BYDAY" in parts else []
    if "BYSETPOS" in by:
        # Of so many days a week or a month there are at least as many as there are names of days.
        most = (
            len(days) * (4 if frequency in ("MONTHLY", "YEARLY") else 1) or parts.get("BYMONTHDAY", "").count(",") + 1
        )
        if any(abs(position) > most for position in _numbers(parts["BYSETPOS"])):
            return False
    if frequency == "WEEKLY":
        return by <= {"BYDAY", "BYSETPOS"} and not any(ordinal for ordinal, _ in days)
    if frequency not in ("MONTHLY", "YEARLY"):
        return not by
    within_month = frequency == "MONTHLY" or "BYMONTH" in by
    if any(abs(ordinal) > (5 if within_month else 52) for ordinal, _ in days):
        return False
    if "BYMONTHDAY" in by:
        return (
            _comes(parts, frequency) and not any(ordinal for ordinal, _ in days) and not by & {"BYYEARDAY", "BYWEEKNO"}
        )
    if "BYMONTH" in by and not all(1 <= month <= 12 for month in _numbers(parts["BYMONTH"])):
        return False
    if "BYYEARDAY" in by:
        return by == {"BYYEARDAY"} and any(1 <= abs(day) <= 365 for day in _numbers(parts["BYYEARDAY"]))
    if "BYWEEKNO" in by:
        weeks = _numbers(parts["BYWEEKNO"])
        return (
            by <= {"BYWEEKNO", "BYDAY"} and any(1 <= abs(week) <= 52 for week in weeks) and not any(o for o, _ in days)
        )
    return True


def _comes(parts: dict[str, str], frequency: str) -> bool:
    """Tell whether there is such a day in such a month, in every year that the rule's interval leads to."""
    lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    months = _numbers(parts["BYMONTH"]) if "BYMONTH" in parts else range(1, 13)
    days = [abs(day) for day in _numbers(parts["BYMONTHDAY"]) if day]
    if frequency == "MONTHLY" and parts.get("INTERVAL", "1") != "1":
        return any(day <= _SAFE_DAY for day in days)
    leap = parts.get("INTERVAL", "1") == "1"
    return any(
        1 <= month <= 12 and day <= lengths[month - 1] + (month == 2 and leap) for month in months for day in days
    )
