"""The mlc-llm engine: a compiled model on Metal, Vulkan, CUDA or ROCm.

mlc_llm's asynchronous engine belongs to the first event loop it meets, so one loop in one thread lives as long as the
engine, and callers read from a queue. An answer is cancelled by cancelling the task that consumes it, never by the
engine's own abort, which leaves the consumer waiting. The engine is always terminated: its threads would keep the process
from ending. Nothing but a local folder is ever accepted as a model.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import queue
import sys
import threading
import weakref
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from models import hardware
from models.errors import ContextOverflow, DependencyMissing, EngineFailed
from models.mlc_folder import MlcFolder, Neutralizer, read_folder
from models.types import ChatMessage, EngineInfo, Piece, Sampling, Usage

Device = Literal["metal", "cuda", "rocm", "vulkan", "cpu"]
Result = TypeVar("Result")

_CPU_CHUNK, _GPU_CHUNK = 64, 512
"""Tokens prefilled at a time. A cancel waits for the chunk in progress, so they are sized to take well under a second."""
_PATIENCE_S = 600.0
_END = object()


class MlcEngine:
    """A model folder compiled for mlc-llm. Fits models.engine.Engine.

    `model_lib` is the compiled library for `device`; without a device the machine's own is taken.
    Raises ModelMissing, ModelDamaged, DependencyMissing, EngineFailed.
    """

    def __init__(
        self, model_dir: Path | str, *, name: str, model_lib: Path, context: int = 4096, device: Device | None = None
    ) -> None:
        folder = read_folder(model_dir)
        self._device: Device = device or best_device(hardware.look())
        self._name = name
        self._context = min(context, folder.context or context)
        self._neutralizer = Neutralizer(folder.markers)
        self._lock = threading.Lock()
        self._closed = False
        self._current: _Generation | None = None
        self._process = os.getpid()
        prepare_environment()
        if importlib.util.find_spec("mlc_llm") is None:
            raise missing()
        self._loop = _Loop()
        self._engine: Any = None
        try:
            self._engine = self._loop.run(self._load(folder, model_lib))
        except ImportError as error:
            self.close()
            raise missing() from error
        except BaseException:
            self.close()
            raise
        # Python waits for the engine's threads before it runs exit handlers, so a thread of ours has to end them.
        watch = threading.Thread(
            target=_close_at_exit, args=(weakref.ref(self),), name="homebody-mlc-exit", daemon=True
        )
        watch.start()

    def describe(self) -> EngineInfo:
        """Say what is running."""
        return EngineInfo("mlc", self._name, self._context, self._device)

    def count_tokens(self, messages: Sequence[ChatMessage]) -> int:
        """Return the length of the whole prompt in tokens. Raises EngineFailed."""
        self._ensure_usable()
        return self._loop.run(self._count(self._prepared(messages)))

    def stream(self, messages: Sequence[ChatMessage], sampling: Sampling) -> Iterator[Piece | Usage]:
        """Answer; see Engine.stream. `repeat_penalty` has no counterpart here and is ignored."""
        with self._lock:
            if self._current is not None and self._current.busy:
                raise _busy()
            generation = self._current = _Generation()
        return self._generate(generation, tuple(messages), sampling)

    def cancel(self) -> None:
        """End the running generation, if there is one. Returns at once."""
        with self._lock:
            generation = self._current
        if generation is not None:
            generation.cancel()

    def close(self) -> None:
        """Terminate the engine and its threads. May be called twice."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self.cancel()
        try:
            # Whoever waits for a terminated engine waits for ever, so its consumers end first.
            self._loop.settle()
            if self._engine is not None:
                self._engine.terminate()
        finally:
            self._loop.close()

    def __enter__(self) -> Self:
        """Return self."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    async def _load(self, folder: MlcFolder, model_lib: Path) -> Any:  # noqa: ANN401  mlc_llm has no types
        import tvm
        from mlc_llm import AsyncMLCEngine
        from mlc_llm.serve import EngineConfig

        silence()
        wanted = _CPU_CHUNK if self._device == "cpu" else _GPU_CHUNK
        chunk = min(wanted, folder.prefill_chunk or wanted)
        # A device by name would make mlc_llm start processes that look for devices.
        device = getattr(tvm, self._device)(0)
        try:
            return AsyncMLCEngine(
                str(folder.path),
                device,
                model_lib=str(model_lib),
                mode="interactive",
                engine_config=EngineConfig(
                    max_total_sequence_length=self._context, prefill_chunk_size=chunk, verbose=False
                ),
            )
        except ImportError:
            raise
        except Exception as error:
            raise EngineFailed(
                f"mlc-llm cannot load the model {self._name} on {self._device} ({type(error).__name__}).",
                "Choose a model for llama.cpp: `homebody models list`.",
            ) from error

    def _prepared(self, messages: Sequence[ChatMessage]) -> list[dict[str, str]]:
        """Return the messages as mlc_llm takes them: one system message, first, and no marker in any content."""
        clean = [ChatMessage(message.role, self._neutralizer.clean(message.content)) for message in messages]
        system = "\n\n".join(message.content for message in clean if message.role == "system" and message.content)
        turns = [{"role": message.role, "content": message.content} for message in clean if message.role != "system"]
        return [{"role": "system", "content": system}, *turns] if system else turns

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
        self, generation: _Generation, messages: tuple[ChatMessage, ...], sampling: Sampling
    ) -> Iterator[Piece | Usage]:
        with self._lock:
            if self._current is not generation:
                raise _busy()
            generation.busy = True
        try:
            self._ensure_usable()
            prepared = self._prepared(messages)
            prompt = self._loop.run(self._count(prepared))
            if prompt >= self._context:
                raise ContextOverflow.of(prompt, self._context)
            request = _request(prepared, sampling)
            if self._loop.start(generation, lambda: self._consume(generation, request)):
                yield from generation.pieces()
            yield generation.usage(prompt)
        finally:
            generation.cancel()
            generation.busy = False

    async def _consume(self, generation: _Generation, request: dict[str, Any]) -> None:
        chunks: AsyncIterator[Any] = await self._engine.chat.completions.create(**request)
        try:
            async for chunk in chunks:
                generation.take(chunk)
        finally:
            if (close := getattr(chunks, "aclose", None)) is not None:
                await close()

    def _ensure_usable(self) -> None:
        if self._closed:
            raise EngineFailed("The model has been closed.")
        if os.getpid() != self._process:
            raise EngineFailed("The model belongs to the process that loaded it.", "Load it again in this one.")


class _Generation:
    """One answer on its way from the engine's loop to the caller."""

    def __init__(self) -> None:
        self.busy = False
        self.cancelled = False
        self._queue: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._cut: Callable[[], object] | None = None
        self._finish: Literal["stop", "length"] | None = None
        self._figures: Any = None
        self._seen = 0

    def begin(self, cut: Callable[[], object]) -> bool:
        """Take the way to cancel; False when that was asked for already."""
        with self._lock:
            self._cut = cut
            return not self.cancelled

    def cancel(self) -> None:
        """End the answer. Does nothing to one that has ended."""
        with self._lock:
            if self._figures is None and not self.cancelled:
                self.cancelled = True
                if self._cut is not None:
                    self._cut()

    def take(self, chunk: Any) -> None:  # noqa: ANN401  mlc_llm has no types
        """Take one chunk, on the engine's loop."""
        if chunk.usage is not None:
            self._figures = chunk.usage
        for choice in chunk.choices:
            if choice.finish_reason is not None:
                self._finish = "length" if choice.finish_reason == "length" else "stop"
            if choice.delta.content:
                self._queue.put(str(choice.delta.content))

    def ended(self, task: asyncio.Task[None]) -> None:
        """Take note that the consuming task is over."""
        self._queue.put(_END if task.cancelled() else task.exception() or _END)

    def pieces(self) -> Iterator[Piece]:
        """Yield text until the answer ends. Raises ContextOverflow, EngineFailed."""
        while (item := self._queue.get()) is not _END:
            if isinstance(item, BaseException):
                raise _translated(item) from item
            if not self.cancelled:
                self._seen += 1
                yield Piece(item)

    def usage(self, prompt: int) -> Usage:
        """Return the engine's figures for a prompt of that many tokens; a cancelled answer has only what was seen."""
        figures = self._figures
        if figures is None:
            if not self.cancelled:
                raise EngineFailed("The model stopped in the middle of its answer.", "Ask again.")
            return Usage(prompt if self._seen else 0, 0, self._seen, 0.0, 0.0, "cancelled")
        extra = figures.extra or {}
        prefilled = min(int(extra.get("prefill_tokens", prompt)), prompt)
        decoded = int(extra.get("decode_tokens", figures.completion_tokens))
        return Usage(
            prefilled,
            prompt - prefilled,
            int(figures.completion_tokens),
            _seconds(prefilled, extra.get("prefill_tokens_per_s")),
            _seconds(decoded, extra.get("decode_tokens_per_s")),
            self._finish or "stop",
        )


