"""Other writings of what a query says, as far as the index has them: all of them are looked for, and count alike.

“wifi”, “wi-fi” and “wi fi”; “4pm” and “4 pm”; “ServerFactory” and “server factory”; “München” and “Muenchen”; an amount
with separators and without; a telephone number with its country's code and without.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from index.store.database.connection import Connection
from index.store.search import fts
from index.store.search.vocabulary import Vocabulary, stored
from index.text import keywords as lexical
from index.text import numbers
from index.text.columns import camel_parts
from index.text.keywords import STOP_WORDS, Keywords
from index.text.tokens import folded, searchable

# “4pm”, “120gb”
_WITH_UNIT = re.compile(r"(\d+)([^\W\d_]{1,4})")
# “e-mail”, “t-shirt”, “x-ray”; other single letters are what is left of “it's” and “don't”.
_LETTERS_APART = frozenset("etx")
_SHORTEST_HALF = 2
_JOINED = 24
"""Letters beyond which nobody writes two words as one that are two."""
_WRITTEN_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"))
"""How umlauts are written where there are none, and what the index holds for them."""
_DIALLED = 6
"""Fewer figures than this stand before a number that is dialled from another country: “0049”, “001”."""
_MOST_WORDS = 24
"""A pasted page is looked for as it is written after so many words."""


def otherwise(db: Connection, known: Vocabulary, keywords: Keywords) -> tuple[str, ...]:
    """Return the other writings of a query's words that the index has, each to be looked for as a phrase."""
    found = [form for word in keywords.words[:_MOST_WORDS] for form in _of_word(db, known, word)]
    found += _of_numbers(known, keywords.text)
    found += _of_neighbours(db, known, keywords.text)
    return tuple(form for form in dict.fromkeys(found) if form not in keywords.words)


def other_writings(db: Connection, known: Vocabulary, word: str) -> list[str]:
    """Return the other writings of a single word that the index has."""
    return list(dict.fromkeys(form for form in _of_word(db, known, word) if form != word))


def _of_word(db: Connection, known: Vocabulary, word: str) -> Iterator[str]:
    with_unit = _WITH_UNIT.fullmatch(word)
    halves = [" ".join(with_unit.groups())] if with_unit else []
    if word.isalpha():
        halves += _halves(db, known, word)
        camel = camel_parts(word)
        halves += [" ".join(camel)] if len(camel) > 1 else []
    pieces = re.split(r"[\W_]+", word)
    if len(pieces) > 1 and all(pieces) and not word.replace(".", "").isdigit():
        joined = "".join(pieces)
        yield from _known(db, known, joined)
    for half in halves:
        if fts.is_known(db, lexical.quote(half)):
            yield half
    plain = folded(searchable(word))
    for out, umlaut in _WRITTEN_OUT:
        if out in plain:
            yield from _known(db, known, plain.replace(out, umlaut))
    if any(one in word for one in "äöüÄÖÜ"):
        written_out = word.translate({ord(a): f"{b}e" for a, b in zip("äöüÄÖÜ", "aouAOU", strict=True)})
        yield from _known(db, known, written_out)
    elif word.isalpha() and not _count(db, known, word):
        for at, letter in enumerate(plain):
            if letter in "aou":
                yield from _known(db, known, f"{plain[: at + 1]}e{plain[at + 1 :]}")


def _known(db: Connection, known: Vocabulary, word: str) -> Iterator[str]:
    """Yield a word if the index has it."""
    if len(word) <= _JOINED and _count(db, known, word):
        yield word


def _count(db: Connection, known: Vocabulary, word: str) -> int:
    words = stored(db, searchable(word))
    return known.count(words[0]) if len(words) == 1 else 0


def _halves(db: Connection, known: Vocabulary, word: str) -> Iterator[str]:
    """Yield each way to part a word in two that the index has and that carry content."""
    plain = folded(searchable(word))
    if not plain.isalpha() or len(plain) > _JOINED:
        return
    for at in range(1, len(plain) - _SHORTEST_HALF + 1):
        first, second = plain[:at], plain[at:]
        if at < _SHORTEST_HALF and first not in _LETTERS_APART:
            continue
        if {first, second} & STOP_WORDS:
            continue
        if _count(db, known, first) and _count(db, known, second):
            yield f"{first} {second}"


def _of_neighbours(db: Connection, known: Vocabulary, text: str) -> Iterator[str]:
    """Yield what two words that stand side by side are as one, where the index has it."""
    words = list(lexical.split(text))[: 2 * _MOST_WORDS]
    for first, second in itertools.pairwise(words):
        joined = first + second
        if joined.isdigit() or not joined.isalnum() or {first.casefold(), second.casefold()} & STOP_WORDS:
            continue
        yield from _known(db, known, joined)


def _of_numbers(known: Vocabulary, text: str) -> Iterator[str]:
    rest = text
    for number in numbers.long_numbers(text):
        # Its groups are no amounts.
        rest = rest.replace(number.written, " " * len(number.written)) if number.in_groups else rest
        yield number.joined
        core, rests = numbers.same_ends(number.joined)
        if len(core) >= numbers.FEWEST:
            for word, _ in known.ending(core):
                if word.isdigit() and len(word) - len(core) < _DIALLED:
                    yield word
        for rest in rests:
            if known.count(rest):
                yield rest
    for _, writings in numbers.amounts(rest):
        yield from writings
