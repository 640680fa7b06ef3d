"""The llama.cpp engine: a model in a process of its own, spoken to over a private Unix socket. No port is ever opened."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from models.engine import Engine
from models.errors import ContextOverflow, EngineFailed, TooLarge
from models.files.gguf import read_header
from models.llamacpp.client import Connection
from models.llamacpp.host import LlamaProcess, SocketFolder
from models.machine import hardware
from models.machine.speed import PrefillSpeed
from models.single_answer import OneAtATime
from models.types import ChatMessage, EngineInfo, Piece, Sampling, Usage

# By hand. Prompts of earlier questions are kept up to this size, so that a follow-up prefills only what is new;
# llama.cpp's default of 8 GB would take most of a small machine.
_PROMPT_CACHE_MIB = 512
_WEIGHTS_PER_CORE = 12e9
"""Bytes of 4-bit weights that one CPU core works through in a second of prefill, as measured on a modest one."""
# A cancel waits for the batch being computed. Smaller batches cost prefill, which is at ×0.94 of llama.cpp's default
# as it is (docs/models.md).
_BATCH_S = 0.6


class LlamaCppEngine(Engine):
    """A GGUF model under llama.cpp. Fits models.engine.Engine.

    The model's process is started here and again, once it died, by the next call. `socket_dir` should be the owner's
    alone; where it is not, or its path is too long for a socket, a private temporary folder is used and removed at close.
    Raises ModelMissing, ModelDamaged, TooLarge, DependencyMissing, EngineFailed.
    """

    def __init__(
        self,
        model_path: Path,
        *,
        name: str,
        context: int = 4096,
        socket_dir: Path,
        threads: int | None = None,
        speed: PrefillSpeed | None = None,
    ) -> None:
        if not hasattr(socket, "AF_UNIX"):
            raise EngineFailed(
                "This Python has no Unix sockets, and llama.cpp is never given a network port.",
                "Search works without a language model.",
            )
        header = read_header(model_path)
        # Beyond the context it was trained with a model writes nonsense, however much is asked for.
        self._context = min(context, header.context or context)
        # Before anything is loaded: a machine that swaps for minutes is worse than an error.
        _ensure_fits(name, header.memory(self._context))
        self._path = model_path
        self._name = name
        self._threads = threads or hardware.physical_cores()
        self._speed = speed or PrefillSpeed()
        self._batch = batch_size(header.file_bytes, self._threads)
        self._folder = SocketFolder(socket_dir)
        self._lock = threading.Lock()
        self._answers = OneAtATime(_Generation)
        self._closed = False
        self._process: LlamaProcess | None = None
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    @property
    def process_id(self) -> int:
        """Return the number of the model's process; 0 when there is none."""
        return self._process.pid if self._process is not None else 0

    def describe(self) -> EngineInfo:
        """Say what is running."""
        device = self._process.device if self._process is not None else ""
        device = device or f"CPU, {self._threads} threads"
        return EngineInfo("llama.cpp", self._name, self._context, device, self._speed.tokens_per_s)

    def count_tokens(self, messages: Sequence[ChatMessage]) -> int:
        """Return the length of the whole prompt in tokens. Raises EngineFailed."""
        return len(self._running().prompts.tokens(messages))

    def stream(self, messages: Sequence[ChatMessage], sampling: Sampling) -> Iterator[Piece | Usage]:
        """Answer; see Engine.stream. Raises EngineFailed also while another answer is being generated."""
        return self._generate(self._answers.begin(), tuple(messages), sampling)

    def cancel(self) -> None:
        """End the running generation, if there is one. Returns at once."""
        self._answers.cancel()

    def close(self) -> None:
        """End the model's process and remove its socket. May be called twice."""
        with self._lock:
            self._closed = True
            process, self._process = self._process, None
        self.cancel()
        if process is not None:
            process.end()
        self._folder.remove()

    def _generate(
        self, generation: _Generation, messages: tuple[ChatMessage, ...], sampling: Sampling
    ) -> Iterator[Piece | Usage]:
        with self._answers.working(generation):
            process = self._running()
            ids = process.prompts.tokens(messages)
            if len(ids) >= self._context:
                raise ContextOverflow.of(len(ids), self._context)
            connection = process.client.connect()
            with contextlib.closing(connection):
                if generation.begin(connection):
                    body = _request(ids, sampling)
                    yield from _read(generation, process.client.events(connection, "/completion", body))
            usage = generation.usage(len(ids))
            self._speed.note(usage)
            yield usage

    def _running(self) -> LlamaProcess:
        with self._lock:
            if self._closed:
                raise EngineFailed("The model has been closed.")
            if self._process is None or self._process.ended:
                self._start()
            process = self._process
        if process is None:
            raise EngineFailed("The model has been closed.")
        return process

    def _start(self) -> None:
        request = {
            "model": str(self._path),
            "context": self._context,
            "threads": self._threads,
            "batch": self._batch,
            "cache_mib": _PROMPT_CACHE_MIB,
        }
        if self._process is not None:
            self._process.end()
        self._process = LlamaProcess(request, self._folder.socket(), self._name)
        self._context = int(self._process.client.get("/props")["default_generation_settings"]["n_ctx"])


