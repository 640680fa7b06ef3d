"""Long work beside the event loop.

Textual's own thread workers hold up leaving the app until they end, and loading a model cannot be interrupted. So what may
wait for a model runs in a thread that does not keep the process alive, and is told to stop through an event.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

INSIST_EVERY_S = 0.2


class Job:
    """One piece of work in a thread of its own. `work` gets the event that tells it to stop.

    `cancel` ends what the work waits for; it may come too early, so it is called again until the work has ended. `after`
    is a job that has to have ended first.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[Event], None],
        cancel: Callable[[], None] | None = None,
        after: Job | None = None,
    ) -> None:
        self._stop = Event()
        self._work = work
        self._cancel = cancel
        self._after = after
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        if self._after is not None:
            self._after.wait()
            self._after = None
        if not self._stop.is_set():
            self._work(self._stop)

    def stop(self) -> None:
        """Tell the work to end; returns at once."""
        if self._stop.is_set():
            return
        self._stop.set()
        if self._cancel is not None:
            Thread(target=self._insist, args=(self._cancel,), name="cancel", daemon=True).start()

    def _insist(self, cancel: Callable[[], None]) -> None:
        cancel()
        while not self.wait(INSIST_EVERY_S):
            cancel()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until the work has ended, and tell whether it has."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()
