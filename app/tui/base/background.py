"""Work beside the event loop: what is read in a thread and comes back as a message, and long work in a thread of its own.

Textual's own thread workers hold up leaving the app until they end, and loading a model cannot be interrupted. So what may
wait for a model is a `Job`: its thread does not keep the process alive, and is told to stop through an event.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Thread
from typing import Concatenate, ParamSpec, TypeVar

from textual import work
from textual.dom import DOMNode
from textual.message import Message
from textual.worker import Worker, get_current_worker

from index.intake.gate import Gate

_Node = TypeVar("_Node", bound=DOMNode)
_Arguments = ParamSpec("_Arguments")
_Read = Callable[Concatenate[_Node, _Arguments], Message | None]
_Started = Callable[Concatenate[_Node, _Arguments], Worker[None]]


def in_background(group: str) -> Callable[[_Read[_Node, _Arguments]], _Started[_Node, _Arguments]]:
    """Run a method of a widget in a thread, and post the message that it returns to the widget.

    A call replaces the one of its `group` that still runs: what that one returns is dropped.
    """

    def decorate(read: _Read[_Node, _Arguments]) -> _Started[_Node, _Arguments]:
        @wraps(read)
        def run(self: _Node, /, *args: _Arguments.args, **kwargs: _Arguments.kwargs) -> None:
            worker = get_current_worker()
            message = read(self, *args, **kwargs)
            if message is not None and not worker.is_cancelled:
                self.post_message(message)

        return work(run, thread=True, exclusive=True, group=group, exit_on_error=False)

    return decorate


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


INSIST_EVERY_S = 0.2
