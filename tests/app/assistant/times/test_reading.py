from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.assistant.question.scope import time_in
from app.assistant.times.reading import find_span, read_span
from app.assistant.times.wording import describe
from app.assistant.types import Scope
from index.errors import BadQuery

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=BERLIN)  # a Saturday


def iso(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-11-09", "2026-11-09 00:00", "2026-11-10 00:00"),
        ("2026-11-09T15:00", "2026-11-09 15:00", "2026-11-09 15:01"),
        ("2026-11-09 9:05", "2026-11-09 09:05", "2026-11-09 09:06"),
        ("today", "2026-11-21 00:00", "2026-11-22 00:00"),
        ("yesterday", "2026-11-20 00:00", "2026-11-21 00:00"),
        ("the day before yesterday", "2026-11-19 00:00", "2026-11-20 00:00"),
        ("last week", "2026-11-09 00:00", "2026-11-16 00:00"),
        ("this week", "2026-11-16 00:00", "2026-11-23 00:00"),
        ("last month", "2026-10-01 00:00", "2026-11-01 00:00"),
        ("last year", "2025-01-01 00:00", "2026-01-01 00:00"),
        ("3 days ago", "2026-11-18 00:00", "2026-11-19 00:00"),
        ("two weeks ago", "2026-11-07 00:00", "2026-11-08 00:00"),
        ("2 hours ago", "2026-11-21 10:00", "2026-11-21 12:00"),
        ("last 3 days", "2026-11-18 00:00", None),
        ("in March", "2026-03-01 00:00", "2026-04-01 00:00"),
        ("March 2025", "2025-03-01 00:00", "2025-04-01 00:00"),
        ("December", "2025-12-01 00:00", "2026-01-01 00:00"),
        ("2026-03", "2026-03-01 00:00", "2026-04-01 00:00"),
        ("2025", "2025-01-01 00:00", "2026-01-01 00:00"),
        ("3 Nov", "2026-11-03 00:00", "2026-11-04 00:00"),
        ("November 3rd", "2026-11-03 00:00", "2026-11-04 00:00"),
        ("24 Dec", "2025-12-24 00:00", "2025-12-25 00:00"),
        ("9.11.", "2026-11-09 00:00", "2026-11-10 00:00"),
        ("9.11.2025", "2025-11-09 00:00", "2025-11-10 00:00"),
        ("Friday", "2026-11-20 00:00", "2026-11-21 00:00"),
        ("Saturday", "2026-11-21 00:00", "2026-11-22 00:00"),
        ("Thursday 22 October", "2026-10-22 00:00", "2026-10-23 00:00"),
        ("Thursday, 22 October 2026", "2026-10-22 00:00", "2026-10-23 00:00"),
        ("Mon the 5th of October", "2026-10-05 00:00", "2026-10-06 00:00"),
        ("Thu, Oct 22nd", "2026-10-22 00:00", "2026-10-23 00:00"),
        ("last Saturday", "2026-11-14 00:00", "2026-11-15 00:00"),
        ("since Monday", "2026-11-16 00:00", None),
        ("two Fridays ago", "2026-11-13 00:00", "2026-11-14 00:00"),
        ("a Saturday ago", "2026-11-14 00:00", "2026-11-15 00:00"),
        ("two weekends ago", "2026-11-07 00:00", "2026-11-09 00:00"),
        ("last night", "2026-11-20 18:00", "2026-11-21 06:00"),
        ("this morning", "2026-11-21 05:00", "2026-11-21 12:00"),
        ("yesterday evening", "2026-11-20 18:00", "2026-11-21 00:00"),
        ("end of March", "2026-03-21 00:00", "2026-04-01 00:00"),
        ("mid-February 2024", "2024-02-11 00:00", "2024-02-21 00:00"),
        ("summer 2025", "2025-06-01 00:00", "2025-09-01 00:00"),
        ("last winter", "2025-12-01 00:00", "2026-03-01 00:00"),
        ("the week of 3 March", "2026-03-02 00:00", "2026-03-09 00:00"),
        # The frames that questions are read with.
        ("letzten Freitag", "2026-11-20 00:00", "2026-11-21 00:00"),
        ("la settimana scorsa", "2026-11-09 00:00", "2026-11-16 00:00"),
        ("vorige week", "2026-11-09 00:00", "2026-11-16 00:00"),
        ("afgelopen maandag", "2026-11-16 00:00", "2026-11-17 00:00"),
        ("eergisteren", "2026-11-19 00:00", "2026-11-20 00:00"),
        ("gisteravond", "2026-11-20 18:00", "2026-11-21 00:00"),
        ("12 maart", "2026-03-12 00:00", "2026-03-13 00:00"),
        ("12 maart 2025", "2025-03-12 00:00", "2025-03-13 00:00"),
        ("sinds maandag", "2026-11-16 00:00", None),
        ("vorig jaar", "2025-01-01 00:00", "2026-01-01 00:00"),
        # The library.
        ("am 3. November 2025", "2025-11-03 00:00", "2025-11-04 00:00"),
        ("先週", "2026-11-09 00:00", "2026-11-16 00:00"),
        ("март 2025", "2025-03-01 00:00", "2025-04-01 00:00"),
        ("gisteren", "2026-11-20 00:00", "2026-11-21 00:00"),
        # Numbers in words, and weeks that are counted: a day, as in English.
        ("hace dos semanas", "2026-11-07 00:00", "2026-11-08 00:00"),
        ("há três dias", "2026-11-18 00:00", "2026-11-19 00:00"),
        ("il y a deux semaines", "2026-11-07 00:00", "2026-11-08 00:00"),
        ("due settimane fa", "2026-11-07 00:00", "2026-11-08 00:00"),
        ("vor vier Wochen", "2026-10-24 00:00", "2026-10-25 00:00"),
        ("3 dagen geleden", "2026-11-18 00:00", "2026-11-19 00:00"),
        ("vier weken geleden", "2026-10-24 00:00", "2026-10-25 00:00"),
        ("för fem dagar sedan", "2026-11-16 00:00", "2026-11-17 00:00"),
        ("दो सप्ताह पहले", "2026-11-07 00:00", "2026-11-08 00:00"),
        ("สามวันก่อน", "2026-11-18 00:00", "2026-11-19 00:00"),
        ("2週間前", "2026-11-07 00:00", "2026-11-08 00:00"),
        ("三天前", "2026-11-18 00:00", "2026-11-19 00:00"),
        ("三月", "2026-03-01 00:00", "2026-04-01 00:00"),
    ],
)
def test_expressions(text: str, start: str, end: str | None) -> None:
    span = read_span(text, NOW)
    assert (iso(span.start), iso(span.end)) == (start, end)


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "30 February", "31.2.2026", "cabin", "9"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(BadQuery, match="not a time"):
        read_span(text, NOW)


