"""The times of calendars: dates, zones named or described in the file, durations, and how events come again."""

from __future__ import annotations

import re
import zoneinfo
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import islice

from index.sources.pim import calendar_rules
from index.sources.pim.content_lines import ContentLine
from index.types.kinds import TimePrecision
from index.types.records import Timestamp

OCCURRENCES = 400
"""Of an event that comes again and again so many times are read: the last ones that lie within the window."""
EARLIEST = datetime(1900, 1, 1)  # noqa: DTZ001
STEPS = 1_000_000
"""So many steps (days of a daily rule, hours of an hourly one) may the rules of one file take, all together."""

_MOMENT = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})?(Z)?)?$")
_DURATION = re.compile(r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$")


@dataclass(frozen=True, slots=True)
class CalendarTime:
    """A time as a calendar writes it: on the wall, in a zone. `zone` is None for a day and for whatever zone one is in."""

    wall: datetime
    zone: tzinfo | None
    whole_day: bool = False
    utc: bool = False

    def timestamp(self, home: tzinfo, *, guessed: bool) -> Timestamp:
        """Return the moment; times without a zone are read in `home`."""
        precision: TimePrecision = "day" if self.whole_day else "s"
        if self.zone is None:
            return Timestamp.from_wall(self.wall, home, guessed=guessed, precision=precision)
        aware = self.wall.replace(tzinfo=self.zone)
        if self.utc:
            return Timestamp.from_epoch_ms((aware - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1), "s")
        return Timestamp.from_aware(aware)

    def at(self, wall: datetime) -> CalendarTime:
        """Return another time of the same kind."""
        return CalendarTime(wall, self.zone, self.whole_day, self.utc)

    def key(self) -> datetime:
        """Return what tells whether two times of one event are the same, however they are written."""
        return (
            self.wall if self.zone is None else self.wall.replace(tzinfo=self.zone).astimezone(UTC).replace(tzinfo=None)
        )

    def within(self, zone: tzinfo | None) -> CalendarTime:
        """Return a time in UTC as it is on the walls of a zone; any other as it is."""
        if not self.utc or zone is None:
            return self
        return CalendarTime(self.wall.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None), zone)


class FileZone(tzinfo):
    """A zone as the file itself describes it (VTIMEZONE): which offset holds from when on."""

    def __init__(self, name: str, changes: list[tuple[datetime, str, timedelta]]) -> None:
        """Take (first time on the wall, rule or nothing, offset from then on) of each part of the year."""
        self._name = name
        self._changes = changes

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """Return the offset that holds at a time on the wall."""
        best: tuple[datetime, timedelta] | None = None
        if moment is not None:
            for start, rule, offset in self._changes:
                last = _last_change(start, rule, moment.year, moment.replace(tzinfo=None))
                if last is not None and (best is None or last > best[0]):
                    best = last, offset
        if best is None:
            return min(self._changes, key=lambda change: change[0])[2] if self._changes else timedelta()
        return best[1]

    def dst(self, moment: datetime | None) -> timedelta:
        """Return nothing: the offset says it all."""
        return timedelta()

    def tzname(self, moment: datetime | None) -> str:
        """Return the file's name for it."""
        return self._name

    def fromutc(self, moment: datetime) -> datetime:
        """Return a moment in UTC on the wall: the offset that holds an hour before a change is still the old one."""
        wall = moment + self.utcoffset(moment)
        return moment + self.utcoffset(wall)


def _last_change(start: datetime, rule: str, year: int, wall: datetime) -> datetime | None:
    if start > wall:
        return None
    candidates = [start]
    for which in (year - 1, year):
        candidates += _changes_of(start, rule, which) if rule else ()
    return max((one for one in candidates if one <= wall), default=None)


@lru_cache(maxsize=4096)
def _changes_of(start: datetime, rule: str, year: int) -> tuple[datetime, ...]:
    """Return when a yearly rule fires in a year."""
    parts = calendar_rules.parts_of(rule)
    if year < start.year or parts.get("FREQ") != "YEARLY" or (parts.get("UNTIL", "9999") < f"{year:04}"):
        return ()
    first = max(start, start.replace(year=year, month=1, day=1))
    try:
        return tuple(islice(calendar_rules.walls(parts, first, first.replace(month=12, day=31)), 4))
    except ValueError:
        return ()


@dataclass(slots=True)
class Zones:
    """The zones that a file names, by its own names for them. `described` come from the file's VTIMEZONEs."""

    described: dict[str, FileZone] = field(default_factory=dict)
    _known: dict[str, tzinfo | None] = field(default_factory=dict)

    def named(self, name: str) -> tzinfo | None:
        """Return a zone by an IANA name, a Windows name or what the file describes; None for any other."""
        if name not in self._known:
            self._known[name] = _standard(name) or self.described.get(name)
        return self._known[name]

    def describe(self, component: list[ContentLine], changes: list[list[ContentLine]]) -> None:
        """Take a VTIMEZONE and its parts. What is not as it should be is left out."""
        name = next((line.value.strip() for line in component if line.name == "TZID"), "")
        found: list[tuple[datetime, str, timedelta]] = []
        for lines in changes:
            values = {line.name: line.value.strip() for line in lines}
            offset = re.fullmatch(r"([+-])(\d{2}):?(\d{2}):?(\d{2})?", values.get("TZOFFSETTO", ""))
            start = _wall(values.get("DTSTART", ""))
            if offset is None or start is None:
                continue
            size = timedelta(hours=int(offset[2]), minutes=int(offset[3]), seconds=int(offset[4] or 0))
            if size < timedelta(hours=24):
                start = (max(start[0], EARLIEST), *start[1:])
                found.append((start[0], values.get("RRULE", ""), -size if offset[1] == "-" else size))
        if name and found:
            self.described[name] = FileZone(name, found[:200])


