"""The ordinary package client as a subprocess: pip of this environment, else uv, else the pip on PATH.

It runs with the user's own configuration (indexes, proxies, certificates, caches); homebody adds only what to fetch and
where to put it. The client's words are read to say what went wrong, and are not shown.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from models import child_process
from models.catalogue.catalogue import WheelSource
from models.errors import DependencyMissing, DownloadFailed

_POLL_S = 0.1
_PATIENCE_S = 5.0

_REASONS = (
    (
        re.compile(r"No space left on device|Errno 28|os error 28|ENOSPC", re.IGNORECASE),
        "The disk is full.",
        "Make room, or set HOMEBODY_MODELS to a folder on a larger disk.",
    ),
    (
        re.compile(
            r"NewConnectionError|NameResolutionError|name resolution|Network is unreachable|Connection refused|"
            r"ConnectTimeout|timed out|ProxyError|getaddrinfo|dns error|error sending request|Failed to fetch|"
            r"Could not connect|Operation not permitted|Connection (?:reset|aborted)",
            re.IGNORECASE,
        ),
        "The package index could not be reached.",
        "Check that this machine is online and what index and proxy your package client is set to.",
    ),
    (
        re.compile(r"CERTIFICATE_VERIFY_FAILED|SSLError|certificate", re.IGNORECASE),
        "The package index's certificate was not accepted.",
        "Check the certificate settings of your package client.",
    ),
    (
        re.compile(r"do not match the hashes|Hash mismatch", re.IGNORECASE),
        "What the package index sent is not the pinned file; it was thrown away.",
        "Check which package index your package client uses.",
    ),
    (
        re.compile(r"No matching distribution|not find a version|No solution found|not found in the", re.IGNORECASE),
        "The package index does not have it.",
        "Check which package index your package client uses.",
    ),
)


def fetch_wheel(source: WheelSource, staging: Path) -> Iterator[int]:
    """Fetch a wheel into `staging` (as a .whl, or unpacked into staging/unpacked); yields bytes fetched so far.

    Closing the iterator ends the client. Raises DependencyMissing when there is no client, DownloadFailed.
    """
    scratch = staging / "scratch"
    scratch.mkdir(mode=0o700)
    words = staging / "client.log"
    # The client's own temporary files are what grows while it fetches, so they are kept where they can be watched.
    environment = {**os.environ, "TMPDIR": str(scratch), "TMP": str(scratch), "TEMP": str(scratch)}
    with words.open("wb") as log:
        process = subprocess.Popen(
            _command(source, staging),
            cwd=staging,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        seen = 0
        while True:
            try:
                code = process.wait(_POLL_S)
            except subprocess.TimeoutExpired:
                seen = max(seen, min(size_of(staging), source.size))
                yield seen
            else:
                break
    finally:
        child_process.end(process, _PATIENCE_S)
    if code:
        raise _problem(source, words.read_text(encoding="utf-8", errors="replace"))
    yield source.size


def _command(source: WheelSource, staging: Path) -> list[str]:
    wanted = f"{source.package}=={source.version}"
    pip = ["download", "--no-deps", "--only-binary=:all:", "--no-input", "--dest", str(staging), wanted]
    if source.platform:
        pip.append(f"--platform={source.platform}")
    if importlib.util.find_spec("pip") is not None:
        # -P keeps the working folder off the client's import path.
        return [sys.executable, "-P", "-m", "pip", *pip]
    if uv := shutil.which("uv"):
        pins = staging / "pins.txt"
        pins.write_text(f"{wanted} --hash=sha256:{source.sha256}\n", encoding="utf-8")
        # "manylinux_2_17_x86_64" is "x86_64-manylinux_2_17" to uv.
        other = re.sub(r"^(\w+?)_(x86_64)$", r"\2-\1", source.platform)
        return [
            *(uv, "pip", "install", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--link-mode=copy"),
            *("--python", sys.executable, "--target", str(staging / "unpacked"), "-r", str(pins)),
            *((f"--python-platform={other}",) if other else ()),
        ]
    if program := shutil.which("pip") or shutil.which("pip3"):
        return [program, *pip]
    raise DependencyMissing(
        "Models are fetched with pip or uv, and neither is here.",
        f"`{sys.executable} -m ensurepip` installs pip.",
    )


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder that others change meanwhile."""
    total = 0
    # Files and folders come and go while the client works: `walk` passes over a folder that has gone, `rglob` raises.
    for where, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(where) / name).lstat().st_size
    return total


def _problem(source: WheelSource, words: str) -> DownloadFailed:
    what = f"{source.package} {source.version} could not be fetched."
    for pattern, reason, step in _REASONS:
        if pattern.search(words):
            return DownloadFailed(f"{what} {reason}", step)
    last = next((line.strip() for line in reversed(words.splitlines()) if line.strip()), "it said nothing")
    return DownloadFailed(f"{what} The package client said: {last[:200]}")
