"""Who is coming, gathered out of the chat that was asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.assistant.assistant import Assistant
from app.assistant.events import Answer
from app.assistant.languages.base import Language
from app.assistant.languages.registry import others
from app.assistant.text.attendance import answered, asking
from app.assistant.types import Scope
from index.types.search import Hit
from tests.app.assistant.fakes import MONDAY, FakeIndex, as_index, talk

NOW = datetime(2026, 11, 12, 21, 0, tzinfo=UTC)
CABIN = talk(
    "Sophie: The cabin is free on the 14th. Who is coming?",
    "Tom: I'm in!",
    "Marc: count me in",
    "Priya: me too",
    "Julia: can't make it, sorry",
    "Elena: not sure yet",
    "Tom: I'm in a meeting, more later",
    "Marc: sorry, can't come after all",
)
LUNCH = talk(
    "Tom: Lunch tomorrow, who's in?", "Elena: yes!", "Priya: nope", chat="Office", start=MONDAY + timedelta(days=1)
)
LANGUAGES = [pytest.param(language, id=language.code) for language in others()]


def numbered(*chats: list[Hit]) -> list[Hit]:
    return [replace(hit, id=f"m{n}") for n, hit in enumerate((hit for chat in chats for hit in chat), 1)]


def ask(question: str, hits: list[Hit]) -> Answer:
    assistant = Assistant(
        as_index(FakeIndex(hits, me="Priya")), embedder=lambda: None, engine=lambda: None, now=lambda: NOW, zone=UTC
    )
    *_, last = assistant.ask(question, Scope())
    assert isinstance(last, Answer)
    return last


def told(question: str, *chats: list[Hit]) -> list[str]:
    return [sentence.text for sentence in ask(question, numbered(*chats)).sentences]


def test_each_person_counts_by_what_they_said_last() -> None:
    assert told("who is coming?", CABIN)[:4] == [
        "Coming: Tom, Priya (2).",
        "Not coming: Marc, Julia (2).",
        "Not sure: Elena (1).",
        "Asked by Sophie, Mon 2 Nov, 09:00: “The cabin is free on the 14th. Who is coming?”",
    ]


def test_each_name_is_cited_by_the_message_that_says_so() -> None:
    answer = ask("who is coming to the cabin?", numbered(CABIN))
    cited = [[answer.evidence[n - 1].text for n in sentence.cites] for sentence in answer.sentences]
    assert cited[0] == ["I'm in!", "me too"]
    assert cited[1] == ["sorry, can't come after all", "can't make it, sorry"]


def test_the_newest_asking_message_counts_unless_a_topic_is_named() -> None:
    assert told("who's in?", CABIN, LUNCH)[0] == "Coming: Elena (1)."
    assert told("who's in for lunch?", CABIN, LUNCH)[:2] == ["Coming: Elena (1).", "Not coming: Priya (1)."]
    assert told("who is coming to the cabin?", CABIN, LUNCH)[0] == "Coming: Tom, Priya (2)."


def test_other_chats_and_other_topics_stay_out() -> None:
    assert not any(line.startswith("Coming") for line in told("who is coming to the opera?", CABIN, LUNCH))
    between = [replace(hit, time=(hit.time or MONDAY) - timedelta(days=1, seconds=-90)) for hit in LUNCH]
    mixed = sorted([*CABIN, *between], key=lambda hit: hit.time or MONDAY)
    assert told("who is coming to the cabin?", mixed)[0] == "Coming: Tom, Priya (2)."


@pytest.mark.parametrize(
    "text",
    ["I'm in a meeting", "who ate the cake?", "the train is coming", "I have no idea about the no", "are you in?"],
)
def test_what_is_no_answer(text: str) -> None:
    assert answered(text) is None


@pytest.mark.parametrize("text", ["what's coming up?", "who is in the photo?", "who came?", "is Tom coming?"])
def test_what_does_not_ask(text: str) -> None:
    assert asking(text) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_asked_and_answered_in_each_language(language: Language) -> None:
    said = language.attendance_examples
    chat = talk(
        f"Sophie: {said.asks}",
        f"Tom: {said.comes}",
        f"Priya: {said.same}",
        f"Julia: {said.stays_away}",
        f"Elena: {said.unsure}",
    )
    assert told(said.asks, chat)[:3] == ["Coming: Tom, Priya (2).", "Not coming: Julia (1).", "Not sure: Elena (1)."]
    assert told("who is coming?", chat)[0] == "Coming: Tom, Priya (2)."


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_answers_count_right_after_the_question(language: Language) -> None:
    said = language.attendance_examples
    chat = talk(
        f"Sophie: {said.asks}", f"Tom: {said.short_yes}!", f"Julia: {said.short_no}", "Elena: is it far?", "Marc: yes"
    )
    assert told(said.asks, chat)[:2] == ["Coming: Tom (1).", "Not coming: Julia (1)."]
