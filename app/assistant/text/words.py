"""Words of a text, their stems, and how alike two texts are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.assistant.languages.english import CONTENT_WORDS, NUMBER_WORDS, STOP_WORDS, stem
from app.assistant.languages.registry import others
from app.assistant.text.translation import language_of

FOREIGN_STOP_WORDS = (
    frozenset(word for language in others() for word in f"{language.telling_words} {language.stop_words}".split())
    - CONTENT_WORDS
)
"""Words without content in some language, and none that carries content in English."""

# “die hard”, “hat trick”: one such word tells no language.
_ENGLISH_TOO = CONTENT_WORDS | frozenset(
    "die hat man also was war am an in on so will not or me van des comment plus but".split()
)
"""Words without content in another language that are words of English as well."""

_LETTER = r"\w\u0300-\u036f\u0900-\u0963\u0e31-\u0e4e"  # \w leaves out vowel signs of Devanagari and Thai
# “don't”, “हिन्दी”, “naïve”
_WORD = re.compile(rf"[^\W\d_][{_LETTER}]*(?:['’][^\W\d_]+)*")
# “สวัสดี”, “東京”; not “नमस्ते”
_SCRIPT_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
# “Maya's”, “Maya’s”
_POSSESSIVE = re.compile(r"['’]s$")
_ELIDED = frozenset("l d qu j n s c m t un dell all nell sull quest".split())
"""What stands before an apostrophe in French and Italian, and is no word of its own."""
# “didn't”, “won’t”
_NEGATED = re.compile(r"n['’]t$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands: as written, in lower case, its stem, and its place in the text."""

    written: str
    lower: str
    stem: str
    start: int
    end: int

    @property
    def is_content(self) -> bool:
        """Say whether the word carries content of its own."""
        return (
            self.lower not in STOP_WORDS
            and self.lower not in FOREIGN_STOP_WORDS
            and self.lower not in NUMBER_WORDS
            and len(self.lower) > 1
        )


def words(text: str) -> list[Word]:
    """Return the words of a text. Scripts written without spaces are cut into overlapping pairs of characters."""
    found = []
    for match in _WORD.finditer(text):
        written = match.group()
        if _SCRIPT_WITHOUT_SPACES.search(written):
            found += [
                Word(
                    written[i : i + 2], written[i : i + 2], written[i : i + 2], match.start() + i, match.start() + i + 2
                )
                for i in range(max(1, len(written) - 1))
            ]
            continue
        lower = _POSSESSIVE.sub("", written.casefold())
        first, _, rest = _NEGATED.sub("", lower).replace("’", "'").partition("'")
        bare = rest if first in _ELIDED and len(rest) > 1 else first
        bare = bare or lower
        found.append(Word(written, bare, stem(bare), match.start(), match.end()))
    return found


def stop_words_of(text: str) -> frozenset[str]:
    """Return the words, in lower case, that carry no content in the language of a query; none for English."""
    code = language_of(text)
    language = next((one for one in others() if one.code == code), None)
    if language is None:
        return frozenset()
    known = frozenset(f"{language.telling_words} {language.stop_words}".split())
    said = known & {word.lower for word in words(text)}
    return said if len(said) > 1 else said - _ENGLISH_TOO


def content(text: str, without: Iterable[str] = ()) -> list[str]:
    """Return the stems of the words that carry content, in order, `without` these stems."""
    left_out = frozenset(without)
    return [w.stem for w in words(text) if w.is_content and w.stem not in left_out]


def coverage(wanted: Iterable[str], given: Iterable[str]) -> float:
    """Return the share of the distinct stems `wanted` that are among `given`; 1.0 when none is wanted."""
    need, have = set(wanted), set(given)
    return len(need & have) / len(need) if need else 1.0


def likeness(first: str, second: str) -> float:
    """Return how alike two texts are: shared content stems over all of them, 0 to 1."""
    a, b = set(content(first)), set(content(second))
    return len(a & b) / len(a | b) if a | b else float(first.casefold() == second.casefold())
