"""Reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009): pure, and able to say where each score came from.

It needs ranks alone, so lists whose scores cannot be compared (BM25 and cosines) can be joined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

RANK_CONSTANT = 10
"""How slowly a rank's worth falls. The paper's 60 is for lists of a thousand documents; what is asked of a chat is often
answered by one or two messages, and the head of each list should count for more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in a ranked list. `ts_ms` breaks ties."""

    id: str
    score: float
    ts_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A list, best first, and how much it counts."""

    name: str
    entries: Sequence[Entry]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Fused:
    """A hit's id, its fused score, and for each list that holds it {"rank", "score", "share"}."""

    id: str
    score: float
    lists: Mapping[str, Mapping[str, float]]


def fuse(lists: Sequence[Ranked], *, constant: int = RANK_CONSTANT) -> list[Fused]:
    """Join ranked lists, best first. Ties go to the newer, then to the smaller id, so the order is always the same.

    An id that comes more than once in a list counts at its best place.
    """
    scores: dict[str, float] = {}
    times: dict[str, int | None] = {}
    reasons: dict[str, dict[str, dict[str, float]]] = {}
    for ranked in lists:
        rank = 0
        for entry in ranked.entries:
            if ranked.name in reasons.setdefault(entry.id, {}):
                continue
            rank += 1
            share = ranked.weight / (constant + rank)
            scores[entry.id] = scores.get(entry.id, 0.0) + share
            times[entry.id] = entry.ts_ms
            reasons[entry.id][ranked.name] = {"rank": rank, "score": entry.score, "share": share}
    order = sorted(scores, key=lambda one: sort_key(Entry(one, scores[one], times[one])))
    return [Fused(one, scores[one], reasons[one]) for one in order]


def sort_key(entry: Entry) -> tuple[float, bool, int, int, str]:
    """Return what to sort by: best first, among equals the newer, then the smaller id."""
    return -entry.score, entry.ts_ms is None, -(entry.ts_ms or 0), len(entry.id), entry.id
