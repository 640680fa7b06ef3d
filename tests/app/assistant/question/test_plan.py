from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.assistant.question.interpretation import Interpretation
from app.assistant.question.plan import expected, plan_question
from app.assistant.question.scope import plan_scope
from app.assistant.question.speakers import named_people
from app.assistant.types import Scope
from index.errors import AmbiguousName, BadQuery, NotFound
from index.types.listings import PersonInfo
from tests.app.assistant.fakes import FakeIndex, as_index, talk

NOW = datetime(2026, 11, 12, 21, 0, tzinfo=UTC)  # a Thursday
INDEX = FakeIndex(
    [
        *talk(
            "Maya Lind: hello",
            "Tom Ok: hi",
            "Will Hunt: hey",
            "Alex Moreno: here",
            "Tom Weber: me too",
            chat="Cabin Crew",
        ),
        *talk("Maya Lind: only us", chat="Maya Lind"),
    ],
    me="Alex Moreno",
)
MAYA, WILL, ALEX = 1, 3, 4


def read(question: str, scope: Scope | None = None) -> Interpretation:
    return plan_question(question, scope or Scope(), as_index(INDEX), NOW)


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def test_flags_become_exact_filters() -> None:
    scope = Scope(
        chat="cabin", person="maya", source="whatsapp", kind="message", since="2026-11-03", until="2026-11-09", last=15
    )
    plan = plan_scope(scope, as_index(INDEX), NOW)
    assert plan.filters.conversations == (1,)
    assert plan.filters.people == (MAYA,)
    assert plan.filters.sources == ("whatsapp",)
    assert plan.filters.since_ms == ms("2026-11-03")
    assert plan.filters.until_ms == ms("2026-11-10")  # the named day belongs to it
    assert plan.line == "from Maya Lind, in Cabin Crew, messages only, source whatsapp, 3–9 Nov, the last 15"
    assert (plan.chat, plan.person, plan.last) == ("Cabin Crew", "Maya Lind", 15)


def test_no_flags_is_everything() -> None:
    assert plan_scope(Scope(), as_index(INDEX), NOW).line == "everything"


