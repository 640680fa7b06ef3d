"""Changing to another embedder: what was there is searched until everything has its new vector, wherever one stops."""

from __future__ import annotations

import threading

import pytest

from index.errors import Stopped
from index.index import Index
from index.store.search import coarse, spaces, vectors
from tests.fakes import HashEmbedder
from tests.index.kit import add_records, chat, find, said

FORMER = HashEmbedder(64, "former")
NEW = HashEmbedder(32, "new")
COUNT = 700
"""More than are embedded at once."""


@pytest.fixture
def full(index: Index) -> Index:
    add_records(index, [chat(), *(said(f"word{n} lighthouse", n) for n in range(COUNT))], embedder=FORMER)
    return index


def half_way(index: Index, embedder: HashEmbedder = NEW) -> None:
    """Begin to change, and stop after the first vectors."""
    stop = threading.Event()
    events = index.embed_pending(embedder, stop, keep=True)
    while not next(events).done:
        pass
    stop.set()
    with pytest.raises(Stopped):
        next(events)


def test_the_former_vectors_are_searched_until_all_have_their_new_ones(full: Index) -> None:
    half_way(full)
    assert full.space() == "former"
    left = full.waiting()
    assert 0 < left < COUNT
    found = find(full, "word9", FORMER)
    assert found.lists == ("keyword", "meaning")
    assert "uses the previous model" in found.note
    assert list(full.embed_pending(NEW, keep=True))[-1].done == left
    assert (full.space(), full.waiting()) == ("new", 0)
    found = find(full, "word9", NEW)
    assert (found.lists, found.note) == (("keyword", "meaning"), "")
    assert full.health().embedded == COUNT


def test_the_coarse_copy_is_of_the_new_ones_afterwards(full: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = [hit.id for hit in find(full, "word9", FORMER).hits]
    monkeypatch.setattr(vectors, "COARSE_FROM", 0)
    list(full.embed_pending(NEW, keep=True))
    with full._database.reading() as db:
        held = coarse.bits(db, "somewhere")
        assert held.columns.shape == (1, COUNT)
    assert [hit.id for hit in find(full, "word9", NEW).hits][:1] == exact[:1]


def test_what_comes_in_meanwhile_is_found_by_words_and_gets_its_vector(full: Index) -> None:
    half_way(full)
    add_records(full, [chat(), said("a zebra", 5000)], "b")
    assert find(full, "zebra", FORMER).hits[0].text == "a zebra"
    list(full.embed_pending(NEW, keep=True))
    assert full.health().embedded == COUNT + 1


def test_back_to_the_former_one_embeds_only_what_came_in_meanwhile(full: Index) -> None:
    half_way(full)
    add_records(full, [chat(), said("a zebra", 5000)], "b")
    assert [event.total for event in full.embed_pending(FORMER, keep=True)] == [1, 1]
    assert full.space() == "former"
    assert find(full, "zebra", FORMER).note == ""
    with full._database.reading() as db:
        assert db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'vector_next'").get is None


def test_a_third_one_begins_anew_and_the_one_that_was_under_way_stores_nothing_more(full: Index) -> None:
    half_way(full)
    late = full.embed_pending(NEW, keep=True)
    next(late)
    third = HashEmbedder(16, "third")
    assert next(iter(full.embed_pending(third, keep=True))).total == COUNT
    list(late)
    with full._database.reading() as db:
        assert spaces.wanted(db) == spaces.Space("third", 16)
        assert db.execute("SELECT count(*) FROM vector_next").get == 0


def test_where_nobody_can_ask_the_former_ones_the_new_ones_are_searched_as_they_come(full: Index) -> None:
    events = full.embed_pending(NEW)
    next(events), next(events)
    assert full.space() == "new"
    assert find(full, "word9", NEW).lists == ("keyword", "meaning")
    assert "not complete" in find(full, "word9", NEW).note


def test_a_message_that_goes_takes_both_its_vectors_along(full: Index) -> None:
    half_way(full)
    with full._database.reading() as db:
        passage = db.execute("SELECT max(passage_id) FROM vector_next").get
    with full._database.write() as db:
        vectors.remove(db, [passage])
        db.execute("DELETE FROM passage WHERE id = ?", (passage,))
    with full._database.reading() as db:
        for table in ("vector", "vector_next"):
            assert db.execute(f"SELECT count(*) FROM {table} WHERE passage_id = ?", (passage,)).get == 0
