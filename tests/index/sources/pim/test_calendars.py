"""Calendars: zones, whole days, what comes again and what was moved, against times worked out by hand."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.errors import SourceProblem
from index.sources.pim.calendar_times import OCCURRENCES
from index.sources.pim.calendars import Calendar
from index.types.records import DocumentPart, DocumentRecord, Record
from tests.index.sources.reading import CONTEXT, only, problems, read, sample, utc, wall

OUTLOOK_ZONE = """\
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(
    folder: Path, *entries: str, head: str = "", written: datetime = datetime(2026, 11, 1, tzinfo=UTC)
) -> Path:
    """Write a calendar file that was last changed at a known time."""
    path = folder / "calendar.ics"
    body = "".join(entry if entry.startswith("BEGIN") else f"BEGIN:VEVENT\n{entry}\nEND:VEVENT\n" for entry in entries)
    path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}END:VCALENDAR\n", "utf-8")
    os.utime(path, (written.timestamp(), written.timestamp()))
    return path


def events(records: list[Record]) -> list[tuple[str, str]]:
    """Return when each document begins, as its source wrote it, and its title."""
    return [(wall(record.modified), record.title) for record in records if isinstance(record, DocumentRecord)]


def texts(records: list[Record]) -> list[str]:
    return [record.text for record in records if isinstance(record, DocumentPart)]


def moments(records: list[Record]) -> list[str]:
    return [utc(record.modified) for record in records if isinstance(record, DocumentRecord)]


def test_a_calendar_with_three_kinds_of_time() -> None:
    records = read(sample("calendar", "icalendar", "multiple_timezones.ics"), kind="calendar")
    # Midnight in New York is 5 o'clock in Greenwich, midnight in Berlin 23 o'clock of the day before.
    assert moments(records) == ["2021-03-02 05:00:00", "2021-03-02 00:00:00", "2021-03-01 23:00:00"]
    assert texts(records) == [
        "(event without title)\nWhen: Tuesday, 2 March 2021, 00:00 (America/New_York)",
        "(event without title)\nWhen: Tuesday, 2 March 2021, 01:00",
        "(event without title)\nWhen: Tuesday, 2 March 2021, 00:00",
    ]
    # A time of day is no date on which it could come again.
    assert [(one.reason, one.locator) for one in problems(records)] == [
        ("a time of RDATE cannot be read", f"line {line}") for line in (23, 28, 33)
    ]


def test_an_event_with_everything(tmp_path: Path) -> None:
    path = calendar(
        tmp_path,
        "UID:1\nSUMMARY:Dentist\\, Dr. Weiß\nDTSTART;TZID=Europe/Berlin:20260303T140000\n"
        "DTEND;TZID=Europe/Berlin:20260303T143000\nLOCATION:Haupt\n straße 3\n"
        'ORGANIZER;CN="Lindqvist, Maya":mailto:maya@example.org\nATTENDEE;CN=Tom:mailto:tom@example.org\n'
        "ATTENDEE:mailto:bo@example.org\nDESCRIPTION:Bring the card.\\nBe early.\nCATEGORIES:Health,Family\n"
        "BEGIN:VALARM\nDESCRIPTION:Reminder\nEND:VALARM\nSTATUS:CONFIRMED",
        head="X-WR-CALNAME:Home\n",
    )
    records = read(path, kind="calendar")
    assert events(records) == [("2026-03-03 14:00:00", "Dentist, Dr. Weiß")]
    assert "\n--\n".join(texts(records)) == (
        "Dentist, Dr. Weiß\nWhen: Tuesday, 3 March 2026, 14:00–14:30 (Europe/Berlin)\nWhere: Hauptstraße 3\n"
        "Organiser: Lindqvist, Maya <maya@example.org>\nWith: Tom <tom@example.org>, bo@example.org\n"
        "Categories: Health, Family\nCalendar: Home\n\nBring the card.\nBe early."
    )


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ("DTSTART;VALUE=DATE:20260303\nDTEND;VALUE=DATE:20260304", "Tuesday, 3 March 2026"),
        ("DTSTART;VALUE=DATE:20260303", "Tuesday, 3 March 2026"),
        ("DTSTART;VALUE=DATE:20260303\nDTEND;VALUE=DATE:20260306", "Tuesday, 3 March 2026 – Thursday, 5 March 2026"),
        ("DTSTART:20260303T220000\nDURATION:PT4H", "Tuesday, 3 March 2026, 22:00 – Wednesday, 4 March 2026, 02:00"),
        ("DTSTART:20260303T220000\nDTEND:20260303T220000", "Tuesday, 3 March 2026, 22:00"),
    ],
)
def test_extents(tmp_path: Path, times: str, said: str) -> None:
    assert texts(read(calendar(tmp_path, f"SUMMARY:A\n{times}"))) == [f"A\nWhen: {said}"]


