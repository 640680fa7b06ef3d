"""Keyword scores worked out anew from the texts themselves, for the best passages that the keyword index gave.

The index knows how often a word stands in a passage, but not where. Here a word counts less where it only stands in a link,
words of the query that stand close together in its order count more, and a text that holds the query as it was typed is
known as such.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from index.retrieval.words.terms import Stored, Term
from index.store.database.connection import Connection
from index.store.search import fts
from index.store.search.fts import PassageMatch
from index.store.search.lengths import K1, B, Lengths
from index.store.search.vocabulary import stored
from index.text.columns import layers
from index.text.tokens import searchable

LINK_SHARE = 0.2
"""What a word of an address counts beside one of the text: nobody says the words of `shop.example/flat/281`."""
WRITING_SHARE = 0.7
"""What another writing counts beside the word itself: “factory” in “ServerFactory”, a number's groups as one."""
CLOSE_WEIGHT = 0.5
"""What two words of the query that stand side by side gain, beside what the rarer of the two is worth."""
_CLOSE = 8
"""Tokens: words further apart than a clause say nothing together."""


@dataclass(frozen=True, slots=True)
class Reweighed:
    """Matches with their new scores, best first, one for each hit, and the hits that hold the query as it was typed."""

    matches: tuple[PassageMatch, ...] = ()
    as_typed: frozenset[str] = frozenset()
    worth: float = 1.0
    """What all words of the query are worth together: about the score of a passage that holds each of them once."""


def reweigh(
    db: Connection, terms: Sequence[Term], typed: str, matching: Collection[PassageMatch], means: Lengths
) -> Reweighed:
    """Return the best match of each hit with a score by where the words stand; their factors are kept.

    `typed` is the whole query as it was typed, `means` are the lengths that a passage's is measured against.
    """
    wanted = tuple(stored(db, searchable(typed)))
    scored: list[PassageMatch] = []
    as_typed: set[str] = set()
    texts = fts.found_by(db, [one.passage for one in matching])
    for one in matching:
        text, source, is_file = texts[one.passage]
        own, writings, addresses = (stored(db, layer) for layer in layers(text))
        size = len(text) / means.of(source, file=is_file)
        norm = K1 * (1 - B + B * min(size, math.sqrt(size)))
        score = _score(terms, own, ((writings, WRITING_SHARE), (addresses, LINK_SHARE)), norm)
        if len(wanted) > 1 and _holds(own, wanted):
            as_typed.add(one.owner)
        scored.append(replace(one, score=score * one.factor))
    scored.sort(key=lambda one: (-one.score, one.ts_ms is None, -(one.ts_ms or 0), -one.passage))
    best: dict[str, PassageMatch] = {}
    for one in scored:
        best.setdefault(one.owner, one)
    return Reweighed(
        tuple(best.values()), frozenset(as_typed), sum(term.worth for term in terms if not term.again) or 1.0
    )


def _score(
    terms: Sequence[Term], own: Sequence[str], less: Sequence[tuple[Sequence[str], float]], norm: float
) -> float:
    """Return the BM25 of a passage with what its words gain by standing together; `less` says what counts how much."""
    places = _places(own)
    lesser = [(held, _places(held), share) for held, share in less if held]
    score = 0.0
    before: tuple[float, list[int]] | None = None
    for term in terms:
        stands: list[int] = []
        often = 0.0
        for form, share in term.forms:
            there = _stands(form, own, places, begins=term.begins)
            stands += there
            often += share * len(there)
            for held, held_at, counts in lesser:
                often += share * counts * len(_stands(form, held, held_at, begins=term.begins))
        score += term.worth * often * (K1 + 1) / (often + norm) if often else 0.0
        if before is not None and before[1] and stands:
            apart = min(abs(here - there) for here in stands for there in before[1])
            if 0 < apart <= _CLOSE:
                score += CLOSE_WEIGHT * min(term.worth, before[0]) / apart
        before = term.worth, stands
    return score


def _places(held: Sequence[str]) -> Mapping[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, token in enumerate(held):
        places[token].append(place)
    return places


def _stands(form: Stored, held: Sequence[str], places: Mapping[str, list[int]], *, begins: bool) -> list[int]:
    """Return where a word stands in a text, of which `places` says where each token is."""
    size = len(form)
    if not begins:
        starts = places.get(form[0], [])
        return starts if size == 1 else [at for at in starts if tuple(held[at : at + size]) == form]
    ends = range(size - 1, len(held))
    return [at for at in ends if held[at].startswith(form[-1]) and tuple(held[at - size + 1 : at]) == form[:-1]]


def _holds(held: Sequence[str], typed: Sequence[str]) -> bool:
    size = len(typed)
    return any(held[at] == typed[0] and tuple(held[at : at + size]) == typed for at in range(len(held) - size + 1))
