"""A real terminal for tests: the program runs in tmux, and what it prints wakes whoever waits for something to show."""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PATIENCE_S = 240.0
"""How long to wait for something to appear: models load meanwhile, on machines of any speed."""


class Terminal:
    """One program in one session of a tmux server of its own."""

    def __init__(self, folder: Path, command: Sequence[str], size: tuple[int, int], env: Mapping[str, str]) -> None:
        """Start `command` in a terminal of `size` (columns, rows); `folder` takes the server's socket and the pipes."""
        self._socket = folder / "tmux.sock"
        self._env = {**env, "TERM": "xterm-256color"}
        printed, gate = folder / "printed", folder / "gate"
        os.mkfifo(printed)
        os.mkfifo(gate)
        self._printed = os.open(printed, os.O_RDONLY | os.O_NONBLOCK)
        columns, rows = (str(length) for length in size)
        # The program waits at the gate until the pipe is laid: nothing that it prints is missed.
        waiting = ["sh", "-c", 'read _ < "$0"; exec "$@"', str(gate), *command]
        self._tmux("-f", os.devnull, "new-session", "-d", "-s", "it", "-x", columns, "-y", rows, *waiting)
        self._tmux("pipe-pane", "-t", "it", f"cat > '{printed}'")
        gate.write_text("go\n", encoding="utf-8")

    def close(self) -> None:
        """End the program and the server. May be called when both have ended."""
        subprocess.run([*self._command(), "kill-server"], capture_output=True, check=False)
        os.close(self._printed)

    def keys(self, *names: str) -> None:
        """Press keys by their tmux names ("Enter", "F2", "C-q")."""
        self._tmux("send-keys", "-t", "it", *names)

    def type(self, text: str) -> None:
        """Type a text as it stands."""
        self._tmux("send-keys", "-t", "it", "-l", text)

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size, live."""
        self._tmux("resize-window", "-t", "it", "-x", str(columns), "-y", str(rows))

    def screen(self) -> str:
        """Return what the screen shows now, a line a row."""
        return self._tmux("capture-pane", "-p", "-t", "it")

    def wait(self, *wanted: str) -> str:
        """Return the screen once it shows all of `wanted`. Raises AssertionError, with the screen, when it does not."""
        deadline = time.monotonic() + PATIENCE_S
        while not all(text in (screen := self.screen()) for text in wanted):
            if not self._prints(deadline - time.monotonic()):
                raise AssertionError(f"not all on the screen: {wanted}\n{screen}")
        return screen

    def wait_for_end(self) -> None:
        """Return once the program has ended. Raises AssertionError when it does not."""
        deadline = time.monotonic() + PATIENCE_S
        while self._prints(deadline - time.monotonic()):
            pass
        assert time.monotonic() < deadline, f"still running\n{self.screen()}"

    def _prints(self, patience_s: float) -> bool:
        """Wait until the program prints something; False when it has ended, or printed nothing for that long."""
        if not select.select([self._printed], [], [], max(patience_s, 0))[0]:
            return False
        return bool(os.read(self._printed, 1 << 20))

    def _command(self) -> list[str]:
        return ["tmux", "-S", str(self._socket)]

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self._command(), *arguments], env=self._env, capture_output=True, text=True, check=True, timeout=30
        )
        return done.stdout
