"""What a time's words mean before the clock is asked: a `Value` gives its stretch, or each one of what comes again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from app.assistant.times.calendar_days import (
    DAYS,
    LAST_NIGHT,
    MINUTES,
    MONTHS,
    PARTS,
    PERIODS,
    DatePair,
    after_months,
    monday_of,
    nth_piece,
    nth_weekday,
    nth_within,
    same_day,
    third,
)
from app.assistant.times.spans import (
    NoSuchTimeError,
    Present,
    Stretch,
    TimeRange,
    TwoWaysError,
    days,
    shifted,
    utc,
    walls,
)
from app.home.config import DateOrder

T = TypeVar("T")
_SOON = 31
"""Days, by hand: messages speak of the past and of the next few weeks; a day further ahead is taken to be last year's."""
_FAR = 150
"""Occurrences that are looked through at most."""
_LEAP = 10
"""Years, one more than lie between two days of 29 February at most, and a year on."""


@dataclass(frozen=True, slots=True)
class Value:
    """A time. `at(clock, n)` is its stretch; of one that comes again (`comes_again`) the n-th from the one usually meant.

    `nth(clock, n)` counts from the latest one that has begun. `dated` says that its year was given, `grain` how fine it is.
    """

    grain: str
    at: Callable[[Present, int], Stretch]
    nth: Callable[[Present, int], Stretch] | None = None
    dated: bool = False

    @property
    def comes_again(self) -> bool:
        """Say whether another stretch may be meant."""
        return self.nth is not None


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """Minutes since midnight, and how many it lasts; `half` where it could be of the morning or the evening."""

    minute: int
    length: int
    half: bool = False
    second: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many: the least and the most."""

    low: int
    high: int


def fixed(pair: DatePair, grain: str) -> Value:
    """Return a stretch of days whose year is given."""
    return Value(grain, lambda clock, _: days(*pair, clock), dated=True)


def of_clock(grain: str, find: Callable[[Present], Stretch]) -> Value:
    """Return what lies in one way to now: "yesterday"."""
    return Value(grain, lambda clock, _: find(clock))


def yearly(find: Callable[[int], DatePair | None], grain: str, soon: int = 0) -> Value:
    """Return what comes each year. `soon` is how many days ahead it may lie to be meant."""

    def nth(clock: Present, number: int) -> Stretch:
        year = clock.today.year
        found = find(year)
        while found is None or found[0] > clock.today:
            year, found = _next_year_with(find, year, -1)
        for _ in range(abs(number)):
            year, found = _next_year_with(find, year, 1 if number > 0 else -1)
        return days(*found, clock)

    def at(clock: Present, number: int) -> Stretch:
        try:
            ahead = nth(clock, 1)
        except NoSuchTimeError:
            return nth(clock, number)
        is_soon = soon and not clock.past and ahead.start.date() <= clock.today + timedelta(days=soon)
        return nth(clock, number + bool(is_soon))

    return Value(grain, at, nth)


def _next_year_with(find: Callable[[int], DatePair | None], year: int, step: int) -> tuple[int, DatePair]:
    for other in range(year + step, year + step * _LEAP, step):
        found = find(other) if 0 < other < 9998 else None
        if found is not None:
            return other, found
    raise NoSuchTimeError("There is no such day.", "Write a date (2026-03-14).")


def day_of_year(number: int, month: int, year: Value | None = None) -> Value:
    """Return 3 March, of a year or of the one meant."""
    return in_year(
        yearly(lambda y: _one_day(y, month, number), "day", _SOON), year, lambda y: _one_day(y, month, number)
    )


def _one_day(year: int, month: int, number: int) -> DatePair | None:
    try:
        first = date(year, month, number)
        return first, first + timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def in_year(again: Value, year: Value | None, find: Callable[[int], DatePair | None]) -> Value:
    """Return what comes each year in the year that was said; `again` where none was."""
    if year is None:
        return again

    def at(clock: Present, _: int) -> Stretch:
        pair = find(year.at(clock, 0).start.year)
        if pair is None:
            raise NoSuchTimeError("There is no such day in that year.", "Write a date (2026-03-14).")
        return days(*pair, clock)

    return Value(again.grain, at, dated=True)


def month_of_year(month: int, year: Value | None = None) -> Value:
    """Return March, of a year or of the one meant."""

    def find(y: int) -> DatePair:
        return date(y, month, 1), after_months(date(y, month, 1), 1)

    return in_year(yearly(find, "month"), year, find)


def piece_of_year(unit: str, number: int, year: Value | None = None) -> Value | None:
    """Return the second quarter, the first half or the twelfth week of a year; None where no year has it."""
    if unit not in ("quarter", "half", "week") or nth_piece(unit, number, 2020) is None:
        return None
    return in_year(yearly(lambda y: nth_piece(unit, number, y), unit), year, lambda y: nth_piece(unit, number, y))


def weekday(number: int) -> Value:
    """Return Friday: the latest one, today counted in."""

    def nth(clock: Present, count: int) -> Stretch:
        first = clock.today - timedelta(days=(clock.today.weekday() - number) % 7) + timedelta(weeks=count)
        return days(first, first + timedelta(days=1), clock)

    return Value("day", nth, nth)


def day_of_month(number: int) -> Value | None:
    """Return the 22nd: of the latest month in which it has come."""
    if not 1 <= number <= 31:
        return None

    def nth(clock: Present, count: int) -> Stretch:
        start = after_months(clock.today, -_FAR // 10)
        there = [_one_day(*_year_month(start, step), number) for step in range(_FAR // 10 + 12)]
        known = [pair for pair in there if pair is not None]
        begun = max(place for place, pair in enumerate(known) if pair[0] <= clock.today)
        return days(*known[begun + count], clock)

    return Value("day", nth, nth)


def _year_month(start: date, step: int) -> tuple[int, int]:
    first = after_months(start, step)
    return first.year, first.month


def related(value: Value, which: int) -> Value | None:
    """Return the last (-1), this (0) or next (1) of what comes again; None of what doesn't."""
    nth = value.nth
    if nth is None:
        return None

    def at(clock: Present, _: int) -> Stretch:
        latest = nth(clock, 0)
        over = latest.end.date() <= clock.today
        if which < 0:
            return nth(clock, which + (0 if not over else 1))
        if which > 0:
            return nth(clock, which)
        coming = nth(clock, 1)
        same = monday_of(coming.start.date()) == monday_of(clock.today) if value.grain == "day" else False
        same = same or (coming.start.year == clock.today.year and value.grain != "day")
        return coming if over and same and not clock.past else latest

    return Value(value.grain, at)


