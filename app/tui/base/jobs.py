"""Long work beside the event loop.

Textual's own thread workers hold up leaving the app until they end, and loading a model cannot be interrupted. So what may
wait for a model runs in a thread that does not keep the process alive, and is told to stop through an event.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from index.intake.gate import Gate

INSIST_EVERY_S = 0.2


class Job:
    """One piece of work in a thread of its own. `work` gets the gate that tells it to stop, or to wait.

    `when_held` is called in its thread each time it begins to wait. `cancel` ends what the work waits for; it may come too
    early, so it is called again until the work has ended. `after` is a job that has to have ended first.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[Gate], None],
        cancel: Callable[[], None] | None = None,
        after: Job | None = None,
        when_held: Callable[[], object] | None = None,
    ) -> None:
        self.gate = Gate(when_held)
        self._work = work
        self._cancel = cancel
        self._after = after
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        if self._after is not None:
            self._after.wait()
            self._after = None
        if not self.gate.is_set():
            self._work(self.gate)

    def stop(self) -> None:
        """Tell the work to end; returns at once."""
        if self.gate.is_set():
            return
        self.gate.set()
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
