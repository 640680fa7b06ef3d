"""Questions in other languages: their frame is put into the English that the plan reads, their content stays as it is.

A frame is who, when, how many and what was done ("was hat … gesagt"); content is what was said ("Kaution"). Each language
is a list of (pattern, English), tried in order. Which one a question is in is told by its script or its small words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Literal

from app.assistant.languages.frames import FRAMES
from app.assistant.languages.stop_words import SMALL_WORDS

Language = Literal["en", "de", "fr", "es", "it", "pt", "hi", "th"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SCRIPTS: tuple[tuple[Language, re.Pattern[str]], ...] = (
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)


def language_of(text: str) -> Language:
    """Return the language that a text is most likely in; English where nothing speaks for another."""
    for language, script in _SCRIPTS:
        if script.search(text):
            return language
    said = {w.casefold().replace("’", "'") for w in _WORD.findall(text)}
    votes = {language: len(said & small) for language, small in SMALL_WORDS.items()}
    best = max(votes, key=lambda language: (votes[language], language == "en"))
    return best if votes[best] > votes["en"] else "en"  # type: ignore[return-value]


def in_english(question: str) -> str:
    """Return a question with its frame in English; one that is English already comes back as it is."""
    language = language_of(question)
    if language == "en":
        return question
    text = unicodedata.normalize("NFC", question.replace("’", "'"))
    text = text.translate(_DIGITS).replace("¿", "").replace("¡", "").strip()
    for pattern, english in _compiled(language):
        text = pattern.sub(english, text)
    return " ".join(text.split())


def framings(text: str) -> tuple[str, ...]:
    """Return a text as each language's frames put it into English, where they change it: a word tells no language."""
    found = []
    for language in FRAMES:
        english = unicodedata.normalize("NFC", text.replace("’", "'")).translate(_DIGITS)
        for pattern, framed in _compiled(language):
            english = pattern.sub(framed, english)
        if (english := " ".join(english.split())) != text:
            found.append(english)
    return tuple(found)


_DIGITS = {ord(digit): str(n) for digits in ("०१२३४५६७८९", "๐๑๒๓๔๕๖๗๘๙") for n, digit in enumerate(digits)}


@cache
def _compiled(language: str) -> Sequence[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern, re.IGNORECASE), english) for pattern, english in FRAMES[language]]
