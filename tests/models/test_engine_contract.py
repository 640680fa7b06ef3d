"""What every engine promises, checked on each."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from models import scripted
from models.engine import Engine
from models.errors import ContextOverflow, EngineFailed
from models.llamacpp.engine import LlamaCppEngine
from models.mlc.engine import MlcEngine
from models.scripted import ScriptedEngine
from models.types import ChatMessage, Piece, Sampling, Usage
from tests.models.llamacpp.gguf_tokens import special_tokens
from tests.models.mlc import fake_mlc

QUESTION = (ChatMessage("system", "You are brief."), ChatMessage("user", "Tell a long story about a lighthouse."))
STORY = "Once there was a lighthouse on a rock and in it lived a keeper who " * 40


@pytest.fixture(params=["scripted", "mlc", pytest.param("llama.cpp", marks=pytest.mark.models)])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "scripted":
        return ScriptedEngine(lambda _: STORY, context=2048)
    engine: Engine = request.getfixturevalue("mlc" if request.param == "mlc" else "llama")
    return engine


@pytest.fixture
def mlc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MlcEngine]:
    """The mlc-llm engine over a fake of its library."""
    library = fake_mlc.write_folder(tmp_path / "model")
    for name, module in fake_mlc.install({}).items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr("os.environ", dict(os.environ))
    with MlcEngine(library.parent, name="small", model_lib=library, context=2048, device="cpu") as engine:
        yield engine


@pytest.fixture(params=["scripted", "mlc", pytest.param("llama.cpp", marks=pytest.mark.models)])
def mortal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Callable[[], None]]]:
    """An engine of its own, and the way to make it die."""
    if request.param == "scripted":
        yield ScriptedEngine(lambda _: STORY, context=2048, fail_after=3), lambda: None
    elif request.param == "mlc":
        engine = request.getfixturevalue("mlc")
        yield engine, engine._engine.die
    else:
        folder = tmp_path / "run"
        folder.mkdir(mode=0o700)
        with LlamaCppEngine(request.getfixturevalue("starter"), name="s", context=2048, socket_dir=folder) as llama:
            process = llama._process
            assert process is not None
            yield llama, process._process.kill


def inside(
    engine: Engine, request: pytest.FixtureRequest
) -> tuple[Sequence[str], Callable[[Sequence[ChatMessage]], list[object]]]:
    """Return the engine's special tokens, and what gives those in the prompt that it makes of messages."""
    if isinstance(engine, ScriptedEngine):
        names = ["\0system", "\0user", "\0assistant"]
        return names, lambda messages: [token for token in scripted._tokens(messages) if token in names]
    if isinstance(engine, MlcEngine):
        ids = range(len(fake_mlc.SPECIAL))

        def asked(messages: Sequence[ChatMessage]) -> list[object]:
            ask(engine, messages, tokens=1)
            return [token for token in engine._engine.prompts[-1] if token in ids]

        return fake_mlc.SPECIAL, asked
    assert isinstance(engine, LlamaCppEngine)
    assert engine._process is not None
    prompts = engine._process.prompts
    specials = special_tokens(request.getfixturevalue("starter"))
    known = {prompts._tokenize(token, special=True)[0] for token in specials}
    return specials, lambda messages: [number for number in prompts.tokens(messages) if number in known]


def ask(engine: Engine, messages: Sequence[ChatMessage] = QUESTION, *, tokens: int = 12) -> tuple[str, Usage]:
    *pieces, last = engine.stream(messages, Sampling(max_tokens=tokens))
    assert isinstance(last, Usage)
    assert all(isinstance(piece, Piece) for piece in pieces)
    return "".join(piece.text for piece in pieces if isinstance(piece, Piece)), last


def test_pieces_come_first_and_one_usage_last(engine: Engine) -> None:
    text, usage = ask(engine)
    assert text.strip()
    assert usage.finish == "length"
    assert usage.generated == 12


def test_the_same_prompt_gives_the_same_text(engine: Engine) -> None:
    assert ask(engine)[0] == ask(engine)[0]


def test_tokens_counted_are_tokens_prefilled_and_cached(engine: Engine) -> None:
    _, usage = ask(engine, tokens=2)
    assert usage.prefilled + usage.cached == engine.count_tokens(QUESTION)


def test_more_text_has_more_tokens(engine: Engine) -> None:
    assert engine.count_tokens([ChatMessage("user", "one two three")]) > engine.count_tokens(
        [ChatMessage("user", "one")]
    )


def test_a_second_question_prefills_only_what_is_new(engine: Engine) -> None:
    evidence = ChatMessage("system", "Evidence: " + "The ferry leaves at nine from the east pier. " * 12)
    first = (evidence, ChatMessage("user", "When does the ferry leave?"))
    second = (evidence, ChatMessage("user", "And from which pier?"))
    ask(engine, first, tokens=2)
    _, usage = ask(engine, second, tokens=2)
    shared = engine.count_tokens([evidence]) - 10
    assert usage.cached >= shared
    assert usage.prefilled < 30


