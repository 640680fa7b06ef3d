"""What a query is looked for by, word by word: each with all that stands for it, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.retrieval.words import parts, spelling
from index.retrieval.words.wording import Longer
from index.store.database.connection import Connection
from index.store.search.vocabulary import Vocabulary, stored
from index.text import tokens
from index.text.keywords import Keywords

Stored = tuple[str, ...]
"""A word as it is stored: several tokens where signs part it or its script has no spaces."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a query: `forms` are what stands for it as it is stored, and what each counts.

    `worth` is what it adds to a passage's BM25, `begins` tells that its last token need only have begun, `again` that it is
    another writing of a word that is a term already.
    """

    forms: tuple[tuple[Stored, float], ...]
    worth: float
    begins: bool = False
    again: bool = False


def terms(
    db: Connection, known: Vocabulary, keywords: Keywords, longer: Longer, meant: Mapping[str, tuple[str, ...]]
) -> Iterator[Term]:
    """Yield the terms of a query, in its order. `meant` gives for misspelt words what was taken for them."""
    guesses = {alike: all_alike for all_alike in meant.values() for alike in all_alike}
    told: set[str] = set()
    for number, word in enumerate(keywords.words):
        if word in told:
            continue
        alike = guesses.get(word, ())
        told.update(alike)
        forms = dict(_form(db, word))
        if forms and number < parts.MOST_WORDS:
            own = next(iter(forms))
            forms.update({(one,): parts.SHARE for one, _ in longer(word) if (one,) != own})
        for guess in alike:
            forms.update({form: spelling.SHARE * share for form, share in _form(db, guess)})
        if forms:
            yield Term(tuple(forms.items()), _worth(known, forms))
    for phrase in keywords.phrases:
        for form, share in _form(db, phrase):
            yield Term(((form, share),), _worth(known, {form: share}))
    for writing in keywords.also:
        for form, share in _form(db, writing):
            yield Term(((form, share),), _worth(known, {form: share}), again=True)
    for beginning in keywords.prefixes:
        if form := tuple(stored(db, tokens.phrase(beginning)[0])):
            count = sum(often for _, often in known.beginning(form[-1]))
            yield Term(((form, 1.0),), parts.rarity(known, count), begins=True)


def _form(db: Connection, word: str) -> Iterator[tuple[Stored, float]]:
    """Yield a word as it is stored, with what it counts; nothing for one that is made of signs."""
    if form := tuple(stored(db, tokens.phrase(word)[0])):
        yield form, 1.0


def _worth(known: Vocabulary, forms: Mapping[Stored, float]) -> float:
    """Return what a term is worth: by how many passages hold it, or what stands for it where none does."""
    # A word of several tokens stands in no more passages than the rarest of them.
    counts = {form: min(known.count(token) for token in form) for form in forms}
    own = next(iter(counts.values()))
    return parts.rarity(known, own or sum(counts.values()))
