"""What a program that reads a hostile file does first: it limits itself, and binds itself to whoever started it."""

from __future__ import annotations

import sys


def confine(memory_bytes: int, cpu_seconds: int) -> None:
    """Limit this process's memory and CPU time, and have it write no core dumps, where the platform knows such limits.

    On Linux the kernel also ends it with whoever started it, and lets no other program of the owner's read its memory.
    """
    try:
        import resource
    except ImportError:
        pass  # a platform without limits
    else:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    if sys.platform == "linux":
        _end_with_owner()


def _end_with_owner() -> None:
    import ctypes
    import signal

    set_death_signal, set_dumpable = 1, 4
    prctl = ctypes.CDLL(None).prctl
    prctl(ctypes.c_int(set_dumpable), *[ctypes.c_ulong(0)] * 4)
    prctl(ctypes.c_int(set_death_signal), ctypes.c_ulong(signal.SIGKILL), *[ctypes.c_ulong(0)] * 3)
