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
MOST_HELD = 1.2
"""Beyond holding each word once, a text says little more about being close."""
PRESENT = 0.8
"""How close the best of a list has to be for any of it to be shown, as a share of what the nearest of all texts is by
chance: 3.1 spreads in the sample home, 4.0 in a home of 25,000 passages."""
PRESENT_ASKED = 0.5
"""The same for a question, whose answers say it in other words: from 3 spreads on, LoCoMo's would begin to be lost."""
BESIDE_BEST = 0.45
"""The share of the best hit's closeness that another needs. At .55, a twentieth of what is right would be left out."""
BESIDE_BEST_ASKED = 0.2
"""The same for a question: of LoCoMo's evidence among the first ten .1 % are left out, and 5 % would be at .45."""
_TYPED = 4
"""Words: a longer query is a sentence, and read like a question."""


def closeness(one: Fused, worth: float) -> float:
    """Return how close a hit is, in spreads. `worth` is what the words of the query are worth together."""
    held = one.lists["keyword"]["score"] / worth if "keyword" in one.lists else 0.0
    return HELD_WORTH * min(MOST_HELD, held) + (one.lists["meaning"]["share"] if "meaning" in one.lists else 0.0)


def close(fused: Sequence[Fused], worth: float, text: str, chance: float) -> list[Fused]:
    """Return the hits that are close enough to a query's text, in their order; none where not even the best is.

    `chance` is how close the nearest of all texts is to a query that none of them has to do with, in spreads.
    """
    asked = text.rstrip().endswith(("?", "？", "؟")) or len(text.split()) > _TYPED
    share, least = (BESIDE_BEST_ASKED, PRESENT_ASKED) if asked else (BESIDE_BEST, PRESENT)
    known = [(one, closeness(one, worth)) for one in fused]
    best = max((near for _, near in known), default=0.0)
    typed = [one for one, _ in known if "as typed" in one.lists]
    if best < least * chance and not typed:
        return []
    return [one for one, near in known if near >= share * best or "as typed" in one.lists]