class _Loop:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="homebody-mlc", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run a coroutine to its end and return its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE_S)

    def start(self, generation: _Generation, work: Callable[[], Coroutine[Any, Any, None]]) -> bool:
        """Start the task that feeds `generation`, unless it was cancelled before."""

        async def begin() -> bool:
            task = asyncio.get_running_loop().create_task(work())
            # A task that is cancelled before its first step never runs; its callback does.
            task.add_done_callback(generation.ended)
            if generation.begin(lambda: self._loop.call_soon_threadsafe(task.cancel)):
                return True
            task.cancel()
            return False

        return self.run(begin())

    def settle(self) -> None:
        """Cancel every task and wait until they have ended."""
        self.run(self._settle())

    def close(self) -> None:
        """Stop the loop and end its thread. May be called twice."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop.close()

    async def _settle(self) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


def _close_at_exit(engine: weakref.ref[MlcEngine]) -> None:
    threading.main_thread().join()
    if (still_there := engine()) is not None:
        still_there.close()


def best_device(machine: hardware.Machine) -> Device:
    """Return the device to compute on: the machine's first GPU, else the CPU."""
    return machine.gpus[0].kind if machine.gpus else "cpu"


def prepare_environment() -> None:
    """Shut mlc_llm's ways out and its compiler; it reads these when it is imported."""
    os.environ.update(
        {
            "MLC_JIT_POLICY": "OFF",
            "MLC_DOWNLOAD_CACHE_POLICY": "OFF",
            "HF_HUB_OFFLINE": "1",
            "TRANSFORMERS_OFFLINE": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "TOKENIZERS_PARALLELISM": "false",
        }
    )


