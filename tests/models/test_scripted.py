from __future__ import annotations

import threading

import pytest

from models.errors import EngineFailed
from models.scripted import ScriptedEngine
from models.types import ChatMessage, Piece, Sampling, Usage

ASK = (ChatMessage("user", "hello there"),)


def text_of(engine: ScriptedEngine) -> str:
    return "".join(piece.text for piece in engine.stream(ASK, Sampling()) if isinstance(piece, Piece))


def test_replies_come_in_order_and_run_out() -> None:
    engine = ScriptedEngine(["one\n  two ", "three"])
    assert [text_of(engine), text_of(engine)] == ["one\n  two ", "three"]
    with pytest.raises(EngineFailed):
        text_of(engine)


def test_a_function_sees_the_messages_and_prompts_are_kept() -> None:
    engine = ScriptedEngine(lambda messages: messages[-1].content.upper())
    assert text_of(engine) == "HELLO THERE"
    assert engine.prompts == [ASK]


def test_it_can_hold_until_cancelled() -> None:
    engine = ScriptedEngine(["a b c d"], hold_after=2)
    seen: list[Piece | Usage] = []
    reader = threading.Thread(target=lambda: seen.extend(engine.stream(ASK, Sampling())))
    reader.start()
    assert engine.holding.wait(10)
    engine.cancel()
    reader.join(10)
    assert [piece.text for piece in seen if isinstance(piece, Piece)] == ["a", " b"]
    assert isinstance(seen[-1], Usage)
    assert seen[-1].finish == "cancelled"


def test_it_can_die_in_mid_answer() -> None:
    answer = ScriptedEngine(["a b c d"], fail_after=1).stream(ASK, Sampling())
    assert next(answer) == Piece("a")
    with pytest.raises(EngineFailed):
        next(answer)


def test_a_closed_one_refuses() -> None:
    with ScriptedEngine(["a"]) as engine:
        pass
    engine.close()
    with pytest.raises(EngineFailed):
        text_of(engine)
