"""Stretches of time on a zone's clock: what is said in days goes by the wall clock, what is said in hours through UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from app.home.config import DateOrder
from index.errors import BadQuery


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A stretch of time: `start` belongs to it, `end` no longer; None is open."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time with both its ends."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Present:
    """What a time is read against: the moment, the order of the owner's dates, and whether the past is spoken of."""

    now: datetime
    order: DateOrder = ""
    past: bool = False

    @property
    def today(self) -> date:
        """Return the day on the owner's wall clock."""
        return self.now.date()

    @property
    def zone(self) -> tzinfo | None:
        """Return the owner's zone."""
        return self.now.tzinfo


class NoSuchTimeError(BadQuery):
    """Words that have the form of a time, and name none: "30 February"."""


class TwoWaysError(NoSuchTimeError):
    """A date in numbers that is another one in another order: "3/4"."""


def days(first: date, end: date, clock: Present) -> Stretch:
    """Return the stretch from the first moment of a day to the first one of another."""
    return walls(datetime.combine(first, time()), datetime.combine(end, time()), clock)


def walls(start: datetime, end: datetime, clock: Present) -> Stretch:
    """Return the stretch between two times of the wall clock. Raises NoSuchTimeError where the clock leaves it out.

    An hour that comes twice is meant both times.
    """
    stretch = Stretch(_moment(start, clock.zone, late=False), _moment(end, clock.zone, late=True))
    if utc(stretch.start) >= utc(stretch.end):
        raise NoSuchTimeError(f"The clock left out {start:%H:%M} on {start:%Y-%m-%d}.", "Name another hour.")
    return stretch


def _moment(wall: datetime, zone: tzinfo | None, *, late: bool) -> datetime:
    early, second = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    before, after = early.utcoffset(), second.utcoffset()
    if before is None or after is None or before == after:
        return early
    if before > after:  # the hour comes twice
        return second if late else early
    return early.astimezone(UTC).astimezone(zone)  # the clock leaves it out


def utc(moment: datetime) -> datetime:
    """Return a moment in UTC, where moments can be compared and counted with."""
    return moment.astimezone(UTC)


def shifted(moment: datetime, by: timedelta) -> datetime:
    """Return the moment so much later, in the same zone, whatever the clocks do in between."""
    return (utc(moment) + by).astimezone(moment.tzinfo)
