"""Times in words: a span in few, a moment with its day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.assistant.times.spans import TimeRange


def describe(span: TimeRange, now: datetime) -> str:
    """Return a span in few words: "3–9 Nov", "since 3 Nov", "until 9 Nov 2025"."""
    if span.start is None and span.end is None:
        return ""
    if span.end is None:
        return f"since {_point(span.start, now)}"
    last = span.end if _has_time(span.end) else span.end - timedelta(days=1)
    if span.start is None:
        return f"until {_point(last, now)}"
    if _has_time(span.start) or _has_time(span.end):
        return f"{_point(span.start, now)} – {_point(span.end, now)}"
    if span.start.date() == last.date():
        return day_label(last, now)
    if (span.start.year, span.start.month) == (last.year, last.month):
        return f"{span.start.day}–{day_label(last, now)}"
    return f"{day_label(span.start, now)} – {day_label(last, now)}"


def day_label(moment: datetime | date, now: datetime) -> str:
    """Return "3 Nov", with the year when it is not this one."""
    name = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[moment.month - 1]
    return f"{moment.day} {name}" + ("" if moment.year == now.year else f" {moment.year}")


def _point(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return ""
    return day_label(moment, now) + (f" {moment:%H:%M}" if _has_time(moment) else "")


def _has_time(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) != (0, 0, 0)


def when(moment: datetime | None, now: datetime) -> str:
    """Return "Tue 3 Nov, 14:05", with the year when it is not this one; empty where no time is known."""
    if moment is None:
        return ""
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()]
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[moment.month - 1]
    year = "" if moment.year == now.year else f" {moment.year}"
    return f"{day} {moment.day} {month}{year}, {moment:%H:%M}"
