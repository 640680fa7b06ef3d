"""The llama.cpp engine: a model in a process of its own, spoken to over a private Unix socket. No port is ever opened."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Literal, Self

from models import hardware
from models.errors import ContextOverflow, DependencyMissing, EngineFailed, ModelDamaged, TooLarge
from models.gguf import read_header
from models.llama_client import Connection, LlamaClient
from models.llama_prompt import PromptBuilder
from models.types import ChatMessage, EngineInfo, Piece, Sampling, Usage

BATCH = 256
_PROMPT_CACHE_MIB = 512
_LONGEST_ADDRESS = 100
"""Bytes that fit a Unix socket's address everywhere (the limit is 103 on macOS and 107 on Linux)."""
_PATIENCE_S = 5.0


class LlamaCppEngine:
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
    ) -> None:
        if not hasattr(socket, "AF_UNIX"):
            raise EngineFailed(
                "This Python has no Unix sockets, and llama.cpp is never given a network port.",
                "Search works without a language model.",
            )
        header = read_header(model_path)
        self._context = min(context, header.context or context)
        _ensure_fits(name, header.memory(self._context))
        self._path = model_path
        self._name = name
        self._threads = threads or hardware.physical_cores()
        self._folder = _Folder(socket_dir)
        self._lock = threading.Lock()
        self._current: _Generation | None = None
        self._closed = False
        self._process: _Process | None = None
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def describe(self) -> EngineInfo:
        """Say what is running."""
        device = self._process.device if self._process is not None else ""
        return EngineInfo("llama.cpp", self._name, self._context, device or f"CPU, {self._threads} threads")

    def count_tokens(self, messages: Sequence[ChatMessage]) -> int:
        """Return the length of the whole prompt in tokens. Raises EngineFailed."""
        return len(self._running().prompts.tokens(messages))

    def stream(self, messages: Sequence[ChatMessage], sampling: Sampling) -> Iterator[Piece | Usage]:
        """Answer; see Engine.stream. Raises EngineFailed also while another answer is being generated."""
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
        """End the model's process and remove its socket. May be called twice."""
        with self._lock:
            self._closed = True
            process, self._process = self._process, None
        self.cancel()
        if process is not None:
            process.end()
        self._folder.remove()

    def __enter__(self) -> Self:
        """Return self."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _generate(
        self, generation: _Generation, messages: tuple[ChatMessage, ...], sampling: Sampling
    ) -> Iterator[Piece | Usage]:
        with self._lock:
            if self._current is not generation:
                raise _busy()
            generation.busy = True
        try:
            process = self._running()
            ids = process.prompts.tokens(messages)
            if len(ids) >= self._context:
                raise ContextOverflow.of(len(ids), self._context)
            connection = process.client.connect()
            with contextlib.closing(connection):
                if generation.begin(connection):
                    body = _request(ids, sampling)
                    yield from _read(generation, process.client.events(connection, "/completion", body))
            yield generation.usage(len(ids))
        finally:
            generation.busy = False

    def _running(self) -> _Process:
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
            "batch": BATCH,
            "cache_mib": _PROMPT_CACHE_MIB,
        }
        if self._process is not None:
            self._process.end()
        self._process = _Process(request, self._folder.socket(), self._name)
        self._context = int(self._process.client.get("/props")["default_generation_settings"]["n_ctx"])


class _Generation:
    """One answer: what came of it so far, and the way to end it from another thread."""

    def __init__(self) -> None:
        self.busy = False
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


def _busy() -> EngineFailed:
    return EngineFailed("The model is answering something else.", "Wait for it, or cancel it.")


def _request(ids: list[int], sampling: Sampling) -> dict[str, Any]:
    request: dict[str, Any] = {
        "prompt": ids,
        "stream": True,
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


class _Process:
    """A running llama.cpp process. Raises ModelDamaged, TooLarge, DependencyMissing, EngineFailed when it cannot start."""

    def __init__(self, request: dict[str, Any], address: Path, name: str) -> None:
        key = secrets.token_urlsafe(32)
        script = Path(__file__).with_name("llama_process.py")
        # -P keeps this folder, whose module names are everyday words, off the script's import path.
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.device = ""
        self._tidy = weakref.finalize(self, _end, self._process, address)
        try:
            self._hand_over({**request, "socket": str(address), "key": key}, name)
        except BaseException:
            self.end()
            raise
        self.client = LlamaClient(str(address), key)
        self.prompts = PromptBuilder(self.client)

    @property
    def ended(self) -> bool:
        """Tell whether the process is gone."""
        return self._process.poll() is not None

    def end(self) -> None:
        """End the process and remove its socket. May be called twice."""
        self._tidy()

    def _hand_over(self, request: dict[str, Any], name: str) -> None:
        with contextlib.suppress(BrokenPipeError):
            _pipe(self._process.stdin).write(json.dumps(request).encode() + b"\n")
            _pipe(self._process.stdin).flush()
        line = _pipe(self._process.stdout).readline()
        answer: dict[str, Any] = json.loads(line) if line.strip() else {}
        if answer.get("ready"):
            self.device = str(answer.get("device", ""))
            return
        if answer.get("error") == "import":
            raise DependencyMissing(
                "The package xllamacpp, which runs language models, cannot be imported.",
                f"`{sys.executable} -m pip install xllamacpp`",
            )
        if answer:
            raise ModelDamaged(
                f"llama.cpp cannot load the model {name}: its file is damaged or of a kind it does not know.",
                f"`homebody models verify {name}` tells which; `homebody models pull {name}` fetches it again.",
            )
        code = self._process.wait(_PATIENCE_S)
        if code == -9:
            raise TooLarge(
                f"The system ended the model {name} while it was loading: memory ran out.", "Choose a smaller model."
            )
        raise EngineFailed(f"llama.cpp ended while it loaded the model {name} (code {code}).", "Choose another model.")


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise EngineFailed("The model's process has no pipe.")
    return stream


def _end(process: subprocess.Popen[bytes], address: Path) -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    process.terminate()
    try:
        process.wait(_PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with contextlib.suppress(OSError):
        address.unlink(missing_ok=True)


class _Folder:
    """A folder for sockets that is closed to everyone else: the one given, or a temporary one."""

    def __init__(self, wanted: Path) -> None:
        wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._temporary: Path | None = None
        self._path = wanted
        if not _private(wanted) or len(os.fsencode(self.socket())) > _LONGEST_ADDRESS:
            self._temporary = self._path = Path(tempfile.mkdtemp(prefix="homebody-"))
            if len(os.fsencode(self.socket())) > _LONGEST_ADDRESS:
                self.remove()
                self._temporary = self._path = Path(tempfile.mkdtemp(prefix="homebody-", dir="/tmp"))
        self._sweep()

    def socket(self) -> Path:
        """Return a new socket's path."""
        return self._path / f"llama-{secrets.token_hex(4)}.sock"

    def remove(self) -> None:
        """Remove the folder if it was made here."""
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def _sweep(self) -> None:
        """Remove the sockets of processes that were killed: nobody listens on them."""
        for path in self._path.glob("llama-*.sock"):
            with socket.socket(socket.AF_UNIX) as line:
                try:
                    line.connect(str(path))
                except ConnectionRefusedError:
                    path.unlink(missing_ok=True)
                except OSError:
                    continue


def _private(folder: Path) -> bool:
    stat = folder.stat()
    return stat.st_uid == os.getuid() and not stat.st_mode & 0o077


def _ensure_fits(name: str, needed: int) -> None:
    total, _ = hardware.memory()
    if needed > total:
        raise TooLarge(
            f"The model {name} needs about {needed / 1e9:.1f} GB of memory; this machine has {total / 1e9:.1f}.",
            "Choose a smaller model: `homebody models list`.",
        )
