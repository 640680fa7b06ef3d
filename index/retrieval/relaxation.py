"""What to let go of when a search finds nothing: each filter, phrase and excluded word by itself, then all filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from index.text.keywords import Keywords, split
from index.types.kinds import RelaxedPart
from index.types.search import Filters, Relaxation

# By hand: a rough number is enough to choose a filter to drop, and counting on could take seconds.
COUNTED = 1_000
"""Hits are counted no further than this."""

_BY_NAME: tuple[tuple[RelaxedPart, tuple[str, ...]], ...] = (
    # In the order in which they are offered; by hand, the likeliest mistake first.
    ("person", ("people",)),
    ("to", ("to",)),
    ("chat", ("conversations",)),
    ("time", ("since_ms", "until_ms")),
    ("source", ("sources",)),
    ("kind", ("kind",)),
    ("has", ("has",)),
    ("without", ("without",)),
    ("either", ("one_of", "wordings")),
    ("selection", ("ids", "after")),
)
_NONE = Filters()


def loosenings(
    filters: Filters, keywords: Keywords, count: Callable[[Filters, Keywords], int]
) -> tuple[Relaxation, ...]:
    """Return what would bring hits if it were left out, with how many; `count` counts those of a wider search."""
    found = []
    for what, text, wider, words in _wider(filters, keywords):
        if hits := count(wider, words):
            found.append(Relaxation(what, text, hits))
    given = [what for what, names in _BY_NAME if _is_given(filters, names)]
    # Only where no single filter is to blame: naming the one that hides the hits helps more than “drop all filters”.
    if not found and len(given) > 1 and (hits := count(Filters(), keywords)):
        found.append(Relaxation("filters", "", hits))
    return tuple(found)


def _wider(filters: Filters, keywords: Keywords) -> Iterator[tuple[RelaxedPart, str, Filters, Keywords]]:
    for what, names in _BY_NAME:
        if _is_given(filters, names):
            without: dict[str, Any] = {name: getattr(_NONE, name) for name in names}
            yield what, "", replace(filters, **without), keywords
    for phrase in keywords.phrases:
        rest = tuple(one for one in keywords.phrases if one != phrase)
        words = tuple(dict.fromkeys((*keywords.words, *split(phrase))))
        yield "phrase", phrase, filters, replace(keywords, phrases=rest, words=words)
    for word in keywords.excluded:
        rest = tuple(one for one in keywords.excluded if one != word)
        yield "excluded", word, filters, replace(keywords, excluded=rest)


def _is_given(filters: Filters, names: tuple[str, ...]) -> bool:
    return any(getattr(filters, name) != getattr(_NONE, name) for name in names)
