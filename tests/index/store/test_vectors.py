"""The coarse pass agrees with exact distances, and filters hold in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from index.index import Index
from index.store.database.connection import load_vectors
from index.store.search import coarse, vectors
from index.store.search.scope import Condition
from index.types.embedding import Vectors
from tests.fakes import HashEmbedder
from tests.index.kit import add_records, chat, find, said

EVERYTHING = Condition("1")


class DenseEmbedder(HashEmbedder):
    """The sum of a random vector for each word: every component counts, as in real models."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        rows = []
        for text in texts:
            words = [np.random.default_rng(crc32(word.encode())).normal(size=self.dimension) for word in text.split()]
            rows.append(np.sum(words, axis=0))
        made = np.array(rows, dtype=np.float32)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def many(index: Index) -> Index:
    chance = np.random.default_rng(1)
    words = [f"word{n}" for n in range(300)]
    texts = [" ".join(chance.choice(words, 6)) for _ in range(900)]
    add_records(index, [chat(), *(said(text, n, by=f"P{n % 30}") for n, text in enumerate(texts))])
    list(index.embed_pending(DenseEmbedder(dimension=96)))
    return index


def ids(index: Index, text: str, scope: Condition, limit: int = 10) -> list[int]:
    vector = DenseEmbedder(dimension=96).embed_query(text).tobytes()
    with index._database.reading() as db:
        return [one.passage for one in vectors.nearest(db, vector, scope, limit)]


@pytest.mark.parametrize(
    "scope",
    [EVERYTHING, Condition("p.id > ?", (450,)), Condition("p.id % 30 = ?", (7,)), Condition("p.id IN (5, 6)")],
)
def test_the_coarse_pass_finds_what_exact_distances_find(
    many: Index, scope: Condition, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [f"word{n} word{n + 1} word{n + 2}" for n in range(0, 60, 3)]
    exact = [ids(many, text, scope) for text in asked]
    monkeypatch.setattr(vectors, "COARSE_FROM", 0)
    monkeypatch.setattr(vectors, "RESCORED", 200)
    rough = [ids(many, text, scope) for text in asked]
    found = sum(len(set(one) & set(other)) for one, other in zip(exact, rough, strict=True))
    assert found >= 0.95 * sum(map(len, exact))
    assert rough == [ids(many, text, scope) for text in asked]


def test_another_store_in_the_same_place_has_bits_of_its_own(tmp_path: Path) -> None:
    found = []
    for text in ("the cabin", "the boat"):
        with Index.open(tmp_path / text / "index.db", zone=UTC, create=True) as index:
            add_records(index, [chat(), said(text)])
            list(index.embed_pending(DenseEmbedder(dimension=96)))
            with index._database.reading() as db:
                found.append(coarse.bits(db, "one place"))
    first, second = found
    assert first is not second
    assert first.columns.tolist() != second.columns.tolist()


def test_bits_are_those_of_sqlite_vec_and_follow_every_change(many: Index) -> None:
    database = many._database
    with database.reading() as db:
        load_vectors(db)
        held = coarse.bits(db, "somewhere")
        assert coarse.bits(db, "somewhere") is held
        stored = dict(db.execute("SELECT passage_id, vec_quantize_binary(vec_f32(embedding)) FROM vector"))
    rows = {int(one): held.columns[:, n].tobytes()[:12] for n, one in enumerate(held.ids)}
    assert rows == stored
    with database.write() as db:
        vectors.remove(db, [1, 2, 900])
    with database.reading() as db:
        assert sorted(set(rows) - set(coarse.bits(db, "somewhere").ids.tolist())) == [1, 2, 900]
    add_records(many, [chat(), said("new", 5000)], "b")
    list(many.embed_pending(DenseEmbedder(dimension=96)))
    with database.reading() as db:
        assert len(coarse.bits(db, "somewhere").ids) == 898


def test_another_model_starts_anew_and_search_goes_on_by_words(many: Index) -> None:
    other = HashEmbedder(dimension=32, fingerprint="another")
    before = find(many, "word7", other)
    assert before.lists == ("keyword",)
    assert "another model's" in before.note
    first = next(iter(many.embed_pending(other)))
    assert first.total == 900
    assert find(many, "word7", other).lists == ("keyword", "meaning")
