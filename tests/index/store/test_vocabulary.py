"""The words of an index in memory."""

from __future__ import annotations

import pytest

from index.index import Index
from index.store.database.connection import Connection
from index.store.search.vocabulary import holding, stored, vocabulary, written
from tests.index.kit import add_records, chat, said

TEXTS = ("the cabin keys", "a cabin by the lake", "kitchen cabinets", "kitchenette, 12345678")


@pytest.fixture
def cabin(index: Index) -> Index:
    add_records(index, [chat(), *(said(text, 600 * n) for n, text in enumerate(TEXTS))])
    return index


@pytest.fixture
def db(cabin: Index) -> Connection:
    return cabin._database.reader()


def test_words_are_counted_and_found_by_their_parts(db: Connection) -> None:
    known = vocabulary(db)
    assert (known.count("cabin"), known.count("cabi"), known.count("cabinz"), known.count("")) == (2, 0, 0, 0)
    assert known.beginning("cabin") == [("cabin", 2), ("cabinet", 1)]
    assert known.beginning("zzz") == []
    assert len(known.beginning("")) == 10
    assert list(known.containing("chenet")) == [("kitchenett", 1)]
    assert list(known.containing("abin")) == [], "shorter words are no compounds"
    assert list(known.ending("45678")) == [("12345678", 1)]
    assert list(known.ending("cabin")) == [("cabin", 2)]


def test_they_are_read_again_only_when_they_changed(cabin: Index, db: Connection) -> None:
    known = vocabulary(db)
    assert vocabulary(db) is known
    with cabin._database.write() as writing:
        writing.execute("UPDATE passage SET embedded = 2 WHERE id = 1")
    assert vocabulary(db) is known
    add_records(cabin, [chat(), said("a lighthouse", 9000)], "b")
    assert vocabulary(db).count("lighthous") == 1


@pytest.mark.parametrize("drop", [Index.let_go, Index.close])
def test_nothing_of_them_is_held_once_the_index_lets_go(cabin: Index, drop: object) -> None:
    from index.store.search import vocabulary as module

    vocabulary(cabin._database.reader())
    assert module._held
    drop(cabin)  # type: ignore[operator]
    assert not module._held


def test_an_empty_index_has_no_words(index: Index) -> None:
    known = vocabulary(index._database.reader())
    assert (known.count("a"), known.beginning(""), list(known.containing("abcde")), list(known.ending("a"))) == (
        0,
        [],
        [],
        [],
    )


def test_a_stored_word_is_looked_for_by_what_is_stored_as_it(db: Connection) -> None:
    assert stored(db, "Running Kitchens") == ["run", "kitchen"]
    assert written(db, "restaurant") == "restaurante"
    for word, _ in vocabulary(db).beginning(""):
        text = written(db, word)
        assert text is not None
        assert stored(db, text) == [word]


def test_passages_of_a_word(db: Connection) -> None:
    assert len(holding(db, "cabin", 5)) == 2
    assert len(holding(db, "cabin", 1)) == 1
    assert holding(db, "nothing", 5) == []
