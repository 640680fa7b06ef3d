"""A seccomp filter over seccomp(2): Unix sockets are the only sockets that this process and its children can make.

The filter is an allow-list of families, so a family nobody thought of (vsock, Bluetooth, packet, netlink) is refused too.
So is working in another process, which may have a network: tracing it, its memory, typing for it at the terminal.
It is installed on all threads at once, survives fork and exec, and cannot be taken off again.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from pathlib import Path
from typing import NamedTuple

AF_UNIX = 1

RET_KILL_PROCESS = 0x8000_0000
RET_ERRNO = 0x0005_0000
RET_ALLOW = 0x7FFF_0000

_LOAD_WORD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_JUMP_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_JUMP_AT_LEAST = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K

# Offsets in struct seccomp_data. Both machines are little-endian: the low half of an argument comes first, and the kernel
# takes a family as an int, so the high half means nothing.
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT, _SECOND_ARGUMENT = 0, 4, 16, 24

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_MODE_FILTER = 2
_SET_MODE_FILTER = 1
_FLAG_TSYNC = 1
_FLAG_SPEC_ALLOW = 4
_SOL_SOCKET, _SO_DOMAIN = 1, 39

_EVERYWHERE = (425, 426, 427, 438, 440)
"""Refused whole on every machine: io_uring_setup, io_uring_enter and io_uring_register make and use sockets without
socket(2); pidfd_getfd takes an open one out of another process; process_madvise works on another's memory."""

_TYPED = (0x5412, 0x541C)
"""TIOCSTI and TIOCLINUX: they put what the shell will read, once this process has ended, into its terminal."""


class SyscallTable(NamedTuple):
    """The system call numbers of an architecture. `x32` is the first number of its second ABI, where it has one."""

    audit: int
    seccomp: int
    socket: int
    socketpair: int
    request_key: int
    ptrace: int
    process_vm_readv: int
    process_vm_writev: int
    ioctl: int
    x32: int | None = None

    @property
    def refused(self) -> tuple[int, ...]:
        """The calls that are refused whatever they are given."""
        return (self.request_key, self.ptrace, self.process_vm_readv, self.process_vm_writev, *_EVERYWHERE)


MACHINES = {
    "x86_64": SyscallTable(
        0xC000_003E, seccomp=317, socket=41, socketpair=53, request_key=249,
        ptrace=101, process_vm_readv=310, process_vm_writev=311, ioctl=16, x32=0x4000_0000,
    ),
    "aarch64": SyscallTable(
        0xC000_00B7, seccomp=277, socket=198, socketpair=199, request_key=218,
        ptrace=117, process_vm_readv=270, process_vm_writev=271, ioctl=29,
    ),
}  # fmt: skip


class SeccompUnavailable(Exception):
    """The filter cannot be had here; `str()` says why."""


def program(machine: SyscallTable) -> list[tuple[int, int, int, int]]:
    """Return the filter as (code, jump if true, jump if false, constant), jumps counted in instructions.

    Another architecture's calls (32-bit code on a 64-bit kernel) end the process: it would need a filter of its own.
    request_key(2) is refused because the kernel can answer it with a name lookup made by another program.
    """
    checks = [(_JUMP_AT_LEAST, machine.x32, "refuse")] if machine.x32 is not None else []
    checks += [(_JUMP_EQUAL, number, "family") for number in (machine.socket, machine.socketpair)]
    checks += [(_JUMP_EQUAL, machine.ioctl, "request")]
    checks += [(_JUMP_EQUAL, number, "refuse") for number in machine.refused]
    first = 3
    end = first + len(checks) + 1
    place = {"family": end, "request": end + 2, "allow": end + 5, "refuse": end + 6, "kill": end + 7}
    body = [
        (_LOAD_WORD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 0, place["kill"] - 2, machine.audit),
        (_LOAD_WORD, 0, 0, _NUMBER),
    ]
    body += [(code, place[to] - (first + n) - 1, 0, value) for n, (code, value, to) in enumerate(checks)]
    body += [
        (_RETURN, 0, 0, RET_ALLOW),
        (_LOAD_WORD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_EQUAL, place["allow"] - end - 2, place["refuse"] - end - 2, AF_UNIX),
        (_LOAD_WORD, 0, 0, _SECOND_ARGUMENT),
        (_JUMP_EQUAL, place["refuse"] - end - 4, 0, _TYPED[0]),
        (_JUMP_EQUAL, place["refuse"] - end - 5, 0, _TYPED[1]),
        (_RETURN, 0, 0, RET_ALLOW),
        (_RETURN, 0, 0, RET_ERRNO | errno.EPERM),
        (_RETURN, 0, 0, RET_KILL_PROCESS),
    ]
    return body