class _Generation:
    """One answer: what came of it so far, and the way to end it from another thread."""

    def __init__(self) -> None:
        self.cancelled = False
        self.generated = 0
        self.cached = 0
        self.prefilled: int | None = None
        self.prefill_s = 0.0
        self.generate_s = 0.0
        self.finish: Literal["stop", "length", "cancelled"] | None = None
        self._lock = threading.Lock()
        self._connection: Connection | None = None

    def begin(self, connection: Connection) -> bool:
        """Take the connection that `cancel` cuts; False when it was cancelled before it began."""
        with self._lock:
            self._connection = connection
            return not self.cancelled

    def cancel(self) -> None:
        """Cut the connection, which ends the work behind it."""
        with self._lock:
            if self.finish is None:
                self.cancelled = True
                if self._connection is not None:
                    self._connection.cut()

    def usage(self, prompt: int) -> Usage:
        """Return the figures for a prompt of that many tokens; a cut stream gives what was seen of it."""
        if self.finish is None and not self.cancelled:
            raise EngineFailed("The model's process ended in the middle of its answer.", "Ask again; it starts anew.")
        prefilled = self.prefilled if self.prefilled is not None else prompt - self.cached if self.generated else 0
        return Usage(
            prefilled, self.cached, self.generated, self.prefill_s, self.generate_s, self.finish or "cancelled"
        )


def _read(generation: _Generation, events: Iterator[dict[str, Any]]) -> Iterator[Piece]:
    """Yield the text of a streamed answer and keep its figures in `generation`."""
    began = time.monotonic()
    first = began
    try:
        for event in events:
            if progress := event.get("prompt_progress"):
                generation.cached = int(progress["cache"])
                generation.prefilled = max(0, int(progress["processed"]) - generation.cached)
                generation.prefill_s = time.monotonic() - began
                continue
            if event.get("stop"):
                _finish(generation, event)
            else:
                if not generation.generated:
                    first = time.monotonic()
                    generation.prefill_s = first - began
                generation.generated = int(event.get("tokens_predicted", generation.generated + 1))
                generation.generate_s = time.monotonic() - first
            if text := event.get("content"):
                yield Piece(str(text))
    except (OSError, http.client.HTTPException, ValueError) as error:
        if not generation.cancelled:
            raise EngineFailed("The model's process ended in the middle of its answer.", "Ask again.") from error
    except EngineFailed:
        if not generation.cancelled:
            raise


def _finish(generation: _Generation, event: dict[str, Any]) -> None:
    timings = event.get("timings", {})
    generation.cached = int(timings.get("cache_n", generation.cached))
    generation.prefilled = int(timings.get("prompt_n", generation.prefilled or 0))
    generation.generated = int(timings.get("predicted_n", generation.generated))
    generation.prefill_s = float(timings.get("prompt_ms", 0)) / 1000
    generation.generate_s = float(timings.get("predicted_ms", 0)) / 1000
    generation.finish = "length" if event.get("stop_type") == "limit" else "stop"


def batch_size(weights: int, threads: int) -> int:
    """Return how many tokens to prefill at a time: a power of two that takes about half a second, which a cancel waits."""
    tokens = int(_BATCH_S * _WEIGHTS_PER_CORE * threads / max(weights, 1))
    # By hand: below 32 the fixed cost of each batch shows; 512 is llama.cpp's default.
    return 1 << (max(32, min(tokens, 512)).bit_length() - 1)


def _request(ids: list[int], sampling: Sampling) -> dict[str, Any]:
    request: dict[str, Any] = {
        "prompt": ids,
        "stream": True,
        # Progress, so that a cancelled answer counts for the measured speed as well.
        "return_progress": True,
        "cache_prompt": True,
        "n_predict": sampling.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "repeat_penalty": sampling.repeat_penalty,
        "seed": sampling.seed,
        "stop": list(sampling.stop),
    }
    if sampling.json_schema:
        request["json_schema"] = json.loads(sampling.json_schema)
    return request


def _ensure_fits(name: str, needed: int) -> None:
    total, _ = hardware.memory()
    if needed > total:
        raise TooLarge(
            f"The model {name} needs about {needed / 1e9:.1f} GB of memory; this machine has {total / 1e9:.1f}.",
            "Choose a smaller model: `homebody models list`.",
        )
