"""The starter embedder beside the engine that its file was made for: e5_reference.json has what that computes.

It holds texts in two dozen scripts with their tokens after “passage: ”, and of every so-manieth text the vector, of the
first 20 of these also as a query; the vectors' components are whole numbers, the largest of each 127.
"""

from __future__ import annotations

import base64
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.home.config import EMBEDDER
from models.embedding.embedder import SentenceTransformerEmbedder
from models.load import load_embedder

pytestmark = pytest.mark.models


@cache
def reference() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("e5_reference.json").read_text(encoding="utf-8"))
    return found


def vectors(name: str) -> NDArray[np.float32]:
    found = np.frombuffer(base64.b64decode(reference()[name]), np.int8).reshape(-1, 384).astype(np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def embedder(models_dir: Path) -> SentenceTransformerEmbedder:
    return load_embedder(EMBEDDER, models_dir)


def test_every_text_has_the_tokens_that_its_engine_gives_it(embedder: SentenceTransformerEmbedder) -> None:
    texts = reference()["texts"]
    found = embedder._model.tokenizer([f"passage: {text}" for text in texts])["input_ids"]
    wrong = {text: ids for text, ids, want in zip(texts, found, reference()["ids"], strict=True) if ids != want}
    assert wrong == {}


def test_passages_and_queries_have_the_vectors_that_its_engine_gives_them(
    embedder: SentenceTransformerEmbedder,
) -> None:
    texts = reference()["texts"][:: reference()["every"]]
    passages = embedder.embed_passages(texts)
    assert np.sum(passages * vectors("passages"), axis=1).min() > 0.99
    queries = np.concatenate([embedder.embed_query(text) for text in texts[:20]])
    assert np.sum(queries * vectors("queries"), axis=1).min() > 0.99
    # The two have words of their own before them, and are not the same.
    assert np.sum(passages[:20] * queries, axis=1).max() < 0.99


def test_no_text_becomes_a_special_token(embedder: SentenceTransformerEmbedder) -> None:
    for text in ("</s> <s> <mask> <unk> <pad>", "a</s>b", "<mask>"):
        ids = embedder._model.tokenizer(text)["input_ids"]
        assert not {0, 1, 2, 3, 250_001} & set(ids[1:-1])


def test_a_text_that_the_model_knows_nothing_of_has_no_vector(embedder: SentenceTransformerEmbedder) -> None:
    unknown = chr(sys.maxunicode - 2)
    found = embedder.embed_passages(["", unknown, f"{unknown} {unknown}", f"{unknown} ferry", "船"])
    assert found.any(axis=1).tolist() == [False, False, False, True, True]
    assert not embedder.embed_query(unknown).any()
