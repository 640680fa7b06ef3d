"""An agenda as an iCalendar file (RFC 5545), which calendar programs take in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

from app.assistant.agenda.agenda import Agenda, AgendaEntry

_LINE = 75
"""Most bytes of a line, after which it is folded."""


def to_icalendar(agenda: Agenda, made: datetime) -> str:
    """Return the entries that are not from a calendar already, each as an event; deadlines are events of their day."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//homebody//agenda//EN"]
    for entry in agenda.entries:
        if entry.kind != "calendar":
            lines += _event(entry, made)
    lines.append("END:VCALENDAR")
    return "".join(part + "\r\n" for line in lines for part in _folded(line))


def _event(entry: AgendaEntry, made: datetime) -> list[str]:
    ids = " ".join(hit.id for hit in entry.hits)
    key = hashlib.sha256(f"{entry.kind} {entry.moment.isoformat()} {ids}".encode()).hexdigest()[:32]
    begin = entry.start or entry.end
    if entry.all_day:
        first = begin.date() if entry.start is not None else _day_before(entry.end)
        times = [f"DTSTART;VALUE=DATE:{first:%Y%m%d}"]
        if entry.start is not None and (entry.end.date() - first).days > 1:
            times.append(f"DTEND;VALUE=DATE:{entry.end:%Y%m%d}")
    else:
        times = [f"DTSTART:{_utc(begin)}"]
    status = ["STATUS:TENTATIVE"] if entry.doubtful else []
    return [
        "BEGIN:VEVENT",
        f"UID:{key}@homebody.invalid",
        f"DTSTAMP:{_utc(made)}",
        *times,
        f"SUMMARY:{_escaped(entry.text)}",
        f"DESCRIPTION:{_escaped(f'{entry.where} ({ids})')}",
        *status,
        "END:VEVENT",
    ]


def _day_before(moment: datetime) -> datetime:
    from datetime import timedelta

    return moment - timedelta(minutes=1)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    flat = "".join(character for character in text if character.isprintable())
    return flat.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 bytes, no character cut in two."""
    piece, size = "", 0
    for character in line:
        length = len(character.encode())
        if size + length > _LINE:
            yield piece
            piece, size = " ", 1
        piece += character
        size += length
    yield piece
