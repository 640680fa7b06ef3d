"""A terminal as a program leaves it: run on a pseudo-terminal, its output read by what modes it sets and unsets."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from typing import Any

PATIENCE_S = 60.0
"""How long to wait for what a program says, and for its end."""
SIZE = {"COLUMNS": "100", "LINES": "30", "TERM": "xterm-256color"}

_MODES = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_KEYBOARD = re.compile(rb"\x1b\[([<>])[0-9]*u")
_USUALLY_ON = frozenset({7, 25})
"""Lines wrap, the cursor shows."""


class Modes:
    """What is otherwise in a terminal than it usually is, after what was written to it."""

    def __init__(self, written: bytes) -> None:
        self.on: set[int] = set(_USUALLY_ON)
        for numbers, letter in _MODES.findall(written):
            change = self.on.add if letter == b"h" else self.on.discard
            for number in numbers.split(b";"):
                change(int(number))
        pushes = [found == b">" for found in _KEYBOARD.findall(written)]
        self.keyboard = sum(pushes) - (len(pushes) - sum(pushes))
        """How often a way of reporting keys was pushed and not popped; below 0 somebody else's was popped."""

    def __repr__(self) -> str:
        return f"on {sorted(self.on - _USUALLY_ON)}, off {sorted(_USUALLY_ON - self.on)}, keyboard {self.keyboard}"

    @property
    def usual(self) -> bool:
        """Whether everything is as it usually is."""
        return self.on == _USUALLY_ON and self.keyboard == 0


def said(written: bytes) -> str:
    """Return the text that stands after the alternate screen was left, or all where it was never entered."""
    after = written.rpartition(b"\x1b[?1049l")[2]
    return re.sub(rb"\x07|\x1b(?:\[[<>?]?[0-9;$]*[a-zA-Z]|\][^\x07]*\x07)", b"", after).decode().strip()


def _hear_all_signals() -> None:
    """Start as a terminal's shell starts a program: what runs the tests may ignore signals, as nohup does."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


class Running:
    """A program on a terminal of its own, which is its controlling terminal."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._ours, theirs = os.openpty()
        self.before = termios.tcgetattr(theirs)
        self.written = b""
        self._theirs = theirs
        self.process = subprocess.Popen(
            # The first of a session that opens a terminal has it as its own.
            ["sh", "-c", 'exec "$@" < "$0" > "$0" 2>&1', os.ttyname(theirs), *command],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, **SIZE, **environment},
            start_new_session=True,
            preexec_fn=_hear_all_signals,  # noqa: PLW1509  no thread of the tests holds what it needs
        )

    @property
    def settings(self) -> list[Any]:
        """The terminal's settings now."""
        return termios.tcgetattr(self._theirs)

    def type(self, keys: bytes) -> None:
        """Type."""
        os.write(self._ours, keys)

    def wait_for(self, wanted: bytes, after: int = 0) -> None:
        """Read until something was written behind `after` bytes. Raises AssertionError when it is not."""
        deadline = time.monotonic() + PATIENCE_S
        while wanted not in self.written[after:]:
            assert self._read(deadline), f"not written: {wanted!r}\n{said(self.written)}"

    def end(self, number: int | None = None) -> int:
        """Send a signal, read to the end, and return the exit code (negative: ended by that signal)."""
        if number is not None:
            self.process.send_signal(number)
        deadline = time.monotonic() + PATIENCE_S
        while self.process.poll() is None and self._read(deadline):
            pass
        code = self.process.wait(1)
        while self._read(0):
            pass
        return code

    def hang_up(self) -> int:
        """Close the terminal as a window that is closed does; return the exit code."""
        os.close(self._theirs)
        os.close(self._ours)
        self._ours = self._theirs = -1
        return self.process.wait(PATIENCE_S)

    def close(self) -> None:
        """End the program, if it has not ended."""
        self.process.kill()
        self.process.wait()
        for number in (self._ours, self._theirs):
            if number >= 0:
                os.close(number)

    def _read(self, deadline: float) -> bool:
        """Read what there is within a moment; False where the time is over and nothing was read."""
        readable, _, _ = select.select([self._ours], [], [], max(0.0, min(0.2, deadline - time.monotonic())))
        if readable:
            with contextlib.suppress(OSError):
                self.written += os.read(self._ours, 1 << 16)
            return True
        return time.monotonic() < deadline