def period(unit: str, step: int) -> Value | None:
    """Return last week, this month, next year. What has not come yet and is spoken of in the past is the last one."""
    if unit not in PERIODS:
        return None

    def find(clock: Present) -> Stretch:
        pair = PERIODS[unit](clock.today, step)
        if step == 0 and clock.past and pair[0] > clock.today:
            pair = PERIODS[unit](clock.today, -1)
        return days(*pair, clock)

    return of_clock(unit, find)


def this_minute() -> Value:
    """Return the minute that begins now."""
    return of_clock("minute", lambda clock: Stretch(clock.now, shifted(clock.now, timedelta(minutes=1))))


def day_from_now(distance: int) -> Value:
    """Return yesterday (-1), today or tomorrow."""
    return of_clock("day", lambda clock: days(*PERIODS["day"](clock.today, distance), clock))


def _far(today: date, unit: str, count: int) -> date:
    if unit in DAYS:
        return today + timedelta(days=DAYS[unit] * count)
    return same_day(today, MONTHS[unit] * count)


def ago(count: Count, unit: str) -> Value | None:
    """Return three days ago: a day, or of "a few" all that it may be; a weekend is one whole."""
    if unit in MINUTES or count.low < 1:
        return None

    def find(clock: Present) -> Stretch:
        if unit == "weekend":
            return days(PERIODS[unit](clock.today, -count.high)[0], PERIODS[unit](clock.today, -count.low)[1], clock)
        first, last = _far(clock.today, unit, -count.high), _far(clock.today, unit, -count.low)
        return days(first, last + timedelta(days=1), clock)

    return of_clock("day", _guarded(find))


def hours_ago(count: Count, unit: str) -> Value | None:
    """Return what has passed since two hours ago."""
    if unit not in MINUTES or count.low < 1:
        return None
    return of_clock("hour", _guarded(lambda clock: Stretch(_back(clock, count, unit), clock.now)))


