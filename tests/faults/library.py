"""The preloaded library: built with the system's compiler, told what to do through a shared file, asked what it saw."""

from __future__ import annotations

import errno
import mmap
import os
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("faults.c")
VARIABLE = "HOMEBODY_FAULT_PLAN"

# The layout of `struct plan` in faults.c.
_NUMBERS = struct.Struct("<8Q")
_CALL, _FILE, _ROOTS, _TRACE = 64, 96, 512, 4096
_ROOT_BYTES, _MOST_ROOTS = 512, 4
_TRACED, _TRACED_BYTES, _CALL_BYTES = 8192, 128, 16
_BYTES = _TRACE + _TRACED * _TRACED_BYTES

_COUNT, _KILL, _FAIL, _SHORT, _TORN, _SIGNAL = range(6)
WRITES = frozenset({"write", "pwrite", "writev", "pwritev", "sendfile", "copy_file_range"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong at the N-th call. `number` is an errno, or a signal's; `lasting` fails every later call as well."""

    name: str
    action: int
    number: int = 0
    lasting: bool = False
    writes_only: bool = False
    """Whether it means anything at a write alone."""

    @property
    def kills(self) -> bool:
        """Whether it ends the process there and then."""
        return self.action in (_KILL, _TORN)

    @property
    def signals(self) -> bool:
        """Whether it sends a signal, which the process may handle."""
        return self.action == _SIGNAL


FAULTS = {
    fault.name: fault
    for fault in (
        Fault("kill", _KILL),
        Fault("torn", _TORN, writes_only=True),
        Fault("enospc", _FAIL, errno.ENOSPC),
        Fault("full", _FAIL, errno.ENOSPC, lasting=True),
        Fault("eio", _FAIL, errno.EIO),
        Fault("dead", _FAIL, errno.EIO, lasting=True),
        Fault("short", _SHORT, errno.ENOSPC, writes_only=True),
        Fault("filling", _SHORT, errno.ENOSPC, lasting=True, writes_only=True),
        Fault("term", _SIGNAL, signal.SIGTERM),
        Fault("hup", _SIGNAL, getattr(signal, "SIGHUP", 1)),
        Fault("int", _SIGNAL, signal.SIGINT),
    )
}
"""kill: SIGKILL before the call. torn: SIGKILL after half of a write. enospc, eio: this one call fails. full, dead: this
one and all later ones (a full disk still deletes and renames). short: half a write. filling: half, then a full disk.
term, hup, int: the signal comes before the call."""


def problem() -> str:
    """Say why there can be no faults here; nothing where there can."""
    if not sys.platform.startswith("linux"):
        return "LD_PRELOAD and /proc are Linux's"
    if compiler() is None:
        return "there is no C compiler (cc)"
    return ""


def compiler() -> str | None:
    """Return the C compiler."""
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def build(folder: Path) -> Path:
    """Compile the library into a folder and return it. Raises CalledProcessError."""
    library = folder / "faults.so"
    command = [str(compiler()), "-O2", "-Wall", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return library


def environment(library: Path, plan: Path) -> dict[str, str]:
    """Return what a process's environment needs for the library to be in it, and in its children."""
    return {"LD_PRELOAD": str(library), VARIABLE: str(plan)}


class Plan:
    """The shared file: what is to go wrong where, and what was seen."""

    def __init__(self, path: Path, roots: Sequence[Path] = ()) -> None:
        """Map the file, which is made where it is not there; with `roots` only calls below these folders count."""
        if not path.exists():
            with path.open("wb") as stream:
                stream.truncate(_BYTES)
        with path.open("r+b") as stream:
            self._map = mmap.mmap(stream.fileno(), _BYTES)
        if len(roots) > _MOST_ROOTS:
            raise ValueError(f"more than {_MOST_ROOTS} folders")
        for number, root in enumerate(roots):
            named = os.fsencode(root.resolve())
            start = _ROOTS + number * _ROOT_BYTES
            self._map[start : start + len(named) + 1] = named + b"\0"

    def arm(self, fault: Fault | None = None, at: int = 0, *, group: bool = False) -> None:
        """Count from here on, and do `fault` at the `at`-th call, counted from 1; `group` kills the whole group."""
        self._map[_CALL:_ROOTS] = bytes(_ROOTS - _CALL)
        what = fault or Fault("count", _COUNT)
        numbers = (what.action, what.number, what.lasting, at, group, 0, 0)
        self._map[: _NUMBERS.size] = _NUMBERS.pack(0, *numbers)
        self._map[: _NUMBERS.size] = _NUMBERS.pack(1, *numbers)

    def disarm(self) -> None:
        """Let every call through again."""
        self._map[:8] = bytes(8)

    @property
    def count(self) -> int:
        """Return how many calls were seen since it was armed."""
        return int(_NUMBERS.unpack(self._map[: _NUMBERS.size])[6])

    @property
    def fired(self) -> int:
        """Return how many calls went wrong."""
        return int(_NUMBERS.unpack(self._map[: _NUMBERS.size])[7])

    @property
    def where(self) -> str:
        """Return the first call that went wrong, and its file: "pwrite index.db-wal"."""
        return f"{_text(self._map[_CALL:_FILE])} {_text(self._map[_FILE:_ROOTS])}".strip()

    def trace(self) -> list[tuple[str, str]]:
        """Return each call with its file, the first 8192 of them."""
        found = []
        for number in range(min(self.count, _TRACED)):
            start = _TRACE + number * _TRACED_BYTES
            call = _text(self._map[start : start + _CALL_BYTES])
            found.append((call, _text(self._map[start + _CALL_BYTES : start + _TRACED_BYTES])))
        return found


def _text(raw: bytes) -> str:
    return raw.partition(b"\0")[0].decode("utf-8", "replace")
