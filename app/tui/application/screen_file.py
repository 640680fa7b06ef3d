"""The terminal as a file that the app writes to: it knows what was set in it, and can unset it."""

from __future__ import annotations

import contextlib
import os
import re

_USUAL = {7: True, 25: True}
"""What is on in a terminal from the start: lines wrap, the cursor shows. Every other mode is off."""
_ALTERNATE = 1049
"""The alternate screen. What is pushed for the keyboard is pushed for one screen, so it is left last."""
_CURSOR = 25
_SEQUENCES = re.compile(
    r"\x1b\[(?:\?(?P<modes>[0-9;]+)(?P<on>[hl])|(?P<keyboard>[<>])[0-9]*u)|\x1b\]22;(?P<shape>\w+)\x07"
)


class ScreenFile:
    """Writes to a terminal by its number. Once it is gone, what is written to it goes nowhere."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._modes: dict[int, bool] = {}
        self._keyboard = 0
        """How often a way of reporting keys was pushed and not popped again."""
        self._shaped = False
        """Whether the pointer has another shape than it had."""
        self._over = False

    def write(self, text: str) -> int:
        """Write at once; nothing is kept back."""
        if not self._over:
            for found in _SEQUENCES.finditer(text):
                self._note(found)
            self._send(text)
        return len(text)

    def flush(self) -> None:
        """Do nothing: nothing was kept back."""

    def fileno(self) -> int:
        """Return the number of the terminal."""
        return self._number

    def isatty(self) -> bool:
        """Tell whether it is a terminal."""
        return os.isatty(self._number)

    def give_back(self) -> None:
        """Unset what is still set, and write no more. May be called from any thread, and twice."""
        self._over = True
        changed = [mode for mode, on in self._modes.items() if on != _USUAL.get(mode, False)]
        undo = [self._usual(mode) for mode in changed if mode not in (_ALTERNATE, _CURSOR)]
        undo += ["\x1b[<u"] * self._keyboard
        undo += ["\x1b]22;default\x07"] if self._shaped else []
        undo += [self._usual(mode) for mode in (_ALTERNATE, _CURSOR) if mode in changed]
        self._modes, self._keyboard, self._shaped = {}, 0, False
        if undo:
            self._send("\x1b[0m" + "".join(undo))

    def _note(self, found: re.Match[str]) -> None:
        if found["modes"]:
            for mode in found["modes"].split(";"):
                self._modes[int(mode or 0)] = found["on"] == "h"
        elif found["keyboard"]:
            self._keyboard = max(0, self._keyboard + (1 if found["keyboard"] == ">" else -1))
        else:
            self._shaped = found["shape"] != "default"

    def _usual(self, mode: int) -> str:
        return f"\x1b[?{mode}{'h' if _USUAL.get(mode, False) else 'l'}"

    def _send(self, text: str) -> None:
        left = memoryview(text.encode("utf-8", "replace"))
        with contextlib.suppress(OSError):
            while left:
                left = left[os.write(self._number, left) :]
