"""What is coming up, out of a chat, a calendar and a note, and which questions are open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from app.assistant.agenda.agenda import Agenda, AgendaEntry
from app.assistant.agenda.icalendar import to_icalendar
from app.assistant.assistant import Assistant
from app.assistant.types import Scope
from index.errors import BadQuery
from index.index import Index
from tests.app.assistant.homes import indexed

NOW = datetime(2026, 11, 13, 21, 0, tzinfo=UTC)  # a Friday
CREW = (
    "10/11/2026, 09:00 - Ina Lund: Dinner at my place on 20 November at 19:00",
    "10/11/2026, 09:10 - Tom Okafor: Alex, can you bring the cake by 18 November?",
    "10/11/2026, 09:11 - Ina Lund: chocolate cake!",
    "11/11/2026, 09:00 - Tom Okafor: The boat is 30 euros each, to me by 25 November",
    "11/11/2026, 12:00 - Ina Lund: Maybe we play cards on 22 November at 15:00",
    "12/11/2026, 09:00 - Tom Okafor: We booked the ferry for 21 November at 09:30",
    "12/11/2026, 15:00 - Tom Okafor: The ferry we booked is moved to 10:45 on 21 November",
    "12/11/2026, 16:00 - Ina Lund: I was at the dentist yesterday, so tired today",
    "13/11/2026, 10:00 - Alex Moreno: Who has the key of the boat house?",
)
INA = (
    "09/11/2026, 09:00 - Ina Lund: Where did you buy that lamp?",
    "09/11/2026, 09:30 - Alex Moreno: At the flea market",
    "12/11/2026, 09:00 - Ina Lund: Could you send me the photos of the lake?",
    "12/11/2026, 10:00 - Alex Moreno: What is the name of your doctor?",
    "12/11/2026, 10:05 - Ina Lund: Doctor Brandt in Main Street",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("home")
    (folder / "WhatsApp Chat with Crew.txt").write_text("\n".join(CREW), encoding="utf-8")
    (folder / "WhatsApp Chat with Ina Lund.txt").write_text("\n".join(INA), encoding="utf-8")
    (folder / "Home.ics").write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:20261116T090000Z\nDTEND:20261116T100000Z\n"
        "SUMMARY:Dentist\nEND:VEVENT\nEND:VCALENDAR\n",
        encoding="utf-8",
    )
    (folder / "library.md").write_text("# Books\n\nThe library wants its books back by 27 November 2026.\n", "utf-8")
    with indexed(folder, "Alex Moreno") as index:
        yield index


def assistant(index: Index, now: datetime = NOW) -> Assistant:
    return Assistant(index, embedder=lambda: None, engine=lambda: None, now=lambda: now, zone=UTC)


@pytest.fixture(scope="module")
def coming(home: Index) -> Agenda:
    return assistant(home).agenda()


def one(agenda: Agenda, word: str) -> AgendaEntry:
    (found,) = [entry for entry in agenda.entries if word in entry.text]
    return found


def test_all_that_is_coming_up_in_the_order_of_its_time(coming: Agenda) -> None:
    assert [(entry.moment.day, entry.kind) for entry in coming.entries] == [
        (16, "calendar"), (19, "request"), (20, "event"), (21, "event"), (22, "event"), (26, "money"), (28, "note"),
    ]  # fmt: skip
    assert coming.read == len(CREW) + len(INA) + 1


def test_what_is_over_or_was_only_felt_is_not_coming_up(coming: Agenda) -> None:
    assert not [entry for entry in coming.entries if "tired" in entry.text]


def test_a_deadline_has_an_end_and_no_start(coming: Agenda) -> None:
    cake = one(coming, "cake")
    assert (cake.start, cake.end, cake.all_day) == (None, datetime(2026, 11, 19, tzinfo=UTC), True)


def test_a_change_takes_the_place_of_what_it_changes(coming: Agenda) -> None:
    ferry = one(coming, "ferry")
    assert ferry.start == datetime(2026, 11, 21, 10, 45, tzinfo=UTC)
    assert not ferry.all_day
    assert [hit.text for hit in ferry.hits] == ["We booked the ferry for 21 November at 09:30",
                                                "The ferry we booked is moved to 10:45 on 21 November"]  # fmt: skip


def test_what_may_be_is_marked(coming: Agenda) -> None:
    assert [entry.doubtful for entry in coming.entries if "cards" in entry.text] == [True]
    assert not one(coming, "Dinner").doubtful


def test_the_time_of_day_is_given_only_where_it_was_said(home: Index) -> None:
    assert one(assistant(home).agenda(), "Dinner").start == datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
    assert one(assistant(home).agenda(), "boat is 30").all_day


def test_times_and_people_choose(home: Index) -> None:
    some = assistant(home).agenda("20 November 2026", "21 November 2026")
    assert [entry.moment.day for entry in some.entries] == [20, 21]
    assert {hit.sender for e in assistant(home).agenda(person="Tom Okafor").entries for hit in e.hits} == {"Tom Okafor"}
    assert assistant(home, NOW + timedelta(days=200)).agenda().entries == ()
    with pytest.raises(BadQuery, match="ends before it begins"):
        assistant(home).agenda("20 November 2026", "19 November 2026")


def test_a_calendar_file_of_what_is_in_none(coming: Agenda) -> None:
    text = to_icalendar(coming, NOW)
    assert "Dentist" not in text
    assert text.count("BEGIN:VEVENT") == len(coming.entries) - 1
    assert "DTSTART:20261121T104500Z" in text
    assert "DTSTART;VALUE=DATE:20261118\r\n" in text
    assert text.count("STATUS:TENTATIVE") == 1
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_calendar_file_is_read_back(coming: Agenda, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("back")
    (folder / "agenda.ics").write_bytes(to_icalendar(coming, NOW).encode())
    with indexed(folder, None) as index:
        again = assistant(index).agenda()
    assert [entry.moment.day for entry in again.entries] == [18, 20, 21, 22, 25, 27]


def test_open_questions_are_those_without_an_answer(home: Index) -> None:
    found = assistant(home).open_questions(Scope())
    assert [hit.text for hit in found.of_me] == [
        "Could you send me the photos of the lake?",
        "Alex, can you bring the cake by 18 November?",
    ]
    assert [hit.text for hit in found.of_others] == ["Who has the key of the boat house?"]
    assert found.read == len(CREW) + len(INA)


def test_what_was_asked_within_the_hour_still_waits(home: Index) -> None:
    soon = assistant(home, datetime(2026, 11, 13, 10, 30, tzinfo=UTC)).open_questions(Scope())
    assert soon.of_others == ()