def silence() -> None:
    """Keep mlc_llm's own log, which may quote a prompt, from being written anywhere."""
    import logging

    log = logging.getLogger("mlc_llm")
    log.propagate = False
    if not log.handlers:
        log.addHandler(logging.NullHandler())


def missing() -> DependencyMissing:
    """Return the error that names the command for this machine."""
    advice = hardware.mlc_advice(hardware.look())
    step = f"`{advice.command}`" if advice else f"{sys.executable} -m pip install, as https://llm.mlc.ai says"
    return DependencyMissing("mlc-llm, which runs this model, is not installed.", step)


def _request(messages: list[dict[str, str]], sampling: Sampling) -> dict[str, Any]:
    request: dict[str, Any] = {
        "messages": messages,
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_tokens": sampling.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "seed": sampling.seed,
    }
    if sampling.stop:
        request["stop"] = list(sampling.stop)
    if sampling.json_schema:
        request["response_format"] = {"type": "json_object", "schema": sampling.json_schema}
    return request


def _translated(error: BaseException) -> ContextOverflow | EngineFailed:
    # What mlc_llm says may quote the prompt, so only the kind of its error is passed on.
    if isinstance(error, ContextOverflow | EngineFailed):
        return error
    return EngineFailed(f"The model stopped in the middle of its answer ({type(error).__name__}).", "Ask again.")


def _seconds(tokens: int, rate: float | None) -> float:
    return tokens / rate if rate else 0.0


def _busy() -> EngineFailed:
    return EngineFailed("The model is answering something else.", "Wait for it, or cancel it.")
