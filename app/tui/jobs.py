"""Long work beside the event loop.

Textual's own thread workers hold up leaving the app until they end, and loading a model cannot be interrupted. So what may
wait for a model runs in a thread that does not keep the process alive, and is told to stop through an event.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread


class Job:
    """One piece of work in a thread of its own. `work` gets the event that tells it to stop."""

    def __init__(self, name: str, work: Callable[[Event], None], on_stop: Callable[[], None] | None = None) -> None:
        self._stop = Event()
        self._on_stop = on_stop
        self._thread = Thread(target=work, args=(self._stop,), name=name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Tell the work to end; returns at once."""
        if not self._stop.is_set():
            self._stop.set()
            if self._on_stop is not None:
                self._on_stop()

    def wait(self, timeout_s: float) -> bool:
        """Wait until the work has ended, and tell whether it has."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()
