"""`homebody agenda` and `homebody open-questions`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.output import report
from tests.app.commands.command_runner import Shell

TODAY = datetime.now(UTC)
SOON = TODAY + timedelta(days=5)
CHAT = (
    f"{TODAY:%d/%m/%Y}, 00:01 - Maya: Dinner on {SOON.day} {SOON:%B} {SOON.year} at 19:00, at my place\n"
    f"{TODAY:%d/%m/%Y}, 00:02 - Tom: Alex, can you bring the red lamp?\n"
    f"{TODAY:%d/%m/%Y}, 00:03 - Maya: it is a nice lamp\n"
    f"{TODAY:%d/%m/%Y}, 00:04 - Alex: haha\n"
)


@pytest.fixture
def chats(shell: Shell) -> Shell:
    shell("add", "--me", "Alex", str(shell.write("WhatsApp Chat with Cabin.txt", CHAT)))
    return shell


def test_the_agenda_is_shown_by_day(chats: Shell) -> None:
    code, out = chats("agenda")
    assert code == report.DONE
    assert out.splitlines()[0] == f"{SOON:%a} {SOON.day} {SOON:%b %Y}"
    assert "19:00 Maya: “Dinner on" in out
    assert "(m1)" in out
    assert "4 messages and notes read." in chats.err


def test_the_agenda_as_json_and_as_a_calendar(chats: Shell) -> None:
    (entry,) = chats.json("agenda")["entries"]
    assert (entry["kind"], entry["all_day"], entry["deadline"], entry["cites"]) == ("event", False, False, ["m1"])
    _, text = chats("agenda", "--ics")
    assert text.splitlines()[0] == "BEGIN:VCALENDAR"
    assert "SUMMARY:Maya: “Dinner on" in text
    assert chats("agenda", "--ics", "--json")[0] == report.USAGE


def test_an_empty_agenda_says_so(chats: Shell) -> None:
    code, out = chats("agenda", "--since", "2031-01-01")
    assert (code, out) == (report.NOTHING, "")
    assert "Nothing is coming up" in chats.err


def test_open_questions_are_shown_with_what_they_are(chats: Shell) -> None:
    code, out = chats("open-questions")
    assert code == report.DONE
    assert out.startswith("Asked of you (1)")
    assert "Alex, can you bring the red lamp?" in out
    told = chats.json("open-questions", "--in", "Cabin")
    assert [hit["id"] for hit in told["of_me"]] == ["m2"]
    assert told["of_others"] == []


def test_no_open_questions_say_so(chats: Shell) -> None:
    code, out = chats("open-questions", "--from", "Maya")
    assert (code, out) == (report.NOTHING, "")
    assert "No open questions there." in chats.err
