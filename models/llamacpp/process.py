"""The process that holds a llama.cpp model: its server on a private Unix socket, and nothing else.

A process of its own, because loading holds Python's lock from start to end (a terminal app in the same process would
stand still), because a broken model file may abort llama.cpp, and because ending a process frees everything. It is run
as a script by models.llamacpp.engine, imports nothing of homebody, and ends when its standard input does: no crash of the
owner leaves it behind, also while it loads.

In: one line of JSON (model, socket, key, context, threads, batch, cache_mib). Out: one line, {"ready": true,
"device": name of the GPU or ""} or {"error": text}. The key comes by this way and not as an argument, which other
users could see. Until then llama.cpp says on standard error how far it is; nothing of the owner's is in here yet.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import os
import select
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# llama.cpp's default.
_GPU_BATCH = 512
_SAY_HOW_FAR = 3
"""llama.cpp's verbosity at which it tells the stages of loading."""


def main() -> int:
    """Serve until standard input ends; return the exit code."""
    # Ctrl+C reaches the whole terminal group; the owner decides what it means for an answer in progress.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    _keep_private()
    _silence(1)
    os.umask(0o077)
    request = json.loads(sys.stdin.readline())
    try:
        with _ending_with_owner():
            server = serve(request)
    except ImportError:
        return _answer(answers, {"error": "import"})
    except (RuntimeError, ValueError) as error:
        return _answer(answers, {"error": str(error) or type(error).__name__})
    _silence(2)
    _answer(answers, {"ready": True, "device": device()})
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    Path(request["socket"]).unlink(missing_ok=True)
    del server
    return 0


def serve(request: dict[str, Any]) -> object:
    """Start llama.cpp's server; it lives as long as the object returned. Raises RuntimeError, ImportError."""
    import xllamacpp

    return xllamacpp.Server(parameters(request))


def parameters(request: dict[str, Any]) -> Any:  # noqa: ANN401  xllamacpp has no types
    """Return llama.cpp's parameters for a request. Raises ImportError."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = request["model"]
    params.hostnames = [request["socket"]]
    params.api_keys = [request["key"]]
    params.n_ctx = request["context"]
    # A cancel waits for the batch that is being computed; a GPU needs large ones and is through with them at once.
    params.n_batch = params.n_ubatch = _GPU_BATCH if device() else request["batch"]
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = request["threads"]
    # One answer at a time (models/single_answer.py), so that the whole context and every thread are its own.
    params.n_parallel = 1
    params.n_threads_http = 4
    params.cache_ram_mib = request["cache_mib"]
    params.verbosity = _SAY_HOW_FAR
    # No web pages, no route that shows prompts, and no warm-up: measuring the speed is one.
    params.ui = params.warmup = params.endpoint_slots = False
    # Where a GPU computes, as many layers go there as its free memory holds.
    params.fit_params = bool(device())
    params.offline = True
    return params


def device() -> str:
    """Return the name of the GPU that this build of llama.cpp computes on; empty for the CPU."""
    import xllamacpp

    kinds = xllamacpp.ggml_backend_dev_type
    for found in xllamacpp.get_device_info():
        if found["type"] in (kinds.GGML_BACKEND_DEVICE_TYPE_GPU, kinds.GGML_BACKEND_DEVICE_TYPE_IGPU):
            return str(found["description"])
    return ""


def _keep_private() -> None:
    """Write no core dumps, and on Linux let no other program of the owner's read this memory."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        set_dumpable = 4
        ctypes.CDLL(None).prctl(set_dumpable, *[ctypes.c_ulong(0)] * 4)


@contextlib.contextmanager
def _ending_with_owner() -> Iterator[None]:
    """Have the kernel end this process at once when the owner's end of standard input is shut.

    Loading holds Python's lock, so no thread of Python's could watch for that; the kernel signals it, and what the signal
    does is not Python's either.
    """
    before = fcntl.fcntl(0, fcntl.F_GETFL)
    if sys.platform != "linux":  # elsewhere this signal does nothing unless something is set for it
        library = ctypes.CDLL(None)
        library.signal.restype = ctypes.c_void_p
        library.signal(ctypes.c_int(signal.SIGIO), ctypes.cast(library._exit, ctypes.c_void_p))  # noqa: SLF001  its name
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(0, fcntl.F_SETFL, before | os.O_ASYNC)
    if select.select([0], [], [], 0)[0]:  # it was shut before
        os._exit(1)
    try:
        yield
    finally:
        fcntl.fcntl(0, fcntl.F_SETFL, before)


def _silence(stream: int) -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream)
    os.close(null)


def _answer(stream: Any, message: dict[str, Any]) -> int:  # noqa: ANN401  an open text file
    with contextlib.suppress(BrokenPipeError):
        stream.write(json.dumps(message) + "\n")
        stream.flush()
    return 1 if "error" in message else 0


if __name__ == "__main__":
    code = main()
    # llama.cpp's destructor can wait for ever for a thread of its own; the kernel frees everything anyway.
    os._exit(code)
