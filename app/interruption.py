"""What ends a command from outside (Ctrl-C, the end of the terminal, a shutdown), held until the work can be taken back."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

from app import terminal

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


@contextlib.contextmanager
def held() -> Iterator[threading.Event]:
    """Have the signals that would end this process set an event instead: the work looks at it and ends in good order."""
    stop = threading.Event()

    def note(number: int, _frame: FrameType | None) -> None:
        terminal.note(number)
        stop.set()

    if threading.current_thread() is not threading.main_thread():
        yield stop  # only the main thread is told of signals
        return
    known = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in known}
    try:
        for number, handler in before.items():
            if handler != signal.SIG_IGN:  # `nohup` wants it so
                signal.signal(number, note)
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