def ahead(count: Count, unit: str) -> Value | None:
    """Return the day in three weeks."""
    if unit in MINUTES or count.low < 1:
        return None

    def find(clock: Present) -> Stretch:
        first, last = _far(clock.today, unit, count.low), _far(clock.today, unit, count.high)
        return days(first, last + timedelta(days=1), clock)

    return of_clock("day", _guarded(find))


def last_of(count: Count, unit: str) -> Callable[[Present], TimeRange] | None:
    """Return the last three days: from the first of them on, with today; the last hours go by the clock's minutes."""
    if count.low < 1:
        return None

    def find(clock: Present) -> TimeRange:
        if unit in MINUTES:
            return TimeRange(_back(clock, count, unit), None)
        first = _far(clock.today, unit, -count.high)
        return TimeRange(days(first, first + timedelta(days=1), clock).start, None)

    return _guarded(find)


def next_of(count: Count, unit: str) -> Callable[[Present], TimeRange] | None:
    """Return the next three days, from now on."""
    if unit in MINUTES or count.low < 1:
        return None

    def find(clock: Present) -> TimeRange:
        last = _far(clock.today, unit, count.high)
        return TimeRange(clock.now, days(last, last + timedelta(days=1), clock).end)

    return _guarded(find)


def _guarded(find: Callable[[Present], T]) -> Callable[[Present], T]:
    def found(clock: Present) -> T:
        try:
            return find(clock)
        except (ValueError, OverflowError) as error:
            raise NoSuchTimeError("That is before the calendar begins.", "Write a date (2026-03-14).") from error

    return found


def _back(clock: Present, count: Count, unit: str) -> datetime:
    return shifted(clock.now, -timedelta(minutes=MINUTES[unit] * count.high))


def mapped(value: Value, grain: str, turn: Callable[[DatePair, Present], Stretch]) -> Value:
    """Return what is made of a stretch of days, for each that the value may mean."""

    def at(clock: Present, number: int) -> Stretch:
        return turn(_dates(value.at(clock, number)), clock)

    return Value(grain, at, at if value.comes_again else None, value.dated)


def _dates(stretch: Stretch) -> DatePair:
    end = stretch.end.date()
    if stretch.end.time() != time():
        end += timedelta(days=1)
    return stretch.start.date(), end


def at_time(day: Value, clock_time: TimeOfDay) -> Value | None:
    """Return a time of a day: Monday at nine. Of a day that comes again, and is today, one that has come."""
    if day.grain not in ("day", "feast"):
        return None

    def turn(pair: DatePair, clock: Present) -> Stretch:
        start = datetime.combine(pair[0], time()) + timedelta(minutes=clock_time.minute)
        if clock_time.second is not None:
            start += timedelta(seconds=clock_time.second)
            return walls(start, start + timedelta(seconds=1), clock)
        return walls(start, start + timedelta(minutes=clock_time.length), clock)

    return _that_has_come(day, mapped(day, "minute", turn))


def at_part(day: Value, part: str) -> Value | None:
    """Return a part of a day: Friday evening. An "evening" of several days is the first one's."""
    if day.grain not in ("day", "feast"):
        return None

    def turn(pair: DatePair, clock: Present) -> Stretch:
        return _part_of(pair[0], part, clock)

    return _that_has_come(day, mapped(day, "part", turn))


def _part_of(day: date, part: str, clock: Present) -> Stretch:
    first, last = LAST_NIGHT if part == "last night" else PARTS[part]
    start = datetime.combine(day, time())
    return walls(start + timedelta(hours=first), start + timedelta(hours=last), clock)


def _that_has_come(day: Value, part: Value) -> Value:
    if not day.comes_again:
        return part

    def at(clock: Present, number: int) -> Stretch:
        found = part.at(clock, number)
        is_today = found.start.date() == clock.today
        return part.at(clock, number - 1) if is_today and utc(found.start) > utc(clock.now) else found

    return replace(part, at=at, nth=at)


