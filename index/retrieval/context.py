"""Scores spread to neighbours: what a message means often stands in the lines around it.

"When do we leave?" – "At 14:30." The answer shares no word with a question about leaving, but it stands beside one that
does. So every message takes a part of its neighbours' scores, unless a long silence lies between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

SILENCE_MS = 6 * 3600 * 1000
"""Lines further apart than this belong to different conversations of a chat."""


class Placed(Protocol):
    """A message on a time line."""

    @property
    def message(self) -> int:
        """Its number."""
        ...

    @property
    def at_ms(self) -> int:
        """Its place."""
        ...


def spread(
    windows: Iterable[Sequence[Placed]], scores: Mapping[int, float], weights: Sequence[float], *, mean: bool
) -> dict[int, float]:
    """Return each message's own score plus its neighbours', weighted by distance (`weights[0]` for the next line).

    `windows` are stretches of consecutive messages. With `mean` the sum is divided by the weights that took part, for
    scores such as cosines that every message has; a message without a score then takes no part. Only messages that have
    a score themselves, or a neighbour with one, are returned.
    """
    pairs: dict[int, dict[int, float]] = {}
    for window in windows:
        for position, line in enumerate(window):
            near = pairs.setdefault(line.message, {})
            for distance, weight in enumerate(weights, 1):
                if position + distance < len(window):
                    other = window[position + distance]
                    if abs(other.at_ms - line.at_ms) < SILENCE_MS:
                        near[other.message] = weight
                        pairs.setdefault(other.message, {})[line.message] = weight
    result: dict[int, float] = {}
    for message, near in pairs.items():
        parts = [(scores[other], weight) for other, weight in near.items() if other in scores]
        own = scores.get(message)
        if own is None and (mean or not parts):
            continue
        # A fixed order of summing keeps the last bit, and so the order of near equals, the same on every run.
        total = (own or 0.0) + sum(sorted(score * weight for score, weight in parts))
        result[message] = total / (1.0 + sum(sorted(weight for _, weight in parts))) if mean else total
    return result
