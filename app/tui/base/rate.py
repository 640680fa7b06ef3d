"""How fast work goes and how long it still takes; how often to say so. Pure but for the clock it is given."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

Clock = Callable[[], float]
"""Seconds that only grow."""


class Rate:
    """The rate of one piece of work over the last few seconds."""

    def __init__(self, clock: Clock = time.monotonic, window_s: float = 5.0) -> None:
        self._clock = clock
        self._window = window_s
        self._seen: deque[tuple[float, int]] = deque()

    def reached(self, done: int) -> None:
        """Note that `done` items are finished by now. A smaller number than before starts anew."""
        now = self._clock()
        if self._seen and done < self._seen[-1][1]:
            self._seen.clear()
        self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[0][0] > self._window:
            self._seen.popleft()

    @property
    def rate(self) -> float:
        """Return items a second, 0 while unknown."""
        if len(self._seen) < 2:
            return 0.0
        (first, before), (last, done) = self._seen[0], self._seen[-1]
        return (done - before) / (last - first) if last > first else 0.0

    def left_s(self, total: int) -> float | None:
        """Return the seconds until `total` is reached, None while unknown."""
        rate = self.rate
        if not self._seen or rate <= 0 or total <= 0:
            return None
        return max(0.0, (total - self._seen[-1][1]) / rate)


class Throttle:
    """Lets a thing through at most once in `every_s` seconds."""

    def __init__(self, every_s: float, clock: Clock = time.monotonic) -> None:
        self._every = every_s
        self._clock = clock
        self._last: float | None = None

    def due(self) -> bool:
        """Tell whether it is time, and if so start the next interval."""
        now = self._clock()
        if self._last is not None and now - self._last < self._every:
            return False
        self._last = now
        return True
