"""Try the ways out, safely, and say what became of each. Also run as a script, to try them from a child process.

Two kinds: ways to the network, and ways into another process, which may have one.

Nothing here sends a packet: making the socket is what should be refused. Where a socket can be made after all, a UDP one is
given a documentation address as its peer (which sends nothing) and a TCP one tries loopback alone, and only once UDP was
refused. A name is looked up only when no internet socket could be used. The other process comes to no harm either: it is
asked for in ways that an open kernel answers with an error of its own, and its memory is opened but not read. Standard
library only: the script runs isolated.
"""

from __future__ import annotations

import errno
import json
import socket
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTATION = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
LOOPBACK = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}
DISCARD = 9
OPEN = ""
NOT_TRIED = "not tried"
MEMORY = ("another process's memory", "another process's open files")
"""What Landlock refuses, and not the filter."""


def attempts() -> list[tuple[str, str]]:
    """Return pairs of what was tried and how it ended.

    The end is an errno's name, with "guard:" before it where Python's guard refused, `OPEN` where it worked, or `NOT_TRIED`
    where trying would have gone out.
    """
    found: list[tuple[str, str]] = []
    for family, version in ((socket.AF_INET, "IPv4"), (socket.AF_INET6, "IPv6")):
        udp = _try(family, socket.SOCK_DGRAM, DOCUMENTATION[family])
        found.append((f"UDP over {version}", udp))
        found.append((f"TCP over {version}", _try(family, socket.SOCK_STREAM, LOOPBACK[family] if udp else None)))
    found.append(("raw IPv4", _try(socket.AF_INET, socket.SOCK_RAW, None, socket.IPPROTO_ICMP)))
    for name, kind in (
        ("AF_PACKET", socket.SOCK_RAW),
        ("AF_NETLINK", socket.SOCK_RAW),
        ("AF_VSOCK", socket.SOCK_STREAM),
    ):
        if hasattr(socket, name):
            found.append((name.removeprefix("AF_").lower(), _try(getattr(socket, name), kind, None)))
    closed = all(ended for what, ended in found if what.startswith(("UDP", "TCP")))
    found.append(("name lookup", _look_up() if closed else NOT_TRIED))
    if sys.platform == "linux":
        found.append(("io_uring", _io_uring()))
    return found


def inward_attempts(other: int) -> list[tuple[str, str]]:
    """Return what became of the ways into the process of that number, as `attempts` does; nothing but on Linux.

    Give one that runs outside what is tried: a process may always look into those that it has started itself.
    """
    if sys.platform != "linux" or other <= 0:
        return []
    from pathlib import Path

    there = Path(f"/proc/{other}")
    found = [(f"{name} on another process", _refused_call(*call)) for name, call in _calls(other).items()]
    found += list(zip(MEMORY, (_memory_of(there), _files_of(there)), strict=True))
    found.append(("typing at the terminal", _refused_call(_machine()[2], -1, 0x5412, 0)))
    return found


def _machine() -> tuple[int, int, int]:
    """Return the numbers of ptrace(2), process_vm_readv(2) and ioctl(2) here; the one for writing is the next."""
    import os

    return (117, 270, 29) if os.uname().machine == "aarch64" else (101, 310, 16)


def _calls(other: int) -> dict[str, tuple[int, ...]]:
    # PTRACE_SEIZE with an address, and flags where there are none: an open kernel finds fault with these first.
    trace, read, _ = _machine()
    seize, fault = 0x4206, 1
    return {
        "ptrace": (trace, seize, other, fault, 0),
        "process_vm_readv": (read, other, 0, 0, 0, 0, fault),
        "process_vm_writev": (read + 1, other, 0, 0, 0, 0, fault),
    }


def _refused_call(number: int, *arguments: int) -> str:
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(ctypes.c_long(number), *(ctypes.c_long(argument) for argument in arguments))
    error = ctypes.get_errno()
    # What an open kernel says to the fault in each.
    return OPEN if error in (errno.EIO, errno.EINVAL, errno.EBADF) else errno.errorcode.get(error, str(error))


def _memory_of(there: Path) -> str:
    """Open a process's memory under /proc, and let it go."""
    import os

    try:
        os.close(os.open(there / "mem", os.O_RDONLY))
    except OSError as error:
        return _name(error)
    return OPEN


def _files_of(there: Path) -> str:
    """Ask where one of a process's open files leads to, which is permitted to whoever may open it."""
    try:
        for number in (there / "fd").iterdir():
            number.readlink()
            return OPEN
    except OSError as error:
        return _name(error)
    return NOT_TRIED


def _try(family: int, kind: int, peer: str | None, protocol: int = 0) -> str:
    try:
        with socket.socket(family, kind, protocol) as made:
            if peer is not None:
                made.settimeout(1)
                made.connect((peer, DISCARD))
    except OSError as error:
        # Nobody listens at the discard port: this answer means that loopback was reached.
        return OPEN if error.errno == errno.ECONNREFUSED else _name(error)
    return OPEN


def _look_up() -> str:
    try:
        socket.getaddrinfo("homebody.invalid", DISCARD)
    except socket.gaierror as error:
        known = {number: name for name, number in vars(socket).items() if name.startswith("EAI_")}
        return known.get(error.errno or 0, str(error.errno))
    except OSError as error:
        return _name(error)
    return OPEN


def _io_uring() -> str:
    """Ask for a ring with no room and no parameters: an open kernel answers EFAULT or EINVAL, and none is made."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    io_uring_setup = 425
    libc.syscall(ctypes.c_long(io_uring_setup), ctypes.c_long(0), None)
    number = ctypes.get_errno()
    return OPEN if number in (errno.EFAULT, errno.EINVAL) else errno.errorcode.get(number, str(number))


def _name(error: OSError) -> str:
    name = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return f"guard:{name}" if type(error).__name__ == "RefusedByGuard" else name


if __name__ == "__main__":
    other = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    sys.stdout.write(json.dumps([attempts(), inward_attempts(other)]))
