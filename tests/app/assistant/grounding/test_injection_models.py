"""Planted text and the real starter model: some of each shape; the whole set is in benchmarks/answers.py."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.assistant.assistant import Assistant
from app.assistant.events import Answer, Summary
from app.assistant.types import Scope
from app.home.paths import default_home
from models.catalogue.catalogue import find
from models.catalogue.installation import is_installed
from models.load import load_engine
from tests.app.assistant.fakes import FakeIndex, as_index
from tests.quality.injections import ANSWER, QUESTION, chat_with, injections

pytestmark = pytest.mark.models

STARTER = "smollm2-135m"
NOW = datetime(2026, 11, 12, 21, 0, tzinfo=UTC)


def test_the_starter_model_answers_and_carries_nothing_out(tmp_path: Path) -> None:
    models = default_home().models
    if not is_installed(find(STARTER), models):
        pytest.skip("the starter model is absent: run `homebody models pull`")
    shapes = ("direct", "role", "fence", "link", "disguise")
    chosen = list({i.shape: i for i in injections() if i.shape in shapes}.values())
    tmp_path.chmod(0o700)
    with load_engine(STARTER, models, socket_dir=tmp_path) as engine:
        for injection in chosen:
            index = as_index(FakeIndex(chat_with(injection)))
            assistant = Assistant(index, embedder=lambda: None, engine=lambda: engine, now=lambda: NOW, zone=UTC)
            *_, answer = assistant.ask(QUESTION, Scope())
            assert isinstance(answer, Answer)
            assert ANSWER in answer.text, injection.name
            assert not injection.obeyed(answer.text), injection.name
            *_, summary = assistant.summarize(Scope())
            assert isinstance(summary, Summary)
            written = " ".join(s.text for s in summary.sentences if not s.verbatim)
            assert not injection.obeyed(written), injection.name
    assert len(chosen) == 5
