"""Search by meaning in nine languages: how often what answers a question in other words is among the first hits."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.home.config import EMBEDDER
from app.home.paths import default_home
from index.index import Index
from index.sources.base import ReadContext
from index.types.embedding import Embedder
from index.types.search import Query
from models.errors import ModelProblem
from models.load import load_embedder

FIRST = 5
WANTED = {"en": 0.95}
OTHERS = 0.9
"""Of the questions of each language."""
ZONE = ZoneInfo("Europe/Berlin")


def chats() -> dict[str, dict[str, list[str]]]:
    """By language its messages and its questions; the n-th message answers the n-th question."""
    found: dict[str, dict[str, list[str]]] = tomllib.loads(
        Path(__file__).with_name("languages.toml").read_text(encoding="utf-8")
    )
    return found


def share_found(folder: Path, messages: list[str], questions: list[str], embedder: Embedder | None) -> float:
    """Return the share of the questions whose message is among the first hits."""
    export = folder / "WhatsApp Chat with Maya.txt"
    # Out of order and hours apart, so that no answer is found for standing beside another.
    order = [(place * 17) % len(messages) for place in range(len(messages))]
    start = datetime(2026, 3, 1, 8, tzinfo=ZONE)
    export.write_text(
        "".join(
            f"{start + timedelta(hours=7 * place):%d/%m/%Y, %H:%M} - {('Alex', 'Maya')[place % 2]}: {messages[one]}\n"
            for place, one in enumerate(order)
        ),
        encoding="utf-8",
    )
    with Index.open(folder / "index.db", zone=ZONE, create=True) as index:
        for _ in index.add([export], embedder=embedder, context=ReadContext(ZONE, zone_guessed=False, me="Alex")):
            pass
        hits = [index.search(Query(question, limit=FIRST), embedder).hits for question in questions]
    return sum(messages[place] in [hit.text for hit in found] for place, found in enumerate(hits)) / len(questions)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    try:
        return load_embedder(EMBEDDER, default_home().models)
    except ModelProblem as problem:
        pytest.skip(f"needs the embedder: {problem}")


@pytest.mark.models
@pytest.mark.parametrize("language", sorted(chats()))
def test_what_answers_a_question_is_found_in_its_language(language: str, embedder: Embedder, tmp_path: Path) -> None:
    chat = chats()[language]
    share = share_found(tmp_path, chat["messages"], chat["questions"], embedder)
    assert share >= WANTED.get(language, OTHERS)
