"""Keyword scores worked out anew from the texts themselves, for the best passages that the keyword index gave.

The index knows how often a word stands in a passage, but not where. Here a word counts less where it only stands in a link,
words of the query that stand close together in its order count more, and a text that holds the query as it was typed is
known as such.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from index.store.database.connection import Connection
from index.store.search import fts, lengths
from index.store.search.fts import PassageMatch
from index.store.search.lengths import K1, B
from index.text import tokens
from index.text.keywords import Keywords

LINK_SHARE = 0.2
"""What a word in a link counts beside one in the text: nobody wrote the words of `shop.example/flat/281` to say them."""
CLOSE_WEIGHT = 0.5
"""What two words of the query that stand side by side gain, beside what the rarer of the two is worth."""
_CLOSE = 8
"""Tokens: words further apart than a clause say nothing together."""
_LEAST = 1e-6
"""What a word is worth that stands in most passages, as in SQLite's own BM25."""
# “https://shop.example/flat/281”, “www.shop.example”, “shop.example/flat/281”
_LINK = re.compile(r"\b(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Term:
    """A word of the query as the index holds it, what it is worth, and whether it may go on."""

    tokens: tuple[str, ...]
    worth: float
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Reweighed:
    """Matches with their new scores, best first, one for each hit, and the hits that hold the query as it was typed."""

    matches: tuple[PassageMatch, ...] = ()
    as_typed: frozenset[str] = frozenset()
    worth: float = 1.0
    """What all words of the query are worth together: about the score of a passage that holds each of them once."""


def reweigh(db: Connection, keywords: Keywords, typed: str, matching: Collection[PassageMatch]) -> Reweighed:
    """Return the best match of each hit with a score by where the words stand; their factors are kept.

    `typed` is the whole query as it was typed.
    """
    terms = _terms(db, keywords)
    wanted = tuple(fts.tokenized(db, typed))
    means = lengths.measured(db)
    scored: list[PassageMatch] = []
    as_typed: set[str] = set()
    texts = fts.texts(db, [one.passage for one in matching])
    for one in matching:
        text, source, is_file = texts[one.passage]
        own, linked = fts.tokenized(db, _LINK.sub("\n", text)), _linked(db, text)
        size = len(text) / means.of(source, file=is_file)
        norm = K1 * (1 - B + B * min(size, math.sqrt(size)))
        score = _score(terms, own, linked, norm)
        if len(wanted) > 1 and _holds(own, wanted):
            as_typed.add(one.owner)
        scored.append(replace(one, score=score * one.factor))
    scored.sort(key=lambda one: (-one.score, one.ts_ms is None, -(one.ts_ms or 0), -one.passage))
    best: dict[str, PassageMatch] = {}
    for one in scored:
        best.setdefault(one.owner, one)
    return Reweighed(tuple(best.values()), frozenset(as_typed), sum(term.worth for term in terms) or 1.0)


def _terms(db: Connection, keywords: Keywords) -> list[_Term]:
    total = fts.passages(db)
    whole = [(word, False) for word in (*keywords.words, *keywords.phrases)]
    terms = []
    for word, begun in (*whole, *((word, True) for word in keywords.prefixes)):
        seen, goes_on = tokens.phrase(word)
        if held := tuple(fts.tokenized(db, seen, seen=True)):
            begins = begun or goes_on
            *before, last = ((one, False) for one in held)
            # A word of several parts stands in no more passages than the rarest of them.
            count = min(fts.frequency(db, one, begins=may) for one, may in (*before, (last[0], begins)))
            terms.append(_Term(held, max(_LEAST, math.log((total - count + 0.5) / (count + 0.5))), begins))
    return terms


def _linked(db: Connection, text: str) -> list[str]:
    return [token for link in _LINK.findall(text) for token in fts.tokenized(db, link)]


def _score(terms: Sequence[_Term], own: Sequence[str], linked: Sequence[str], norm: float) -> float:
    places = _places(own)
    links = _places(linked)
    score = 0.0
    before: tuple[float, list[int]] | None = None
    for term in terms:
        stands = _stands(term, own, places)
        often = len(stands) + LINK_SHARE * len(_stands(term, linked, links))
        score += term.worth * often * (K1 + 1) / (often + norm) if often else 0.0
        if before is not None and before[1] and stands:
            apart = min(abs(here - there) for here in stands for there in before[1])
            if apart <= _CLOSE:
                score += CLOSE_WEIGHT * min(term.worth, before[0]) / max(1, apart)
        before = term.worth, stands
    return score


def _places(held: Sequence[str]) -> Mapping[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, token in enumerate(held):
        places[token].append(place)
    return places


def _stands(term: _Term, held: Sequence[str], places: Mapping[str, list[int]]) -> list[int]:
    first, rest = term.tokens[0], term.tokens
    if not term.begins:
        if len(rest) == 1:
            return places.get(first, [])
        return [at for at in places.get(first, []) if tuple(held[at : at + len(rest)]) == rest]
    last, size = rest[-1], len(rest)
    return [
        at
        for at in range(len(held) - size + 1)
        if tuple(held[at : at + size - 1]) == rest[:-1] and held[at + size - 1].startswith(last)
    ]


def _holds(held: Sequence[str], typed: Sequence[str]) -> bool:
    size = len(typed)
    return any(held[at] == typed[0] and tuple(held[at : at + size]) == typed for at in range(len(held) - size + 1))
