"""mlc_llm's own threads: one that ends by an error tells nobody, and whoever waits for it would wait for ever."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass

_NO_MEMORY = ("insufficient gpu memory", "out of memory", "outofmemory", "out_of_device_memory", "failed to allocate")


@dataclass(frozen=True, slots=True)
class ThreadFailure:
    """How a thread of mlc_llm ended: the kind of error, and whether memory had run out. What it says is not kept."""

    kind: str
    out_of_memory: bool

    @classmethod
    def by(cls, error: BaseException) -> ThreadFailure:
        """Return the death by `error`, which may quote a prompt."""
        said = str(error).lower()
        return cls(type(error).__name__, any(words in said for words in _NO_MEMORY))


class ThreadWatch:
    """Calls `told` when a thread of `owner` ends by an error, and keeps its report from being printed.

    That report may quote a prompt. Threads that `owner` does not keep are reported on as before.
    """

    def __init__(self, owner: object, told: Callable[[ThreadFailure], None]) -> None:
        self._owner = weakref.ref(owner)
        self._told = told
        self._before = threading.excepthook
        threading.excepthook = self._report

    def end(self) -> None:
        """Watch no longer. May be called twice."""
        if threading.excepthook == self._report:
            threading.excepthook = self._before

    def _report(self, report: threading.ExceptHookArgs) -> None:
        owner = self._owner()
        kept = () if owner is None else tuple(vars(owner).values())
        if report.thread is not None and any(value is report.thread for value in kept):
            self._told(ThreadFailure.by(report.exc_value or report.exc_type()))
        else:
            self._before(report)
