"""Typing slips forgiven: a word that is nowhere in the index stands for the nearest ones that are."""

from __future__ import annotations

from index.store.database.connection import Connection
from index.store.search import fts
from index.text import keywords
from index.text.tokens import as_written, folded, is_word, searchable

# One slip turns “cat” into a dozen other words, most of which occur in any index.
_SHORTEST = 4
"""Shorter words are too near to too many others."""
# By hand, as is common in search engines: in shorter words two slips lead to other meanings.
_TWO_SLIPS_FROM = 8
"""Characters from which two slips are forgiven."""
# By hand: each further word widens the search to what nobody meant.
_ALIKE = 3
"""So many words at most are taken for what was meant."""


def corrected(db: Connection, word: str) -> tuple[str, ...]:
    """Return the indexed words nearest to a word that nothing holds, most frequent first; none for one that is known.

    Numbers and codes are never corrected: another number is another matter.
    """
    plain = folded(searchable(word))
    if len(plain) < _SHORTEST or not is_word(plain) or fts.is_known(db, keywords.quote(word)):
        return ()
    from rapidfuzz.distance import OSA

    slips = 1 + (len(plain) >= _TWO_SLIPS_FROM)
    # The index holds stems, so the end of the word may be missing there.
    forms = [plain, *(stem for stem in keywords.stems(plain) if len(stem) >= _SHORTEST)]
    shortest, longest = max(3, min(map(len, forms)) - slips), max(map(len, forms)) + slips
    # Slips rarely hit the first letter, so its words are tried first, then those of the second (“rtain” for “train”),
    # and last the whole vocabulary, which takes longest.
    for first in dict.fromkeys((plain[0], plain[1], "")):
        near: list[tuple[int, int, str]] = []
        for term, count in fts.vocabulary(db, first, shortest, longest):
            if is_word(term):
                away = min(OSA.distance(form, term, score_cutoff=slips) for form in forms)
                if away <= slips:
                    near.append((away, -count, term))
        if near:
            near.sort()
            return tuple(as_written(term) for away, _, term in near[:_ALIKE] if away == near[0][0])
    return ()