def on_weekday(number: int, day: Value) -> Value | None:
    """Return Friday the 3rd: the weekday says of which year, where none is given; one that cannot be is refused."""
    if day.grain not in ("day", "feast"):
        return None

    def at(clock: Present, shift: int) -> Stretch:
        steps = range(0, -_FAR // 10, -1) if day.comes_again else range(1)
        for step in steps:
            try:
                found = day.at(clock, step + shift)
            except NoSuchTimeError:
                continue
            if found.start.weekday() == number:
                return found
        raise NoSuchTimeError("That day is another weekday.", "Leave the weekday out, or correct it.")

    return Value("day", at, dated=day.dated)


def within(value: Value, find: Callable[[DatePair], DatePair | None], grain: str) -> Value:
    """Return what lies inside of a stretch: the second week of March. Raises NoSuchTimeError where it has none."""

    def turn(pair: DatePair, clock: Present) -> Stretch:
        found = find(pair)
        if found is None:
            raise NoSuchTimeError("There are not so many of them.", "Write a date (2026-03-14).")
        return days(*found, clock)

    return mapped(value, grain, turn)


def nth_in(number: int, unit: str, whole: Value) -> Value | None:
    """Return the first week of March, the last quarter of 2025, the second half of May."""
    if whole.grain not in ("month", "year", "season", "quarter", "half", "decade") or unit not in PERIODS:
        return None
    if unit == "half":
        return within(whole, lambda pair: _half(number, pair), "half")
    return within(whole, lambda pair: nth_within(unit, number, pair), unit)


def _half(number: int, pair: DatePair) -> DatePair | None:
    middle = after_months(pair[0], (pair[1] - pair[0]).days // 61) if (pair[1] - pair[0]).days > 60 else None
    middle = middle or pair[0] + timedelta(days=15)
    return {1: (pair[0], middle), 2: (middle, pair[1]), -1: (middle, pair[1])}.get(number)


def nth_day_in(number: int, day: int, whole: Value) -> Value | None:
    """Return the second Friday of May."""
    if whole.grain not in ("month", "year"):
        return None
    return within(whole, lambda pair: nth_weekday(number, day, pair), "day")


def edge_of(edge: str, whole: Value) -> Value | None:
    """Return the beginning, middle or end of a week or longer."""
    if whole.grain not in ("week", "weekend", "month", "season", "quarter", "half", "year", "decade"):
        return None
    return within(whole, lambda pair: third(edge, pair), "edge")


def around(unit: str, day: Value) -> Value | None:
    """Return the week or the weekend that a day lies in: "the week of 3 March"."""
    if day.grain not in ("day", "feast") or unit not in ("week", "weekend"):
        return None
    return mapped(day, unit, lambda pair, clock: days(*PERIODS[unit](pair[0], 0), clock))


def beside(count: Count, unit: str, what: Value, side: int, *, day_alone: bool) -> Value | None:
    """Return the week before Easter (side -1), the day after; with `day_alone` two weeks after: one day."""
    if unit not in (DAYS | MONTHS) or unit == "night":
        return None

    def turn(pair: DatePair, clock: Present) -> Stretch:
        edge = pair[0] if side < 0 else pair[1] - timedelta(days=1)
        if day_alone or unit == "day":
            day = _far(edge, unit, side * count.high)
            return days(day, day + timedelta(days=1), clock)
        if unit == "weekend":
            saturday = PERIODS[unit](edge, 0)[0]
            saturday += timedelta(weeks=side if (saturday - edge).days * side <= 0 else 0)
            return days(saturday, saturday + timedelta(days=2), clock)
        if side < 0:
            return days(_far(edge, unit, -count.high), edge, clock)
        return days(pair[1], _far(pair[1], unit, count.high), clock)

    return mapped(what, "day" if day_alone or unit == "day" else unit, turn)


def joined(left: Value, right: Value) -> Value:
    """Return from the one to the other, both counted in: what lacks its year takes it from what has one.

    Raises NoSuchTimeError for an end before the beginning.
    """

    def at(clock: Present, _: int) -> Stretch:
        last = right.at(clock, 0)
        if left.comes_again:
            first = _latest_before(left, last, clock, strict=right.comes_again)
        else:
            first = left.at(clock, 0)
            if right.comes_again and (left.dated or utc(last.end) <= utc(first.start)):
                last = _first_after(right, first, clock)
        if utc(first.start) >= utc(last.end):
            raise NoSuchTimeError("That ends before it begins.", "Name the earlier time first.")
        return Stretch(first.start, last.end)

    return Value("range", at, dated=left.dated or right.dated)


def _latest_before(value: Value, last: Stretch, clock: Present, *, strict: bool) -> Stretch:
    end = last.start if strict else last.end
    for step in range(2, -_FAR, -1):
        try:
            found = value.at(clock, step)
        except NoSuchTimeError:
            continue
        if utc(found.start) <= utc(end) and utc(found.start) < utc(last.end):
            return found
    return _years_before(value, last, clock)


def _years_before(value: Value, last: Stretch, clock: Present) -> Stretch:
    """Return the latest one before an end that lies further back than is looked through from now."""
    then = replace(clock, now=last.end.replace(tzinfo=clock.zone), past=True)
    return value.at(then, 0)


def _first_after(value: Value, first: Stretch, clock: Present) -> Stretch:
    then = replace(clock, now=first.start.replace(tzinfo=clock.zone), past=True)
    found = value.at(then, 0)
    return found if utc(found.end) > utc(first.start) else value.at(then, 1)


def written_date(first: int, second: int, year: int | None, shape: str) -> Value:
    """Return a date in numbers, "3/4" or "31.10.2026", in the order that it fits; the owner's where both do.

    With dots (`shape` ".") the day is the first wherever people write so. Raises TwoWaysError, when it is asked for its
    stretch, where both fit and the order is not known.
    """
    ways: dict[DateOrder, tuple[int, int]] = {"dmy": (first, second), "mdy": (second, first)}

    def chosen(clock: Present) -> Value:
        fitting = {order: (d, m) for order, (d, m) in ways.items() if _fits(d, m, year)}
        if shape == ".":
            fitting = {order: pair for order, pair in fitting.items() if order == "dmy"}
        if not fitting:
            raise NoSuchTimeError("There is no such day.", "Write a date (2026-03-14).")
        if len(set(fitting.values())) > 1:
            order: DateOrder = "mdy" if clock.order == "ymd" else clock.order
            if not order:
                raise _two_ways(first, second, year, shape, clock)
            fitting = {order: fitting[order]}
        day, month = next(iter(fitting.values()))
        return day_of_year(
            day, month, None if year is None else fixed((date(year, 1, 1), date(year + 1, 1, 1)), "year")
        )

    def at(clock: Present, number: int) -> Stretch:
        return chosen(clock).at(clock, number)

    def nth(clock: Present, number: int) -> Stretch:
        value = chosen(clock)
        return (value.nth or value.at)(clock, number)

    return Value("day", at, None if year is not None else nth, dated=year is not None)


def _fits(day: int, month: int, year: int | None) -> bool:
    return _one_day(year if year is not None else 2020, month, day) is not None


def _two_ways(first: int, second: int, year: int | None, shape: str, clock: Present) -> TwoWaysError:
    said = f"{first}{shape}{second}" + ("" if year is None else f"{shape}{year}")
    both = [day_of_year(day, month, None if year is None else fixed((date(year, 1, 1), date(year + 1, 1, 1)), "year"))
            for day, month in ((first, second), (second, first))]  # fmt: skip
    dates = [f"{value.at(clock, 0).start:%Y-%m-%d}" for value in both]
    return TwoWaysError(
        f"“{said}” is {dates[0]} or {dates[1]}: your system doesn't say which order you write.",
        'Write one of them, or put dates = "dmy" (or "mdy") into settings.toml.',
    )


def instant(moment: datetime, seconds: int) -> Value:
    """Return the minute or the second of a moment whose offset may be given: a time without one is the owner's."""

    def at(clock: Present, _: int) -> Stretch:
        if moment.tzinfo is None:
            return walls(moment, moment + timedelta(seconds=seconds), clock)
        here = moment.astimezone(clock.zone)
        return Stretch(here, shifted(here, timedelta(seconds=seconds)))

    return Value("minute", at, dated=True)


def stretch(start: datetime, end: datetime) -> Value:
    """Return the stretch between two moments with offsets."""
    return Value(
        "range", lambda clock, _: Stretch(start.astimezone(clock.zone), end.astimezone(clock.zone)), dated=True
    )


def between(start: datetime | None, end: datetime | None) -> Callable[[Present], TimeRange]:
    """Return the same, open at one end."""

    def find(clock: Present) -> TimeRange:
        here = [moment.astimezone(clock.zone) if moment else None for moment in (start, end)]
        return TimeRange(here[0], here[1])

    return find


def today_at(clock_time: TimeOfDay) -> Value | None:
    """Return a time of today, or of yesterday where it has not come yet."""

    def nth(clock: Present, number: int) -> Stretch:
        first = clock.today + timedelta(days=number)
        return days(first, first + timedelta(days=1), clock)

    return at_time(Value("day", nth, nth), clock_time)
