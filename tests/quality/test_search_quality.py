"""Search on the sample home, graded by difficulty: how often a piece of the evidence is among the first hits."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.home.config import EMBEDDER
from app.home.paths import default_home
from app.home.sample_home import OWNER, ZONE, write_sample_home
from index.index import Index
from index.sources.base import ReadContext
from index.types.embedding import Embedder
from index.types.search import Query
from models.errors import ModelProblem
from models.load import load_embedder

FIRST = 10
BY_WORDS = {"easy": 0.8, "medium": 0.3, "hard": 0.25}
WITH_MEANING = {"easy": 0.94, "medium": 0.6, "hard": 0.45}
"""Just below what was measured: a change that finds less has to say why. With the multilingual embedder, one easy one fell
out of the first ten ("Where is Maya's new flat?": "Tegeler Straße 31, third floor"), and two hard ones came in."""


def found_shares(folder: Path, embedder: Embedder | None) -> dict[str, float]:
    files = folder / "files"
    write_sample_home(files)
    zone = ZoneInfo(ZONE)
    found: dict[str, list[bool]] = defaultdict(list)
    questions = tomllib.loads(Path(__file__).with_name("known_answers.toml").read_text(encoding="utf-8"))["question"]
    with Index.open(folder / "index.db", zone=zone, create=True) as index:
        for _ in index.add([files], embedder=embedder, context=ReadContext(zone, zone_guessed=False, me=OWNER)):
            pass
        for known in questions:
            if known["grade"] == "nowhere":
                continue
            texts = [
                " ".join(hit.text.split()) for hit in index.search(Query(known["ask"], limit=FIRST), embedder).hits
            ]
            wanted = [" ".join(piece["text"].split()) for piece in known["evidence"]]
            found[known["grade"]].append(any(piece in text for piece in wanted for text in texts))
    return {grade: sum(one) / len(one) for grade, one in found.items()}


def test_by_words_alone(tmp_path: Path) -> None:
    shares = found_shares(tmp_path, None)
    assert {grade: share for grade, share in shares.items() if share < BY_WORDS[grade]} == {}


@pytest.mark.models
def test_with_meaning(tmp_path: Path) -> None:
    try:
        embedder = load_embedder(EMBEDDER, default_home().models)
    except ModelProblem as problem:
        pytest.skip(f"needs the embedder: {problem}")
    shares = found_shares(tmp_path, embedder)
    assert {grade: share for grade, share in shares.items() if share < WITH_MEANING[grade]} == {}
