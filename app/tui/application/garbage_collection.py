"""Full collections of garbage when nobody waits for the screen.

A full collection looks through every object there is, and no key can interrupt it: nothing else would hold the event loop
for so long. So what stays for good is left out of them, and they are made while nothing is typed and nothing works.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

QUIET_S = 3.0
"""Nothing was typed for so long."""
YOUNG = (700, 10)
"""After how many new objects young ones are looked through, and after how many times older ones: each takes a moment."""
GROWN = 10
"""So many smaller collections make a full one worth its time; Python's own measure."""
AT_LAST = 500
"""So many make one due whoever waits: memory has an end."""


class GarbageCollection:
    """When Python collects all its garbage."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._typed = clock()
        self._usual: tuple[int, int, int] | None = None

    def settle(self) -> None:
        """Leave what there is now out of all collections, and make no full one but in `rest`."""
        gc.freeze()
        if self._usual is None:
            self._usual = gc.get_threshold()
            gc.set_threshold(*YOUNG, AT_LAST)

    def typed(self) -> None:
        """Note that somebody is there."""
        self._typed = self._clock()

    def rest(self, *, busy: bool) -> bool:
        """Collect, if it is worth it and nobody waits; tell whether that was done."""
        if busy or self._usual is None or self._clock() - self._typed < QUIET_S or gc.get_count()[2] < GROWN:
            return False
        gc.collect()
        return True

    def release(self) -> None:
        """Collect as before."""
        gc.unfreeze()
        if self._usual is not None:
            gc.set_threshold(*self._usual)
            self._usual = None
