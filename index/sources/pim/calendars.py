"""Calendars (.ics): events, tasks and journal entries, each occurrence a small document at its time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from index.errors import SourceProblem
from index.sources.base import WRONG, InputFile, ReadContext
from index.sources.documents.webpage import plain
from index.sources.pim.calendar_times import CalendarTime, Recurrence, Zones, duration, moments, spelled, window_end
from index.sources.pim.content_lines import ContentLine, begins, content_lines, fields, text
from index.types.records import DocumentPart, DocumentRecord, Problem, Record

LINES = 2000
"""Of one event more lines are left out."""
DETACHED = 200_000
"""So many single occurrences that were moved or changed are kept apart from the events they belong to."""
NOTE_CHARACTERS = 100_000

_ENTRIES = {"VEVENT": "event", "VTODO": "task", "VJOURNAL": "journal entry"}
_KEPT = frozenset(
    "UID SUMMARY DESCRIPTION LOCATION DTSTART DTEND DUE COMPLETED CREATED DURATION RRULE RDATE EXDATE RECURRENCE-ID STATUS"
    " ORGANIZER ATTENDEE CATEGORIES URL PERCENT-COMPLETE TZID TZOFFSETTO COMMENT CONTACT X-GOOGLE-CONFERENCE".split()
)
_REPEATS = {"YEARLY": "every year", "MONTHLY": "every month", "WEEKLY": "every week", "DAILY": "every day",
            "HOURLY": "every hour"}  # fmt: skip


class Calendar:
    """What was, is and will be, and what is to be done."""

    kind: ClassVar[str] = "calendar"
    title: ClassVar[str] = "Calendar"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the line that begins a calendar at the file's beginning."""
        return begins(head, "VCALENDAR")

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield a document an occurrence. The file is read twice: first for its zones, and for what was moved."""
        reading = _Reading(file, context)
        yield from reading.records()
        if not reading.count and not reading.calendars:
            raise SourceProblem("It has no calendar in it that can be read.", "Export it again.")


@dataclass(slots=True)
class _Entry:
    """A component with its lines; `parts` are the lines of what it holds (the observances of a zone)."""

    name: str
    number: int
    calendar: str
    lines: list[ContentLine] = field(default_factory=list)
    parts: list[list[ContentLine]] = field(default_factory=list)

    def first(self, name: str) -> ContentLine | None:
        return next((line for line in self.lines if line.name == name and line.value.strip()), None)

    def said(self, name: str) -> str:
        line = self.first(name)
        return text(line.value) if line else ""

    def all(self, name: str) -> Iterator[ContentLine]:
        return (line for line in self.lines if line.name == name)


class _Reading:
    def __init__(self, file: InputFile, context: ReadContext) -> None:
        self._file = file
        self._context = context
        self._zones = Zones()
        self._detached: defaultdict[str, set[datetime]] = defaultdict(set)
        self._repeats = Recurrence(window_end(file.modified_ns))
        self._own_zone: dict[str, str] = {}
        self.count = self.calendars = 0

    def records(self) -> Iterator[Record]:
        for entry in self._entries({"VTIMEZONE"}):
            self._zones.describe(entry.lines, entry.parts)
        kept = 0
        for entry in self._entries({"VEVENT", "VTODO", "VJOURNAL"}):
            moved = entry.first("RECURRENCE-ID")
            if moved is not None and kept < DETACHED:
                kept += 1
                try:
                    self._detached[entry.said("UID")].add(moments(moved, self._zones)[0].key())
                except WRONG:
                    continue  # said when the entry itself is read
        for entry in self._entries(set(_ENTRIES)):
            self.count += 1
            try:
                yield from self._entry(entry)
            except WRONG as error:
                yield Problem(
                    f"the {_ENTRIES[entry.name]} is not as calendars are ({type(error).__name__})", _where(entry)
                )

    def _entries(self, wanted: set[str]) -> Iterator[_Entry]:
        """Yield the components of those names, each whole."""
        stack: list[str] = []
        entry: _Entry | None = None
        calendar = ""
        self.calendars = 0
        for line in content_lines(self._file):
            if line.name == "BEGIN":
                stack = [*stack[-20:], line.value.strip().upper()]
                if stack[-1] == "VCALENDAR":
                    calendar, entry = "", None
                    self.calendars += 1
                elif stack[-1] in wanted:
                    entry = _Entry(stack[-1], line.number, calendar)
                elif entry is not None and len(entry.parts) < LINES:
                    entry.parts.append([])
            elif line.name == "END":
                ended = line.value.strip().upper()
                if entry is not None and ended == entry.name:
                    yield entry
                    entry = None
                while stack and stack.pop() != ended:
                    pass
            elif entry is not None:
                _take(entry, line, inside=stack[-1:] != [entry.name])
            elif stack == ["VCALENDAR"]:
                calendar = self._head(calendar, line)
        if entry is not None:
            yield entry  # the file breaks off in it

    def _head(self, calendar: str, line: ContentLine) -> str:
        """Take a line of the calendar's own; return what the calendar is called."""
        calendar = calendar or (text(line.value) if line.name in ("X-WR-CALNAME", "NAME") else "")
        if line.name == "X-WR-TIMEZONE":
            self._own_zone[calendar] = line.value.strip()
        return calendar

    def _entry(self, entry: _Entry) -> Iterator[Record]:
        start, end, length = self._extent(entry)
        if start is None:
            yield from self._shown(entry, None, None, "")
            return
        rules = [line.value for line in entry.all("RRULE")]
        again = ""
        if rules:
            frequency = re.search(r"FREQ=(\w+)", rules[0].upper())
            again = _REPEATS.get(frequency[1], "") if frequency else ""
        extra, without = list[CalendarTime](), list[CalendarTime]()
        for name, found in (("RDATE", extra), ("EXDATE", without)):
            for line in entry.all(name):
                try:
                    found.extend(moments(line, self._zones))
                except WRONG:
                    yield Problem(f"a time of {name} cannot be read", f"line {line.number}")
        if entry.first("RECURRENCE-ID") is not None:
            rules = []
        try:
            times = list(self._repeats.of(start, rules, extra, without))
        except WRONG:
            yield Problem("how it comes again cannot be read: its first time stands for all", _where(entry))
            times = [start]
        detached = set() if entry.first("RECURRENCE-ID") is not None else self._detached.get(entry.said("UID"), set())
        for when in times:
            if when.key() not in detached:
                yield from self._shown(entry, when, when.wall + length if end else None, again)

    def _extent(self, entry: _Entry) -> tuple[CalendarTime | None, bool, timedelta]:
        """Return when it begins, whether its end is known, and how long it takes."""
        name = "DTSTART" if entry.first("DTSTART") or entry.name != "VTODO" else "DUE"
        line = entry.first(name) or entry.first("COMPLETED" if entry.name == "VTODO" else "CREATED")
        if line is None:
            return None, False, timedelta()
        start = moments(line, self._zones)[0]
        ending = entry.first("DTEND")
        if ending is not None:
            stop = moments(ending, self._zones)[0]
            if stop.whole_day == start.whole_day:
                local = stop
                if start.zone is not None and stop.zone is not None:
                    moment = stop.wall.replace(tzinfo=stop.zone).astimezone(start.zone)
                    local = start.at(moment.replace(tzinfo=None))
                return start, True, max(local.wall - start.wall, timedelta())
        if written := entry.said("DURATION"):
            return start, True, max(duration(written), timedelta())
        return start, start.whole_day, timedelta(days=1 if start.whole_day else 0)

    def _shown(self, entry: _Entry, when: CalendarTime | None, end: datetime | None, again: str) -> Iterator[Record]:
        """Yield the document of one occurrence."""
        title = " ".join(entry.said("SUMMARY").split()) or f"({_ENTRIES[entry.name]} without title)"
        status = entry.said("STATUS").upper()
        facts = [title]
        time = None
        if when is not None:
            length = end - when.wall if end is not None else None
            own = self._own_zone.get(entry.calendar, "")
            zone = self._zones.named(own) if own else None
            time = when.within(zone).timestamp(self._context.zone, guessed=self._context.zone_guessed)
            local = when.within(zone or self._context.zone).wall
            shown = spelled(local, local + length if length is not None else None, whole_day=when.whole_day)
            label = "Due" if entry.name == "VTODO" and not entry.first("DTSTART") else "When"
            # Zones of the file's own have names such as "Customized Time Zone", which say nothing.
            zone_said = f" ({when.zone.key})" if isinstance(when.zone, ZoneInfo) else ""
            facts.append(f"{label}: {shown}{zone_said}")
        facts += [f"Repeats: {again}"] if again else []
        for label, name in (("Where", "LOCATION"), ("Organiser", "ORGANIZER"), ("With", "ATTENDEE")):
            people = [self._person(line) if name != "LOCATION" else text(line.value) for line in entry.all(name)]
            named = ", ".join(dict.fromkeys(person for person in people[:200] if person))
            facts += [f"{label}: {named}"] if named else []
        if status in ("CANCELLED", "COMPLETED", "IN-PROCESS", "NEEDS-ACTION", "TENTATIVE"):
            facts.append(f"Status: {status.lower().replace('-', ' ')}")
        groups = ", ".join(one for line in entry.all("CATEGORIES") for one in fields(line.value, ",") if one)
        facts += [f"Categories: {groups}"] if groups else []
        facts += [f"Calendar: {entry.calendar}"] if entry.calendar else []
        facts += [f"Link: {entry.said('URL')}"] if entry.said("URL") else []
        note = "\n".join(text(line.value) for name in ("DESCRIPTION", "COMMENT") for line in entry.all(name))
        if re.search(r"<(?:br|p|div|a|b|ul|html)\b", note, re.IGNORECASE):
            note = plain(note[:NOTE_CHARACTERS])
        facts += ["", note[:NOTE_CHARACTERS].strip()] if note.strip() else []
        yield DocumentRecord(f"Cancelled: {title}" if status == "CANCELLED" else title, time)
        yield DocumentPart("\n".join(facts), f"{_ENTRIES[entry.name]} at line {entry.number}")

    @staticmethod
    def _person(line: ContentLine) -> str:
        address = re.sub(r"(?i)^mailto:", "", line.value.strip())
        name = line.parameter("CN").strip()
        return f"{name} <{address}>" if name and "@" in address and name != address else name or address


def _take(entry: _Entry, line: ContentLine, *, inside: bool) -> None:
    """Keep a line; one `inside` a part of the entry (an alarm's text) is none of the entry's own."""
    into = entry.lines if not inside else entry.parts[-1] if entry.parts else []
    if line.name in _KEPT and len(into) < LINES:
        into.append(line)


def _where(entry: _Entry) -> str:
    return f"line {entry.number}"
