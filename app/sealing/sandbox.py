"""The macOS sandbox: the kernel refuses network access to this process and its children.

`sandbox_init` is deprecated but present in every macOS release so far, and is what browsers and build tools use.
"""

from __future__ import annotations

import ctypes
import errno
import sys

# The last rule that fits decides. Unix sockets stay, except the one through which names are looked up.
PROFILE = b"""
(version 1)
(allow default)
(deny network*)
(allow network* (local unix-socket))
(allow network* (remote unix-socket))
(deny network-outbound (literal "/private/var/run/mDNSResponder"))
"""


class SandboxUnavailable(Exception):
    """The sandbox cannot be had here; `str()` says why."""


def install(platform: str = sys.platform) -> None:
    """Enter the sandbox, for good. Raises SandboxUnavailable when it is refused, or turns out to let UDP through."""
    if platform != "darwin":
        raise SandboxUnavailable("the sandbox is part of macOS")
    system = ctypes.CDLL("/usr/lib/libSystem.B.dylib", use_errno=True)
    if not hasattr(system, "sandbox_init"):
        raise SandboxUnavailable("this macOS has no sandbox_init")
    system.sandbox_init.argtypes = (ctypes.c_char_p, ctypes.c_uint64, ctypes.POINTER(ctypes.c_char_p))
    message = ctypes.c_char_p()
    if system.sandbox_init(PROFILE, 0, ctypes.byref(message)) != 0:
        raise SandboxUnavailable(
            f"the sandbox was refused ({(message.value or b'no reason given').decode(errors='replace')})"
        )
    if not _udp_is_refused():
        raise SandboxUnavailable("the sandbox was entered but lets UDP through")


def _udp_is_refused() -> bool:
    """Try to give a UDP socket a documentation address as its peer, which sends nothing."""
    import socket

    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))
    except OSError as error:
        return error.errno in (errno.EPERM, errno.EACCES)
    return False
