"""The guard: Python's own audit events, refused. What stands where the kernel offers nothing better.

An audit hook cannot be removed and sees every interpreter and thread of the process, but only what goes through Python:
a C library that makes its own sockets is not seen. Starting other programs is refused as well, since they would not carry
the guard with them; homebody's own service may be started, because it seals itself before it does anything.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from typing import Literal

Extent = Literal["names", "everything"]
"""What to refuse: name lookups only (the kernel has the rest), or sockets and other programs too."""

_LOOKUPS = frozenset(
    {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"},
)
_ADDRESSED = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
_PROGRAMS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile"})


class RefusedByGuard(PermissionError):
    """The guard refused; errno is EPERM, as the kernel's own refusal would be."""

    def __init__(self, what: str) -> None:
        super().__init__(errno.EPERM, f"homebody is sealed: no {what}")


def install(extent: Extent) -> None:
    """Refuse from here on, for good."""
    sys.addaudithook(hook(extent, unix_sockets=sys.platform != "win32"))


def hook(extent: Extent, *, unix_sockets: bool) -> Callable[[str, tuple[object, ...]], None]:
    """Make the audit hook.

    Where there are no Unix sockets, the interpreter's own plumbing (`socket.socketpair`) and the service use loopback, so
    there internet sockets can be made, but reach this machine only.
    """

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event in _LOOKUPS:
            if not _is_local_name(arguments[0]):
                raise RefusedByGuard("name lookups")
        elif extent == "names":
            return
        elif event == "socket.__new__":
            if unix_sockets and not _is_unix(arguments[1]):
                raise RefusedByGuard("sockets but Unix sockets")
        elif event in _ADDRESSED:
            if not _is_local_address(arguments[1]):
                raise RefusedByGuard("network")
        elif event in _PROGRAMS and not _is_own_service(arguments):
            raise RefusedByGuard("other programs, since they would not be sealed")

    return refuse


def _is_own_service(arguments: tuple[object, ...]) -> bool:
    """Tell whether `subprocess.Popen(executable, args, …)` starts homebody's own service."""
    if len(arguments) < 2 or not isinstance(arguments[1], list):
        return False
    return arguments[0] == sys.executable and arguments[1][:5] == [sys.executable, "-m", "app", "service", "run"]


def _is_unix(family: object) -> bool:
    # -1 stands for "the family of the open file that is being wrapped": nothing new is made.
    return family in (1, -1)


def _is_local_address(address: object) -> bool:
    """Tell whether an address of `connect` and its like stays here: a path, none (already connected), or loopback."""
    if isinstance(address, tuple):
        return bool(address) and _is_loopback(address[0])
    return True


def _is_local_name(host: object) -> bool:
    """Tell whether a lookup needs no network: none, a numeric address, or this machine's own name for itself."""
    if isinstance(host, tuple):
        host = host[0] if host else None
    if isinstance(host, (bytes, bytearray)):
        host = host.decode("ascii", errors="replace")
    if host is None or host == "" or host == "localhost":
        return True
    if not isinstance(host, str):
        return False
    import ipaddress

    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _is_loopback(host: object) -> bool:
    import ipaddress

    if host == "localhost":
        return True
    if not isinstance(host, str):
        return False
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False
