"""Every time that a person types is read right, or said not to be read."""

from __future__ import annotations

import random
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.assistant.times.reading import find_span, read_span
from app.assistant.times.time_words import codes, vocabulary
from app.home.config import DateOrder
from index.errors import BadQuery
from tests.app.assistant.times.expressions import EXPRESSIONS

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=BERLIN)  # a Saturday
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)
WINTER_BEGINS = datetime(2026, 10, 25, 12, 0, tzinfo=BERLIN)  # the clocks went back at three
DOUBLED_HOUR = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)


def rows(language: str) -> list[tuple[str, str, str]]:
    lines = (line.strip() for line in EXPRESSIONS[language].strip().splitlines())
    return [(text, start, end) for text, start, end in (line.rsplit(" | ", 2) for line in lines)]


def shown(moment: datetime | None) -> str:
    return "open" if moment is None else f"{moment:%Y-%m-%d %H:%M}".removesuffix(" 00:00")


def read(text: str, now: datetime = NOW, order: DateOrder = "dmy") -> tuple[str, str]:
    span = read_span(text, now, order)
    return shown(span.start), shown(span.end)


@pytest.mark.parametrize("language", EXPRESSIONS)
def test_the_table(language: str) -> None:
    wrong = []
    for text, start, end in rows(language):
        try:
            found = read(text)
        except BadQuery as problem:
            found = (str(problem), "")
        if found != (start, end):
            wrong.append((text, found, (start, end)))
    assert wrong == []


def test_the_table_is_long_and_has_nothing_twice() -> None:
    each = [(language, text) for language in EXPRESSIONS for text, _, _ in rows(language)]
    assert len(each) >= 400
    assert len(each) == len(set(each))
    assert len(EXPRESSIONS) == len(codes())


REFUSED = (
    *("9", "soon", "cabin", "3 days", "last", "the other day", "once upon a time", "this time last year"),
    *("yesterday banana", "last blurp", "christmas banana", "yesterday yesterday", "last last week", "letzten Blub"),
    *("30 February", "31 April", "31.2.2026", "31/13/2026", "99/99/9999", "2026-13-01", "2026-02-30T10:00", "13/2026"),
    *("Q5 2026", "H3 2026", "KW 54", "week 54 2026", "25:00", "12:61", "0.5"),
    *("29 February 2025", "Thursday 23 October 2026", "Friday 13 November 2025", "the 5th week of February 2026"),
    *("from 2024 to 2022", "0 days ago", "9999 years ago", "999999 years ago", "in 0 days"),
    *("vorgestern Blub", "semaine dernière banane", "hace mucho", "вчера банан", "ลอยกระทง", "तीन केले पहले"),
)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_time_is_refused_with_one_sentence(text: str) -> None:
    with pytest.raises(BadQuery, match="is not a time that can be read") as refused:
        read(text)
    assert text in str(refused.value)
    assert refused.value.next_step


@pytest.mark.parametrize(
    ("text", "order", "start"),
    [
        ("3/4", "dmy", "2026-04-03"),
        ("3/4", "mdy", "2026-03-04"),
        ("3/4", "ymd", "2026-03-04"),
        ("3/4/2025", "mdy", "2025-03-04"),
        ("03-04-25", "dmy", "2025-04-03"),
        ("31/10", "mdy", "2026-10-31"),
        ("10/31", "dmy", "2026-10-31"),
        ("5/5", "", "2026-05-05"),
        ("31/10/2026", "", "2026-10-31"),
        ("3.4.", "mdy", "2026-04-03"),
        ("2026/03/04", "dmy", "2026-03-04"),
    ],
)
def test_a_date_in_numbers_is_read_in_the_owners_order(text: str, order: DateOrder, start: str) -> None:
    assert read(text, order=order)[0] == start


@pytest.mark.parametrize(
    ("text", "both"), [("3/4", ("2026-04-03", "2026-03-04")), ("since 3/4/25", ("2025-04-03", "2025-03-04"))]
)
def test_a_date_that_fits_two_ways_is_asked_back_where_the_order_is_not_known(text: str, both: tuple[str, str]) -> None:
    with pytest.raises(BadQuery) as asked:
        read(text, order="")
    assert all(date in str(asked.value) for date in both)
    assert "dates" in asked.value.next_step


def test_in_a_text_such_a_date_is_asked_back_after_a_preposition_alone() -> None:
    with pytest.raises(BadQuery, match="2026-04-03 or 2026-03-04"):
        find_span("how many messages on 3/4?", NOW)
    assert find_span("add 3/4 cup of flour", NOW) is None


@pytest.mark.parametrize(
    ("text", "now", "hours"),
    [
        ("last 24 hours", WINTER_BEGINS, 24),
        ("an hour ago", DOUBLED_HOUR, 1),
        ("half an hour ago", DOUBLED_HOUR, 0.5),
        ("vor einer Stunde", DOUBLED_HOUR, 1),
        ("12 hours ago", WINTER_BEGINS, 12),
        ("les dernières 24 heures", WINTER_BEGINS, 24),
    ],
)
def test_hours_are_counted_through_a_change_of_the_clocks(text: str, now: datetime, hours: float) -> None:
    span = read_span(text, now)
    assert span.start is not None
    assert now.timestamp() - span.start.timestamp() == hours * 3600


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("today", 25),
        ("25 October", 25),
        ("29 March", 23),
        ("last night", 13),
        ("2026-10-25 02:30", 61 / 60),
        ("this morning", 7),
        ("this week", 169),
    ],
)
def test_days_go_by_the_wall_clock(text: str, hours: float) -> None:
    span = read_span(text, WINTER_BEGINS)
    assert span.start is not None
    assert span.end is not None
    assert (span.end.timestamp() - span.start.timestamp()) / 3600 == pytest.approx(hours)


def test_an_hour_that_the_clocks_left_out_is_refused() -> None:
    with pytest.raises(BadQuery, match="left out"):
        read("29 March 2026 from 02:00 to 03:00")


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("what did we talk about this weekend?", "2026-11-21"),
        ("what are we doing this weekend?", "2026-11-28"),
        ("worüber haben wir dieses Wochenende gesprochen?", "2026-11-21"),
        ("¿qué dijo Ana este fin de semana?", "2026-11-21"),
        ("what did Ana write this Friday?", "2026-11-20"),
        ("what happens this Friday?", "2026-11-27"),
        ("what did Ana write on 10 December?", "2025-12-10"),
        ("what is planned on 10 December?", "2026-12-10"),
        ("what was said this Christmas?", "2025-12-25"),
    ],
)
def test_the_tense_says_which_one_is_meant(question: str, start: str) -> None:
    from app.assistant.text.translation import language_of

    found = find_span(question, MONDAY, order="dmy", language=language_of(question))
    assert found is not None
    assert shown(found.span.start) == start


@pytest.mark.parametrize("code", codes())
def test_no_row_of_words_of_times_is_more_than_refused(code: str) -> None:
    known = vocabulary((code,) if code == "en" else ("en", code))
    said = [" ".join(words) for phrases in known.phrases.values() for words, _ in phrases]
    said += [phrase for phrases in known.unspaced.values() for phrase, _ in phrases]
    said += ["3", "31", "0", "2024", "9999", "14:00", "3/4", "31.10.", "Q1", "99999", "2026-03-01", ",", "-", "/"]
    chance = random.Random(code)
    for _ in range(150):
        text = " ".join(chance.choices(said, k=chance.randint(1, 6)))
        try:
            span = read_span(text, NOW, "dmy")
        except BadQuery:
            continue
        assert span.start is None or span.end is None or span.start.timestamp() < span.end.timestamp(), text
