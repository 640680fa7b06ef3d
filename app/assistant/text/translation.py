"""Questions in other languages: their frame is put into the English that the plan reads, their content stays as it is.

A frame is who, when, how many and what was done ("was hat … gesagt"); content is what was said ("Kaution"). Each language
has a list of frames, tried in order. Which one a question is in is told by its script or its small words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from app.assistant.languages.base import Frame, Language
from app.assistant.languages.english import (
    AMOUNT_WORDS,
    CODE_WORDS,
    GROUP_WORDS,
    IDLE_WORDS,
    MONTHS,
    TELLING_WORDS,
    WEEKDAYS,
)
from app.assistant.languages.registry import others

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def language_of(text: str) -> str:
    """Return the code of the language that a text is most likely in; "en" where nothing speaks for another."""
    for language in others():
        if language.script and _compiled_script(language.script).search(text):
            return language.code
    said = {w.casefold().replace("’", "'") for w in _WORD.findall(text)}
    votes = {code: len(said & words) for code, words in telling_words().items()}
    most = max(votes.values())
    if most == 0:
        return "en"
    # A tie goes to the language that more of the other words are of: “die erste Nachricht in Family”.
    tied = [code for code in votes if votes[code] == most]
    also = {code: len(said & (idle_words(code) - IDLE_WORDS)) for code in tied}
    return max(tied, key=lambda code: (also[code], code == "en"))


@cache
def telling_words() -> dict[str, frozenset[str]]:
    """Return, by the code of each language, the small words that tell it."""
    return {"en": TELLING_WORDS} | {
        language.code: frozenset(language.telling_words.split()) for language in others() if language.telling_words
    }


@cache
def idle_words(code: str) -> frozenset[str]:
    """Return the words, in lower case, of a language that leave a set as wide as it is."""
    return frozenset(word for language in others() if language.code == code for word in language.idle_words.split())


@cache
def named_kinds() -> tuple[tuple[Literal["amount", "code"], frozenset[str]], ...]:
    """Return the words of all languages that name a sum of money or a code: content stays in its language."""
    amounts = [one.amount_words for one in others()]
    codes = [one.code_words for one in others()]
    return (
        ("code", CODE_WORDS | frozenset(" ".join(codes).split())),
        ("amount", AMOUNT_WORDS | frozenset(" ".join(amounts).split())),
    )


@cache
def group_words() -> frozenset[str]:
    """Return the words of all languages for people together, in lower case."""
    return GROUP_WORDS | frozenset(word for language in others() for word in language.group_words.split())


@cache
def _compiled_script(script: str) -> re.Pattern[str]:
    return re.compile(f"[{script}]")


def in_english(question: str, language: str = "") -> str:
    """Return a question with its frame in English; one that is English already comes back as it is.

    `language` is its language where that is known already.
    """
    language = language or language_of(question)
    if language == "en":
        return question
    text = unicodedata.normalize("NFC", question.replace("’", "'"))
    text = text.translate(_digits()).replace("¿", "").replace("¡", "").strip()
    return framed(text, language)


def framings(text: str) -> tuple[str, ...]:
    """Return a text as each language's frames put it into English, where they change it: a word tells no language."""
    found = []
    for language in others():
        english = framed(unicodedata.normalize("NFC", text.replace("’", "'")).translate(_digits()), language.code)
        if english != text:
            found.append(english)
    return tuple(found)


def framed(text: str, code: str) -> str:
    """Return a text as the frames of the language of this code put it into English."""
    for pattern, english in _compiled(code):
        text = pattern.sub(english, text)
    return " ".join(text.split())


@cache
def _digits() -> dict[int, str]:
    return {ord(digit): str(n) for language in others() for n, digit in enumerate(language.digits)}


@cache
def _compiled(code: str) -> Sequence[tuple[re.Pattern[str], str]]:
    language = next(one for one in others() if one.code == code)
    return [(re.compile(frame.pattern, re.IGNORECASE), frame.english) for frame in frames_of(language)]


def frames_of(language: Language) -> Iterator[Frame]:
    """Yield a language's frames: months and weekdays first, put into English, which MONTH and MONDAY then stand for."""
    edge, after, space = (r"(?<!\w)", r"(?!\w)", "") if language.spaced else ("", "", " ")
    gap = " ?" if not language.spaced else "(?: |(?<='))"
    months, weekdays = ([name.capitalize() for name in names] for names in (MONTHS, WEEKDAYS))
    for names, english in ((language.months, months), (language.weekdays, weekdays)):
        for name, word in zip(names.split(), english, strict=True):
            yield Frame(rf"{edge}(?:{name}){after}", f"{space}{word}{space}", name.split("|")[0].partition("(")[0])
    for thing, said in language.things.items():
        for begins, asked in ((language.how_many, "how many"), (language.list_all, "list all")):
            if begins:
                yield Frame(rf"{edge}(?:{begins}){gap}(?:{said}){after}", f"{space}{asked} {thing}{space}", said)
    any_month, any_weekday = (rf"(?:{'|'.join(names)})\b" for names in (months, weekdays))
    for frame in language.frames:
        yield frame._replace(pattern=frame.pattern.replace("MONTH", any_month).replace("MONDAY", any_weekday))
