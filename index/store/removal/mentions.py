"""Names of what is forgotten, and whether a text mentions one of them.

Names are compared by their words, without case and accents, and endings ("Maya's", "Mayas") do not hide them. It is meant
to find too much rather than too little: what it finds is the owner's own question, which goes with what it was about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.text.tokens import folded

_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts that write no spaces, or that join endings to a name."""
_ENDING = 3
"""So many letters may follow a name of four letters or more."""
_FEWEST_DIGITS = 6
_DIGITS = 7
"""So many last digits tell a telephone number, however its beginning is written."""


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a name or a text, without case and accents."""
    return tuple(_WORD.findall(folded(text)))


@dataclass(frozen=True, slots=True)
class Names:
    """Names to look for: `phrases` word by word, `pieces` anywhere in the text, `numbers` among its digits."""

    phrases: frozenset[tuple[str, ...]] = frozenset()
    pieces: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str]) -> Names:
        """Take whole names: titles, people's names, numbers, addresses."""
        phrases: set[tuple[str, ...]] = set()
        pieces: set[str] = set()
        numbers: set[str] = set()
        for name in names:
            words = words_of(name)
            digits = "".join(filter(str.isdigit, name))
            if len(digits) >= _FEWEST_DIGITS and not any(map(str.isalpha, name)):
                numbers.add(digits[-_DIGITS:])
            elif words:
                phrases.add(words)
                if _UNSPACED.search(name):
                    pieces.add(folded(name))
            elif name.strip():
                pieces.add(folded(name))  # signs alone, as a title of emoji is
        return cls(frozenset(phrases), frozenset(pieces), frozenset(numbers))

    def __bool__(self) -> bool:
        """Tell whether there is any name."""
        return bool(self.phrases or self.pieces or self.numbers)

    def are_in(self, text: str) -> bool:
        """Tell whether a text mentions one of the names."""
        if any(piece in folded(text) for piece in self.pieces):
            return True
        digits = "".join(filter(str.isdigit, text)) if self.numbers else ""
        if any(number in digits for number in self.numbers):
            return True
        words = words_of(text)
        return any(
            _same(phrase, words[at : at + len(phrase)])
            for phrase in self.phrases
            for at in range(len(words) - len(phrase) + 1)
        )


def _same(phrase: tuple[str, ...], words: tuple[str, ...]) -> bool:
    *first, last = phrase
    return list(words[:-1]) == first and (words[-1] == last or _inflected(words[-1], last))


def _inflected(word: str, name: str) -> bool:
    return len(name) > _ENDING and word.startswith(name) and len(word) <= len(name) + _ENDING
