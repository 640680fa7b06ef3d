"""What a query is looked for by: its words in all their writings, words that hold them, and guesses, which count less."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from dataclasses import replace

from index.retrieval.words import spelling
from index.retrieval.words.forms import otherwise
from index.retrieval.words.parts import MOST_WORDS, longer_words, weight
from index.store.database.connection import Connection
from index.store.search.vocabulary import Vocabulary, stored, written
from index.text import keywords as lexical
from index.text.keywords import Keywords
from index.text.tokens import searchable

Weighed = tuple[tuple[str, float], ...]
"""FTS5 expressions, and what a match of each counts."""
Longer = Callable[[str], list[tuple[str, int]]]
"""Says which words a word of a query stands for besides itself, as `parts.longer_words` does for a store."""


def with_writings(db: Connection, known: Vocabulary, keywords: Keywords) -> Keywords:
    """Return a query with the other writings of its words that the index has."""
    return replace(keywords, also=otherwise(db, known, keywords))


def longer_of(db: Connection, known: Vocabulary) -> Longer:
    """Return what looks for longer words, and for each only once: it goes through all words of the store."""
    return functools.cache(functools.partial(longer_words, db, known))


def weighed(
    db: Connection, known: Vocabulary, keywords: Keywords, longer: Longer, guessed: Collection[str] = ()
) -> Weighed:
    """Return what to look for: first what was typed, then what counts less. What must or must not be there stays so.

    Where all is guessed, the guesses are all there is, and count in full.
    """
    sure = replace(keywords, words=tuple(word for word in keywords.words if word not in guessed))
    unsure = [lexical.quote(word) for word in keywords.words if word in guessed]
    if not unsure or not sure.expression:
        return ((keywords.expression, 1.0), *_within_others(db, known, keywords, longer))
    guesses = _with_phrases(keywords, " OR ".join(unsure))
    return ((sure.expression, 1.0), (guesses, spelling.SHARE), *_within_others(db, known, sure, longer))


def whole(weighed: Weighed) -> str:
    """Return the FTS5 expression that matches whatever one of these does."""
    return " OR ".join(f"({one})" for one, _ in weighed if one)


def _with_phrases(keywords: Keywords, expression: str) -> str:
    return f"({keywords.required}) AND ({expression})" if keywords.required else expression


def _within_others(db: Connection, known: Vocabulary, keywords: Keywords, longer: Longer) -> Weighed:
    found = []
    for word in keywords.words[:MOST_WORDS]:
        holding = longer(word)
        texts = [lexical.quote(text) for one, _ in holding if (text := written(db, one)) is not None]
        if texts:
            (stem,) = stored(db, searchable(word))
            share = weight(known, known.count(stem), holding)
            found.append((_with_phrases(keywords, " OR ".join(texts)), share))
    return tuple(found)
