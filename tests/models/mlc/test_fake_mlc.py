"""The fake of mlc_llm is only worth something if it fails the way the real one does."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from tests.models.mlc import fake_mlc


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    fake_mlc.write_folder(tmp_path / "model")
    return tmp_path / "model"


class TestTheFake:
    def make(self, folder: Path, config: fake_mlc.EngineConfig | None = None) -> fake_mlc.AsyncMLCEngine:
        return fake_mlc.AsyncMLCEngine(
            str(folder),
            fake_mlc.FakeDevice("cpu", 0),
            model_lib=str(folder / "lib-cpu.so"),
            engine_config=config or fake_mlc.EngineConfig(2048),
        )

    def test_unknown_arguments_raise(self, folder: Path) -> None:
        engine = self.make(folder)
        with pytest.raises(TypeError):
            engine.chat.completions.create(messages=[], stream=True, repetition_penalty=1.1)
        engine.terminate()

    def test_aborting_from_outside_leaves_the_consumer_waiting(self, folder: Path) -> None:
        engine = self.make(folder)

        async def consume() -> None:
            create = engine.chat.completions.create
            async for _ in await create(messages=[{"role": "user", "content": "x"}], stream=True, request_id="one"):
                await engine.abort("one")
                for request in engine.running.values():
                    while not request.out.empty():
                        request.out.get_nowait()

        async def main() -> None:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(consume(), 0.3)

        asyncio.run(main())
        engine.terminate()

    @pytest.mark.parametrize(
        ("spare", "chunk", "outcome"),
        [(8, 512, "length"), (7, 512, "nothing"), (7, 64, "InternalError"), (-1, 512, "BadRequestError")],
    )
    def test_a_prompt_near_the_end_of_the_cache_is_begun_only_with_eight_tokens_to_spare(
        self, spare: int, chunk: int, outcome: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        deaths: list[str] = []
        monkeypatch.setattr(threading, "excepthook", lambda report: deaths.append(report.exc_type.__name__))
        message = {"role": "user", "content": "word " * 100}
        engine = self.make(folder, fake_mlc.EngineConfig(256, chunk))
        conversation = engine.conv_template.model_copy()
        conversation.messages = [("user", message["content"]), ("assistant", None)]
        tokens = 1 + len(engine.tokenizer.encode(conversation.as_prompt()[0]))
        engine.capacity = tokens + spare

        async def consume() -> str:
            ends = []
            async for chunk in await engine.chat.completions.create(messages=[message], stream=True, max_tokens=1):
                ends += [choice.finish_reason for choice in chunk.choices if choice.finish_reason]
            return str(ends[-1])

        async def main() -> str:
            try:
                return await asyncio.wait_for(consume(), 0.5)
            except TimeoutError:
                return deaths[0] if deaths else "nothing"
            except fake_mlc.BadRequestError:
                return "BadRequestError"

        assert asyncio.run(main()) == outcome
        engine.terminate()

    def test_a_prompt_that_fills_the_context_ends_at_once_with_figures_of_zero(self, folder: Path) -> None:
        engine = self.make(folder, fake_mlc.EngineConfig(4096))

        async def figures() -> object:
            create = engine.chat.completions.create
            asked = {"messages": [{"role": "user", "content": "x"}], "stream_options": {"include_usage": True}}
            async for chunk in await create(stream=True, **asked):
                if chunk.usage is not None:
                    return (chunk.usage.prompt_tokens, chunk.usage.extra)
            return None

        (prompt,) = engine.conv_template.as_prompt()
        engine.window = 1 + len(engine.tokenizer.encode(prompt + "<|head|>user<|tail|>x<|turn_over|><|head|>y<|tail|>"))
        assert asyncio.run(figures()) == (0, None)
        engine.terminate()

    def test_the_synchronous_stream_is_poisoned(self) -> None:
        engine = fake_mlc.MLCEngine()
        stream = engine.create()
        next(stream)
        stream.close()  # type: ignore[attr-defined]  # a generator
        with pytest.raises(RuntimeError):
            next(engine.create())
