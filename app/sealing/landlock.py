"""Landlock: the kernel keeps this process and its children to the files and folders that it names. Linux 5.19 and newer.

Everything else on disk can neither be opened, listed, changed nor run; it cannot be taken off again. What was opened before
stays open. Whoever is under rules, of whatever kind, can neither trace a process that is not, nor open its memory or its
files under /proc: `set_apart` is for that alone. Standard library only.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
import struct
import sys
from collections.abc import Iterable

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""System call numbers, the same on all machines."""
_ASK_VERSION = 1
_RULE_PATH_BENEATH = 1
_PR_SET_NO_NEW_PRIVS = 38

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 1 << 1, 1 << 2, 1 << 3
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_OLDEST = (1 << 13) - 1
"""The rights of the first version: reading, writing, making and removing, of every kind of file."""
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_TO_READ = _EXECUTE | _READ_FILE | _READ_DIR

_ABSTRACT, _SIGNALS = 1, 2
"""Scopes: abstract Unix sockets and signals. Neither reaches processes outside."""
_TCP = 3
"""Binding and connecting."""

LEAST = 2
"""The first version in which a file can be renamed from one permitted folder to another."""


class LandlockUnavailable(Exception):
    """It cannot be had here; `str()` says why."""


def version() -> int:
    """Return the kernel's version of Landlock. Raises LandlockUnavailable where there is none, or one that is too old."""
    if sys.platform != "linux":
        raise LandlockUnavailable("Landlock is part of Linux")
    found = _call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_ASK_VERSION))
    if found < LEAST:
        reason = f"Landlock is of version {found}" if found > 0 else f"the kernel has no Landlock ({_error_name()})"
        raise LandlockUnavailable(reason)
    return found


def install(read: Iterable[str], write: Iterable[str]) -> None:
    """Keep this process to `read` (and run what is there) and `write`, files or folders with all that is in them.

    Call it while the process has one thread: others are not held. Names that lead nowhere are passed over. Raises
    LandlockUnavailable, and then everything is as open as before.
    """
    known = version()
    handled = _OLDEST | _REFER | (_TRUNCATE if known >= 3 else 0)
    ruleset = _ruleset(known, handled, 0, _ABSTRACT | _SIGNALS)
    try:
        for paths, rights in ((read, _TO_READ), (write, handled)):
            for path in paths:
                _allow(ruleset, path, rights & handled)
        _restrict(ruleset)
    finally:
        os.close(ruleset)


def set_apart(*, abstract_sockets: bool) -> int:
    """Keep this thread, and all that it starts from here on, out of the processes outside; return Landlock's version.

    Files stay as they were. With version 6 signals reach no process outside either, nor, unless `abstract_sockets` are
    left, do Unix sockets without a path. Raises LandlockUnavailable, and then everything is as open as before.
    """
    known = version()
    # Before version 4 there are none but rules on files. This one may not be left out (moving a file to another folder is
    # refused by any rules that do not mention it), and is permitted everywhere.
    files = 0 if known >= 4 else _REFER
    ruleset = _ruleset(known, files, _TCP, _SIGNALS | (0 if abstract_sockets else _ABSTRACT))
    try:
        if files:
            _allow(ruleset, "/", files)
        _restrict(ruleset)
    finally:
        os.close(ruleset)
    return known


def _restrict(ruleset: int) -> None:
    nought = ctypes.c_ulong(0)
    if ctypes.CDLL(None).prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), nought, nought, nought) != 0:
        raise LandlockUnavailable("no_new_privs was refused")
    if _call(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0)) != 0:
        raise LandlockUnavailable(f"the kernel refused the rules ({_error_name()})")


def _ruleset(known: int, files: int, network: int, scopes: int) -> int:
    # The record grew with the versions, and a kernel refuses one that is longer than it knows.
    fields = [files, *([network] if known >= 4 else []), *([scopes] if known >= 6 else [])]
    record = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = _call(_CREATE_RULESET, ctypes.c_char_p(record), ctypes.c_size_t(len(record)), ctypes.c_uint32(0))
    if ruleset < 0:
        raise LandlockUnavailable(f"the kernel refused to begin ({_error_name()})")
    return ruleset


def _allow(ruleset: int, path: str, rights: int) -> None:
    with contextlib.suppress(OSError):
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(place).st_mode):
                rights &= _OF_FILES
            rule = struct.pack("=Qi", rights, place)
            kind = ctypes.c_int(_RULE_PATH_BENEATH)
            if _call(_ADD_RULE, ctypes.c_int(ruleset), kind, ctypes.c_char_p(rule), ctypes.c_uint32(0)) != 0:
                raise LandlockUnavailable(f"the kernel refused a rule ({_error_name()})")
        finally:
            os.close(place)


def _call(number: int, *arguments: object) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    return int(libc.syscall(ctypes.c_long(number), *arguments))


def _error_name() -> str:
    number = ctypes.get_errno()
    return errno.errorcode.get(number, str(number))
