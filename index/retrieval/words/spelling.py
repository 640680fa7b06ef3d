"""Typing slips forgiven: a word that is nowhere in the index and in no dictionary stands for the nearest ones that are."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.retrieval.words.dictionaries import are_there_for, in_dictionaries
from index.retrieval.words.forms import other_writings
from index.retrieval.words.parts import parts, without_ending
from index.retrieval.words.slips import is_likely
from index.store.database.connection import Connection
from index.store.search import fts
from index.store.search.vocabulary import Vocabulary, holding, stored
from index.text import keywords as lexical
from index.text.keywords import Keywords
from index.text.tokens import as_written, folded, is_word, searchable

# One slip turns “cat” into a dozen other words, most of which occur in any index.
_SHORTEST = 4
"""Shorter words are too near to too many others."""
_SHORTEST_MEANT = 3
"""A slip may have added a letter."""
# By hand, as is common in search engines: in shorter words two slips lead to other meanings.
_TWO_SLIPS_FROM = 8
"""Characters from which two slips are forgiven."""
# By hand: each further word widens the search to what nobody meant.
_ALIKE = 3
"""So many words at most are taken for what was meant."""
# By hand: in a pasted page of another language no word is anywhere, and each takes a look through all words.
_MOST = 6
"""So many words of a query at most are taken for slips."""
# By hand: a word is written alike in most of its passages, and each has to be read.
_READ = 5
"""So many passages are read for how a word is written that is stored by its stem."""
_SHORT_AND_LONG = ({"I", "II"}, {"U", "UU"})
"""Vowel signs by their names in Unicode."""
SHARE = 0.7
"""What a word counts that was only guessed. By hand: the words of the query that are there say more."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A query with its slips put right, in its words and its text, and what was taken for what."""

    keywords: Keywords
    meant: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def guessed(self) -> frozenset[str]:
        """Return the words that are guesses."""
        return frozenset(word for alike in self.meant.values() for word in alike)


def repaired(
    db: Connection, known: Vocabulary, keywords: Keywords, said: Collection[str], names: Callable[[], Iterable[str]]
) -> Repair:
    """Put right the words that nothing holds; those `said` to be names (case-folded) are. `names` gives all people's."""
    nowhere = [word for word in keywords.words if word.casefold() not in said and _is_nowhere(db, known, word)]
    meant = corrected(db, known, nowhere[:_MOST], names) if nowhere else {}
    if not meant:
        return Repair(keywords)
    words = tuple(dict.fromkeys(one for word in keywords.words for one in meant.get(word, (word,))))
    return Repair(replace(keywords, words=words, text=_put_right(keywords.text, meant)), meant)


def _put_right(text: str, meant: Mapping[str, tuple[str, ...]]) -> str:
    for word, alike in meant.items():
        # A function, since a word may be no pattern of a replacement.
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", functools.partial(_first, alike), text)
    return text


def _first(alike: tuple[str, ...], _: re.Match[str]) -> str:
    return alike[0]


def corrected(
    db: Connection, known: Vocabulary, nowhere: Sequence[str], names: Callable[[], Iterable[str]]
) -> dict[str, tuple[str, ...]]:
    """Return the words nearest to those that nothing holds and no dictionary has, likeliest first.

    They are written as the index has them, or as people are called.
    """
    parts_of_names = tuple(dict.fromkeys(part for name in names() for part in lexical.split(name)))
    near = {word: found for word in nowhere if (found := _nearest(db, known, word, parts_of_names))}
    # Dictionaries take longest, so they are asked last.
    meant: dict[str, tuple[str, ...]] = {}
    for word in near.keys() - in_dictionaries(near):
        said = [name if name is not None else _as_people_write(db, term) for term, name in near[word]]
        if alike := tuple(dict.fromkeys(one for one in said if one is not None))[:_ALIKE]:
            meant[word] = alike
    return {word: meant[word] for word in nowhere if word in meant}


def is_slip(word: str, alike: Sequence[str]) -> bool:
    """Tell whether a word was corrected to others: where no dictionary tells, another vowel at its end is another form."""
    return are_there_for(word) or not all(_is_form(word, one) for one in alike)


def _is_form(word: str, other: str) -> bool:
    """Tell whether two words differ by the vowel signs at their ends, as words of Indian scripts are inflected."""
    (body, signs), (other_body, other_signs) = _parted(word), _parted(other)
    # A short vowel for its long one is a slip: “बिजलि” for “बिजली”.
    return body == other_body and {signs, other_signs} not in _SHORT_AND_LONG


def _parted(word: str) -> tuple[str, str]:
    body = word.rstrip("".join(sign for sign in word if unicodedata.category(sign).startswith("M")))
    names = [unicodedata.name(sign).rpartition("SIGN ")[2] for sign in word[len(body) :]]
    return body, " ".join(names)


def _is_nowhere(db: Connection, known: Vocabulary, word: str) -> bool:
    """Tell whether the index has nothing of a word, in no writing and within no other.

    Numbers and codes are never corrected: another number is another matter.
    """
    plain = folded(searchable(word))
    if len(plain) < _SHORTEST or not is_word(plain) or fts.is_known(db, lexical.quote(word)):
        return False
    stem = "".join(stored(db, searchable(word)))
    return not (parts(known, plain, stem) or without_ending(known, plain) or other_writings(db, known, word))


def _nearest(db: Connection, known: Vocabulary, word: str, names: Sequence[str]) -> list[tuple[str, str | None]]:
    """Return (stored word, name if it is one) of those that are nearest by slips, and likeliest, most frequent first."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    plain, stem = folded(searchable(word)), "".join(stored(db, searchable(word)))
    slips = 1 + (len(plain) >= _TWO_SLIPS_FROM)
    # A person counts more than how often they are spoken of.
    candidates: list[tuple[str, int, str | None]] = [(folded(name), known.passages, name) for name in names]
    candidates += [(term, count, None) for term, count in known.beginning("")]
    terms = [term for term, _, _ in candidates]
    near: list[tuple[tuple[int, bool, bool], int, str, str | None]] = []
    # The index holds stems, so the end of the word may be missing there.
    for form in {plain, *(form for form in (stem, *lexical.stems(plain)) if len(form) >= _SHORTEST)}:
        for _, away, place in process.extract(form, terms, scorer=OSA.distance, score_cutoff=slips, limit=None):
            term, count, name = candidates[place]
            if len(term) >= _SHORTEST_MEANT and is_word(term):
                # Slips rarely hit the first letter.
                how = (int(away), not is_likely(form, term), form[0] != term[0])
                near.append((how, -count, term, name))
    near.sort(key=lambda one: (*one[:3], one[3] or ""))
    return [(term, name) for how, _, term, name in near if how == near[0][0]]


def _as_people_write(db: Connection, term: str) -> str | None:
    """Return how a stored word is written most often; None where it is no word by itself, or of an address."""
    seen: Counter[str] = Counter()
    for text in fts.texts(db, holding(db, term, _READ)):
        seen.update(word for word in lexical.split(text) if stored(db, searchable(word)) == [term])
    if seen:
        return min(seen, key=lambda word: (-seen[word], word))
    alone = as_written(term)
    return alone if stored(db, searchable(alone)) == [term] else None
