"""No network from here on.

`seal()` is called before any indexed text is read. What it does, strongest first:

- Linux: a seccomp filter. The kernel refuses (EPERM) every socket but Unix sockets, io_uring, and taking sockets out of
  other processes or working in them, for all threads and for every child. A Landlock domain keeps it out of the memory of
  processes outside by any other way. Neither can be undone.
- macOS: the system's sandbox, to the same effect.
- Elsewhere, or where the kernel offers neither: a guard on Python's own events. It does not see C libraries that make
  their own sockets, so `state()` and `homebody doctor` say "guard" and not more.

Before that this process closes its own memory to others (`app.sealing.memory`). In all cases the model hubs' offline and
telemetry switches are set, and Python looks up no names. Not covered: other programs on this machine that are reached
through Unix sockets or files and go out on their own account (a container daemon, a network file system, a synchronised
folder). docs/privacy.md says this at length.
"""

from __future__ import annotations

import os
import threading
from typing import Literal, NamedTuple

State = Literal["seccomp", "sandbox", "guard", "open"]

SWITCHES = {
    "ANONYMIZED_TELEMETRY": "False",
    "DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "MLC_DOWNLOAD_CACHE_POLICY": "OFF",
    "TRANSFORMERS_OFFLINE": "1",
}
"""Environment variables that tell the libraries beneath us to stay at home. They are read at import."""


class Seal(NamedTuple):
    """What holds. `weaker` says why nothing stronger does (empty when the kernel enforces it).

    `apart` names what keeps it out of other processes' memory ("landlock", or nothing), `not_apart` says why nothing does.
    `shut` holds the numbers of internet sockets that were already open when the seal came and were shut, `kept` those among
    standard input, output and error that are internet sockets and were left.
    """

    state: State
    weaker: str = ""
    shut: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()
    apart: Literal["landlock", ""] = ""
    not_apart: str = ""


class Attempt(NamedTuple):
    """One way out that was tried.

    `where` is "this process" or "a child process". `refused` is False when it would have worked. `error` is the errno's
    name ("EPERM"), `by` what refused: "seccomp", "sandbox", "guard", "landlock", or "system" (this machine has no such
    thing, or lets nobody use it). `inward` is True where it is a way into another process, and not one to the network.
    """

    what: str
    where: str
    refused: bool
    error: str
    by: State | Literal["landlock", "system", ""]
    inward: bool = False

    @property
    def outcome(self) -> str:
        """Say it in words: "refused by seccomp (EPERM), from this process"."""
        if self.refused:
            return f"refused by {self.by} ({self.error}), from {self.where}"
        return f"{self.error or 'open'}, from {self.where}"


_lock = threading.Lock()
_seal: Seal | None = None


def seal(*, opens_programs: bool = False) -> Seal:
    """Close the network for this process and its children, for good, and say what holds. Again, it changes nothing.

    `opens_programs` leaves abstract Unix sockets, by which the programs that a person opens from here reach the desktop.
    """
    global _seal  # noqa: PLW0603 - a process has one seal, as it has one set of kernel filters
    with _lock:
        if _seal is None:
            from app.sealing import memory

            memory.keep_private()
            memory.take_passphrase()
            os.environ.update(SWITCHES)
            apart, why = _set_apart(opens_programs)
            _seal = _close()._replace(apart=apart, not_apart=why)
        return _seal


def state() -> State:
    """Return what closes the network now; "open" before `seal()`."""
    return "open" if _seal is None else _seal.state


def _set_apart(opens_programs: bool) -> tuple[Literal["landlock", ""], str]:
    """Return what keeps this process out of others' memory, and why nothing does."""
    from app.sealing import landlock
    from app.sealing.seccomp import threads

    try:
        landlock.set_apart(abstract_sockets=opens_programs)
    except landlock.LandlockUnavailable as problem:
        return "", str(problem)
    if threads() > 1:
        return "", "other threads ran already, and they are not held"
    return "landlock", ""


def _close() -> Seal:
    from app.sealing import guard, seccomp

    reasons = []
    try:
        seccomp.install()
    except seccomp.SeccompUnavailable as problem:
        reasons.append(str(problem))
    else:
        shut, kept = seccomp.shut_inherited()
        seccomp.look_up_names_in_files_only()
        guard.install("names")
        return Seal("seccomp", shut=shut, kept=kept)
    from app.sealing import sandbox

    try:
        sandbox.install()
    except sandbox.SandboxUnavailable as problem:
        reasons.append(str(problem))
    else:
        guard.install("names")
        return Seal("sandbox")
    guard.install("everything")
    return Seal("guard", weaker="; ".join(reasons))


def prove() -> list[Attempt]:
    """Try the ways out, from this process and from a child, and report what became of each.

    Nothing is sent and nobody is harmed, sealed or not: see `app.sealing.probe`. The other process that is tried is the one
    that started this one. The child runs isolated from environment and current folder.
    """
    from app.sealing import probe

    here, other = "this process", os.getppid() if os.name == "posix" else 0
    found = [_attempt(what, here, ended) for what, ended in probe.attempts()]
    found += [_attempt(what, here, ended, inward=True) for what, ended in probe.inward_attempts(other)]
    return found + _prove_in_child(other)


def _prove_in_child(other: int) -> list[Attempt]:
    import json
    import subprocess
    import sys

    from app.sealing import probe
    from app.sealing.guard import RefusedByGuard

    where = "a child process"
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-B", probe.__file__, str(other)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=True,
        )
    except RefusedByGuard:
        return [Attempt("starting a program", where, refused=True, error="EPERM", by="guard")]
    out, inward = json.loads(done.stdout)
    return [
        *(_attempt(what, where, ended) for what, ended in out),
        *(_attempt(what, where, ended, inward=True) for what, ended in inward),
    ]


def _attempt(what: str, where: str, ended: str, *, inward: bool = False) -> Attempt:
    from app.sealing.probe import MEMORY, NOT_TRIED, OPEN

    if ended in (OPEN, NOT_TRIED):
        return Attempt(what, where, refused=False, error=ended, by="", inward=inward)
    guarded, _, error = ended.rpartition(":")
    by: State | Literal["landlock", "system"] = "system"
    if guarded:
        by = "guard"
    elif what in MEMORY:
        by = "landlock" if _seal is not None and _seal.apart and error in ("EPERM", "EACCES") else "system"
    elif state() in ("seccomp", "sandbox") and error in ("EPERM", "EACCES", "EAI_AGAIN", "EAI_FAIL"):
        by = state()
    return Attempt(what, where, refused=True, error=error, by=by, inward=inward)
