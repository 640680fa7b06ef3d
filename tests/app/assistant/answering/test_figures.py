"""Figures worked out of what messages say: right with their working, or not given. Messages begin on 13 October 2026."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.assistant.languages.base import Language
from app.assistant.languages.registry import others
from app.assistant.text import figures
from index.index import Index
from tests.app.assistant.exported import ZONE, Told

LANGUAGES = [pytest.param(language, id=language.code) for language in others()]


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    with Index.open(tmp_path / "index.db", zone=ZONE, create=True) as index:
        yield Told(index, tmp_path)


def test_what_was_spent_is_added_up_and_the_working_shown(told: Told) -> None:
    told.add(
        "Ana: I paid 120 € for the cabin deposit",
        "Ana: paid another 42,50 € for the cabin's firewood",
        "Tom: I paid 80 € for the cabin food",
        "Ana: I paid 15 € for lunch",
        "Ana: Tom paid 33 € for the cabin",
        "Ana: did I pay 70 € for the cabin?",
        "Ana: I haven't paid the 300 € for the cabin yet",
        "Ana: I'll pay 60 € for the cabin on Friday",
    )
    assert told.ask("how much in all did I spend on the cabin?")[0] == "120 € + 42.50 € = 162.50 € on “the cabin”."
    assert told.ask("how much have we paid for the cabin?")[0] == "120 € + 42.50 € + 80 € = 242.50 € on “the cabin”."
    assert told.ask("how much did Tom pay for the cabin?")[0] == "80 € on “the cabin”."


def test_each_term_is_cited(told: Told) -> None:
    told.add("Ana: I paid 120 € for the cabin", "Ana: I spent 40 € on the cabin")
    answer = told.answer("how much did I spend on the cabin?")
    assert [answer.evidence[n - 1].text for n in answer.sentences[0].cites] == [
        "I paid 120 € for the cabin",
        "I spent 40 € on the cabin",
    ]


def test_currencies_are_not_mixed_and_doubts_are_said(told: Told) -> None:
    told.add(
        "Ana: I paid 120 € for the cabin",
        "Ana: I paid $15 for the cabin key",
        "Ana: I paid fifty for the cabin lamps",
        "Ana: and another 40 € for the cabin wood",
    )
    assert told.ask("how much did I spend on the cabin?")[:3] == [
        "120 €, and 15 $ on “the cabin” (different currencies are not added).",
        "Not counted: 1 message in which not exactly one amount could be read.",
        "Not counted: 1 message with an amount that does not say that its sender paid.",
    ]


def test_an_amount_that_is_said_twice_is_not_added(told: Told) -> None:
    told.add("Ana: I paid 120 € for the cabin", "Ana: as I said, I paid 120 € for the cabin")
    assert told.ask("how much did I spend on the cabin?")[0].startswith("Not added up: 120 € is said more than once")


def test_of_several_amounts_only_those_beside_the_topic_count(told: Told) -> None:
    told.add("Ana: I paid 120 € for the cabin, and 40 € for the train")
    assert told.ask("how much did I spend on the cabin?")[0] == "120 € on “the cabin”."
    assert told.ask("how much did I spend on the train?")[0] == "40 € on “the train”."


def test_a_debt_is_what_was_owed_less_what_came_back(told: Told) -> None:
    told.add("Tom: I owe you 120 € for the deposit", "Tom: and I owe you 12,50 € for the taxi", "Ana: ok", title="Tom")
    assert told.ask("how much does Tom owe me?")[0] == "120 € + 12.50 € = 132.50 € owed."
    told.add("Tom: Sent you the 100 euros", "Tom: I owe you 7 € for the beer", "Ana: ok", title="Tom (2)")
    assert told.ask("how much does Tom owe me?")[0].endswith("owed.")


def test_a_debt_in_a_group_is_nobodys_in_particular(told: Told) -> None:
    told.add("Tom: I owe you 120 €", "Maya: who?", "Ana: me")
    answer = told.answer("how much does Tom owe me?")
    assert answer.note.startswith("Not worked out: there is no chat of two with Tom")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Emil turned 7 today!!", "Emil is 7: turned 7 on 13 Oct 2026."),
        ("Emil was born on 5 December 2019", "Emil is 6: born on 5 Dec 2019."),
        ("Emil was born on 1 December 2019", "Emil is 7: born on 1 Dec 2019."),
        ("Emil's birthday is 2019-10-05", "Emil is 7: born on 5 Oct 2019."),
        ("Emil is 7 years old", "Emil is 7 or 8: 7 on 13 Oct 2026."),
    ],
)
def test_an_age_is_worked_out_from_a_birthday(told: Told, said: str, answer: str) -> None:
    told.add(f"Tom: {said}", "Tom: Emil's passport number is 123456789")
    assert told.ask("how old is Emil?")[0] == answer


def test_no_number_off_the_point_is_an_age(told: Told) -> None:
    told.add(
        "Tom: Emil's passport number is 123456789", "Tom: Emil's birthday is on 5 October", "Tom: is Emil 7 years old?"
    )
    answer = told.answer("how old is Emil?")
    assert answer.abstained
    assert answer.evidence == ()
    assert answer.note == "Not worked out: no message says when Emil was born, or what age Emil turned."


def test_ages_that_do_not_agree_are_both_told(told: Told) -> None:
    told.add("Tom: Emil turned 7 today", "Maya: Emil was born on 5 May 2017")
    assert told.ask("how old is Emil?")[0] == "Messages do not agree on how old Emil is."


def test_days_until_something_are_counted_from_the_day_that_is_said(told: Told) -> None:
    told.add("Tom: The flight to Lisbon is on 24 December 2026", "Tom: the flight was delayed on 3 October 2026")
    assert told.ask("how many days until the flight?")[0] == "23 days until 24 Dec 2026 (today is 1 Dec 2026)."
    assert told.ask("how many days until Christmas?")[0] == "24 days until 25 Dec 2026 (today is 1 Dec 2026)."
    told.add("Tom: the flight is on 27 December 2026", title="Two")
    lines = told.ask("how many days until the flight?")
    assert lines[0] == "Messages give 2 days for “the flight”, the newest message first."
    assert {line.split(" (")[0] for line in lines[1:3]} == {"23 days until 24 Dec 2026", "26 days until 27 Dec 2026"}


def test_days_since_something_are_counted_from_the_first_message_that_says_so(told: Told) -> None:
    told.add("Tom: should we book the ferry?", "Tom: I booked the ferry", "Maya: Tom booked the ferry, great")
    lines = told.ask("how long ago did we book the ferry?")
    assert lines[0] == "49 days ago (7 weeks), on 13 Oct 2026."
    assert lines[-1] == "It is the first of 2 messages with “book”, “ferry”."


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("which is cheaper, the ferry or the train?", "Train is cheaper, by 24 €: ferry 89 €; train 65 €."),
        ("which is more expensive, the ferry or the train?", "Ferry is more expensive, by 24 €: ferry 89 €; train 65 €."),
        ("is the train cheaper than the ferry?", "Train is cheaper, by 24 €: train 65 €; ferry 89 €."),
        (
            "is the bus more expensive than the train?",
            "Not compared, as different currencies are not compared: bus $70; train 65 €.",
        ),
    ],
)  # fmt: skip
def test_prices_are_compared(told: Told, question: str, answer: str) -> None:
    told.add("Tom: I booked the ferry, it costs 89 €", "Maya: The train costs 65 €", "Maya: the bus is $70")
    assert told.ask(question)[0] == answer


def test_prices_in_one_sentence_go_with_what_they_stand_by(told: Told) -> None:
    told.add("Tom: the ferry is 89 €, the train 65 €")
    assert told.ask("which is cheaper, the ferry or the train?")[0].startswith("Train is cheaper, by 24 €")


def test_what_has_several_prices_is_not_compared(told: Told) -> None:
    told.add("Tom: the ferry is 89 €", "Tom: the ferry is 99 €", "Tom: the train is 65 €")
    assert told.ask("which is cheaper, the ferry or the train?")[0].startswith(
        "Not compared, as there is more than one amount"
    )


def test_times_are_compared(told: Told) -> None:
    told.add("Marc: I ran the 10k in 52:10", "Sophie: My 10k time was 49:30", "Tom: my marathon took 4:12:00")
    assert told.ask("who was faster in the 10k, Marc or Sophie?")[0] == (
        "Sophie was faster, by 2:40 min: Sophie 49:30, Marc 52:10."
    )
    assert told.ask("who was slower in the 10k?")[0] == "Marc was slower, by 2:40 min: Marc 52:10, Sophie 49:30."
    assert "in what is not said" in told.answer("who was faster?").note


def test_a_time_of_day_is_no_race(told: Told) -> None:
    told.add("Marc: the 10k starts at 9:30", "Sophie: My 10k time was 49:30")
    assert "may give a time of day" in told.answer("who was faster in the 10k?").note


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_its_figures(language: Language) -> None:
    said = language.figure_examples
    assert figures.PAID.search(said.paid)
    assert figures.OWES.search(said.owes)
    assert figures.REPAID.search(said.repaid)
    assert figures.BORN.search(said.born)
    assert figures.ages(said.age) == [7]


@pytest.mark.parametrize(
    "question",
    [
        *("Wie alt ist Emil?", "¿Cuántos años tiene Emil?", "Quel âge a Emil ?", "Quanti anni ha Emil?"),
        *("Quantos anos tem Emil?", "Hoe oud is Emil?", "Emil की उम्र कितनी है?", "Emil อายุเท่าไหร่"),
    ],
)
def test_an_age_is_asked_for_in_each_language(told: Told, question: str) -> None:
    told.add("Tom: Emil was born on 5 October 2019")
    assert told.ask(question)[0] == "Emil is 7: born on 5 Oct 2019."


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_age_is_told_in_each_language(told: Told, language: Language) -> None:
    told.add(f"Tom: {language.figure_examples.born}")
    assert told.ask("how old is Emil?")[0] == "Emil is 7: born on 5 Oct 2019."


@pytest.mark.parametrize(
    "question",
    [
        *("Was ist billiger, die Fähre oder der Zug?", "Wat is goedkoper, de Fähre of de Zug?"),
        *("¿Qué es más barato, el Fähre o el Zug?", "Qu'est-ce qui est moins cher, le Fähre ou le Zug ?"),
        *("Cosa costa meno, il Fähre o il Zug?", "O que é mais barato, o Fähre ou o Zug?"),
    ],
)
def test_prices_are_compared_in_each_language_that_has_the_frame(told: Told, question: str) -> None:
    told.add("Tom: die Fähre kostet 89 €", "Tom: der Zug kostet 65 €")
    assert told.ask(question)[0] == "Zug is cheaper, by 24 €: Fähre 89 €; Zug 65 €."


@pytest.mark.parametrize("text", ["", "€", "1:99", "99:99:99", "N", "turned", "7" * 500, "turned 999", "12 € " * 300])
def test_any_text_may_be_read(text: str) -> None:
    figures.money(text)
    figures.durations(text)
    figures.ages(text)
    figures.clauses(text)
