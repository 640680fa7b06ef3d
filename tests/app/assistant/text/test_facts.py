from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assistant.text.facts import Fact, bears_out, canonical, read, resolve

TUESDAY = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)


def only(text: str) -> Fact:
    facts = read(text)
    assert len(facts) == 1, facts
    return facts[0]


def holds(claim: str, message: str, said: datetime = TUESDAY) -> bool:
    return all(bears_out(fact, read(message), said) for fact in read(claim))


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("at 4:30 pm", "leaving 16:30"),
        ("at 16:30", "leaving 4.30pm"),
        ("at 16:30", "leaving at 16h30"),
        ("at half past four", "leaving 16:30"),
        ("at noon", "at 12:00"),
        ("at 7 pm", "ट्रेन शाम 7 बजे है"),
        ("at 9 am", "รถไฟออกตอน 9 โมงเช้า"),
        ("at 20:00", "เจอกัน 2 ทุ่ม"),
        ("twenty people", "20 people"),
        ("25 people", "twenty-five people"),
        ("1200 guests", "1,200 guests"),
        ("300 guests", "three hundred guests"),
        ("12 eggs", "a dozen eggs"),
        ("€20", "20 euros"),
        ("20.50", "€20,50"),
        ("5000", "5k"),
        ("on 14 March", "March 14th"),
        ("on 14 March 2026", "2026-03-14"),
        ("on 14 March", "14.3.2026"),
        ("on Wednesday", "tomorrow at the lake"),
        ("on 4 November", "tomorrow at the lake"),
        ("on Saturday", "on 7 November"),
        ("in March", "on 14 March"),
        ("tomorrow", "tomorrow then"),
        ("see https://a.org/x", "https://a.org/x is it"),
    ],
)
def test_the_same_fact_written_differently(claim: str, message: str) -> None:
    assert holds(claim, message)


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("at 16:31", "leaving 16:30"),
        ("at 4:30 am", "leaving 16:30"),
        ("at 4:30 pm", "leaving at 4:30"),  # more exact than what was said
        ("20 people", "two people"),
        ("120 guests", "1,200 guests"),
        ("$20", "20 euros"),
        ("20%", "20 people"),
        ("20 euros", "20 of them"),
        ("on 15 March", "14 March"),
        ("on 14 March 2027", "2026-03-14"),
        ("on 5 November", "tomorrow at the lake"),
        ("on Friday", "on 7 November"),
        ("in April", "on 14 March"),
        ("today", "tomorrow then"),
        ("see https://a.org/y", "https://a.org/x is it"),
        ("mail bob@a.org", "mail rob@a.org"),
        ("flight LH124", "flight LH123"),
        ("call 0171 3920015", "call 0171 3920014"),
    ],
)
def test_another_fact(claim: str, message: str) -> None:
    assert not holds(claim, message)


@pytest.mark.parametrize("text", ["no one came", "I may come", "she sat there", "march on", "this one", "one of us"])
def test_words_that_are_no_facts(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize("text", ["1 tent", "one tent", "in May", "on Sat", "7 Nov"])
def test_words_that_are(text: str) -> None:
    assert only(text).text


def test_a_day_without_year_is_near_the_message() -> None:
    assert resolve(only("2 January"), datetime(2026, 12, 20, tzinfo=UTC)) == date(2027, 1, 2)
    assert resolve(only("2 November"), TUESDAY) == date(2026, 11, 2)


def test_an_impossible_day_is_not_resolved() -> None:
    assert resolve(Fact("day", (2026, 2, 30), "30 Feb 2026", 0, 0), TUESDAY) is None


@given(st.integers(0, 10**9))
def test_separators_do_not_change_a_number(number: int) -> None:
    assert canonical(f"{number:,}") == canonical(str(number)) == str(number)


@given(st.text(max_size=80))
def test_facts_lie_in_their_text_and_bear_themselves_out(text: str) -> None:
    facts = read(text)
    for fact in facts:
        assert 0 <= fact.start < fact.end <= len(text)
        assert bears_out(fact, facts, TUESDAY)