@pytest.mark.parametrize(
    ("scope", "problem"),
    [
        (Scope(person="Zoe"), NotFound),
        (Scope(person="Tom"), AmbiguousName),
        (Scope(chat="Kitchen"), NotFound),
        (Scope(since="whenever"), BadQuery),
        (Scope(since="2026-11-09", until="2026-11-03"), BadQuery),
        (Scope(last=0), BadQuery),
        (Scope(new=True, last=3), BadQuery),
    ],
)
def test_flags_that_cannot_be_read(scope: Scope, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        plan_scope(scope, as_index(INDEX), NOW)


@pytest.mark.parametrize("question", ["", "   "])
def test_no_question(question: str) -> None:
    with pytest.raises(BadQuery):
        read(question)


@pytest.mark.parametrize(
    "question",
    [
        "what did Maya say about the cabin?",
        "what did maya write about the cabin",
        "messages from Maya about the cabin",
        "Maya's messages about the cabin",
        "according to Maya, how big is the cabin?",
    ],
)
def test_a_person_who_speaks_is_a_filter(question: str) -> None:
    reading = read(question)
    assert reading.plan.filters.people == (MAYA,)
    assert "cabin" in reading.about
    assert re.search(r"about: .*cabin", reading.plan.line)


@pytest.mark.parametrize(
    "question",
    ["what do we know about Maya?", "when does Maya arrive?", "did Tom invite Maya?", "who gave Maya the key?"],
)
def test_a_person_spoken_of_is_none(question: str) -> None:
    reading = read(question)
    assert reading.plan.filters.people == ()
    assert "Maya Lind" in reading.named


def test_my_own_words() -> None:
    assert read("what did I say about the cabin?").plan.filters.people == (ALEX,)


def test_an_ambiguous_name_in_a_question_is_asked_back() -> None:
    with pytest.raises(AmbiguousName):
        read("what did Tom say about the sauna?")


def test_but_nothing_is_counted_for_the_wrong_one() -> None:
    with pytest.raises(AmbiguousName):
        read("how many messages did Tom send?")


@pytest.mark.parametrize("question", ["will it rain?", "Will it rain?", "when will we leave?"])
def test_names_that_are_words(question: str) -> None:
    assert named_people(question, INDEX.people()) == ()


def test_an_article_names_no_newspaper() -> None:
    people = [PersonInfo(1, "De Standaard", False, 9, ()), PersonInfo(2, "An Peeters", False, 9, ())]
    assert named_people("De sleutel van het tuinhuis, waar ligt de sleutel?", people) == ()
    assert named_people("wat schreef De Standaard?", people) == ("De Standaard",)
    assert named_people("where is An?", people) == ("An Peeters",)


def test_names_that_are_words_with_a_capital() -> None:
    assert named_people("did you see Will yesterday?", INDEX.people()) == ("Will Hunt",)


@pytest.mark.parametrize("question", ["what was decided in Cabin Crew?", "what was decided in the cabin crew chat?"])
def test_a_chat_in_a_question(question: str) -> None:
    assert read(question).plan.filters.conversations == (1,)


def test_a_direct_chat_is_not_taken_for_its_person() -> None:
    assert read("what did we get from Maya Lind?").plan.chat is None
    assert read("what was said in the Maya Lind chat?").plan.chat == "Maya Lind"


def test_flags_win_over_the_question() -> None:
    assert read("what did Maya say about it?", Scope(person="Will")).plan.filters.people == (WILL,)


@pytest.mark.parametrize(
    ("question", "last"),
    [
        ("what is in the last 15 messages?", 15),
        ("what do my last twenty messages say about food", 20),
        ("the newest 3 messages about food", 3),
        ("what was said last about food?", None),
    ],
)
def test_the_last_n(question: str, last: int | None) -> None:
    assert read(question).plan.last == last


def test_time_that_bounds_messages() -> None:
    plan = read("what did Maya say about the cabin since Monday?").plan
    assert plan.filters.since_ms == ms("2026-11-09")
    assert plan.line == "from Maya Lind, since 9 Nov, about: cabin"
    plan = read("what did Maya say about the cabin yesterday?").plan
    assert (plan.filters.since_ms, plan.filters.until_ms) == (ms("2026-11-11"), ms("2026-11-12"))


def test_time_of_an_event_only_prefers() -> None:
    reading = read("who brings food on Friday?")
    assert reading.plan.filters.since_ms is None
    assert reading.near is not None
    assert reading.near.start is not None
    assert reading.near.end == reading.near.start + timedelta(days=1)


def test_nothing_left_to_search_for() -> None:
    reading = read("what did Maya say yesterday?")
    assert (reading.plan.text, reading.about) == ("", ())


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how many messages did Maya send?", "count"),
        ("How many messages are there in Cabin Crew since Monday?", "count"),
        ("how many messages from Maya in the Cabin Crew chat", "count"),
        ("who wrote the most?", "most"),
        ("who wrote most in Cabin Crew last week?", "most"),
        ("when did Maya last write?", "last"),
        ("when did I last hear from Maya?", "last"),
        ("what is the last message from Maya?", "last"),
        ("what was the first message?", "first"),
        ("when did Maya first write?", "first"),
        ("how many messages mention the sauna?", "count"),
        ("when did Maya last write about the sauna?", None),
        ("who brings the most food?", None),
        ("what did Maya say?", None),
    ],
)
def test_questions_about_a_whole_set(question: str, kind: str | None) -> None:
    assert read(question).whole_set == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("when is the wedding?", "when"),
        ("what time does the train leave?", "clock"),
        ("how much is the rent?", "amount"),
        ("how many tents are there?", "count"),
        ("who has the key?", "who"),
        ("where is the key?", "where"),
        ("what is the plumber's phone number?", "phone"),
        ("why was it moved?", "why"),
        ("what is for dinner?", "other"),
    ],
)
def test_the_kind_of_answer(question: str, kind: str) -> None:
    assert expected(question) == kind


def test_words_that_name_the_kind_of_answer_are_not_searched_for_in_it() -> None:
    assert read("what time does the train leave?").about == ("train", "leav")


@pytest.mark.parametrize(
    "question",
    [
        "Wann fahren wir los?",
        "¿Cuándo salimos?",
        "Quand partons-nous ?",
        "कब निकलते हैं?",
        "เราออกเดินทางเมื่อไหร่",
        "🏕️?",
        "\u202e?",
        "a" * 5000,
    ],
)
def test_any_language_and_any_junk_is_a_question(question: str) -> None:
    assert read(question).plan.filters == replace(read("x").plan.filters)