def test_an_offset_is_kept() -> None:
    span = read_span("2026-11-09T15:00Z", NOW)
    assert span.start is not None
    assert span.start.astimezone(BERLIN).hour == 16


def test_a_day_of_the_clock_change_has_25_hours() -> None:
    span = read_span("2026-10-25", NOW)
    assert span.start is not None
    assert span.end is not None
    assert span.end.timestamp() - span.start.timestamp() == 25 * 3600


@pytest.mark.parametrize(
    ("question", "shown", "bounded"),
    [
        ("what did Maya say last week about the cabin", "9–15 Nov", False),
        ("messages since Monday", "since 16 Nov", True),
        ("what did Tom say on Thursday 22 October about tea?", "22 Oct", False),
        ("messages between Monday 5 October and Wednesday, 7 October", "5–7 Oct", True),
        ("messages between 3 Nov and 9 November", "3–9 Nov", True),
        ("what was said from 3 to 9 November?", "3–9 Nov", True),
        ("who wrote in March", "1–31 Mar", False),
        ("anything before March?", "until 28 Feb", True),
        ("news until 9 November", "until 9 Nov", True),
        ("anything after 3 November", "since 4 Nov", True),
        ("news of the last 3 days", "since 18 Nov", False),
        ("what did Tom say two Fridays ago", "13 Nov", False),
        ("what was planned in summer", "1 Jun – 31 Aug", False),
        ("where did Maya travel to in July?", "1–31 Jul", False),
        ("what did Tom do on the Sunday before 25 October?", "18 Oct", False),
        ("who came in the second week of November", "9–15 Nov", False),
        ("how many messages by 9 November?", "until 9 Nov", True),
        ("who wrote first in October?", "1–31 Oct", False),
        ("over Christmas", "25–26 Dec 2025", False),
        ("in march two friends came", "1–31 Mar", False),
    ],
)
def test_times_in_questions(question: str, shown: str, bounded: bool) -> None:
    found = find_span(question, NOW)
    assert found is not None
    assert (describe(found.span, NOW), found.bounded) == (shown, bounded)


NO_TIMES = (
    *("what may I do", "the sun sat there", "march on", "who is it", "room 2026b"),
    *("the summer house", "spring in my step", "the Christmas tree", "a second flat", "add 3/4 cup", "on 32 March"),
    *("morning person", "a Christmas tree", "the 9:40 train", "week after week"),
)


@pytest.mark.parametrize("question", NO_TIMES)
def test_questions_without_time(question: str) -> None:
    assert find_span(question, NOW) is None


def test_a_pasted_page_is_read_for_a_time_at_its_beginning_alone() -> None:
    near, said = time_in("rent in March " + "a-" * 500_000 + " yesterday", Scope(), NOW)
    assert near is not None
    assert "“in March”" in said
    assert time_in("a-" * 500_000 + " yesterday", Scope(), NOW) == (None, "")
