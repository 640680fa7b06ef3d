"""Joining ranked lists by their scores: pure, and able to say where each score came from.

Each list first says what its scores are worth on one common scale, in spreads of the meaning list: how much texts differ
that have nothing to do with each other. A sum of such shares keeps what a fusion of ranks throws away: whether the first of
a list leads by far or by a hair (Bruch, Gai and Ingber, 2023, compare the two).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RankedEntry:
    """One place in a ranked list: the list's own `score` and what it is worth. `ts_ms` breaks ties."""

    id: str
    score: float
    ts_ms: int | None = None
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A list, best first."""

    name: str
    entries: Sequence[RankedEntry]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that raises or lowers hits wherever they stand: what it is worth, by id."""

    name: str
    shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fused:
    """A hit's id and fused score; for each list that holds it {"rank", "score", "share"}, for each mark {"share"}."""

    id: str
    score: float
    lists: Mapping[str, Mapping[str, float]]


def fuse(lists: Sequence[Ranked], marks: Sequence[Mark] = ()) -> list[Fused]:
    """Join ranked lists, best first. Ties go to the newer, then to the smaller id, so the order is always the same.

    An id that comes more than once in a list counts at its best place. A mark finds nothing by itself.
    """
    scores: dict[str, float] = {}
    times: dict[str, int | None] = {}
    reasons: dict[str, dict[str, dict[str, float]]] = {}
    for ranked in lists:
        rank = 0
        for entry in ranked.entries:
            # Otherwise a long mail would count once for each of its passages, and the longest would win.
            if ranked.name in reasons.setdefault(entry.id, {}):
                continue
            rank += 1
            # A plain sum: whatever makes one list count more than another is in the shares already.
            scores[entry.id] = scores.get(entry.id, 0.0) + entry.share
            # One list may not know a hit's time, and ties go to the newer.
            times[entry.id] = entry.ts_ms if times.get(entry.id) is None else times[entry.id]
            reasons[entry.id][ranked.name] = {"rank": rank, "score": entry.score, "share": entry.share}
    for mark in marks:
        for one, share in mark.shares.items():
            if one in scores:
                scores[one] += share
                reasons[one][mark.name] = {"share": share}
    order = sorted(scores, key=lambda one: sort_key(RankedEntry(one, scores[one], times[one])))
    return [Fused(one, scores[one], reasons[one]) for one in order]


def sort_key(entry: RankedEntry) -> tuple[float, bool, int, int, str]:
    """Return what to sort by: best first, among equals the newer, then the smaller id."""
    return -entry.score, entry.ts_ms is None, -(entry.ts_ms or 0), len(entry.id), entry.id
