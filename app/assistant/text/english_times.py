"""Time expressions in English, and ISO dates and times: "last week", "two Fridays ago", "in March", "2026-03-14".

`read_english` takes a whole expression, `find_span` looks for one in a question. A span is half-open.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from app.assistant.languages.english import MONTH_NUMBERS, NUMBER_WORDS, WEEKDAY_NUMBERS


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A stretch of time: `start` belongs to it, `end` no longer; None is open."""

    start: datetime | None
    end: datetime | None


_COUNT = r"(\d{1,3}|a|an|" + "|".join(NUMBER_WORDS) + ")"
_MONTHS = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_WEEKDAYS = "|".join(sorted(WEEKDAY_NUMBERS, key=len, reverse=True))
# Meteorological seasons of the northern hemisphere, which begin with a month.
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_SEASON = "|".join(_SEASONS)
# By hand, in full hours.
_PARTS = {"morning": (5, 12), "afternoon": (12, 18), "evening": (18, 24)}
_ON = rf"(?:(?:{_WEEKDAYS})\.?,? (?:the )?)?"
"""The weekday that may stand before a date says nothing more than the date."""
# Longer forms first, as the first match is taken: “3 March 2026” before “March 2026”, and “March” alone last.
_DATE = (
    # “2026-03-14”, “2026-03-14T09:30”, “2026-03”
    rf"\d{{4}}-\d{{2}}-\d{{2}}(?:[T ]\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:Z|[+-]\d{{2}}:?\d{{2}})?)?|\d{{4}}-\d{{2}}"
    rf"|{_ON}\d{{1,2}}(?:st|nd|rd|th|\.)?(?: of)? (?:{_MONTHS})\b\.?(?:,? \d{{4}})?"  # “Friday the 3rd of March 2026”
    rf"|{_ON}(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?"  # “Friday, March 3rd”
    rf"|(?:{_MONTHS})\.? \d{{4}}"  # “March 2026”
    r"|\d{1,2}\.\d{1,2}\.(?:\d{4})?"  # “3.3.2026”
    rf"|(?:(?:last|this|next) )?(?:{_WEEKDAYS})\b"  # “last Friday”
    # “yesterday evening”
    r"|the day before yesterday|yesterday(?: morning| afternoon| evening)?|last night|today|tonight|tomorrow|now"
    r"|this (?:morning|afternoon|evening)"  # “this morning”
    # “two weeks ago”, “two Fridays ago”
    rf"|{_COUNT} (?:minute|hour|day|week|weekend|month|year)s? ago|{_COUNT} (?:{_WEEKDAYS})s? ago"
    # “early March”, “the end of March 2026”
    rf"|(?:(?:the )?(?:beginning|start|middle|end) of|early|mid|late)[ -](?:{_MONTHS})\b(?: \d{{4}})?"
    rf"|(?:last|this) (?:{_SEASON})\b|(?:{_SEASON}) (?:of )?\d{{4}}"  # “last summer”, “summer of 2025”
    rf"|(?:the )?week of (?:(?:{_MONTHS})\.? \d{{1,2}}|\d{{1,2}} (?:{_MONTHS})\b)"  # “the week of March 3”
    r"|(?:last|this|next) (?:week|weekend|month|year)"  # “next month”
    rf"|(?:the )?(?:last|past) {_COUNT} (?:hour|day|week|month|year)s?"  # “the last three days”
    rf"|(?:last |this |next )?(?:{_MONTHS})\b"  # “last March”
)
_YEAR = r"(?:19|20)\d{2}"
_LEADING = re.compile(r"^(?:on|in|at|since|from|during|the) (?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TimeMatch:
    """A time expression in a longer text: its span and where it stands. `bounded` tells since/before from plain times."""

    span: TimeRange
    start: int
    end: int
    bounded: bool


def find_span(text: str, now: datetime) -> TimeMatch | None:
    """Return the first time expression in a question, with its preposition."""
    one = rf"((?:{_DATE})|{_YEAR})"
    # The first match decides: two ends before one, and a time without a preposition last, where words that are no
    # time (“may”, “sat”) are left out. In order: “between March and May”, “since March”, “from March”, “after March”,
    # “until May”, “before May”, “in spring”, “yesterday”.
    patterns: list[tuple[str, Callable[[list[TimeRange]], TimeRange], bool]] = [
        (
            rf"\b(?:between|from) {one} (?:and|to|until|till) {one}(?!\w)",
            lambda s: TimeRange(s[0].start, s[1].end),
            True,
        ),
        (
            rf"\b(?:since {one}(?: on(?:wards)?)?|from {one} on(?:wards)?)(?!\w)",
            lambda s: TimeRange(s[0].start, None),
            True,
        ),
        (rf"\bfrom {one}(?!\w)", lambda s: s[0], True),
        (rf"\bafter {one}(?!\w)", lambda s: TimeRange(s[0].end, None), True),
        (rf"\b(?:until|till|up to) {one}(?!\w)", lambda s: TimeRange(None, s[0].end), True),
        (rf"\bbefore {one}(?!\w)", lambda s: TimeRange(None, s[0].start), True),
        (rf"\b(?:(?:in|on|during|within|over) (?:the )?)({_DATE}|{_YEAR}|{_SEASON})(?!\w)", lambda s: s[0], False),
        (rf"\b((?!may\b|march\b|mar\b|sun\b|sat\b|wed\b|mon\b|now\b)(?:{_DATE}))(?!\w)", lambda s: s[0], False),
    ]
    range_first = re.compile(
        r"\b(?:from |between )?(\d{1,2})(?:st|nd|rd|th)?\s?(?:–|-|to|and)\s?"
        rf"(\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})\b(?: \d{{4}})?)",
        re.IGNORECASE,
    )
    m = range_first.search(text)
    if m:
        last = _read(m.group(2), now)
        first = _read(re.sub(r"^\d{1,2}", m.group(1), m.group(2)), now)
        if first and last:
            return TimeMatch(TimeRange(first.start, last.end), m.start(), m.end(), bounded=True)
    for pattern, join, bounded in patterns:
        for m in re.finditer(pattern, text, re.IGNORECASE):
            named = [g for g in m.groups() if g and re.fullmatch(rf"{_DATE}|{_YEAR}|{_SEASON}", g, re.IGNORECASE)]
            spans = [s for s in (_read(n, now) for n in named) if s]
            if (spans and len(spans) == min(pattern.count(one), len(named))) or (spans and not pattern.count(one)):
                return TimeMatch(join(spans), m.start(), m.end(), bounded)
    return None


def read_english(text: str, now: datetime) -> TimeRange | None:
    """Read a whole expression; None when it is none that is known."""
    return _read(_LEADING.sub("", text), now)


def _read(text: str, now: datetime) -> TimeRange | None:
    lower = text.casefold().strip(" .,")
    zone = now.tzinfo
    today = now.date()
    if lower in ("today", "tonight"):
        return _days(today, 1, zone)
    if lower == "now":
        return TimeRange(now, now)
    if m := re.fullmatch(r"(this|yesterday) (morning|afternoon|evening)|(last night)", lower):
        day = today if m.group(1) == "this" else today - timedelta(days=1)
        return _hours(day, *_PARTS[m.group(2)], zone) if m.group(2) else _hours(day, 18, 30, zone)
    if m := re.fullmatch(r"(?:the )?(day before )?yesterday", lower):
        return _days(today - timedelta(days=2 if m.group(1) else 1), 1, zone)
    if lower == "tomorrow":
        return _days(today + timedelta(days=1), 1, zone)
    if m := re.fullmatch(rf"{_COUNT} (minute|hour|day|week|month|year)s? ago", lower):
        return _ago(_number(m.group(1)), m.group(2), now)
    if m := re.fullmatch(rf"{_COUNT} ({_WEEKDAYS})s? ago", lower):
        # "Two Fridays ago" is the Friday before the latest one that is over.
        latest = _weekday("last", WEEKDAY_NUMBERS[m.group(2)], today, zone).start
        weeks = max(_number(m.group(1)), 1) - 1
        return _days(latest.date() - timedelta(weeks=weeks), 1, zone) if latest else None
    if m := re.fullmatch(rf"{_COUNT} weekends? ago", lower):
        monday = today - timedelta(days=today.weekday() + 7 * max(_number(m.group(1)), 1))
        return _days(monday + timedelta(days=5), 2, zone)
    if m := re.fullmatch(rf"(?:the )?(?:last|past) {_COUNT} (hour|day|week|month|year)s?", lower):
        since = _ago(_number(m.group(1)), m.group(2), now)
        return TimeRange(since.start, None) if since else None
    if m := re.fullmatch(r"(last|this|next) (week|weekend|month|year)", lower):
        return _period(m.group(1), m.group(2), today, zone)
    if m := re.fullmatch(rf"(?:(last|this|next) )?({_WEEKDAYS})", lower):
        return _weekday(m.group(1) or "", WEEKDAY_NUMBERS[m.group(2)], today, zone)
    lower = re.sub(rf"^(?:{_WEEKDAYS})\.?,? (?:the )?(?=.*\d)", "", lower)
    return _dated(lower, now) or _vague(lower, now)


def _vague(lower: str, now: datetime) -> TimeRange | None:
    """Read parts of months, seasons of the northern half, and weeks named by one of their days."""
    zone, today = now.tzinfo, now.date()
    if m := re.fullmatch(
        rf"(?:the )?(beginning|start|early|middle|mid|end|late)(?: of |[ -])({_MONTHS})\.?( \d{{4}})?", lower
    ):
        month = _dated(m.group(2) + (m.group(3) or ""), now)
        if month is None or month.start is None or month.end is None:
            return None
        first, last = month.start.date(), month.end.date()
        thirds = (first, first + timedelta(days=10), first + timedelta(days=20), last)
        # Ten days each, by hand. “The end of March” is the last ten, as “late March” is; “end” is singled out since
        # “early” begins alike.
        third = {"b": 0, "s": 0, "e": 0, "m": 1, "l": 2}[m.group(1)[0]] if m.group(1) != "end" else 2
        return TimeRange(_midnight(thirds[third], zone), _midnight(thirds[third + 1], zone))
    if m := re.fullmatch(rf"(?:(last|this) )?({_SEASON})(?: (?:of )?(\d{{4}}))?", lower):
        month_number = _SEASONS[m.group(2)]
        year = int(m.group(3)) if m.group(3) else today.year - (date(today.year, month_number, 1) > today)
        begins = date(year, month_number, 1)
        if m.group(1) == "last" and _after_months(begins, 3) > today:
            begins = date(year - 1, month_number, 1)
        return TimeRange(_midnight(begins, zone), _midnight(_after_months(begins, 3), zone))
    if m := re.fullmatch(r"(?:the )?week of (.+)", lower):
        day = _dated(m.group(1), now)
        if day and day.start:
            return _days(day.start.date() - timedelta(days=day.start.weekday()), 7, zone)
    return None


def _dated(lower: str, now: datetime) -> TimeRange | None:
    zone, today = now.tzinfo, now.date()
    try:
        if m := re.fullmatch(r"(\d{4}-\d{2}-\d{2})[t ](\d{1,2}:\d{2}(?::\d{2})?)(z|[+-]\d{2}:?\d{2})?", lower):
            moment = datetime.fromisoformat(f"{m.group(1)}T{m.group(2):0>5}{(m.group(3) or '').upper()}")
            moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
            return TimeRange(
                moment, moment + (timedelta(minutes=1) if m.group(2).count(":") == 1 else timedelta(seconds=1))
            )
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", lower):
            return _days(date.fromisoformat(lower), 1, zone)
        if m := re.fullmatch(r"(\d{4})-(\d{2})", lower):
            return _month(int(m.group(1)), int(m.group(2)), zone)
        if re.fullmatch(_YEAR, lower):
            return TimeRange(_midnight(date(int(lower), 1, 1), zone), _midnight(date(int(lower) + 1, 1, 1), zone))
        if m := re.fullmatch(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?", lower):
            return _day_of(m.group(3), int(m.group(2)), int(m.group(1)), today, zone)
        if m := re.fullmatch(rf"(\d{{1,2}})(?:st|nd|rd|th|\.)?(?: of)? ({_MONTHS})\.?(?:,? (\d{{4}}))?", lower):
            return _day_of(m.group(3), MONTH_NUMBERS[m.group(2)], int(m.group(1)), today, zone)
        if m := re.fullmatch(rf"({_MONTHS})\.? (\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?", lower):
            return _day_of(m.group(3), MONTH_NUMBERS[m.group(1)], int(m.group(2)), today, zone)
        if m := re.fullmatch(rf"({_MONTHS})\.? (\d{{4}})", lower):
            return _month(int(m.group(2)), MONTH_NUMBERS[m.group(1)], zone)
        if m := re.fullmatch(rf"(last |this |next )?({_MONTHS})", lower):
            number = MONTH_NUMBERS[m.group(2)]
            # a month without year is the latest one that has begun
            year = today.year - (number > today.month) + ((m.group(1) or "") == "next ")
            return _month(year - ((m.group(1) or "") == "last " and number == today.month), number, zone)
    except ValueError:
        return None
    return None


def _day_of(year: str | None, month: int, day: int, today: date, zone: tzinfo | None) -> TimeRange:
    found = date(int(year), month, day) if year else date(today.year, month, day)
    # By hand: messages speak of the past and of the next few weeks, so a day further ahead is taken to be last
    # year's.
    if not year and found > today + timedelta(days=31):
        found = date(today.year - 1, month, day)
    return _days(found, 1, zone)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBER_WORDS.get(word, 1)


def _ago(count: int, unit: str, now: datetime) -> TimeRange | None:
    today = now.date()
    if unit in ("minute", "hour"):
        return TimeRange(now - timedelta(**{unit + "s": count}), now)
    if unit in ("day", "week"):
        return _days(today - timedelta(days=count * (7 if unit == "week" else 1)), 1, now.tzinfo)
    months = count * (12 if unit == "year" else 1)
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    if year < 1:
        return None
    # A month before 31 March is 28 February.
    last_day = (_first_of_next(year, month + 1) - timedelta(days=1)).day
    return _days(date(year, month + 1, min(today.day, last_day)), 1, now.tzinfo)


def _period(which: str, unit: str, today: date, zone: tzinfo | None) -> TimeRange:
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit in ("week", "weekend"):
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return _days(monday, 7, zone) if unit == "week" else _days(monday + timedelta(days=5), 2, zone)
    if unit == "year":
        first = date(today.year + step, 1, 1)
        return TimeRange(_midnight(first, zone), _midnight(date(first.year + 1, 1, 1), zone))
    year, month = divmod(today.year * 12 + today.month - 1 + step, 12)
    return _month(year, month + 1, zone)


def _weekday(which: str, number: int, today: date, zone: tzinfo | None) -> TimeRange:
    back = (today.weekday() - number) % 7  # messages lie in the past, and so does "Friday"
    if which == "next":
        return _days(today + timedelta(days=7 - back), 1, zone)
    if which == "this":
        return _days(today - timedelta(days=today.weekday() - number), 1, zone)
    return _days(today - timedelta(days=back or (7 if which == "last" else 0)), 1, zone)


def _month(year: int, month: int, zone: tzinfo | None) -> TimeRange:
    first = date(year, month, 1)
    return TimeRange(_midnight(first, zone), _midnight(_first_of_next(year, month), zone))


def _first_of_next(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


def _after_months(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, 1)


def _hours(day: date, first: int, last: int, zone: tzinfo | None) -> TimeRange:
    """Return the stretch from one full hour to another of a day's wall clock; hours beyond 24 are the next day's."""
    ends = datetime.combine(day + timedelta(days=last // 24), time(last % 24), zone)
    return TimeRange(datetime.combine(day, time(first), zone), ends)


def _days(first: date, count: int, zone: tzinfo | None) -> TimeRange:
    return TimeRange(_midnight(first, zone), _midnight(first + timedelta(days=count), zone))


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, time(), zone)
