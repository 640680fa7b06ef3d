"""Words of the index that hold a word of the query: “Kühlschrank” finds what is said of a “Kühlschrankreparatur”."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator

from index.store.database.connection import Connection
from index.store.search.vocabulary import Vocabulary, stored
from index.text.tokens import folded, is_word, searchable

# By hand, as the other lengths here. Three letters begin a hundred words and end a thousand.
_SHORTEST = 4
"""Letters that a word needs for others to count which begin with it …"""
_SHORTEST_WITHIN = 5
"""… and for others that end with it or hold it."""
MOST_WORDS = 12
"""So many words of a query at most are looked for within others: a pasted page is looked for by its own words."""
_REST = 3
"""So many letters are left at least of a compound without one of its words: “other” is no part of “mother”."""
_MOST = 24
"""So many words are looked for at most in place of one, the most frequent: more of them say less of it each."""
LEAST = 1e-6
"""What a word is worth that is in most passages, as in SQLite's own BM25."""
SHARE = 0.4
"""What such a word counts beside the word itself. By hand: less than half, so that a passage with the word leads."""
# “Rechnungen” finds “Rechnung”, which the stems of English leave two words. By hand: the endings of plurals and cases.
_ENDINGS = ("nen", "en", "er", "em", "es", "ar", "or", "ne", "e", "n", "s", "r", "a", "i", "o")


def parts(known: Vocabulary, plain: str, stem: str) -> list[tuple[str, int]]:
    """Return (word as stored, passages) for those that hold a word, most frequent first.

    `plain` is the word without case and accents, `stem` what it is stored as.
    """
    if len(plain) < _SHORTEST or not is_word(plain):
        return []
    # Another word may be stored as what this one is without its ending: “restaurant” is what is left of “restaurante”.
    found = {word: count for word, count in _longer(known, plain, stem) if word != stem}
    return heapq.nsmallest(_MOST, found.items(), key=lambda one: (-one[1], one[0]))


def without_ending(known: Vocabulary, plain: str) -> list[tuple[str, int]]:
    """Return (word, passages) for those that a word is with an ending of another language than English."""
    if not is_word(plain):
        return []
    shorter = {plain.removesuffix(ending) for ending in _ENDINGS} - {plain}
    # “berlinn” ends with a letter typed twice.
    shorter.discard(plain[:-1] if plain[-1:] == plain[-2:-1] else "")
    return [(word, count) for word in sorted(shorter) if len(word) >= _SHORTEST_WITHIN and (count := known.count(word))]


def _longer(known: Vocabulary, plain: str, stem: str) -> Iterator[tuple[str, int]]:
    long = len(plain) >= _SHORTEST_WITHIN
    for word, count in known.beginning(plain):
        # A long word may have an ending of its language; a short one is the beginning of anything: “plan”, “planet”.
        if (long or len(word) - len(plain) >= _REST) and is_word(word):
            yield word, count
    if not long:
        return
    # What holds either of them holds what they have in common, and one look through all words finds it.
    common = next((stem[:at] for at in range(len(stem), 0, -1) if plain.startswith(stem[:at])), "")
    for word, count in known.containing(common if len(common) >= _SHORTEST else plain):
        rest = max(word.find(plain), len(word) - len(stem) if word.endswith(stem) and len(stem) >= _SHORTEST else 0)
        if rest >= _REST and is_word(word):
            yield word, count


def longer_words(db: Connection, known: Vocabulary, word: str) -> list[tuple[str, int]]:
    """Return (word as stored, passages) for those that a word of a query stands for besides itself."""
    seen = searchable(word)
    stem = stored(db, seen)
    if len(stem) != 1:
        return []
    plain = folded(seen)
    return [*parts(known, plain, stem[0]), *without_ending(known, plain)]


def weight(known: Vocabulary, own: int, found: list[tuple[str, int]]) -> float:
    """Return what a match of such words counts, where the word itself is in `own` passages.

    A compound is rarer than its words and would count more by that; it shall count SHARE of what the word does.
    """
    rarest = rarity(known, min(count for _, count in found))
    return SHARE * rarity(known, own or sum(count for _, count in found)) / rarest


def rarity(known: Vocabulary, count: int) -> float:
    """Return what BM25 gives a word that is in so many passages, as FTS5 works it out."""
    return max(LEAST, math.log((max(known.passages, count) - count + 0.5) / (count + 0.5)))
