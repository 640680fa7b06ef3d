"""A time in a question is part of the plan, or is said not to be read; then there is no number."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.assistant.answering.answer import answer
from app.assistant.events import Answer
from app.assistant.question.interpretation import Interpretation
from app.assistant.question.plan import plan_question
from app.assistant.question.scope import plan_scope
from app.assistant.selection.rankers import Rankers
from app.assistant.types import Scope
from app.home.config import DateOrder
from index.errors import BadQuery
from tests.app.assistant.fakes import FakeIndex, as_index, talk

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 30, 12, 0, tzinfo=BERLIN)  # a Monday
INDEX = as_index(FakeIndex(talk("Ana: one", "Tom: two", "Ana: three", chat="Family"), me="Tom"))
ANA = 1


def read(question: str, dates: DateOrder = "dmy") -> Interpretation:
    return plan_question(question, Scope(), INDEX, NOW, dates=dates)


def days(reading: Interpretation) -> tuple[str, str]:
    return tuple((end or "open")[:10] for end in (reading.plan.since, reading.plan.until))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("how many messages did Ana write on 31/10/2026?", "2026-10-31", "2026-10-31"),
        ("how many messages did Ana write on 31.10.26?", "2026-10-31", "2026-10-31"),
        ("how many messages did Ana write on 10/31?", "2026-10-31", "2026-10-31"),
        ("how many messages did Ana write after 31/10/2026?", "2026-11-01", "open"),
        ("how many messages did Ana write before 31/10/2026?", "open", "2026-10-30"),
        ("how many messages did Ana write in 10/2026?", "2026-10-01", "2026-10-31"),
        ("how many messages did Ana write between Christmas and New Year?", "2025-12-25", "2026-01-01"),
        ("how many messages did Ana write this weekend?", "2026-11-28", "2026-11-29"),
        ("how many messages did Ana write in Q1 2026?", "2026-01-01", "2026-03-31"),
        ("how many messages did Ana write on 3/4?", "2026-04-03", "2026-04-03"),
        ("how many messages did Ana write from 3 to 5 May?", "2026-05-03", "2026-05-05"),
        ("how many messages did Ana write on the first of May?", "2026-05-01", "2026-05-01"),
        ("how many messages did Ana write during the 2010s?", "2010-01-01", "2019-12-31"),
        ("Wie viele Nachrichten hat Ana am 31.10.2026 geschrieben?", "2026-10-31", "2026-10-31"),
        ("Wie viele Nachrichten hat Ana gestern Abend geschrieben?", "2026-11-29", "2026-11-29"),
        ("Wie viele Nachrichten hat Ana zwischen Weihnachten und Neujahr geschrieben?", "2025-12-25", "2026-01-01"),
        ("Combien de messages Ana a-t-elle envoyés à Noël ?", "2025-12-25", "2025-12-26"),
        ("¿Cuántos mensajes envió Ana el fin de semana pasado?", "2026-11-28", "2026-11-29"),
        ("¿Cuántos mensajes envió Ana en Semana Santa?", "2026-03-29", "2026-04-04"),
        ("Quanti messaggi ha inviato Ana a Ferragosto?", "2026-08-15", "2026-08-15"),
        ("Quantas mensagens a Ana enviou no Carnaval?", "2026-02-12", "2026-02-17"),
        ("Hoeveel berichten heeft Ana op Koningsdag gestuurd?", "2026-04-27", "2026-04-27"),
        ("Ana ने दिवाली पर कितने संदेश भेजे?", "2026-11-08", "2026-11-08"),
        ("Ana ส่งข้อความวันสงกรานต์กี่ข้อความ", "2026-04-13", "2026-04-15"),
    ],
)
def test_a_count_is_of_the_time_that_was_asked_for(question: str, first: str, last: str) -> None:
    reading = read(question)
    assert (reading.whole_set, reading.plan.filters.people, days(reading)) == ("count", (ANA,), (first, last))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how many messages did Ana write on 31/13/2026?", "31/13/2026"),
        ("how many messages did Ana write on 30 February?", "30 February"),
        ("how many messages did Ana write at 14:00?", "14:00"),
        ("how many messages did Ana write on 3 May and 5 May?", "5 May"),
        ("how many messages did Ana write on Friday and Saturday?", "Saturday"),
        ("how many messages did Ana write this year and last year?", "last year"),
        ("who wrote most on 45/45/2026?", "45/45/2026"),
        ("Wie viele Nachrichten hat Ana am 31.13.2026 geschrieben?", "31.13.2026"),
        ("¿Cuántos mensajes envió Ana el 32 de marzo?", "32 de marzo"),
    ],
)
def test_a_time_that_was_not_read_is_said_and_gives_no_number(question: str, said: str) -> None:
    reading = read(question)
    assert said in " ".join(reading.unread)
    assert "not read: “" in reading.plan.line
    assert reading.whole_set in ("uncounted", None)
    if reading.whole_set == "uncounted":
        *_, end = answer(reading, INDEX, lambda: Rankers(None, None, ""), lambda: None, NOW)
        assert isinstance(end, Answer)
        assert end.abstained
        assert said in end.note


def test_a_date_of_two_ways_is_asked_back() -> None:
    with pytest.raises(BadQuery, match="2026-04-03 or 2026-03-04"):
        read("how many messages did Ana write on 3/4?", dates="")
    assert days(read("how many messages did Ana write on 3/4?", dates="mdy")) == ("2026-03-04", "2026-03-04")


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Elternabend im März 2021", "about: Elternabend März, first those of 1–31 Mar 2021"),
        ("when is the parents' evening on 31/10/2026?", "about: parents evening, first those of 31 Oct"),
        ("what did Ana say about Christmas?", "from Ana, about: Christmas"),
        ("was there anything important last Saturday in Family?", "in Family, 28 Nov"),
        ("who wrote first in October?", "1–31 Oct"),
        ("what did the family talk about on 22 November?", "in Family, 22 Nov"),
    ],
)
def test_what_was_understood_is_stated(question: str, line: str) -> None:
    assert read(question).plan.line == line


def test_flags_that_say_half_a_time_are_refused_or_end_now() -> None:
    with pytest.raises(BadQuery, match="has no beginning"):
        plan_scope(Scope(since="until March"), INDEX, NOW)
    assert plan_scope(Scope(until="past week"), INDEX, NOW).filters.until_ms == int(NOW.timestamp() * 1000)


def test_a_day_of_25_hours_is_filtered_whole() -> None:
    filters = read("how many messages did Ana write on 25 October 2026?").plan.filters
    assert filters.since_ms is not None
    assert filters.until_ms is not None
    assert filters.until_ms - filters.since_ms == 25 * 3_600_000
    late = datetime(2026, 10, 25, 12, 0, tzinfo=BERLIN)
    day = plan_question("how many messages did Ana write in the last 24 hours?", Scope(), INDEX, late).plan.filters
    assert day.since_ms == int(late.timestamp() * 1000) - 24 * 3_600_000
