"""Who mentions something first or most: over all forms of a word, and which were counted is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.index import Index
from tests.app.assistant.exported import ZONE, Told

SAID = (
    "Marc: the cabins up there are great",
    "Tom: football tonight?",
    "Tom: the footballs are in the car",
    "Marc: football is boring",
    "Maya: the cabin is booked",
    "Maya: see you at the cabin",
    "Ana: cabinet is another word",
)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    with Index.open(tmp_path / "index.db", zone=ZONE, create=True) as index:
        found = Told(index, tmp_path)
        found.add(*SAID)
        yield found


@pytest.mark.parametrize(
    "question", ["who talks most about football?", "who mentioned football most?", "who wrote the most about football?"]
)
def test_who_mentions_something_most_is_counted(told: Told, question: str) -> None:
    assert told.ask(question) == [
        "Tom wrote most (everything, with “football”): 2 messages.",
        "Then Marc 1.",
        "Counted: “football” in 2, “footballs” in 1.",
    ]


def test_who_mentions_something_least_is_counted_of_those_who_do(told: Told) -> None:
    assert told.ask("who mentioned the cabin least?")[:2] == [
        "Marc wrote least (everything, with “cabin”): 1 message.",
        "Then Maya 2.",
    ]


def test_nobody_is_named_where_nobody_says_it(told: Told) -> None:
    assert told.ask("who talks most about sailing?") == ["No messages (everything, with “sailing”)."]


@pytest.mark.parametrize("question", ["who first mentioned the cabin?", "when did Marc first mention the cabin?"])
def test_the_first_mention_may_be_in_another_form(told: Told, question: str) -> None:
    assert told.ask(question)[0] == "“the cabins up there are great” (Marc, Tue 13 Oct, 09:00)"


def test_a_count_is_of_the_word_as_it_is_written_and_tells_other_forms(told: Told) -> None:
    assert told.ask("how many messages mention the cabin?") == [
        "2 messages (everything, with “cabin”).",
        "Not counted, as they are other words: “cabins” in 1.",
    ]
