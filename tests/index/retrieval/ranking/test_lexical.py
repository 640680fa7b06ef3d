"""Keyword scores by where the words stand, and by how long texts of a kind are."""

from __future__ import annotations

from datetime import UTC

import pytest

from index.index import Index
from index.types.records import DocumentPart, DocumentRecord
from tests.index.kit import Memory, add, bodies, chat, find, said

CONTRACT = (
    "Rental agreement. The landlord lets the flat on the second floor to the tenants for an open period from 1 May. "
    "The rent is due on the third day of each month. The deposit for the flat is three monthly rents and is kept apart. "
    "Small repairs are paid by the tenants up to a hundred a year. The house rules are part of this agreement. "
    "Pets other than small animals need the landlord's consent. Keys are handed over on the day of moving in."
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("home") / "index.db", zone=UTC, create=True)
    lines = [
        *(said(f"shop.example/flat/{number}", number) for number in range(40)),
        *(said(f"we could see the flat number {number} tomorrow", 50 + number) for number in range(40)),
        *(said(f"nothing new today {number}, see you later", 100 + number) for number in range(200)),
        said("late sunday walnut", 400),
        said("please do not be late again", 401),
        said("don't be late", 402),
        said(
            "the red bicycle and the old blue car stand by the shed that we painted in green last year, shed and all",
            403,
        ),
        said(
            "the blue bicycle stands by the red shed that we painted last year when the old car was still here, the green",
            404,
        ),
    ]
    memory = Memory(
        {"a": [chat(), *lines], "b": [DocumentRecord("Rental"), DocumentPart(CONTRACT, "page 1")]}, kinds={"b": "pdf"}
    )
    add(index, memory)
    return index


def test_a_contract_with_all_words_comes_before_lines_with_one(home: Index) -> None:
    assert bodies(find(home, "deposit flat").hits)[0] == CONTRACT


def test_a_word_in_a_link_counts_less_than_one_in_the_text(home: Index) -> None:
    assert not bodies(find(home, "flat").hits)[0].startswith("shop")


def test_a_phrase_as_it_was_typed_comes_first(home: Index) -> None:
    assert bodies(find(home, "don't be late").hits)[0] == "don't be late"
    assert bodies(find(home, "Don’t be late").hits)[0] == "don't be late"


def test_words_that_stand_together_count_more(home: Index) -> None:
    assert bodies(find(home, "blue bicycle").hits)[0].startswith("the blue bicycle")
    assert bodies(find(home, "blue car").hits)[0].startswith("the red bicycle")
