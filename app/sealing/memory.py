"""This process's memory is its own: no core dumps, no debugger of the owner's, no passphrase left in its environment.

To be called before a key or the index is read. What is started from here begins anew: a program that is run can be read
again until it calls this itself, so each of homebody's own does. Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import sys

_PR_GET_DUMPABLE, _PR_SET_DUMPABLE = 3, 4
_NAME = "HOMEBODY_PASSPHRASE"

_taken = ""


def keep_private() -> None:
    """Write no core dumps, for good, and on Linux let no other program of the owner's read or change this memory.

    A limit of nought alone would not do: the kernel hands a dump to a program, where one is set, whatever the limit.
    """
    if sys.platform == "linux":
        nought = ctypes.c_ulong(0)
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, nought, nought, nought, nought)
    if os.name == "posix":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def is_private() -> bool:
    """Tell whether the kernel lets no other program of the owner's into this process; False where it cannot."""
    if sys.platform != "linux":
        return False
    nought = ctypes.c_ulong(0)
    return int(ctypes.CDLL(None).prctl(_PR_GET_DUMPABLE, nought, nought, nought, nought)) == 0


def take_passphrase() -> None:
    """Take the passphrase out of the environment: no child inherits it, and /proc/PID/environ shows it no more."""
    global _taken  # noqa: PLW0603  a process has one environment
    if _NAME in os.environ:
        _taken = os.environ[_NAME]
        _overwrite(_NAME.encode() + b"=")
        del os.environ[_NAME]


def passphrase() -> str:
    """Return the passphrase that the environment holds, or held until it was taken out; or nothing."""
    return os.environ.get(_NAME) or _taken


def _overwrite(beginning: bytes) -> None:
    """Put zeros in the place of a variable's value, in the memory in which the kernel handed it over."""
    entries = _entries()
    at = 0
    while entries is not None and (place := entries[at]):
        text = ctypes.string_at(place)
        if text.startswith(beginning):
            ctypes.memset(place + len(beginning), 0, len(text) - len(beginning))
        at += 1


def _entries() -> ctypes._Pointer[ctypes.c_void_p] | None:
    """Return the C library's list of variables, or None where it is not to be had."""
    kind = ctypes.POINTER(ctypes.c_void_p)
    if os.name != "posix":
        return None
    library = ctypes.CDLL(None)
    if sys.platform == "darwin":
        library._NSGetEnviron.restype = ctypes.POINTER(kind)  # noqa: SLF001  its name
        found: ctypes._Pointer[ctypes.c_void_p] = library._NSGetEnviron()[0]  # noqa: SLF001
        return found
    try:
        return kind.in_dll(library, "environ")
    except ValueError:
        return None
