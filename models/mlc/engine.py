"""The mlc-llm engine: a compiled model on Metal, Vulkan, CUDA or ROCm.

mlc_llm's asynchronous engine belongs to the first event loop it meets, so one loop in one thread lives as long as the
engine, and callers read from a queue. An answer is cancelled by cancelling the task that consumes it, never by the
engine's own abort, which leaves the consumer waiting. The engine is always terminated, also one that failed to load: its
threads would keep the process from ending. When one of them ends by an error, mlc_llm goes on waiting for it; here whoever
waits is told, and the next question starts the engine anew. Nothing but a local folder is ever accepted as a model.
"""

from __future__ import annotations

import atexit
import os
import threading
import weakref
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

from models.engine import Engine
from models.errors import ContextOverflow, EngineFailed
from models.files.mlc_folder import Neutralizer, read_folder
from models.machine import hardware
from models.machine.speed import PrefillSpeed
from models.mlc.loop import Generation, Loop
from models.mlc.setup import Device, best_device, ensure_installed, imported, prepare_environment, silence, tvm_device
from models.mlc.threads import ThreadFailure, ThreadWatch
from models.single_answer import OneAtATime
from models.types import ChatMessage, EngineInfo, Piece, Sampling, Usage

_CPU_CHUNK, _GPU_CHUNK = 8, 512
"""Tokens prefilled at a time. A cancel waits for the chunk in progress, so they are sized to take well under a second.

On a CPU mlc-llm prefills about ten tokens a second, however many at a time, so small chunks cost it nothing.
"""
_SPARE = 256
"""Tokens of cache beyond the context.

A prompt for which 8 tokens do not stay free is never begun, and an answer for which 10 pages of 16 do not is put back and
begun again at every token.
"""


