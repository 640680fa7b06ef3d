"""Names that are like one that fits nothing: for “did you mean …”. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.text.tokens import folded

MOST = 5
"""More are not read."""
# By hand: “brnch club” is .95 like “Brunch Club”, “Mrac” .75 like “Marc”, and “Maya” .25 like “Marc”.
_LEAST = 0.6
"""From this likeness (0 to 1) on a name may be meant."""
# By hand: “club” is one of the two words of “Brunch Club”, and says less than all of it does.
_OF_A_PART = 0.95


def alike(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return those of some names that may be meant by one that is none of them, the likest first, five at most."""
    wanted = folded(name)
    best: dict[str, tuple[float, str]] = {}
    for one in known:
        likeness = _likeness(wanted, folded(one))
        if likeness >= _LEAST:
            best.setdefault(folded(one), (-likeness, one))
    return tuple(one for _, one in sorted(best.values())[:MOST])


def did_you_mean(names: Sequence[str]) -> str:
    """Return "Did you mean “A”, “B” or “C”?", nothing for no names."""
    if not names:
        return ""
    quoted = [f"“{one}”" for one in names]
    return f"Did you mean {' or '.join([', '.join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)}?"


def _likeness(wanted: str, name: str) -> float:
    """Return how like two names are, whole or in those words of the longer one that are nearest."""
    # Loaded where a name fits nothing, and never on the way of a search.
    from rapidfuzz.distance import DamerauLevenshtein

    whole = DamerauLevenshtein.normalized_similarity(wanted, name)
    mine, others = wanted.split(), name.split()
    if not mine or not others:
        return whole
    nearest = [max(DamerauLevenshtein.normalized_similarity(one, other) for other in others) for one in mine]
    return max(whole, _OF_A_PART * sum(nearest) / len(nearest))
