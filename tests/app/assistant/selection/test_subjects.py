"""Whether a passage speaks of whom and of what is asked, though its words are the question's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.assistant.languages.registry import others
from app.assistant.question.interpretation import Interpretation
from app.assistant.question.plan import plan_question
from app.assistant.selection.candidates import choose, find
from app.assistant.selection.rankers import Rankers
from app.assistant.selection.subjects import lacks_the_matter, names_somebody, of_another
from app.assistant.types import Scope
from tests.app.assistant.fakes import FakeIndex, as_index, talk

NOW = datetime(2026, 11, 12, 21, 0, tzinfo=UTC)
PEOPLE = ("Nora: hi", "Piet: hi")


def reading_of(question: str) -> Interpretation:
    return plan_question(question, Scope(), as_index(FakeIndex(talk(*PEOPLE))), NOW)


def quoted(question: str, *lines: str) -> list[str]:
    index = as_index(FakeIndex(talk(*lines)))
    reading = plan_question(question, Scope(), index, NOW)
    return [one.hit.text for one in choose(reading, find(reading, index, Rankers()).candidates).quotes]


@pytest.mark.parametrize(
    ("question", "sender", "text", "another"),
    [
        ("What is Nora allergic to?", "Nora", "For Sunday: Oskar is allergic to sesame, no hummus please", True),
        ("What is Nora allergic to?", "Nora", "I'm allergic to sesame", False),
        ("What is Nora allergic to?", "Nora", "allergic to sesame, sorry", False),
        ("What is Nora allergic to?", "Piet", "Nora is allergic to sesame", False),
        ("What is Oskar allergic to?", "Nora", "Wilma is allergic to sesame", True),
        ("What is Oskar allergic to?", "Nora", "Wilma is here, Oskar is allergic to sesame", False),
        ("Which shoe size does Nora have?", "Nora", "Oskar's shoe size is 31", True),
        ("Which shoe size does Nora have?", "Nora", "my shoe size is 38, Oskar has 31", False),
        ("When is Nora's training?", "Nora", "Training is at nine", False),
        ("When is the training?", "Nora", "Oskar has training at nine", False),
    ],
)
def test_what_is_said_of_another_is_told(question: str, sender: str, text: str, another: bool) -> None:
    assert of_another(reading_of(question), sender, text) == another


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Oskar ist gegen Sesam allergisch"),
        ("fr", "Oskar est allergique au sésame"),
        ("es", "Oskar es alérgico al sésamo"),
        ("it", "Oskar è allergico al sesamo"),
        ("pt", "Oskar tem alergia a sésamo"),
        ("nl", "Oskar is allergisch voor sesam"),
    ],
)
def test_it_is_told_in_each_language_with_capitals(language: str, text: str) -> None:
    assert next(one.copulas for one in others() if one.code == language)
    said = next(word for word in text.replace("Oskar", "").split() if word.startswith(("all", "al")))
    assert of_another(reading_of(f"Nora {said}?"), "Nora", text)


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("When does Nora's visa expire?", "the visa office is closed on Monday", True),
        ("When does Nora's visa expire?", "my visa expires on 3 May", False),
        ("When did we go to the parade in August?", "the parade was on Friday", False),
        ("When was Oskar born?", "Oskar's party is at 7", True),
        ("When was Oskar born?", "Oskar's birthday is 3 May", False),
        ("Wann wurde Oskar geboren?", "Oskar kommt am Montag", True),
        ("Wann wurde Oskar geboren?", "Oskar ist am 3. Mai 2019 geboren", False),
        ("Who teaches the cello?", "he builds cellos, his name is Ruben", True),
        ("Who teaches the cello?", "the cello teacher is Ruben", False),
        ("Who is Nora's dentist?", "Nora saw Ruben on Monday", True),
        ("What is the name of Nora's cello teacher?", "his name is Ruben, he builds cellos", True),
        ("Who has the spare key?", "the key is with Ruben", False),
        ("¿Quién tiene la llave?", "He dejado la llave a Begoña", False),
    ],
)
def test_what_lacks_the_word_for_what_is_asked_is_told(question: str, text: str, lacks: bool) -> None:
    assert lacks_the_matter(reading_of(question), text, "") == lacks


def test_the_word_may_stand_beside_it() -> None:
    assert not lacks_the_matter(reading_of("Who is Nora's dentist?"), "Ruben, at the Dampoort", "who is your dentist?")


@pytest.mark.parametrize(
    ("text", "somebody"),
    [
        ("vet: Rex gets half a tablet of Apoquel", False),
        ("the vet of Rex is Dr. Lauwers", True),
        ("I am", True),
        ("lauwers, who else", True),
        ("लॉवर्स", True),
        ("Rex was at the Graslei", False),
    ],
)
def test_a_name_of_the_question_is_no_answer_to_who(text: str, somebody: bool) -> None:
    assert names_somebody(reading_of("Who is the vet of Rex?"), text) == somebody


def test_what_another_is_allergic_to_is_not_quoted() -> None:
    lines = ("Nora: For Sunday: Oskar is allergic to sesame", "Piet: ok", "Piet: see you on Sunday")
    assert quoted("What is Nora allergic to?", *lines) == []
    assert quoted("What is Oskar allergic to?", *lines) == ["For Sunday: Oskar is allergic to sesame"]
    assert quoted("What is Nora allergic to?", "Nora: I am allergic to sesame", *lines)[0] == "I am allergic to sesame"


def test_another_day_is_not_quoted_for_a_birth() -> None:
    assert quoted("When was Oskar born?", "Nora: Oskar's party is on 7 May", "Piet: great") == []
    assert quoted("When was Oskar born?", "Nora: Oskar was born on 7 May 2019", "Piet: great")