class MlcEngine(Engine):
    """A model folder compiled for mlc-llm. Fits models.engine.Engine.

    `model_lib` is the compiled library for `device`; without a device the machine's own is taken.
    Raises ModelMissing, ModelDamaged, DependencyMissing, EngineFailed.
    """

    def __init__(
        self,
        model_dir: Path | str,
        *,
        name: str,
        model_lib: Path,
        context: int = 4096,
        device: Device | None = None,
        speed: PrefillSpeed | None = None,
    ) -> None:
        self._folder, self._model_lib = read_folder(model_dir), model_lib
        self._device: Device = device or best_device(hardware.look())
        self._name = name
        self._speed = speed or PrefillSpeed()
        self._context = min(context, self._folder.context or context)
        self._neutralizer = Neutralizer(self._folder.markers)
        self._lock = threading.Lock()
        self._closed = self._started = False
        self._ended = threading.Event()
        self._answers = OneAtATime(Generation)
        self._process = os.getpid()
        prepare_environment(self._folder.path)
        ensure_installed()
        self._start()
        _close_at_exit(weakref.ref(self))

    def describe(self) -> EngineInfo:
        """Say what is running."""
        return EngineInfo("mlc", self._name, self._context, self._device, self._speed.tokens_per_s)

    def count_tokens(self, messages: Sequence[ChatMessage]) -> int:
        """Return the length of the whole prompt in tokens. Raises EngineFailed."""
        self._ensure_usable()
        return self._counted(self._prepared(messages))

    def stream(self, messages: Sequence[ChatMessage], sampling: Sampling) -> Iterator[Piece | Usage]:
        """Answer; see Engine.stream. `repeat_penalty` has no counterpart here and is ignored."""
        return self._generate(self._answers.begin(), tuple(messages), sampling)

    def cancel(self) -> None:
        """End the running generation, if there is one. Returns at once."""
        self._answers.cancel()

    def close(self) -> None:
        """Terminate the engine and its threads. May be called twice."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self.cancel()
        try:
            self._stop()
        finally:
            self._ended.set()

    def _start(self) -> None:
        self._loop = Loop()
        self._engine: Any = None
        self._watch: ThreadWatch | None = None
        try:
            death = self._loop.load(self._load())
            if death is not None:
                raise self._unloadable(death)
        except BaseException:
            self._stop()
            raise
        self._started = True

    def _stop(self) -> None:
        self._started = False
        try:
            # Whoever waits for a terminated engine waits for ever, so its consumers end first.
            self._loop.settle()
            if self._engine is not None:
                self._engine.terminate()
        finally:
            self._loop.close()
            if self._watch is not None:
                self._watch.end()

    async def _load(self) -> None:
        mlc_llm, serve = imported("mlc_llm"), imported("mlc_llm.serve")
        silence()
        wanted = _CPU_CHUNK if self._device == "cpu" else _GPU_CHUNK
        chunk = min(wanted, self._folder.prefill_chunk or wanted)
        device = tvm_device(self._device)
        try:
            # In two steps, for an engine that fails to load has threads by then, which have to be ended.
            self._engine = mlc_llm.AsyncMLCEngine.__new__(mlc_llm.AsyncMLCEngine)
            self._watch = ThreadWatch(self._engine, self._loop.die)
            self._engine.__init__(
                str(self._folder.path),
                device,
                model_lib=str(self._model_lib),
                mode="interactive",
                engine_config=serve.EngineConfig(
                    max_total_sequence_length=self._context + _SPARE, prefill_chunk_size=chunk, verbose=False
                ),
            )
        except Exception as error:
            raise self._unloadable(ThreadFailure.by(error)) from error

    def _unloadable(self, death: ThreadFailure) -> EngineFailed:
        step = "Choose a model for llama.cpp: `homebody models list`."
        if death.out_of_memory:
            return EngineFailed(f"The {self._device} device has too little memory for the model {self._name}.", step)
        return EngineFailed(f"mlc-llm cannot load the model {self._name} on {self._device} ({death.kind}).", step)

    def _prepared(self, messages: Sequence[ChatMessage]) -> list[dict[str, str]]:
        """Return the messages as mlc_llm takes them: one system message, first, and no marker in any content."""
        clean = [ChatMessage(message.role, self._neutralizer.clean(message.content)) for message in messages]
        system = "\n\n".join(message.content for message in clean if message.role == "system" and message.content)
        turns = [{"role": message.role, "content": message.content} for message in clean if message.role != "system"]
        return [{"role": "system", "content": system}, *turns] if system else turns

    def _counted(self, messages: Sequence[dict[str, str]]) -> int:
        try:
            return self._loop.run(self._count(messages))
        except Exception as error:
            raise EngineFailed(f"mlc-llm cannot read the question ({type(error).__name__}).", "Ask another.") from error

    async def _count(self, messages: Sequence[dict[str, str]]) -> int:
        """Render and tokenize as the engine will; on the engine's loop, for its tokenizer serves one caller at a time."""
        conversation = self._engine.conv_template.model_copy(deep=True)
        for message in messages:
            if message["role"] == "system":
                conversation.system_message = message["content"]
            else:
                conversation.messages.append((message["role"], message["content"]))
        conversation.messages.append(("assistant", None))
        (prompt,) = conversation.as_prompt(None)
        return len(conversation.system_prefix_token_ids or ()) + len(self._engine.tokenizer.encode(prompt))

    def _generate(
        self, generation: Generation, messages: tuple[ChatMessage, ...], sampling: Sampling
    ) -> Iterator[Piece | Usage]:
        with self._answers.working(generation):
            try:
                self._ensure_usable()
                prepared = self._prepared(messages)
                prompt = self._counted(prepared)
                if prompt >= self._context:
                    raise ContextOverflow.of(prompt, self._context)
                request = _request(prepared, sampling, min(sampling.max_tokens, self._context - prompt))
                if self._loop.start(generation, lambda: self._consume(generation, request)):
                    yield from generation.pieces()
                usage = generation.usage(prompt)
                self._speed.note(usage)
                yield usage
            finally:
                generation.cancel()

    async def _consume(self, generation: Generation, request: dict[str, Any]) -> None:
        chunks: AsyncIterator[Any] = await self._engine.chat.completions.create(**request)
        try:
            async for chunk in chunks:
                generation.take(chunk)
        finally:
            if (close := getattr(chunks, "aclose", None)) is not None:
                await close()

    def _ensure_usable(self) -> None:
        if os.getpid() != self._process:
            raise EngineFailed("The model belongs to the process that loaded it.", "Load it again in this one.")
        with self._lock:
            if self._closed:
                raise EngineFailed("The model has been closed.")
            if self._loop.dead or not self._started:
                self._stop()
                self._start()


def _close_at_exit(engine: weakref.ref[MlcEngine]) -> None:
    """Close the engine when the process ends, before mlc_llm's threads lose what they work with.

    Its threads are daemons, for a daemon starts them: Python leaves them running until after the exit handlers. Were they
    none, Python would wait for them before it comes to those, and a thread of ours has to end them.
    """

    def close() -> None:
        if (still_there := engine()) is not None and still_there._process == os.getpid():  # noqa: SLF001  its own module's
            still_there.close()
            still_there._ended.wait()  # noqa: SLF001

    def watch() -> None:
        threading.main_thread().join()
        close()

    threading.Thread(target=watch, name="homebody-mlc-exit", daemon=True).start()
    atexit.register(close)


def _request(messages: list[dict[str, str]], sampling: Sampling, limit: int) -> dict[str, Any]:
    request: dict[str, Any] = {
        "messages": messages,
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_tokens": limit,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "seed": sampling.seed,
    }
    if stop := [text for text in sampling.stop if text]:  # an empty one ends the engine
        request["stop"] = stop
    if sampling.json_schema:
        request["response_format"] = {"type": "json_object", "schema": sampling.json_schema}
        # The other way, its default, tokenizes its last ten tokens anew, which may begin in the middle of a character.
        request["extra_body"] = {"debug_config": {"grammar_execution_mode": "constraint"}}
    return request
