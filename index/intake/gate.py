"""Long work is told to stop, or to wait, between its steps: where nothing is half written and no lock is held."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from index.errors import Stopped


class Gate(threading.Event):
    """The event that tells work to stop, which can hold the work up as well. Any thread may call any of it."""

    def __init__(self, when_held: Callable[[], object] | None = None) -> None:
        """`when_held` is called in the thread of the work each time it begins to wait."""
        super().__init__()
        self._open = threading.Event()
        self._open.set()
        self._when_held = when_held
        self._held_s = 0.0
        self._held_since: float | None = None

    @property
    def paused(self) -> bool:
        """Whether the work is to wait."""
        return not self._open.is_set()

    def pause(self) -> None:
        """Have the work wait at its next step. After `set` it does nothing."""
        if not self.is_set():
            self._open.clear()

    def resume(self) -> None:
        """Let the work go on."""
        self._open.set()

    def set(self) -> None:
        """Have the work stop, also while it waits."""
        super().set()
        self._open.set()

    def hold(self) -> None:
        """Wait while the work is paused."""
        if self._open.is_set():
            return
        self._held_since = time.monotonic()
        if self._when_held is not None:
            self._when_held()
        self._open.wait()
        self._held_s += time.monotonic() - self._held_since
        self._held_since = None

    def clock(self) -> float:
        """Return seconds that grow only while the work is not held up."""
        since = self._held_since
        return (time.monotonic() if since is None else since) - self._held_s


def check(stop: threading.Event | None) -> None:
    """Wait while a gate is closed, then raise Stopped when it is time to."""
    if isinstance(stop, Gate):
        stop.hold()
    if stop is not None and stop.is_set():
        raise Stopped("Stopped.", "Run the same command again: it continues where it stopped.")
