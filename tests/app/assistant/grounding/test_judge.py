"""What the reader adds to the rules of the check, with a reader that knows what it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import cast

import pytest

from app.assistant.assistant import Assistant
from app.assistant.events import Answer, Dropped, Sentence, Summary
from app.assistant.grounding.checker import Checker
from app.assistant.grounding.judge import JUDGED, SURE
from app.assistant.types import Scope
from models.errors import ModelDamaged
from models.reader.layout import Line, Passage
from models.reader.reader import Answering, Reader, Support
from tests.app.assistant.fakes import FakeEngine, FakeIndex, as_index, talk

CHAT = talk(
    "Maya: I booked the old cabin for 14 March",
    "Tom: I bought a vessel, with my sister",
    "Maya: Leaving at 16:30",
)


NOW = datetime(2026, 11, 12, 21, 0, tzinfo=UTC)


class Knowing:
    """Takes a sentence as borne out where one of `words` is in it. `read` is all that it was shown."""

    def __init__(self, *words: str, sure: float = SURE) -> None:
        self.words, self.sure = words, sure
        self.read: list[tuple[str, Sequence[Line], Line | None]] = []

    def answers(self, question: str, passages: Sequence[Passage]) -> list[Answering]:
        """Know nothing of it."""
        return [Answering(0.0, 0.5, None) for _ in passages]

    def supports_each(self, pairs: Sequence[tuple[str, Sequence[Line], Line | None]]) -> list[Support]:
        """Look for the words."""
        self.read += pairs
        found = [self.sure if any(word in sentence for word in self.words) else 0.1 for sentence, _, _ in pairs]
        return [Support(one, 0.0, 1.0 - one) for one in found]


def verdict(sentence: str, reader: Knowing | None) -> Sentence | Dropped:
    return Checker(CHAT, ["Maya", "Tom"], cast(Reader, reader) if reader else None).check(sentence)


def test_the_reader_refuses_what_the_rules_let_through() -> None:
    sentence = "Maya booked the new old cabin for 14 March."
    assert isinstance(verdict(sentence, None), Sentence)
    refused = verdict(sentence, Knowing("nothing of it"))
    assert isinstance(refused, Dropped)
    assert refused.reason == "it is not what the message says, read once more"
    assert isinstance(verdict(sentence, Knowing("cabin")), Sentence)
    assert isinstance(verdict(sentence, Knowing("cabin", sure=SURE - 0.01)), Dropped)


def test_other_words_for_the_same_pass_where_the_reader_is_sure() -> None:
    sentence = "Tom bought a boat with the sister."
    assert isinstance(verdict(sentence, None), Dropped)
    assert verdict(sentence, Knowing("boat")) == Sentence(sentence, (2,))
    assert isinstance(verdict("Tom's aunt sings in a choir.", Knowing("choir")), Dropped), (
        "hardly a word of it is there"
    )


def test_in_other_languages_than_english_no_word_may_be_missing() -> None:
    lines = talk("Anna: Ich habe gestern das Auto verkauft")
    checker = Checker(lines, [], cast(Reader, Knowing("Auto")))
    assert isinstance(checker.check("Anna hat das Auto gekauft."), Dropped)
    assert isinstance(checker.check("Anna hat gestern das Auto verkauft."), Sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Maya booked the old cabin for 15 March.",
        "Tom booked the old cabin for 14 March.",
        "Marcus booked the old cabin for 14 March.",
        "Maya did not book the old cabin for 14 March.",
        "Maya is leaving at 17:30.",
        "Maya booked the old cabin on https://example.org/a for 14 March.",
        "Maya booked the old cabin for 300 euros.",
    ],
)
def test_numbers_dates_names_and_links_are_a_matter_of_the_rules(sentence: str) -> None:
    assert isinstance(verdict(sentence, Knowing("a", "e")), Dropped)


def test_the_reader_sees_the_message_who_wrote_it_and_the_one_before() -> None:
    reader = Knowing("boat")
    verdict("Tom bought a boat with the sister.", reader)
    assert reader.read[0] == (
        "Tom bought a boat with the sister.",
        [Line("Tom", "I bought a vessel, with my sister")],
        Line("Maya", "I booked the old cabin for 14 March"),
    )


def test_the_second_half_of_a_sentence_is_read_with_its_subject() -> None:
    reader = Knowing("Maya booked the old cabin for 14 March", "Maya leaves")
    sentence = "Maya booked the old cabin for 14 March and leaves at 16:30."
    assert isinstance(verdict(sentence, reader), Sentence)
    assert "Maya leaves at 16:30." in [said for said, _, _ in reader.read]


def test_of_a_long_message_the_sentence_alone_is_read_and_of_many_messages_a_few() -> None:
    page = "Nothing happened here. " * 60 + "The old cabin costs 300 euros a week."
    reader = Knowing("nothing of it")
    Checker(talk(f"Maya: {page}"), [], cast(Reader, reader)).check("The old cabin costs 300 euros.")
    assert ("The old cabin costs 300 euros a week.") in [lines[0].text for _, lines, _ in reader.read]
    many = talk(*(f"Maya: The old cabin number {n} is red" for n in range(30)))
    reader = Knowing("nothing of it")
    Checker(many, [], cast(Reader, reader)).check("The old cabin is red.")
    assert len(reader.read) == JUDGED


def test_a_quote_is_not_judged() -> None:
    reader = Knowing("nothing of it")
    quoted = Checker(CHAT, [], cast(Reader, reader)).check("Leaving at 16:30", third_person=False)
    assert isinstance(quoted, Sentence)
    assert quoted.verbatim


def assistant(reader: Callable[[], Reader | None]) -> Assistant:
    engine = FakeEngine("Maya booked the new old cabin for 14 March.")
    return Assistant(
        as_index(FakeIndex(CHAT)),
        embedder=lambda: None,
        reader=reader,
        engine=lambda: engine,
        now=lambda: NOW,
        zone=UTC,
    )


@pytest.mark.parametrize(("word", "shown"), [("cabin", True), ("nothing of it", False)])
def test_answers_and_summaries_are_judged(word: str, shown: bool) -> None:
    judged = assistant(lambda: cast(Reader, Knowing(word)))
    for done in ([*judged.ask("who booked the cabin?", Scope())][-1], [*judged.summarize(Scope())][-1]):
        assert isinstance(done, Answer | Summary)
        said = [one.text for one in done.sentences if not one.verbatim]
        assert (said == ["Maya booked the new old cabin for 14 March."]) is shown
        assert bool(done.dropped) is not shown


def test_with_a_damaged_reader_the_rules_stand_alone() -> None:
    def damaged() -> Reader | None:
        raise ModelDamaged("The reader is damaged.")

    done = [*assistant(damaged).summarize(Scope())][-1]
    assert isinstance(done, Summary)
    assert "Maya booked the new old cabin for 14 March." in [one.text for one in done.sentences]
