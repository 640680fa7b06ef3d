"""llama.cpp's process seen from its owner: started on a private socket, handed its model, ended without a trace."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import weakref
from pathlib import Path
from typing import IO, Any

from models import child_process
from models.errors import DependencyMissing, EngineFailed, ModelDamaged, TooLarge
from models.llamacpp.client import LlamaClient
from models.llamacpp.prompt import TEMPLATE_S, PromptBuilder, endless

_LONGEST_ADDRESS = 100
"""Bytes that fit a Unix socket's address everywhere (the limit is 103 on macOS and 107 on Linux)."""
# By hand: ending takes milliseconds; a process still there by then is killed.
_PATIENCE_S = 5.0
_LOADING_S = 900.0
"""How long a load may say nothing; a large file comes from a slow disk in silence."""
_KEPT = 10_000
"""Bytes that are kept of what a process says while it loads; a line has a few hundred."""
_LAST_STAGE = b"initializing, n_slots"
"""What llama.cpp says when the weights are loaded, and nothing is left but to try the model's template."""


class LlamaProcess:
    """A running llama.cpp process. Raises ModelDamaged, TooLarge, DependencyMissing, EngineFailed when it cannot start."""

    def __init__(self, request: dict[str, Any], address: Path, name: str) -> None:
        key = secrets.token_urlsafe(32)
        script = Path(__file__).with_name("process.py")
        # -P keeps this folder, whose module names are everyday words, off the script's import path.
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        self.device = ""
        self._tidy = weakref.finalize(self, _end, self._process, address)
        try:
            self._hand_over({**request, "socket": str(address), "key": key}, name)
        except BaseException:
            self.end()
            raise
        self.client = LlamaClient(str(address), key)
        self.prompts = PromptBuilder(self.client, self._tidy)

    @property
    def pid(self) -> int:
        """Return the process's number."""
        return self._process.pid

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
        line = _first_line(self._process, name)
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
                f"`homebody models verify {name}` tells which, and what to do.",
            )
        code = self._process.wait(_PATIENCE_S)
        # SIGKILL during a load comes from the system when memory runs out.
        if code == -9:
            raise TooLarge(
                f"The system ended the model {name} while it was loading: memory ran out.", "Choose a smaller model."
            )
        raise EngineFailed(f"llama.cpp ended while it loaded the model {name} (code {code}).", "Choose another model.")


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise EngineFailed("The model's process has no pipe.")
    return stream


def _first_line(process: subprocess.Popen[bytes], name: str) -> bytes:
    """Return the line that says that a model is loaded, or cannot be; empty when its process ended. Raises EngineFailed."""
    told = {_pipe(process.stdout): b"", _pipe(process.stderr): b""}
    answers, stages = told
    with selectors.DefaultSelector() as waiting:
        for stream in told:
            waiting.register(stream, selectors.EVENT_READ, stream)
        while not told[answers].endswith(b"\n"):
            last = _LAST_STAGE in told[stages]
            ready = waiting.select(TEMPLATE_S if last else _LOADING_S)
            if not ready:
                raise endless(name) if last else _stopped(name)
            for key, _ in ready:
                stream = key.data
                block = os.read(key.fd, 1 << 16)
                told[stream] = (told[stream] + block)[-_KEPT:]
                if not block:
                    waiting.unregister(stream)
                    if stream is answers:
                        return told[answers]
    return told[answers]


def _stopped(name: str) -> EngineFailed:
    return EngineFailed(
        f"Loading the model {name} was stopped: nothing came of it in {_LOADING_S / 60:.0f} minutes.",
        "Choose another model: `homebody models list`.",
    )


def _end(process: subprocess.Popen[bytes], address: Path) -> None:
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    child_process.end(process, _PATIENCE_S)
    with contextlib.suppress(OSError):
        address.unlink(missing_ok=True)


class SocketFolder:
    """A folder for sockets that is closed to everyone else: the one given, or a temporary one."""

    def __init__(self, wanted: Path) -> None:
        wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._temporary: Path | None = None
        self._path = wanted
        # The given folder, else the system's temporary one, else /tmp: on macOS temporary paths are too long for a
        # socket.
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


def environment() -> dict[str, str]:
    """Return the environment that llama.cpp computes in."""
    # Beside other work, threads that spin while they wait for each other take the very cores they wait for: decoding was
    # ten times slower than with a short spin. A tenth of this one is too short: they sleep in waits that are nearly over.
    return {"GOMP_SPINCOUNT": "10000", **os.environ}