def test_what_comes_again_keeps_its_time_on_the_wall(tmp_path: Path) -> None:
    path = calendar(
        tmp_path,
        "UID:1\nSUMMARY:Choir\nDTSTART;TZID=Europe/Berlin:20260318T190000\nDTEND;TZID=Europe/Berlin:20260318T203000\n"
        "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Berlin:20260401T190000",
        "UID:1\nSUMMARY:Choir\\, at Bo's\nRECURRENCE-ID:20260408T170000Z\nDTSTART:20260409T180000Z",
    )
    records = read(path)
    # Clocks go forward on 29 March; the third time is left out, the fourth was moved to the day after.
    assert events(records) == [
        ("2026-03-18 19:00:00", "Choir"),
        ("2026-03-25 19:00:00", "Choir"),
        ("2026-04-09 20:00:00", "Choir, at Bo's"),
    ]
    assert moments(records) == ["2026-03-18 18:00:00", "2026-03-25 18:00:00", "2026-04-09 18:00:00"]
    assert "Repeats: every week" in texts(records)[0]
    assert problems(records) == []


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", ["2026-01-30", "2026-02-27", "2026-03-27"]),
        ("FREQ=WEEKLY;BYDAY=MO,FR;UNTIL=20260110", ["2026-01-02", "2026-01-05", "2026-01-09"]),
        ("FREQ=YEARLY;UNTIL=20280102T080000Z", ["2026-01-02", "2027-01-02"]),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=3", ["2026-01-02", "2026-01-05", "2026-01-06"]),
        ("FREQ=DAILY;BYMONTHDAY=-1;BYMONTH=1,2;COUNT=2", ["2026-01-31", "2026-02-28"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["2026-01-30", "2026-02-27"]),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR;UNTIL=20261231", ["2026-02-13", "2026-03-13", "2026-11-13"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;UNTIL=20290101", []),
        ("FREQ=DAILY;INTERVAL=3;UNTIL=20260108T080000Z", ["2026-01-02", "2026-01-05", "2026-01-08"]),
    ],
)
def test_rules(tmp_path: Path, rule: str, days: list[str]) -> None:
    found = events(read(calendar(tmp_path, f"SUMMARY:A\nDTSTART:20260102T080000Z\nRRULE:{rule}")))
    expected = days if "2026-01-02" in days else ["2026-01-02", *days]
    # Whatever the rule says, the time that the event itself names is one.
    assert [day[:10] for day, _ in found] == expected


def test_without_end_the_last_ones_up_to_a_year_ahead_are_read(tmp_path: Path) -> None:
    path = calendar(tmp_path, "SUMMARY:Pill\nDTSTART;VALUE=DATE:20150101\nRRULE:FREQ=DAILY")
    found = events(read(path))
    assert len(found) == OCCURRENCES
    assert found[-1][0] == "2027-11-02 00:00:00"


