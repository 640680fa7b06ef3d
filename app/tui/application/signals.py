"""How the app ends when a signal says so or a thread fails: in order where it can, and with the terminal given back.

The first signal asks the app to leave, as Ctrl+Q does. What holds it up (a terminal that takes no more output, a search
that waits for the disk) has a limited time; then the terminal is given back and the process ends.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING, Any

from app.output import terminal
from app.tui.application.screen_file import ScreenFile

if TYPE_CHECKING:
    from app.tui.application.app import HomebodyApp

TIME_S = 8.0
"""How long leaving may take after a signal, in seconds."""
_LAST_WORDS_S = 1.0
"""How long a terminal may take to accept that it is given back; one that takes nothing would hold the end up."""
_TEXTUALS = ("SIGTSTP", "SIGCONT", "SIGWINCH", "SIGTTIN", "SIGTTOU")
"""Signals that Textual answers to, and goes on answering to when its driver is gone."""


class SignalHandling:
    """What ends one run of the app. `code` is the exit code that a signal asked for."""

    def __init__(self, app: HomebodyApp, screen: ScreenFile) -> None:
        self.code: int | None = None
        self._app = app
        self._screen = screen
        self._found = terminal.TerminalSettings()
        self._told, self._tell = os.pipe()

    @contextlib.contextmanager
    def answered(self) -> Iterator[None]:
        """Answer signals and failing threads meanwhile, and give the terminal back at the end."""
        watch = threading.Thread(target=self._watch, name="ending", daemon=True)
        watch.start()
        hook, threading.excepthook = threading.excepthook, self._thread_failed
        try:
            with _left_alone(_TEXTUALS), terminal.answering(self._signalled):
                try:
                    yield
                finally:
                    self.give_back()
        finally:
            threading.excepthook = hook
            if self.code is None:
                os.close(self._tell)
                watch.join()
                os.close(self._told)

    def _signalled(self, number: int, _frame: FrameType | None) -> None:
        """Ask the app to leave; before it runs and after, end what goes on by an exception. In the main thread."""
        again = self.code is not None
        self.code = 128 + number
        terminal.let_go_if_gone()
        if not again:
            os.write(self._tell, b"!")
        if not self._app.ask_to_leave(self.code) and not again:
            raise terminal.EndedBySignal(number)

    def _thread_failed(self, failed: threading.ExceptHookArgs) -> None:
        if isinstance(failed.exc_value, Exception):
            self._app.fail_from_thread(failed.exc_value)

    def give_back(self) -> None:
        """Give the terminal back. May be called twice."""
        self._screen.give_back()
        self._found.restore()

    def _watch(self) -> None:
        """Once a signal came, see to it that the process ends. It is never taken back: what follows may hang as well."""
        if not os.read(self._told, 1):
            return
        threading.Event().wait(TIME_S)
        last = threading.Thread(target=self.give_back, daemon=True)
        last.start()
        last.join(_LAST_WORDS_S)
        os._exit(self.code or 1)


@contextlib.contextmanager
def _left_alone(names: tuple[str, ...]) -> Iterator[None]:
    """Put back at the end what answered to some signals before."""
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread() and sys.platform != "win32":
        numbers = [getattr(signal, name) for name in names]
        before = {number: signal.getsignal(number) for number in numbers}
    try:
        yield
    finally:
        for number, usual in before.items():
            if usual is not None:
                signal.signal(number, usual)
