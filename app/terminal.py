"""The terminal is given back as it was found, and work ends in order, also when a signal ends it. Standard library only.

By default SIGTERM, SIGHUP and SIGQUIT end a process where it stands: what it had changed of the terminal (a hidden cursor,
a prompt that shows no letters) would stay changed. Here each of them ends the work as Ctrl+C does, by an exception; and a
second one, which may come while something tidies up, gives the terminal back as well.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, NoReturn

TIME_S = 20
"""How long what was under way may take to end, in seconds; then the system ends the process."""

NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
"""What tells a process to end."""

_SHOW_CURSOR = b"\x1b[?25h"

Handler = Callable[[int, FrameType | None], Any]


class Ended(KeyboardInterrupt):
    """A signal told this process to end. Whoever tidies up after Ctrl+C does so after this."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class _Told:
    """What was told to this process, which has one terminal and one end."""

    number = int(signal.SIGINT)
    ended = False
    cursor_hidden = False


def exit_code() -> int:
    """Return the exit code of work that was stopped: 128 and the number of the signal, which is Ctrl+C's by default."""
    return 128 + _Told.number


def note(number: int) -> None:
    """Note the signal that ends the work, where that hears of it otherwise than by an exception."""
    _Told.number = number


class Found:
    """The settings of the terminal as they are now (line editing, echo, signals of keys); nothing where there is none."""

    def __init__(self) -> None:
        self._number, self._settings = _settings_of_the_terminal()

    def restore(self) -> None:
        """Set what has changed since. May be called twice, and when the terminal is gone."""
        if self._settings is None or sys.platform == "win32":
            return
        import termios

        with contextlib.suppress(termios.error, OSError):
            # In the background it is another's by now, who would be disturbed; and the system would stop this process.
            if _in_front(self._number) and termios.tcgetattr(self._number) != self._settings:
                termios.tcsetattr(self._number, termios.TCSANOW, self._settings)


def _settings_of_the_terminal() -> tuple[int, list[Any] | None]:
    if sys.platform == "win32":
        return -1, None
    import termios

    for number in range(3):
        with contextlib.suppress(termios.error, OSError):
            if _in_front(number):
                return number, termios.tcgetattr(number)
    return -1, None


def _in_front(number: int) -> bool:
    """Tell whether this process has the terminal to itself. Raises OSError where there is none."""
    return sys.platform != "win32" and os.tcgetpgrp(number) == os.getpgrp()


def is_gone(number: int) -> bool:
    """Tell whether a file was a terminal that has been closed at its other end."""
    if sys.platform == "win32":
        return False
    import termios

    try:
        termios.tcgetattr(number)
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    return False


def let_go_if_gone() -> bool:
    """Have standard input, output and error read and write nothing where their terminal is gone; tell whether it is.

    Else every line that is still written would be an error of its own, the last of them at the end of the interpreter.
    """
    gone = [number for number in range(3) if is_gone(number)]
    with contextlib.suppress(OSError):
        for number in gone:
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, number)
            os.close(nowhere)
    return bool(gone)


@contextlib.contextmanager
def cursor_hidden() -> Iterator[None]:
    """Say that the cursor is hidden meanwhile by a display that shows it again by itself, if nothing cuts it short."""
    _Told.cursor_hidden = True
    yield
    _Told.cursor_hidden = False


@contextlib.contextmanager
def given_back() -> Iterator[None]:
    """Give the terminal back as it was found at the end, whatever that is.

    Meanwhile a signal that ends raises Ended in the main thread; a second one ends the process at once.
    """
    found = Found()
    _Told.number, _Told.ended, _Told.cursor_hidden = int(signal.SIGINT), False, False

    def told(number: int, _frame: FrameType | None) -> None:
        let_go_if_gone()
        if _Told.ended:
            _end(found, number)
        _Told.ended, _Told.number = True, number
        if number != signal.SIGINT and hasattr(signal, "alarm"):
            signal.alarm(TIME_S)  # nobody may be there to ask again
        raise Ended(number)

    with answering(told):
        try:
            yield
        finally:
            _Told.ended = True
            _restore(found)


@contextlib.contextmanager
def answering(handler: Handler, *more: str) -> Iterator[None]:
    """Have `handler` called for the signals that end, and for those named besides.

    One that was ignored from the start stays ignored (`nohup`). Does nothing outside the main thread.
    """
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for name in (*NAMES, *more):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
                before[number] = signal.signal(number, handler)
    try:
        yield
    finally:
        for number, usual in before.items():
            signal.signal(number, usual)


def _restore(found: Found) -> None:
    found.restore()
    if _Told.cursor_hidden:
        _Told.cursor_hidden = False
        with contextlib.suppress(OSError):
            if os.isatty(2):
                os.write(2, _SHOW_CURSOR)


def _end(found: Found, number: int) -> NoReturn:
    _restore(found)
    os._exit(128 + number)
