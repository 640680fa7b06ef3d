"""Conversations summarized ahead of time, on a real index and a scripted model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.assistant.assistant import Assistant
from app.assistant.events import Summary
from app.assistant.summarizing.precomputation import Precomputation
from app.assistant.types import Scope
from index.index import Index
from index.types.search import Filters
from tests.app.assistant.fakes import FakeEngine
from tests.index.kit import START_MS, Memory, add, chat, said

NOW = datetime.fromtimestamp(START_MS / 1000, UTC) + timedelta(days=2)
FIRST = [
    "I booked the cabin for 14 March",
    "It costs 300 euros",
    "Great news",
    "Who drives?",
    "Tom drives us all",
    "Fine",
]
SECOND = [
    "The boat is broken",
    "The repair costs 80 euros",
    "Who pays that?",
    "Maya pays the repair",
    "Thanks a lot",
    "Bye",
]


def records(first: list[str] = FIRST) -> list[object]:
    day = 24 * 60
    return [
        chat(),
        *(said(text, n, native=f"a{n}", edited=text not in FIRST) for n, text in enumerate(first)),
        *(said(text, day + n, native=f"b{n}") for n, text in enumerate(SECOND)),
    ]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.open(tmp_path / "index.db", zone=UTC, create=True) as opened:
        add(opened, Memory({"a": records()}))  # type: ignore[dict-item]
        yield opened


def never() -> bool:
    return False


def engine() -> FakeEngine:
    return FakeEngine(
        lambda messages: (
            "Maya booked the cabin for 14 March." if "14 March" in messages[1].content else "The repair costs 80 euros."
        )
    )


def test_one_conversation_a_step_the_newest_first_until_all_are_done(index: Index) -> None:
    model = engine()
    ahead = Precomputation(index)
    assert [ahead.step(model, NOW, never) for _ in range(3)] == [True, True, False]
    assert [("boat" in p[1].content, "cabin" in p[1].content) for p in model.prompts] == [(True, False), (False, True)]


def test_a_summary_takes_what_is_there_and_reads_the_rest(index: Index) -> None:
    model = engine()
    Precomputation(index).step(model, NOW, never)
    before = len(model.prompts)
    assistant = Assistant(index, embedder=lambda: None, engine=lambda: model, now=lambda: NOW, zone=UTC)
    *_, summary = assistant.summarize(Scope())
    assert isinstance(summary, Summary)
    assert len(model.prompts) == before + 1
    said = {s.text: ([summary.messages[n - 1].text for n in s.cites], s.verbatim) for s in summary.sentences}
    assert said["Maya booked the cabin for 14 March."] == (["I booked the cabin for 14 March"], False)
    assert said["Maya: The repair costs 80 euros."] == (["The repair costs 80 euros"], True)
    assert summary.given == len(summary.messages) == 12


def test_a_changed_message_throws_its_summary_away_and_no_other(index: Index) -> None:
    model = engine()
    ahead = Precomputation(index)
    while ahead.step(model, NOW, never):
        pass
    changed = ["I booked the cabin for 15 March", *FIRST[1:]]
    add(index, Memory({"a": records(changed)}))  # type: ignore[dict-item]
    hits = index.messages(Filters())
    assert ahead(hits[:6], "fake") is None
    assert ahead(hits[6:], "fake") is not None
    assert ahead.step(model, NOW, never)


def test_a_conversation_that_still_goes_on_waits(index: Index) -> None:
    soon = datetime.fromtimestamp(START_MS / 1000, UTC) + timedelta(days=1, hours=1)
    model = engine()
    ahead = Precomputation(index)
    assert ahead.step(model, soon, never)
    assert "cabin" in model.prompts[0][1].content
    assert not ahead.step(model, soon, never)


def test_what_is_stopped_is_not_kept(index: Index) -> None:
    model = engine()
    ahead = Precomputation(index)
    assert not ahead.step(model, NOW, lambda: bool(model.prompts))
    assert ahead(index.messages(Filters())[6:], "fake") is None
    assert not ahead.step(model, NOW, lambda: True)


def test_another_model_reads_for_itself(index: Index) -> None:
    ahead = Precomputation(index)
    ahead.step(engine(), NOW, never)
    assert ahead(index.messages(Filters())[6:], "another") is None


def test_what_has_no_room_in_one_prompt_is_left_out(index: Index) -> None:
    small = engine()
    small.context = 240
    assert not Precomputation(index).step(small, NOW, never)
    assert small.prompts == []
