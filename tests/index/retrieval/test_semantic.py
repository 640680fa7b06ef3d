"""How a query's vector is made ready, and what its cosines are worth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

import numpy as np
import pytest

from index.index import Index
from index.retrieval.question_forms import QUESTIONS
from index.retrieval.semantic import Meaning, Scale, close_ones, form_of, gain_by_chance
from index.sources.base import ReadContext
from index.store.search.fts import PassageMatch
from index.types.embedding import Vectors
from index.types.search import Query
from tests.fakes import HashEmbedder


class Crowded(HashEmbedder):
    """Puts all texts into one corner, and all queries into another, as E5 does."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._moved(super().embed_passages(texts), 0)

    def embed_query(self, text: str) -> Vectors:
        return self._moved(super().embed_passages([text]), 1)

    def _moved(self, vectors: Vectors, towards: int) -> Vectors:
        vectors = vectors.copy()
        vectors[:, towards] += 2
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def test_every_language_asks_as_many_questions() -> None:
    assert next(iter(QUESTIONS)) == "en"
    assert {len(set(asked)) for asked in QUESTIONS.values()} == {8}


def test_what_all_questions_share_is_taken_out_of_a_query() -> None:
    embedder = Crowded()
    form = form_of(embedder)
    asked = embedder.embed_query("heron")
    about = form.without(asked)
    assert np.linalg.norm(about) == pytest.approx(1)
    assert about[0, 1] < asked[0, 1] / 2
    assert form_of(embedder) is form


def test_a_right_answer_counts_alike_whatever_an_embedder_makes_of_all_texts() -> None:
    assert form_of(Crowded()).right < form_of(HashEmbedder()).right


def test_the_best_of_many_passages_gains_by_their_number() -> None:
    assert gain_by_chance(0) == gain_by_chance(1) == 0
    assert gain_by_chance(10) == pytest.approx(math.sqrt(2 * math.log(10)))
    noise = np.random.default_rng(7).standard_normal((2000, 50)).max(axis=1)
    assert 0.75 * gain_by_chance(50) < noise.mean() < gain_by_chance(50)


def test_among_few_texts_less_is_close_than_among_many() -> None:
    def close(count: int) -> set[str]:
        found = [PassageMatch(n, f"m{n}", None, None, 2.5 if n == 0 else 0.0) for n in range(count)]
        return set(close_ones(Meaning(b"", Scale(0.0, 1.0, 1.0), tuple(found))))

    assert close(4) == {"m0"}
    assert close(400) == set()


def test_a_long_message_does_not_win_by_having_many_passages(tmp_path: Path) -> None:
    export = tmp_path / "WhatsApp Chat with Maya.txt"
    long = "\n".join(f"heron number {n} " + f"other{n} " * 150 for n in range(12))
    export.write_text(f"12/03/2024, 09:15 - Maya: {long}\n14/03/2024, 09:15 - Tom: a heron number by the pond\n")
    embedder = HashEmbedder()
    with Index.open(tmp_path / "index.db", zone=UTC, create=True) as index:
        list(index.add([export], embedder=embedder, context=ReadContext(UTC, zone_guessed=False, me=None)))
        hits = index.search(Query("heron number"), embedder, explain=True).hits
    ranks = {hit.text[:7]: hit.explain["meaning"]["rank"] for hit in hits}
    assert ranks["a heron"] == 1


def test_a_text_that_means_nothing_to_the_model_is_near_nothing(tmp_path: Path) -> None:
    class Deaf(HashEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> Vectors:
            return np.stack([super(Deaf, self).embed_passages([t])[0] * (0 if "☂" in t else 1) for t in texts])

    export = tmp_path / "WhatsApp Chat with Maya.txt"
    export.write_text("12/03/2024, 09:15 - Maya: ☂☂\n14/03/2024, 09:16 - Tom: the boat\n")
    embedder = Deaf()
    with Index.open(tmp_path / "index.db", zone=UTC, create=True) as index:
        list(index.add([export], embedder=embedder, context=ReadContext(UTC, zone_guessed=False, me=None)))
        assert index.waiting() == 0
        assert index.health().embedded == 1
        asked = index.search(Query("☂"), embedder)
        assert "knows none of the words" in asked.note
        assert [hit.text for hit in index.search(Query("boat"), embedder).hits] == ["the boat"]