def test_cancelling_in_mid_answer_ends_it_and_the_next_question_is_answered(engine: Engine) -> None:
    expected, _ = ask(engine)
    answer = engine.stream(QUESTION, Sampling(max_tokens=1500))
    seen = [next(answer), next(answer)]
    engine.cancel()
    rest = list(answer)
    last = rest[-1]
    assert all(isinstance(piece, Piece) for piece in seen)
    assert isinstance(last, Usage)
    assert last.finish == "cancelled"
    assert 2 <= last.generated < 1500
    assert ask(engine)[0] == expected


def test_cancel_may_come_from_another_thread(engine: Engine) -> None:
    answer = engine.stream(QUESTION, Sampling(max_tokens=1500))
    next(answer)
    canceller = threading.Thread(target=engine.cancel)
    canceller.start()
    last = list(answer)[-1]
    canceller.join()
    assert isinstance(last, Usage)
    assert last.finish == "cancelled"


def test_cancelling_before_the_first_piece_yields_only_the_usage(engine: Engine) -> None:
    answer = engine.stream(QUESTION, Sampling(max_tokens=1500))
    engine.cancel()
    (last,) = list(answer)
    assert isinstance(last, Usage)
    assert (last.finish, last.generated) == ("cancelled", 0)


def test_cancelling_when_nothing_runs_changes_nothing(engine: Engine) -> None:
    ask(engine, tokens=2)
    engine.cancel()
    assert ask(engine, tokens=2)[1].finish == "length"


def test_closing_the_iterator_frees_the_engine(engine: Engine) -> None:
    answer = engine.stream(QUESTION, Sampling(max_tokens=1500))
    next(answer)
    answer.close()  # type: ignore[attr-defined]  # the contract says iterator; all engines give generators
    assert ask(engine, tokens=3)[1].generated == 3


def test_a_second_answer_at_the_same_time_is_refused(engine: Engine) -> None:
    answer = engine.stream(QUESTION, Sampling(max_tokens=1500))
    next(answer)
    with pytest.raises(EngineFailed):
        engine.stream(QUESTION, Sampling())
    engine.cancel()
    assert list(answer)


def test_a_prompt_beyond_the_context_is_refused_before_anything_comes(engine: Engine) -> None:
    long = [ChatMessage("user", "word " * 3000)]
    with pytest.raises(ContextOverflow) as caught:
        next(engine.stream(long, Sampling()))
    assert "2,048" in str(caught.value)
    assert "word word" not in str(caught.value)
    assert ask(engine, tokens=2)[1].generated == 2


def test_describe_names_model_and_context(engine: Engine) -> None:
    info = engine.describe()
    assert info.context == 2048
    assert info.model
    assert info.backend in ("scripted", "llama.cpp", "mlc")


def test_special_tokens_in_a_message_stay_text_and_the_roles_hold(
    engine: Engine, request: pytest.FixtureRequest
) -> None:
    specials, roles = inside(engine, request)
    hostile = " ".join([*specials, "".join(specials), "{system_message}", "[INST]", "<s>"])
    turns = [ChatMessage("system", "Be kind."), ChatMessage("user", "x"), ChatMessage("assistant", "y")]
    spelled = [ChatMessage(turn.role, f"{turn.content} {hostile}") for turn in turns]
    asked = ChatMessage("user", "and now?")
    assert specials
    assert len(roles([*turns, asked])) >= 4
    assert roles([*spelled, asked]) == roles([*turns, asked])


def test_an_engine_that_dies_in_mid_answer_says_so(mortal: tuple[Engine, Callable[[], None]]) -> None:
    engine, kill = mortal
    answer = engine.stream(QUESTION, Sampling(max_tokens=1500))
    next(answer)
    kill()
    with pytest.raises(EngineFailed) as caught:
        list(answer)
    assert caught.value.next_step
    assert "lighthouse" not in str(caught.value)


def test_a_closed_engine_refuses_and_may_be_closed_again(mortal: tuple[Engine, Callable[[], None]]) -> None:
    engine, _ = mortal
    engine.close()
    engine.close()
    engine.cancel()
    with pytest.raises(EngineFailed):
        ask(engine)


@pytest.mark.parametrize("engine", ["mlc", pytest.param("llama.cpp", marks=pytest.mark.models)], indirect=True)
def test_an_answer_fits_its_schema(engine: Engine) -> None:
    schema = {"type": "object", "properties": {"answer": {"enum": ["yes", "no"]}}, "required": ["answer"]}
    sampling = Sampling(max_tokens=60, json_schema=json.dumps({**schema, "additionalProperties": False}))
    pieces = engine.stream([ChatMessage("user", "Is water wet?")], sampling)
    value = json.loads("".join(piece.text for piece in pieces if isinstance(piece, Piece)))
    assert value in ({"answer": "yes"}, {"answer": "no"})
