"""Which hits are close enough to the query to be shown.

Something is nearest to any query. How close a hit is, is said by two figures that mean the same for every query: the share
that it holds, with the lines around it, of what the words of the query are worth; and by how many spreads its meaning is
nearer than chance. A list is empty where not even its best hit comes near.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.retrieval.ranking.fusion import Fused

# Chosen on half of a made-up life's searches, some of which are for what is not there, and held on the other half and on
# LoCoMo (docs/retrieval.md).
HELD_WORTH = 6.0
"""What holding all words of the query is worth, in spreads."""
MOST_HELD = 1.0
"""Holding words more often than once says nothing more about being close."""
CLOSE = 2.5
"""How close a hit has to be, in spreads …"""
PRESENT = 4.0
"""… and how close the best of a list."""


def closeness(one: Fused, worth: float) -> float:
    """Return how close a hit is, in spreads. `worth` is what the words of the query are worth together."""
    held = one.lists["keyword"]["score"] / worth if "keyword" in one.lists else 0.0
    return HELD_WORTH * min(MOST_HELD, held) + (one.lists["meaning"]["share"] if "meaning" in one.lists else 0.0)


def close(fused: Sequence[Fused], worth: float) -> list[Fused]:
    """Return the hits that are close enough, in their order; none where not even the best is."""
    known = [(one, float("inf") if "as typed" in one.lists else closeness(one, worth)) for one in fused]
    if max((near for _, near in known), default=0.0) < PRESENT:
        return []
    return [one for one, near in known if near >= CLOSE]