def _standard(name: str) -> tzinfo | None:
    """Return the zone of that name, which may stand at the end of a path ("/mozilla.org/20050126_1/Europe/Berlin")."""
    from tzlocal.windows_tz import win_tz

    pieces = win_tz.get(name, name).strip("/").split("/")
    for length in range(min(3, len(pieces)), 0, -1):
        try:
            return zoneinfo.ZoneInfo("/".join(pieces[-length:]))
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return timezone.utc if name.upper() in ("UTC", "GMT", "Z") else None  # noqa: UP017


def moments(line: ContentLine, zones: Zones) -> list[CalendarTime]:
    """Return the times of a line (DTSTART, EXDATE, …), of periods their starts. Raises ValueError."""
    zone = zones.named(line.parameter("TZID")) if line.parameter("TZID") else None
    found: list[CalendarTime] = []
    for value in line.value.split(","):
        wall = _wall(value.partition("/")[0].strip())
        if wall is None:
            raise ValueError("no time")
        found.append(CalendarTime(wall[0], UTC if wall[2] else zone if not wall[1] else None, wall[1], wall[2]))
    return found


def _wall(written: str) -> tuple[datetime, bool, bool] | None:
    """Return the time on the wall, whether it is a whole day, and whether it is in UTC."""
    found = _MOMENT.match(written)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    wall = datetime(year, month, day, min(hour, 23), minute, min(second, 59))  # noqa: DTZ001
    if not 2 <= year <= 9990:
        raise ValueError("a year at the edge of the calendar")
    return wall, found[4] is None, found[7] is not None


def duration(written: str) -> timedelta:
    """Return a duration ("PT1H30M"). Raises ValueError."""
    found = _DURATION.match(written.strip())
    if found is None:
        raise ValueError("no duration")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    size = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -size if found[1] == "-" else size


class Recurrence:
    """Works out when events come again, within a window and a budget of steps for the whole file."""

    def __init__(self, until: datetime) -> None:
        self._until = until
        self._steps = float(STEPS)

    def of(
        self, start: CalendarTime, rules: Iterable[str], extra: Iterable[CalendarTime], without: Iterable[CalendarTime]
    ) -> Iterator[CalendarTime]:
        """Yield the times of an event in order. Raises ValueError for a rule that cannot be followed."""
        left_out = {one.within(start.zone).key() for one in without}
        days = {one.wall.date() for one in without if one.whole_day}
        walls = {start.wall}
        for rule in rules:
            walls.update(self._walls(start, rule))
        for one in extra:
            walls.add(one.within(start.zone).wall)
        for wall in sorted(walls)[-OCCURRENCES:]:
            when = start.at(wall)
            if when.key() not in left_out and wall.date() not in days:
                yield when

    def _walls(self, start: CalendarTime, rule: str) -> Iterable[datetime]:
        parts = calendar_rules.parts_of(rule)
        until = min(self._until, _until(parts.get("UNTIL", ""), start) or self._until)
        if start.wall < EARLIEST or parts.get("FREQ") not in calendar_rules.STEPS_A_DAY:
            raise ValueError("no rule")
        self._steps -= calendar_rules.steps(parts, (until - start.wall).days)
        if self._steps < 0:
            raise ValueError("too many")
        return deque(calendar_rules.walls(parts, start.wall, until), maxlen=OCCURRENCES)


def _until(written: str, start: CalendarTime) -> datetime | None:
    found = _wall(written) if written else None
    if found is None:
        return None
    wall, whole_day, utc = found
    if whole_day:
        return wall + timedelta(hours=23, minutes=59, seconds=59)
    return CalendarTime(wall, UTC, utc=True).within(start.zone).wall if utc else wall


def window_end(modified_ns: int) -> datetime:
    """Return up to when events that come again are read: a year and a day after the file was written."""
    written = datetime(1970, 1, 1) + timedelta(microseconds=modified_ns // 1000)  # noqa: DTZ001
    return min(written, datetime(9000, 1, 1)) + timedelta(days=366)  # noqa: DTZ001


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip


def spelled(start: datetime, end: datetime | None, *, whole_day: bool) -> str:
    """Say when something is: "Tuesday, 3 March 2026, 14:00–14:30". The end of a whole day is the day after."""
    if whole_day:
        last = (end - timedelta(days=1)).date() if end is not None else start.date()
        return _day(start.date()) + (f" – {_day(last)}" if last > start.date() else "")
    said = f"{_day(start.date())}, {start:%H:%M}"
    if end is None or end <= start:
        return said
    return f"{said}–{end:%H:%M}" if end.date() == start.date() else f"{said} – {_day(end.date())}, {end:%H:%M}"


def _day(day: date) -> str:
    return f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"