def test_a_zone_that_only_the_file_describes(tmp_path: Path) -> None:
    zone = "TZID=Customized Time Zone"
    path = calendar(
        tmp_path,
        *(
            f"SUMMARY:A\nDTSTART;{zone}:{day}T120000\nRRULE:FREQ=DAILY;COUNT=1"
            for day in (20260328, 20260329, 20261025)
        ),
        head=OUTLOOK_ZONE,
    )
    assert moments(read(path)) == ["2026-03-28 11:00:00", "2026-03-29 10:00:00", "2026-10-25 11:00:00"]


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "W. Europe Standard Time", "/freeassociation.sourceforge.net/Europe/Berlin"]
)
def test_names_of_zones(tmp_path: Path, zone: str) -> None:
    assert moments(read(calendar(tmp_path, f'SUMMARY:A\nDTSTART;TZID="{zone}":20260701T120000'))) == [
        "2026-07-01 10:00:00"
    ]


def test_times_in_utc_are_shown_in_the_calendars_own_zone(tmp_path: Path) -> None:
    path = calendar(tmp_path, "SUMMARY:A\nDTSTART:20260701T120000Z", head="X-WR-TIMEZONE:America/New_York\n")
    records = read(path)
    assert events(records) == [("2026-07-01 08:00:00", "A")]
    assert texts(records) == ["A\nWhen: Wednesday, 1 July 2026, 08:00"]


def test_tasks_journal_and_cancelled_events(tmp_path: Path) -> None:
    path = calendar(
        tmp_path,
        "BEGIN:VTODO\nSUMMARY:Taxes\nDUE;VALUE=DATE:20260531\nSTATUS:NEEDS-ACTION\nEND:VTODO\n",
        "BEGIN:VJOURNAL\nSUMMARY:Day one\nDTSTART;VALUE=DATE:20260601\nDESCRIPTION:<p>Sun &amp; sea</p>\nEND:VJOURNAL\n",
        "SUMMARY:Party\nDTSTART:20260602T200000\nSTATUS:CANCELLED",
        "BEGIN:VTODO\nSUMMARY:Some day\nEND:VTODO\n",
    )
    records = read(path)
    assert events(records) == [
        ("2026-05-31 00:00:00", "Taxes"), ("2026-06-01 00:00:00", "Day one"), ("2026-06-02 20:00:00", "Cancelled: Party"),
        ("", "Some day"),
    ]  # fmt: skip
    assert texts(records)[:2] == [
        "Taxes\nDue: Sunday, 31 May 2026\nStatus: needs action",
        "Day one\nWhen: Monday, 1 June 2026\n\nSun & sea",
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYHOUR=0,1,2;BYMINUTE=" + ",".join(map(str, range(60))),
        "W1 TU", "FREQ=MONTHLY;BYDAY=XX", "FREQ=DAILY;COUNT=-1",
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_followed_costs_only_itself(tmp_path: Path, rule: str) -> None:
    records = read(
        calendar(tmp_path, f"SUMMARY:A\nDTSTART:19010102T080000\nRRULE:{rule}", "SUMMARY:B\nDTSTART:20260102T080000")
    )
    assert [title for _, title in events(records)] == ["A", "B"]
    assert [one.reason for one in problems(records)] == [
        "how it comes again cannot be read: its first time stands for all"
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=6MO", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31;COUNT=3", "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=-1FR", "FREQ=YEARLY;BYWEEKNO=60",
        "FREQ=YEARLY;BYYEARDAY=400", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
    ],
)  # fmt: skip
def test_a_day_that_never_comes_ends(tmp_path: Path, rule: str) -> None:
    assert events(read(calendar(tmp_path, f"SUMMARY:A\nDTSTART:20200102T080000\nRRULE:{rule}"))) == [
        ("2020-01-02 08:00:00", "A")
    ]


def test_a_broken_event_costs_only_itself(tmp_path: Path) -> None:
    records = read(calendar(tmp_path, "SUMMARY:A\nDTSTART:20261301T000000", "SUMMARY:B\nDTSTART:20260102T080000"))
    assert [title for _, title in events(records)] == ["B"]
    assert [one.locator for one in problems(records)] == ["line 3"]


def test_what_is_no_calendar_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_text("SUMMARY:A\n")
    with pytest.raises(SourceProblem, match="no calendar"):
        list(Calendar().read(only(path), CONTEXT))