def this_machine(platform: str = sys.platform) -> SyscallTable:
    """Return the running machine's numbers. Raises SeccompUnavailable where there are none."""
    if platform != "linux":
        raise SeccompUnavailable("seccomp is part of Linux")
    name = os.uname().machine
    if name not in MACHINES or sys.byteorder != "little" or struct.calcsize("P") != 8:
        raise SeccompUnavailable(f"there is no filter for {struct.calcsize('P') * 8}-bit programs on {name}")
    return MACHINES[name]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def install() -> None:
    """Put the filter on every thread, for good. Raises SeccompUnavailable and leaves all open when it is refused."""
    machine = this_machine()
    packed = b"".join(struct.pack("=HBBI", *instruction) for instruction in program(machine))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    argument = _Program(len(packed) // 8, packed)
    nought = ctypes.c_ulong(0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), nought, nought, nought) != 0:
        raise SeccompUnavailable(f"no_new_privs was refused ({_error_name()})")
    # SPEC_ALLOW keeps older kernels from slowing the whole process down as they do for untrusted code; kernels before
    # 4.17 do not know it.
    for flags in (_FLAG_TSYNC | _FLAG_SPEC_ALLOW, _FLAG_TSYNC):
        done = libc.syscall(
            ctypes.c_long(machine.seccomp),
            ctypes.c_ulong(_SET_MODE_FILTER),
            ctypes.c_ulong(flags),
            ctypes.byref(argument),
        )
        if done == 0:
            return
        if done > 0:
            raise SeccompUnavailable(f"thread {done} could not be given the filter")
        if ctypes.get_errno() != errno.EINVAL:
            break
    reason = _error_name()
    if threads() == 1 and libc.prctl(_PR_SET_SECCOMP, ctypes.c_ulong(_MODE_FILTER), ctypes.byref(argument)) == 0:
        return
    raise SeccompUnavailable(f"the kernel refused the filter ({reason})")


def threads() -> int:
    """Return how many threads this process has; 0 where that cannot be seen."""
    try:
        return sum(1 for _ in Path("/proc/self/task").iterdir())
    except OSError:
        return 0


def _error_name() -> str:
    number = ctypes.get_errno()
    return errno.errorcode.get(number, str(number))


def shut_inherited() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Shut the sockets that were open before the seal and are not Unix sockets; return (shut, left open).

    A shut one's number is given to /dev/null, so that nothing else can come to stand at it. Standard input, output and
    error are left as they are: they are how the person who started us is reached.
    """
    try:
        numbers = sorted(int(entry.name) for entry in Path("/proc/self/fd").iterdir())
    except OSError:
        numbers = list(range(1024))
    foreign = [number for number in numbers if _is_foreign(number)]
    shut = tuple(number for number in foreign if number > 2)
    if shut:
        nowhere = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
        for number in shut:
            os.dup2(nowhere, number, inheritable=False)
        os.close(nowhere)
    return shut, tuple(number for number in foreign if number <= 2)


def _is_foreign(number: int) -> bool:
    """Tell whether an open file is a socket of any family but Unix."""
    family = ctypes.c_int()
    size = ctypes.c_uint(ctypes.sizeof(family))
    libc = ctypes.CDLL(None, use_errno=True)
    got = libc.getsockopt(number, _SOL_SOCKET, _SO_DOMAIN, ctypes.byref(family), ctypes.byref(size))
    return got == 0 and family.value != AF_UNIX


def look_up_names_in_files_only() -> bool:
    """Keep the C library's name lookups in this process to the hosts file; return False where it cannot be told to.

    Some systems look names up by asking a local daemon over a Unix socket, which asks the network in its turn. The filter
    cannot see that, the C library can be told not to.
    """
    try:
        configure = ctypes.CDLL(None).__getattr__("__nss_configure_lookup")
    except AttributeError:
        return False
    configure.argtypes = (ctypes.c_char_p, ctypes.c_char_p)
    return bool(configure(b"hosts", b"files") == 0)
