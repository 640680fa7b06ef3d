"""Embedding in half precision changes no ranking that matters, checked on the sample home's own messages."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from app.home.config import EMBEDDER
from models.load import load_embedder
from models.machine import hardware

QUERIES = (
    "where is the key", "who brings the dog", "when do we leave", "how much is the deposit", "train station",
    "birthday present", "recipe", "the place with the lake",
)  # fmt: skip


def texts() -> list[str]:
    """The messages of the sample home's one-to-one chat."""
    path = Path(__file__).parents[3] / "app/sample_home/Telegram Elena/result.json"
    messages = json.loads(path.read_text(encoding="utf-8"))["messages"]
    found = [message["text"] for message in messages if isinstance(message.get("text"), str) and message["text"]]
    assert len(found) > 80
    return found


@pytest.mark.models
def test_half_precision_keeps_the_order_of_what_is_found(models_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passages = texts()
    rankings = []
    for half in (False, True):
        monkeypatch.setattr(hardware, "has_bfloat16", lambda half=half: half)
        embedder = load_embedder(EMBEDDER, models_dir)
        vectors = embedder.embed_passages(passages)
        rankings.append([vectors @ embedder.embed_query(query)[0] for query in QUERIES])
    for full, rough in zip(*rankings, strict=True):
        assert np.abs(full - rough).max() < 0.02
        best, order = int(np.argmax(full)), np.argsort(-rough)
        assert full[order[0]] > full[best] - 0.01
        assert len(set(np.argsort(-full)[:10]) & set(order[:10])) >= 8


@pytest.mark.models
def test_batches_by_length_change_no_vector(models_dir: Path) -> None:
    embedder = load_embedder(EMBEDDER, models_dir)
    passages = [*texts()[:40], "long " * 400]
    together = embedder.embed_passages(passages)
    alone = np.concatenate([embedder.embed_passages([text]) for text in passages[::8]])
    assert np.abs(together[::8] - alone).max() < (0.02 if hardware.has_bfloat16() else 1e-4)
