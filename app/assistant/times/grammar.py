"""How times are put together, whatever the language: each row makes one thing of several, beside an example.

What begins with a capital has a value, which is handed to the row's function in order; what only marks ("ago") has none.
Words that stand inside of any time ("of", "the", a comma) need no place; before what is marked with "=" only an "of" does:
"who wrote first in March" names no 1 March. The rows that make the parts stand before those
that use them, and where two make the same of the same words, the first one does.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from app.assistant.times import feasts, values
from app.assistant.times.calendar_days import MINUTES, SEASONS, DatePair, after_months
from app.assistant.times.spans import NoSuchTimeError, Present, Stretch, TimeRange, days, utc
from app.assistant.times.values import Count, TimeOfDay, Value

Finder = Callable[[Present], TimeRange]


class Pattern(NamedTuple):
    """`makes` of `of`, by a function that returns None where it can not; `example` is such a piece of text."""

    makes: str
    of: str
    by: Callable[..., object]
    example: str


def _same(value: object) -> object:
    return value


# Hours


def _hour(number: int, minute: int = 0) -> TimeOfDay | None:
    if number > 24 or minute > 59:
        return None
    return TimeOfDay(number * 60 + minute, 1 if minute else 60, half=1 <= number <= 12)


def _halved(at: TimeOfDay, later: int) -> TimeOfDay | None:
    if not at.half:
        return None
    return TimeOfDay(at.minute % (12 * 60) + later * 60, at.length, second=at.second)


def _hour_of_half(number: int, later: int) -> TimeOfDay | None:
    at = _hour(number)
    return None if at is None else _halved(at, later)


def _in_part(at: TimeOfDay, part: str) -> TimeOfDay:
    """Return nine in the evening: the twelve hours that a part of the day belongs to."""
    if not at.half or part in ("morning", "midnight"):
        return at
    hour = at.minute // 60
    if part == "night" and (hour < 6 or hour == 12):
        return TimeOfDay(at.minute % (12 * 60), at.length)
    return TimeOfDay(at.minute % (12 * 60) + 12 * 60, at.length) if part != "midday" or hour < 10 else at


def _hour_in_part(number: int, part: str) -> TimeOfDay | None:
    at = _hour(number)
    return None if at is None or not at.half else _in_part(at, part)


def _hours(first: TimeOfDay, last: TimeOfDay) -> TimeOfDay | None:
    """Return from the one time of day to the other. What is one of the evening makes the other so: "2 to 4 pm"."""
    start = first.minute
    if first.half and not last.half and last.minute > 12 * 60 and start + 12 * 60 < last.minute:
        start += 12 * 60
    length = last.minute - start
    return TimeOfDay(start, length) if length > 0 else None


def _hours_of(first: int, last: TimeOfDay) -> TimeOfDay | None:
    at = _hour(first)
    return None if at is None else _hours(at, last)


# Days


def _day(number: int, month: int, year: Value | None = None) -> Value | None:
    return values.day_of_year(number, month, year) if 1 <= number <= 31 else None


def _day_swapped(month: int, number: int, year: Value | None = None) -> Value | None:
    return _day(number, month, year)


def _feast(name: str, year: Value | None = None) -> Value:
    def find(y: int) -> DatePair | None:
        return feasts.feast_days(name, y)

    return values.in_year(values.yearly(find, "feast"), year, find)


def _feast_related(name: str, which: int) -> Value | None:
    return values.related(_feast(name), which)


def _weekday_ago(count: Count, number: int) -> Value | None:
    """Return two Fridays ago: the Friday before the latest one that is over."""
    last = values.related(values.weekday(number), -count.high)
    return last if count.low == count.high else None


def _weekday_related(which: int, number: int) -> Value | None:
    return values.related(values.weekday(number), which)


def _related_weekday(number: int, which: int) -> Value | None:
    return _weekday_related(which, number)


def _on_weekday_after(day: Value, number: int) -> Value | None:
    return values.on_weekday(number, day)


def _day_word_part(day: int, part: str) -> Value | None:
    return values.at_part(values.day_from_now(day), part)


def _day_part(said: str) -> Value | None:
    distance, _, part = said.partition(" ")
    return _day_word_part(int(distance), part)


def _related_part(which: int, part: str) -> Value | None:
    if which == -1 and part in ("night", "evening"):
        return _day_word_part(-1, "last night" if part == "night" else part)
    if which == -2 and part == "night":
        return _day_word_part(-2, "last night")
    return _day_word_part(0, part) if which == 0 else None


def _part_related(part: str, which: int) -> Value | None:
    return _related_part(which, part)


def _day_part_time(said: str, at: TimeOfDay) -> Value | None:
    distance, _, part = said.partition(" ")
    return values.at_time(values.day_from_now(int(distance)), _in_part(at, part.replace("last ", "")))


def _day_part_hour(said: str, number: int) -> Value | None:
    at = _hour(number)
    return None if at is None else _day_part_time(said, at)


def _weekday_part(of: tuple[int, str]) -> Value | None:
    return values.at_part(values.weekday(of[0]), of[1])


def _weekday_part_time(of: tuple[int, str], at: TimeOfDay) -> Value | None:
    return values.at_time(values.weekday(of[0]), _in_part(at, of[1]))


def _related_weekday_part(which: int, of: tuple[int, str]) -> Value | None:
    day = values.related(values.weekday(of[0]), which)
    return None if day is None else values.at_part(day, of[1])


def _part_time(day: Value, part: str, at: TimeOfDay) -> Value | None:
    return values.at_time(day, _in_part(at, part))


def _part_hour(day: Value, part: str, number: int) -> Value | None:
    at = _hour(number)
    return None if at is None else _part_time(day, part, at)


def _time_day(at: TimeOfDay, day: Value) -> Value | None:
    return values.at_time(day, at)


def _part_day(part: str, day: Value) -> Value | None:
    return values.at_part(day, part)


# Weeks and longer


def _month(number: int, year: Value | None = None) -> Value:
    return values.month_of_year(number, year)


def _month_swapped(year: Value, number: int) -> Value:
    return _month(number, year)


def _month_related(which: int, number: int) -> Value | None:
    return values.related(_month(number), which)


def _related_month(number: int, which: int) -> Value | None:
    return _month_related(which, number)


def _season(name: str, year: Value | None = None) -> Value:
    def find(y: int) -> DatePair:
        first = after_months(_first_of(y), SEASONS[name] - 1)
        return first, after_months(first, 3)

    return values.in_year(values.yearly(find, "season"), year, find)


def _first_of(year: int) -> date:
    return date(year, 1, 1)


def _season_related(which: int, name: str) -> Value | None:
    return values.related(_season(name), which)


def _related_season(name: str, which: int) -> Value | None:
    return _season_related(which, name)


def _feast_related_swapped(which: int, name: str) -> Value | None:
    return _feast_related(name, which)


def _year_unit(unit: str, year: Value) -> Value | None:
    return year if unit == "year" and year.dated else None


def _related_year(which: int, unit: str) -> Value | None:
    return values.period("year", which) if unit == "year" else None


def _year_related(unit: str, which: int) -> Value | None:
    return _related_year(which, unit)


def _this_unit(which: int, unit: str) -> Value | None:
    return values.period(unit, which) if unit not in ("day", "year") else None


def _unit_this(unit: str, which: int) -> Value | None:
    return _this_unit(which, unit)


def _piece(piece: tuple[str, int], year: Value | None = None) -> Value | None:
    return values.piece_of_year(*piece, year)


def _piece_swapped(year: Value, piece: tuple[str, int]) -> Value | None:
    return _piece(piece, year)


def _counted_piece(number: int, unit: str) -> tuple[str, int] | None:
    return (unit, number) if unit in ("quarter", "half") and number > 0 else None


def _numbered_piece(unit: str, number: int) -> tuple[str, int] | None:
    return (unit, number) if unit in ("week", "quarter", "half") else None


def _week_piece(number: int) -> tuple[str, int]:
    return "week", number


def _decade(digits: int) -> Value | None:
    """Return the 2010s, and of two digits the decade that has begun last."""
    first = digits if digits >= 100 else (2000 + digits if digits <= 20 else 1900 + digits)
    if digits % 10 or not 1000 <= first < 9990:
        return None
    return values.fixed((_first_of(first), _first_of(first + 10)), "decade")


def _counted_unit(number: int, unit: str, whole: Value) -> Value | None:
    return values.nth_in(number, unit, whole)


def _whole_unit(whole: Value, number: int, unit: str) -> Value | None:
    return values.nth_in(number, unit, whole)


def _last_unit(which: int, unit: str, whole: Value) -> Value | None:
    return values.nth_in(-1, unit, whole) if which == -1 else None


def _last_weekday(which: int, day: int, whole: Value) -> Value | None:
    return values.nth_day_in(-1, day, whole) if which == -1 else None


def _numbered_week(numbered: tuple[int, int]) -> Value | None:
    number, year = numbered
    return values.piece_of_year("week", number, values.fixed((_first_of(year), _first_of(year + 1)), "year"))


def _edge_of_this(edge: str, unit: str) -> Value | None:
    whole = values.period(unit, 0)
    return None if whole is None else values.edge_of(edge, whole)


def _edge_swapped(whole: Value, edge: str) -> Value | None:
    return values.edge_of(edge, whole)


# Beside something else


def _unit_before(unit: str, what: Value) -> Value | None:
    return values.beside(Count(1, 1), unit, what, -1, day_alone=False)


def _unit_after(unit: str, what: Value) -> Value | None:
    return values.beside(Count(1, 1), unit, what, 1, day_alone=False)


def _count_before(count: Count, unit: str, what: Value) -> Value | None:
    return values.beside(count, unit, what, -1, day_alone=True)


def _count_after(count: Count, unit: str, what: Value) -> Value | None:
    return values.beside(count, unit, what, 1, day_alone=True)


def _weekday_before(number: int, what: Value) -> Value:
    return _weekday_beside(number, what, -1)


def _weekday_after(number: int, what: Value) -> Value:
    return _weekday_beside(number, what, 1)


def _weekday_beside(number: int, what: Value, side: int) -> Value:
    def turn(pair: DatePair, clock: Present) -> Stretch:
        edge = pair[0] if side < 0 else pair[1] - timedelta(days=1)
        distance = (side * (number - edge.weekday())) % 7 or 7
        first = edge + side * timedelta(days=distance)
        return days(first, first + timedelta(days=1), clock)

    return values.mapped(what, "day", turn)


# Open and closed ends


def _since(what: Value) -> Finder:
    return lambda clock: TimeRange(what.at(clock, 0).start, None)


def _until(what: Value) -> Finder:
    return lambda clock: TimeRange(None, what.at(clock, 0).end)


def _before(what: Value) -> Finder:
    return lambda clock: TimeRange(None, what.at(clock, 0).start)


def _after(what: Value) -> Finder:
    return lambda clock: TimeRange(what.at(clock, 0).end, None)


def _during(what: Value) -> Finder:
    def find(clock: Present) -> TimeRange:
        found = what.at(clock, 0)
        return TimeRange(found.start, found.end)

    return find


def _days_of_month(first: int, last: int, month: int, year: Value | None = None) -> Value | None:
    return _between_days(_day(first, month, year), _day(last, month, year)) if first < last else None


def _month_days(month: int, first: int, last: int, year: Value | None = None) -> Value | None:
    return _days_of_month(first, last, month, year)


def _between_days(first: Value | None, last: Value | None) -> Value | None:
    return None if first is None or last is None else values.joined(first, last)


def _short_years(first: Value, last: int) -> Value | None:
    """Return 2019-20."""

    def at(clock: Present, _: int) -> Stretch:
        start = first.at(clock, 0).start
        end = start.year - start.year % 100 + last + 1
        if not start.year + 1 < end <= start.year + 12:
            raise NoSuchTimeError("That ends before it begins.", "Write both years (2019-2021).")
        return days(start.date(), _first_of(end), clock)

    return Value("range", at, dated=True) if first.grain == "year" and 12 < last < 100 else None


def _to_clock(moment: Value, at: TimeOfDay) -> Value | None:
    """Return from a time of a day to another time of the same day."""
    if moment.grain != "minute":
        return None

    def find(clock: Present, number: int) -> Stretch:
        first = moment.at(clock, number)
        day = values.day_from_now((first.start.date() - clock.today).days)
        last = values.at_time(day, at)
        end = last.at(clock, 0).start if last is not None else first.end
        if utc(end) <= utc(first.start):
            raise NoSuchTimeError("That ends before it begins.", "Name the earlier time first.")
        return Stretch(first.start, end)

    return Value("range", find)


def _last_count(which: int, count: Count, unit: str) -> Finder | None:
    if which == 1:
        return values.next_of(count, unit)
    return values.last_of(count, unit) if which == -1 else None


def _count_last(count: Count, which: int, unit: str) -> Finder | None:
    return _last_count(which, count, unit)


def _count_unit_last(count: Count, unit: str, which: int) -> Finder | None:
    return _last_count(which, count, unit)


def _last_hour(which: int, unit: str) -> Finder | None:
    return values.last_of(Count(1, 1), unit) if which == -1 and unit in MINUTES else None


def _hour_last(unit: str, which: int) -> Finder | None:
    return _last_hour(which, unit)


def _past_unit(unit: str) -> Finder | None:
    return values.last_of(Count(1, 1), unit)


def _half_ago(unit: str) -> Value | None:
    return values.ago(Count(1, 1), unit) if unit == "half" else None


def _half_hour_ago(unit: str) -> Value | None:
    return values.hours_ago(Count(1, 1), unit) if unit == "halfhour" else None


PATTERNS: tuple[Pattern, ...] = (
    Pattern("Count", "Number", lambda number: Count(number, number), "three"),
    Pattern("Count", "one", lambda: Count(1, 1), "a"),
    Pattern("DayNumber", "Digits", _same, "3"),
    Pattern("DayNumber", "Nth", _same, "3rd"),
    Pattern("MonthIn", "MonthName", _same, "March"),
    Pattern("MonthIn", "MonthShort", _same, "mär"),
    Pattern("WeekdayIn", "Weekday", _same, "Friday"),
    Pattern("WeekdayIn", "WeekdayShort", _same, "ven"),
    # Hours
    Pattern("Clock", "Clock Meridiem", _halved, "9:30 pm"),
    Pattern("Clock", "Number Meridiem", _hour_of_half, "9am"),
    Pattern("Clock", "Number hour_marks", _hour, "14 Uhr"),
    Pattern("Clock", "hour_marks Number", _hour, "à 14"),
    Pattern("Clock", "Number hour_marks Number", _hour, "14h30"),
    Pattern("Clock", "Clock hour_marks", _same, "14:30 Uhr"),
    Pattern("Clock", "Clock Part", _in_part, "9:30 in the evening"),
    Pattern("Clock", "Number Part", _hour_in_part, "8 in the evening"),
    Pattern("Clock", "Clock to Clock", _hours, "14:00-16:00"),
    Pattern("Clock", "Number to Clock", _hours_of, "2 to 4 pm"),
    Pattern("Clock", "start Clock to Clock", _hours, "from 14:00 to 16:00"),
    Pattern("Clock", "start Number to Clock", _hours_of, "from 2 to 4 pm"),
    Pattern("Clock", "between Clock also Clock", _hours, "between 14:00 and 16:00"),
    Pattern("Clock", "between Number also Clock", _hours_of, "between 2 and 4 pm"),
    # Years
    Pattern("YearV", "Rel Unit", _related_year, "last year"),
    Pattern("YearV", "Unit Rel", _year_related, "année dernière"),
    Pattern("YearV", "Unit YearV", _year_unit, "Jahr 2024"),
    # Days
    Pattern("Day", "DayWord", values.day_from_now, "yesterday"),
    Pattern("Day", "DayNumber MonthIn", _day, "3 March"),
    Pattern("Day", "Ordinal =MonthIn", _day, "first of March"),
    Pattern("Day", "Ordinal =MonthIn YearV", _day, "first of March 2026"),
    Pattern("Day", "DayNumber MonthIn YearV", _day, "3 March 2026"),
    Pattern("Day", "MonthIn DayNumber", _day_swapped, "March 3"),
    Pattern("Day", "MonthIn DayNumber YearV", _day_swapped, "March 3, 2026"),
    Pattern("Day", "YearV MonthIn DayNumber", lambda y, m, d: _day(d, m, y), "2026 March 3"),
    Pattern("Day", "Weekday", values.weekday, "Friday"),
    Pattern("Day", "Rel Weekday", _weekday_related, "last Friday"),
    Pattern("Day", "Weekday Rel", _related_weekday, "vendredi dernier"),
    Pattern(
        "Day", "Rel Weekday Rel", lambda a, d, b: _weekday_related(b, d) if a == -1 else None, "last Friday before last"
    ),
    Pattern("Day", "Count Weekday ago", _weekday_ago, "two Fridays ago"),
    Pattern("Day", "ago Count Weekday", _weekday_ago, "vor zwei Freitagen"),
    Pattern("Day", "Count Unit ago", values.ago, "3 days ago"),
    Pattern("Day", "ago Count Unit", values.ago, "vor drei Tagen"),
    Pattern("Day", "ago Unit", _half_ago, "hace medio año"),
    Pattern("Day", "Unit ago", _half_ago, "half a year ago"),
    Pattern("Day", "ahead Count Unit", values.ahead, "in two weeks"),
    Pattern("Day", "Count Unit ahead", values.ahead, "two weeks from now"),
    Pattern("FeastV", "Feast", _feast, "Easter"),
    Pattern("FeastV", "Feast YearV", _feast, "Easter 2025"),
    Pattern("FeastV", "YearV Feast", lambda year, name: _feast(name, year), "2025 की दिवाली"),
    Pattern("FeastV", "Rel Feast", _feast_related_swapped, "last Christmas"),
    Pattern("FeastV", "Feast Rel", _feast_related, "Noël dernier"),
    # Weeks and longer
    Pattern("Month", "MonthName", _month, "March"),
    Pattern("Month", "MonthIn YearV", _month, "March 2026"),
    Pattern("Month", "YearV MonthIn", _month_swapped, "2026 March"),
    Pattern("Month", "Rel MonthName", _month_related, "last March"),
    Pattern("Month", "MonthName Rel", _related_month, "mars dernier"),
    Pattern("Month", "Unit Month", lambda unit, month: month if unit == "month" else None, "mes de marzo"),
    Pattern("SeasonV", "Season", _season, "summer"),
    Pattern("SeasonV", "Season YearV", _season, "summer of 2025"),
    Pattern("SeasonV", "Season YearV slash Number", lambda name, year, _: _season(name, year), "winter 2025/26"),
    Pattern("SeasonV", "YearV Season", lambda year, name: _season(name, year), "2025 की गर्मियां"),
    Pattern("SeasonV", "Rel Season", _season_related, "last summer"),
    Pattern("SeasonV", "Season Rel", _related_season, "été dernier"),
    Pattern("Period", "Rel Unit", _this_unit, "last week"),
    Pattern("Period", "Unit Rel", _unit_this, "semaine dernière"),
    Pattern("Period", "Unit last_after", lambda unit: values.period(unit, -1) if unit != "day" else None, "เดือนก่อน"),
    Pattern(
        "Period", "Rel Unit Rel", lambda a, unit, b: _this_unit(b, unit) if a == -1 else None, "last week before last"
    ),
    Pattern("Piece", "Ordinal Unit", _counted_piece, "first quarter"),
    Pattern("Piece", "Unit Number", _numbered_piece, "week 12"),
    Pattern("Piece", "Unit Ordinal", _numbered_piece, "trimestre 1º"),
    Pattern("Piece", "week_marks Number", _week_piece, "KW 12"),
    Pattern("Period", "week_marks Numbered", _numbered_week, "KW 12/2025"),
    Pattern(
        "Period",
        "Unit Numbered",
        lambda unit, numbered: _numbered_week(numbered) if unit == "week" else None,
        "Woche 12/2025",
    ),
    Pattern("Period", "Piece", _piece, "Q1"),
    Pattern("Period", "Piece YearV", _piece, "Q1 2026"),
    Pattern("Period", "Piece to YearV", _piece, "Q1-2026"),
    Pattern("Period", "YearV Piece", _piece_swapped, "2026 Q1"),
    Pattern("Period", "YearV to Piece", _piece_swapped, "2026-Q1"),
    Pattern("Period", "Decade", _decade, "2010s"),
    Pattern("Period", "decade_marks Number", _decade, "années 90"),
    Pattern("Period", "decade_marks Decade", _decade, "die 90er"),
    Pattern("Period", "Decade decade_marks", _decade, "90er Jahre"),
    Pattern("Whole", "Month", _same, "March"),
    Pattern("Whole", "YearV", _same, "2025"),
    Pattern("Whole", "SeasonV", _same, "summer"),
    Pattern("Whole", "Period", _same, "last month"),
    Pattern("Period", "Ordinal Unit Whole", _counted_unit, "first week of March"),
    Pattern("Period", "Rel Unit Whole", _last_unit, "last week of March"),
    Pattern("Period", "Whole Ordinal Unit", _whole_unit, "मार्च का पहला सप्ताह"),
    Pattern(
        "Period", "Whole Rel Unit", lambda whole, which, unit: _last_unit(which, unit, whole), "मार्च का आखिरी सप्ताह"
    ),
    Pattern("Day", "Ordinal Weekday Whole", values.nth_day_in, "second Friday of May"),
    Pattern("Day", "Rel Weekday Whole", _last_weekday, "last Friday of May"),
    Pattern("Period", "Edge Whole", values.edge_of, "end of March"),
    Pattern("Period", "Edge Unit", _edge_of_this, "end of the year"),
    Pattern("Period", "Whole Edge", _edge_swapped, "मार्च के अंत"),
    # A day again, of those
    Pattern("Day", "FeastV", _same, "Easter"),
    Pattern("Day", "WeekdayIn Day", values.on_weekday, "Friday, 3 March"),
    Pattern("Day", "Day WeekdayIn", _on_weekday_after, "3 March, Friday"),
    Pattern("Period", "Unit Day", values.around, "week of 3 March"),
    Pattern("Day", "Unit Day", lambda unit, day: day if unit == "day" else None, "jour de Noël"),
    Pattern("Day", "Nth", values.day_of_month, "22nd"),
    # Parts and hours of a day
    Pattern("Moment", "DayPart", _day_part, "tonight"),
    Pattern("Moment", "Day Part", values.at_part, "Friday evening"),
    Pattern("Moment", "Part =Day", _part_day, "evening of 3 May"),
    Pattern("Moment", "WeekdayPart", _weekday_part, "Freitagabend"),
    Pattern("Moment", "WeekdayPart Clock", _weekday_part_time, "Freitagabend 20:00"),
    Pattern("Moment", "Rel WeekdayPart", _related_weekday_part, "letzten Freitagabend"),
    Pattern("Moment", "Rel Part", _related_part, "this morning"),
    Pattern("Moment", "Part Rel", _part_related, "nuit dernière"),
    Pattern("Moment", "Day Clock", values.at_time, "yesterday 14:00"),
    Pattern("Moment", "Clock Day", _time_day, "14:00 yesterday"),
    Pattern("Moment", "Day Part Clock", _part_time, "Friday evening at 20:00"),
    Pattern("Moment", "Day Part Number", _part_hour, "gestern Abend um 8"),
    Pattern("Moment", "DayPart Clock", _day_part_time, "last night at 11:00"),
    Pattern("Moment", "DayPart Number", _day_part_hour, "tonight at 8"),
    Pattern("Moment", "Count Unit ago", values.hours_ago, "two hours ago"),
    Pattern("Moment", "ago Count Unit", values.hours_ago, "vor zwei Stunden"),
    Pattern("Moment", "ago Unit", _half_hour_ago, "hace media hora"),
    Pattern("Moment", "Unit ago", _half_hour_ago, "half an hour ago"),
    *(
        Pattern("Span", of, _same, example)
        for of, example in (
            ("Day", "Friday"),
            ("Month", "March"),
            ("YearV", "2025"),
            ("SeasonV", "last summer"),
            ("Period", "last week"),
            ("Moment", "yesterday 14:00"),
        )
    ),
    Pattern("Lone", "Clock", values.today_at, "14:00"),
    Pattern("Span", "now", values.this_minute, "now"),
    # Beside something else
    Pattern("Span", "Unit before Span", _unit_before, "the week before Easter"),
    Pattern("Span", "Unit after Span", _unit_after, "the day after Christmas"),
    Pattern("Span", "Count Unit before Span", _count_before, "two weeks before Easter"),
    Pattern("Span", "Count Unit after Span", _count_after, "3 days after Christmas"),
    Pattern("Span", "Weekday before Span", _weekday_before, "the Friday before Easter"),
    Pattern("Span", "Weekday after Span", _weekday_after, "the Monday after Easter"),
    # From one to another
    Pattern("Range", "DayNumber to DayNumber MonthIn", _days_of_month, "3-5 May"),
    Pattern("Range", "DayNumber to DayNumber MonthIn YearV", _days_of_month, "3 to 5 May 2025"),
    Pattern("Range", "MonthIn DayNumber to DayNumber", _month_days, "May 3-5"),
    Pattern("Range", "MonthIn DayNumber to DayNumber YearV", _month_days, "May 3-5, 2025"),
    Pattern("Pair", "DayNumber also DayNumber MonthIn", _days_of_month, "between 3 and 5 May"),
    Pattern("Pair", "DayNumber also DayNumber MonthIn YearV", _days_of_month, "between 3 and 5 May 2025"),
    Pattern("Range", "YearV to Number", _short_years, "2019-20"),
    Pattern("Range", "YearV slash Number", _short_years, "2019/20"),
    Pattern("Point", "Span", _same, "Monday"),
    Pattern("Point", "Lone", _same, "14:00"),
    Pattern("Range", "Span to Span", values.joined, "March to May"),
    Pattern("Range", "Span until Span", values.joined, "March until May"),
    Pattern("Range", "Span to Clock", _to_clock, "yesterday 14:00 to 16:00"),
    Pattern("Pair", "Span also Span", values.joined, "between March and May"),
    # What is asked for
    Pattern("Open", "rolling Unit", _past_unit, "past week"),
    Pattern("Open", "rolling Count Unit", values.last_of, "past 3 days"),
    Pattern("Open", "Rel Count Unit", _last_count, "last 3 days"),
    Pattern(
        "Open",
        "Rel Count Rel Unit",
        lambda this, *rest: _count_last(*rest) if this == 0 else None,
        "ces 3 derniers mois",
    ),
    Pattern("Open", "Count Rel Unit", _count_last, "3 derniers jours"),
    Pattern("Open", "Count Unit Rel", _count_unit_last, "3 วันที่ผ่านมา"),
    Pattern("Open", "Rel Unit", _last_hour, "last hour"),
    Pattern("Open", "Unit Rel", _hour_last, "dernière heure"),
    Pattern("Bound", "Range", _during, "3-5 May"),
    Pattern("Bound", "start Range", _during, "from 3 to 5 May"),
    Pattern("Bound", "since Range", _during, "since March until May"),
    Pattern("Bound", "between Pair", _during, "between March and May"),
    Pattern("Bound", "between Range", _during, "between March to May"),
    Pattern("Bound", "Pair between_", _during, "मार्च और मई के बीच"),
    Pattern("Bound", "Range until_", _during, "3 मई से 5 मई तक"),
    Pattern("Bound", "start Point onwards", _since, "from March onwards"),
    Pattern("Bound", "start Point on", _since, "from March on"),
    Pattern("Bound", "since Point on", _since, "since March on"),
    Pattern("Bound", "since Point onwards", _since, "since March onwards"),
    Pattern("Bound", "Span onwards", _since, "March onwards"),
    Pattern("Bound", "since Point", _since, "since Monday"),
    Pattern("Bound", "during Span", _during, "from March"),
    Pattern("Bound", "until Point", _until, "until May"),
    Pattern("Bound", "before Point", _before, "before May"),
    Pattern("Bound", "after Point", _after, "after May"),
    Pattern("Bound", "Point since_", _since, "सोमवार से"),
    Pattern("Bound", "Point until_", _until, "सोमवार तक"),
    Pattern("Bound", "Point before_", _before, "सोमवार से पहले"),
    Pattern("Bound", "Point after_", _after, "सोमवार के बाद"),
)
