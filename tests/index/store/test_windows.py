"""Windows of long passages: made after the vectors, searched with them, and gone with their passage."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from datetime import UTC
from itertools import pairwise
from pathlib import Path

import apsw
import numpy as np
import pytest

from index.errors import Stopped
from index.index import Index
from index.store.database import migrations
from index.store.database.connection import load_vectors
from index.store.search import coarse, vectors, windows
from index.store.search.fts import PassageMatch
from index.store.search.scope import Condition
from index.store.search.spaces import Space
from index.text.chunking import TextSpan
from index.types.embedding import Embedder
from index.types.events import EmbeddingProgress
from index.types.records import Record
from tests.index.kit import DocumentPart, DocumentRecord, Memory, add, add_records, chat, find, said
from tests.index.store.test_vectors import DenseEmbedder

EMBEDDER = DenseEmbedder(dimension=96)
NEW = DenseEmbedder(dimension=32, fingerprint="new")
EVERYTHING = Condition("1")
DEPOSIT = "The deposit is three months of rent and due before the keys change hands."
COUNT = 30


def contract(number: int) -> str:
    """Return a long passage: five sentences of words of its own, the third on a deposit in contract 7."""
    chance = np.random.default_rng(number)
    sentences = [" ".join(f"word{n}" for n in chance.integers(0, 200, 12)) + "." for _ in range(5)]
    if number == 7:
        sentences[2] = DEPOSIT
    return " ".join(sentences)


@pytest.fixture
def full(index: Index) -> Index:
    """Return an index of long and short messages that has vectors, and no windows yet."""
    long = [said(contract(n), n, native=f"l{n}") for n in range(COUNT)]
    add_records(index, [chat(), *long, *(said(f"short word{n}", COUNT + n) for n in range(COUNT))])
    return index


def until_windows(index: Index, embedder: Embedder = EMBEDDER) -> Iterator[EmbeddingProgress]:
    """Embed until the first windows are stored, and stop there."""
    stop = threading.Event()
    for progress in index.embed_pending(embedder, stop, keep=True):
        yield progress
        if rows(index, windows.TABLE) or has_next(index):
            stop.set()


def rows(index: Index, table: str) -> int:
    with index._database.reading() as db:
        found: int = db.execute(f"SELECT count(DISTINCT passage_id) FROM {table}").get
    return found


def has_next(index: Index) -> bool:
    with index._database.reading() as db:
        there = db.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (windows.NEXT,)).get is not None
    return there and rows(index, windows.NEXT) > 0


def nearest(index: Index, text: str, limit: int = 5, chance: float = 0.0) -> list[PassageMatch]:
    vector = EMBEDDER.embed_query(text).tobytes()
    with index._database.reading() as db:
        found = vectors.nearest(db, vector, EVERYTHING, limit, chance)
        cosines = vectors.cosines(db, vector, [one.passage for one in found], chance)
    assert cosines == pytest.approx({one.passage: one.score for one in found})
    return found


def test_one_sentence_of_a_long_passage_wins_and_is_told(full: Index) -> None:
    list(full.embed_pending(EMBEDDER))
    best = nearest(full, DEPOSIT)[0]
    text = contract(7)
    assert best.window is not None
    assert text[slice(*best.window)] == DEPOSIT
    assert best.score == pytest.approx(1, abs=0.01)
    less = nearest(full, DEPOSIT, chance=0.1)[0]
    assert less.score == pytest.approx(best.score - 0.1 * math.sqrt(2 * math.log(6)))
    whole = nearest(full, text, chance=0.1)[0]
    assert (whole.owner, whole.window) == (best.owner, None)
    assert find(full, DEPOSIT, EMBEDDER).hits[0].native_id == "l7"


def test_short_messages_have_none(full: Index) -> None:
    list(full.embed_pending(EMBEDDER))
    assert rows(full, windows.TABLE) == COUNT
    assert nearest(full, "short word3")[0].window is None


def test_the_coarse_pass_knows_windows(full: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    list(full.embed_pending(EMBEDDER))
    exact = [nearest(full, f"{DEPOSIT} word{n} word{n + 1}") for n in range(20)]
    monkeypatch.setattr(vectors, "COARSE_FROM", 0)
    monkeypatch.setattr(vectors, "RESCORED", 100)
    rough = [nearest(full, f"{DEPOSIT} word{n} word{n + 1}") for n in range(20)]
    assert [found[0] for found in rough] == [found[0] for found in exact]
    with full._database.reading() as db:
        held = coarse.bits(db, "somewhere")
        total = db.execute(f"SELECT (SELECT count(*) FROM vector) + count(*) FROM {windows.TABLE}").get
    assert len(held.ids) == total
    assert len(set(held.ids.tolist())) == 2 * COUNT
    found = held.nearest(EMBEDDER.embed_query(DEPOSIT).tobytes(), total)
    assert sorted(found.tolist()) == sorted(set(held.ids.tolist()))


def test_stopped_half_way_the_rest_waits_and_is_done_later(full: Index) -> None:
    seen: list[EmbeddingProgress] = []
    with pytest.raises(Stopped):
        seen.extend(until_windows(full))
    assert {event.total for event in seen} == {3 * COUNT}
    left = full.waiting()
    assert 0 < left < COUNT
    again = list(full.embed_pending(EMBEDDER))
    assert (again[0].total, again[-1].done) == (left, left)
    assert (full.waiting(), rows(full, windows.TABLE)) == (0, COUNT)


def test_before_they_are_made_its_own_vector_finds_a_long_passage(full: Index) -> None:
    with pytest.raises(Stopped):
        list(until_windows(full))
    found = find(full, contract(29), EMBEDDER)
    assert (found.hits[0].native_id, found.note) == ("l29", "")


def test_an_older_store_gets_them_without_adding_again(store: Path) -> None:
    before = [step.name for step in migrations.MIGRATIONS].index("vectors of the sentences of long passages")
    with Index.open(store, zone=UTC, create=True) as index:
        add_records(index, [chat(), said(contract(7), native="l7"), said("short", 5)])
        pages: list[Record] = [DocumentRecord("Contract"), DocumentPart(contract(8), "page 1")]
        add(index, Memory({"b": pages}, kinds={"b": "pdf"}), embedder=EMBEDDER)
        assert index.waiting() == 0
        with index._database.write() as db:
            db.execute(f"DELETE FROM {windows.TABLE}")
            vectors.write_bits_again(db)
            db.execute(f"DROP TABLE {windows.TABLE}; DROP TABLE window_due; DROP TABLE decision")
            db.execute("DROP TRIGGER decision_goes; DROP TRIGGER decision_goes_with_contact")
            db.execute("DELETE FROM migration WHERE number > ?", (before,))
            db.execute(f"PRAGMA user_version = {before}")
    with Index.open(store, zone=UTC) as index:
        assert index.waiting() == 2
        assert find(index, contract(8), EMBEDDER).note == ""
        list(index.embed_pending(EMBEDDER))
        assert (index.waiting(), rows(index, windows.TABLE)) == (0, 2)
        assert nearest(index, DEPOSIT)[0].window is not None


def test_another_model_takes_over_with_its_windows_and_not_before(full: Index) -> None:
    list(full.embed_pending(EMBEDDER))
    with pytest.raises(Stopped):
        list(until_windows(full, NEW))
    assert full.space() == EMBEDDER.fingerprint
    assert (
        f"uses the previous model: vectors are still missing ({full.waiting()})" in find(full, "word1", EMBEDDER).note
    )
    assert nearest(full, DEPOSIT)[0].window is not None
    list(full.embed_pending(NEW, keep=True))
    assert (full.space(), full.waiting()) == ("new", 0)
    with full._database.reading() as db:
        assert {row[0] for row in db.execute(f"SELECT length(embedding) FROM {windows.TABLE}")} == {32}
        assert db.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (windows.NEXT,)).get is None
    assert rows(full, windows.TABLE) == COUNT


def test_back_to_the_former_model_only_what_came_meanwhile_is_due(full: Index) -> None:
    list(full.embed_pending(EMBEDDER))
    with pytest.raises(Stopped):
        list(until_windows(full, NEW))
    add_records(full, [chat(), said(contract(50), 500)], "b")
    assert list(full.embed_pending(EMBEDDER, keep=True))[-1].done == 2
    assert (rows(full, windows.TABLE), full.waiting()) == (COUNT + 1, 0)


def test_where_nobody_can_ask_the_former_ones_go_at_once(full: Index) -> None:
    list(full.embed_pending(EMBEDDER))
    events = full.embed_pending(NEW)
    next(events)
    assert rows(full, windows.TABLE) == 0
    list(events)
    assert (full.space(), rows(full, windows.TABLE)) == ("new", COUNT)


def test_a_passage_that_goes_takes_all_of_its_windows_along(full: Index) -> None:
    list(full.embed_pending(EMBEDDER))
    with pytest.raises(Stopped):
        list(until_windows(full, NEW))
    with full._database.reading() as db:
        done = db.execute(f"SELECT min(passage_id) FROM {windows.NEXT}").get
        due = db.execute("SELECT max(passage_id) FROM window_due").get
    with full._database.write() as db:
        vectors.remove(db, [done, due])
        db.execute("DELETE FROM passage WHERE id IN (?, ?)", (done, due))
    with full._database.reading() as db:
        for table in (windows.TABLE, windows.NEXT, "window_due"):
            assert db.execute(f"SELECT count(*) FROM {table} WHERE passage_id IN (?, ?)", (done, due)).get == 0
        assert not {done, due} & set(coarse.bits(db, "somewhere").ids.tolist())


def test_windows_of_a_passage_that_went_meanwhile_are_left_out(full: Index) -> None:
    with pytest.raises(Stopped):
        list(until_windows(full))
    with full._database.reading() as db:
        (passage, text), *_ = windows.pending(db, 1)
    with full._database.write() as db:
        vectors.remove(db, [passage])
        db.execute("DELETE FROM passage WHERE id = ?", (passage,))
    made = windows.quantised(EMBEDDER.embed_passages([text]))[0]
    late = windows.WindowVector(TextSpan(0, 5), made)
    with full._database.write() as db:
        space = Space(EMBEDDER.fingerprint, EMBEDDER.dimension)
        assert vectors.add_windows(db, space, [(passage, [late])])
        assert not vectors.add_windows(db, Space("other", 96), [(passage, [late])])
        assert db.execute(f"SELECT count(*) FROM {windows.TABLE} WHERE passage_id = ?", (passage,)).get == 0


def test_bytes_for_components_keep_the_cosine() -> None:
    made = EMBEDDER.embed_passages([contract(n) for n in range(10)])
    connection = apsw.Connection(":memory:")
    load_vectors(connection)
    for one, other in pairwise(made):
        small = windows.quantised(np.stack([one, other]))
        found = connection.execute("SELECT 1.0 - vec_distance_cosine(vec_int8(?), vec_int8(?))", small).get
        assert found == pytest.approx(float(one @ other), abs=0.01)
    assert windows.quantised(np.zeros((1, 8), np.float32)) == [bytes(8)]
