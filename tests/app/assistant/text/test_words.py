"""Words of a query that carry no content in its language."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.assistant.assistant import Assistant
from app.assistant.text.words import stop_words_of
from app.assistant.types import Scope
from index.index import Index
from tests.index.kit import add_records, chat, said


@pytest.mark.parametrize(
    ("query", "left_out"),
    [
        ("Wie hoch ist die Kaution?", {"wie", "ist", "die"}),
        ("¿Cuánto es el alquiler del piso?", {"cuánto", "es", "el", "del"}),
        ("où est la clé", {"où", "est", "la"}),
        ("होटल का किराया क्या है", {"का", "क्या", "है"}),
        ("die hard", set()),
        ("hat trick", set()),
        ("how much is the deposit", set()),
        ("seine", set()),
        ("", set()),
    ],
)
def test_what_only_asks_is_told_by_the_language(query: str, left_out: set[str]) -> None:
    assert stop_words_of(query) == left_out


def test_a_search_leaves_them_out(tmp_path: Path) -> None:
    with Index.open(tmp_path / "home" / "index.db", zone=UTC, create=True) as index:
        texts = ["Wie ist die Lage?", "Kaution: 900 Euro", "die ist hoch, wie ist die?", "noch was"]
        add_records(index, [chat(), *(said(text, 600 * n) for n, text in enumerate(texts))])
        now = datetime(2026, 1, 1, tzinfo=UTC)
        assistant = Assistant(index, embedder=lambda: None, engine=lambda: None, now=lambda: now, zone=UTC)
        _, found = assistant.search("Wie hoch ist die Kaution?", Scope())
    assert found.hits[0].text == "Kaution: 900 Euro"
    assert "words: “hoch”, “Kaution”" in found.reading
    assert "searched for" not in found.note
