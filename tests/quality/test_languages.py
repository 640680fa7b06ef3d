"""Search by meaning in nine languages: how often what answers a question in other words is among the first hits."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from app.assistant.text.words import stop_words_of
from app.home.config import EMBEDDER
from app.home.paths import default_home
from index.index import Index
from index.retrieval.semantic import form_of
from index.sources.base import ReadContext
from index.types.embedding import Embedder
from index.types.search import Query
from models.errors import ModelProblem
from models.load import load_embedder

FIRST = 5
BY_MEANING = {"en": 0.95}
OTHERS = 0.9
"""Of the questions of each language, by meaning alone."""
BY_SEARCH = {
    "en": 0.95, "de": 0.95, "es": 0.9, "fr": 0.9, "hi": 0.9, "it": 0.9, "nl": 0.9, "pt": 0.85, "th": 0.9,
}  # fmt: skip
"""With words as well. Just what was measured, or one question below."""
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
        # As the command reads it: words that only ask in the question's language tell nothing.
        queries = [Query(question, limit=FIRST, stop_words=stop_words_of(question)) for question in questions]
        hits = [index.search(query, embedder).hits for query in queries]
    return sum(messages[place] in [hit.text for hit in found] for place, found in enumerate(hits)) / len(questions)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    try:
        return load_embedder(EMBEDDER, default_home().models)
    except ModelProblem as problem:
        pytest.skip(f"needs the embedder: {problem}")


@pytest.mark.models
@pytest.mark.parametrize("language", sorted(chats()))
def test_what_answers_a_question_is_near_it_in_its_language(language: str, embedder: Embedder) -> None:
    chat, form = chats()[language], form_of(embedder)
    asked = np.concatenate([form.without(embedder.embed_query(question)) for question in chat["questions"]])
    cosines = asked @ embedder.embed_passages(chat["messages"]).T
    better = [int((row > row[place]).sum()) for place, row in enumerate(cosines)]
    assert sum(rank < FIRST for rank in better) / len(better) >= BY_MEANING.get(language, OTHERS)


@pytest.mark.models
@pytest.mark.parametrize("language", sorted(chats()))
def test_what_answers_a_question_is_found_in_its_language(language: str, embedder: Embedder, tmp_path: Path) -> None:
    chat = chats()[language]
    share = share_found(tmp_path, chat["messages"], chat["questions"], embedder)
    assert share >= BY_SEARCH[language]
