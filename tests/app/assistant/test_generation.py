from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.assistant.generation import Clock, stream_sentences
from models.errors import EngineFailed
from models.types import ChatMessage, Piece, Sampling, Usage
from tests.app.assistant.fakes import FakeEngine

PROMPT = [ChatMessage("user", "x")]


def sentences(engine: FakeEngine, clock: Clock | None = None) -> list[str]:
    return list(stream_sentences(engine, PROMPT, Sampling(), clock or Clock()))


def test_sentences_and_times() -> None:
    clock = Clock()
    assert sentences(FakeEngine("One is here. Two is there. Three"), clock) == [
        "One is here.",
        "Two is there.",
        "Three",
    ]
    assert clock.first_token_s is not None
    assert clock.generate_s >= clock.first_token_s


def test_a_finished_stream_cancels_nothing() -> None:
    engine = FakeEngine("One.")
    sentences(engine)
    assert engine.cancelled == 0


def test_a_loop_ends_the_generation() -> None:
    engine = FakeEngine("On and on. " * 100)
    assert sentences(engine)[0] == "On and on."
    assert engine.cancelled == 1
    assert engine.spoken < 15


def test_closing_ends_the_generation() -> None:
    engine = FakeEngine("One is here. Two is there. " + "more " * 50)
    stream = stream_sentences(engine, PROMPT, Sampling(), Clock())
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert engine.cancelled == 1


class _CutShort(FakeEngine):
    def stream(self, messages: object, sampling: Sampling) -> Iterator[Piece | Usage]:
        yield Piece("Whole one. Half of a")
        yield Usage(1, 0, 1, 0.0, 0.0, "length")


def test_what_the_limit_cut_is_left_out() -> None:
    assert sentences(_CutShort()) == ["Whole one."]


def test_the_engines_problems_come_through() -> None:
    engine = FakeEngine("x")
    engine.problem = EngineFailed("gone")
    with pytest.raises(EngineFailed):
        sentences(engine)
