"""What matches a query exactly: the condition that every hit fulfils, and the whole set of those that hold all words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from index.retrieval.words.forms import other_writings
from index.retrieval.words.spelling import repaired
from index.store.database.connection import Connection
from index.store.reading import listing
from index.store.search import fts, scope
from index.store.search.scope import Condition
from index.store.search.vocabulary import vocabulary
from index.text import keywords as lexical
from index.text.keywords import Keywords
from index.types.search import Filters, Query


@dataclass(frozen=True, slots=True)
class Matching:
    """The hits within a condition that match each of some FTS5 expressions; without one, all of them.

    `terms` are the words that are looked for, `note` says which of them stand for others, `unknown` are in nothing.
    """

    within: Condition
    expressions: tuple[str, ...]
    terms: tuple[str, ...] = ()
    note: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def any_word(self) -> Matching:
        """Return the hits that match one of the expressions."""
        return Matching(
            self.within, (" OR ".join(self.expressions),) if self.expressions else (), self.terms, self.note
        )


def names_within(db: Connection, filters: Filters) -> list[str]:
    """Return the names of those who take part in the chats of a scope."""
    return [name for _, name, _ in listing.names(db, filters.conversations)]


def restriction(db: Connection, filters: Filters, keywords: Keywords) -> Condition:
    """Return the condition that every hit must fulfil: the filters, the phrases, and what is left out."""
    within = scope.passages(filters)
    for group in filters.wordings:
        within = scope.conjunction(within, scope.disjunction(*_each(db, group, within)))
    if keywords.required:
        within = scope.conjunction(within, fts.holding(db, keywords.phrases, keywords.required, within))
    if keywords.forbidden:
        within = scope.conjunction(within, fts.not_matching(keywords.forbidden))
    return within


def _each(db: Connection, group: tuple[str, ...], within: Condition) -> Iterator[Condition]:
    for one in group:
        read = lexical.parse(one)
        if read.phrases:
            yield fts.holding(db, read.phrases, read.required, within)
        elif read.expression:
            yield fts.matching(" AND ".join(_expressions(read)))


def matching(db: Connection, query: Query) -> Matching:
    """Return the whole set for a query's words and filters; a word that nothing holds stands for the nearest ones."""
    known = vocabulary(db)
    keywords = lexical.parse(query.text, typing=query.typing, stop_words=query.stop_words)
    meant = repaired(db, known, keywords, (), partial(names_within, db, query.filters)).meant
    joined = (one.replace('"', " ") for group in query.filters.wordings for one in group)
    in_groups = {word for one in joined for word in lexical.parse(one).words}
    # What is joined by OR is in the text, so that it ranks, and need not all be there.
    words = [word for word in keywords.words if word not in in_groups]
    # Another writing of a word is the word; a longer one that holds it is another.
    stand = {word: meant.get(word) or (word, *other_writings(db, known, word)) for word in keywords.words}
    expressions = [" OR ".join(lexical.quote(one) for one in stand[word]) for word in words]
    expressions += [lexical.quote(word).removesuffix(" *") + " *" for word in keywords.prefixes]
    slips = [
        f"Nothing has “{word}”: looked for {', '.join(f'“{one}”' for one in alike)}." for word, alike in meant.items()
    ]
    return Matching(
        restriction(db, query.filters, keywords),
        tuple(expressions),
        tuple(one for term in keywords.terms for one in (meant.get(term) or (term,))),
        " ".join(slips),
        tuple(
            word
            for word in keywords.words
            if word not in meant and not any(fts.is_known(db, lexical.quote(one)) for one in stand[word])
        ),
    )


def _expressions(keywords: Keywords) -> Iterator[str]:
    yield from (lexical.quote(word) for word in keywords.words)
    yield from (lexical.quote(word).removesuffix(" *") + " *" for word in keywords.prefixes)
