"""One answer at a time: what every engine keeps of the answer it was asked for, and how another thread ends it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar

from models.errors import EngineFailed


class Cancellable(Protocol):
    """An answer that is being generated, or is about to be."""

    def cancel(self) -> None:
        """End it. Comes from any thread, also before it began and after it ended; returns at once."""
        ...


G = TypeVar("G", bound=Cancellable)


class OneAtATime(Generic[G]):
    """Hands out generations, made by `make`. The one asked for last is the one that may work."""

    def __init__(self, make: Callable[[], G]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._current: G | None = None
        self._working = False

    def begin(self) -> G:
        """Return a new generation; one that was asked for before and has not begun never will. Raises EngineFailed."""
        with self._lock:
            if self._working:
                raise _busy()
            self._current = made = self._make()
            return made

    @contextmanager
    def working(self, generation: G) -> Iterator[None]:
        """Let it work, and nothing else until it has ended. Raises EngineFailed when another came in between."""
        with self._lock:
            if self._working or self._current is not generation:
                raise _busy()
            self._working = True
        try:
            yield
        finally:
            self._working = False

    def cancel(self) -> None:
        """End the generation that was asked for last, if there is one."""
        with self._lock:
            generation = self._current
        if generation is not None:
            generation.cancel()


def _busy() -> EngineFailed:
    return EngineFailed("The model is answering something else.", "Wait for it, or cancel it.")
