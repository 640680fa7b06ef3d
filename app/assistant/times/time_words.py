"""The words of times in one language or several, and what each may mean: the fields of `Times` as kinds of tokens.

A kind with a capital carries a value into the grammar ("Unit": "week"), one without only marks ("ago").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from app.assistant.languages.base import Language, Times
from app.assistant.languages.english import MONTH_NUMBERS, NUMBER_WORDS, TIMES, WEEKDAY_NUMBERS
from app.assistant.languages.registry import others
from app.assistant.times.values import Count, TimeOfDay

_MARKS = re.compile(r"[\u0300-\u036f\u093c]")
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0963\u0e31-\u0e4e])*|\d+|[^\w\s]")
"""A word, a number or a sign; vowel signs of Devanagari and Thai are part of a word."""
_UNSPACED = re.compile(r"[\u0e00-\u0e7f]")
_FEW = Count(2, 5)
"""By hand: "a few days ago" is two to five."""

Phrase = TypeVar("Phrase", str, tuple[str, ...])
Reading = tuple[str, object]
"""A kind and a value."""


@dataclass(frozen=True, slots=True)
class TimeWords:
    """Phrases by their first word, those of scripts without spaces by their first letter; the longer ones first."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], tuple[Reading, ...]], ...]]
    unspaced: Mapping[str, tuple[tuple[str, tuple[Reading, ...]], ...]]
    also_words: frozenset[str]
    past: frozenset[str]
    eras: tuple[int, ...]


def fold(text: str) -> str:
    """Return a text in lower case and without accents, by which words are compared."""
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold())))


@cache
def vocabulary(codes: tuple[str, ...]) -> TimeWords:
    """Return the words of the languages of these codes together."""
    spaced: dict[tuple[str, ...], list[Reading]] = {}
    unspaced: dict[str, list[Reading]] = {}
    also_words: set[str] = set()
    past: set[str] = set()
    eras: set[int] = set()
    for code in codes:
        times, words = _words_of(code)
        also_words |= {fold(word) for word in _names(times.also_words)}
        eras |= {times.era} - {0}
        past |= {fold(word) for word in times.past.split()}
        for phrase, reading in words:
            key = tuple(WORD.findall(fold(phrase)))
            if not key:
                continue
            target = unspaced.setdefault(fold(phrase), []) if _UNSPACED.match(phrase) else spaced.setdefault(key, [])
            if reading not in target:
                target.append(reading)
    return TimeWords(
        _by_first(spaced),
        _by_first(unspaced),
        frozenset(also_words),
        frozenset(past),
        tuple(sorted(eras)),
    )


def _by_first(found: Mapping[Phrase, list[Reading]]) -> dict[str, tuple[tuple[Phrase, tuple[Reading, ...]], ...]]:
    ordered: dict[str, list[tuple[Phrase, tuple[Reading, ...]]]] = {}
    for phrase in sorted(found, key=len, reverse=True):
        ordered.setdefault(phrase[0], []).append((phrase, tuple(found[phrase])))
    return {first: tuple(each) for first, each in ordered.items()}


def codes() -> tuple[str, ...]:
    """Return the codes of all languages, English first."""
    return ("en", *(language.code for language in others()))


def _words_of(code: str) -> tuple[Times, Iterator[tuple[str, Reading]]]:
    if code == "en":
        return TIMES, _english()
    language = next(one for one in others() if one.code == code)
    return language.times, _of_language(language)


def _english() -> Iterator[tuple[str, Reading]]:
    yield from _of_times(TIMES)
    yield from ((name, ("MonthName", number)) for name, number in MONTH_NUMBERS.items())
    for name, number in WEEKDAY_NUMBERS.items():
        yield name, ("Weekday", number)
        yield f"{name}s", ("Weekday", number)
    yield from ((word, ("Number", number)) for word, number in NUMBER_WORDS.items())


def _of_language(language: Language) -> Iterator[tuple[str, Reading]]:
    yield from _of_times(language.times)
    for number, names in enumerate(language.months.split(), 1):
        yield from ((name, ("MonthName", number)) for name in _written_out(names))
    for number, names in enumerate(language.weekdays.split()):
        yield from ((name, ("Weekday", number)) for name in _written_out(names))
    for number, names in enumerate(language.times.weekdays.split()):
        yield from ((name, ("Weekday", number)) for name in _names(names))
    if language.times.joins:
        yield from _weekday_parts(language)
    for number, names in language.numbers.items():
        kind = "one" if number == 1 else "Number"  # "ein", "un": an article as well
        yield from ((name, (kind, number)) for name in names.split())


_OPTIONAL = re.compile(r"\(\?:([^()|]*)\)\?")


def _written_out(pattern: str) -> Iterator[str]:
    """Yield the names of a month or a weekday, whose endings may be optional: "segunda(?:-feira)?"."""
    for name in pattern.split("|"):
        yield _OPTIONAL.sub("", name)
        yield _OPTIONAL.sub(r"\1", name)


def _weekday_parts(language: Language) -> Iterator[tuple[str, Reading]]:
    for number, days in enumerate(language.weekdays.split()):
        for part, names in language.times.parts.items():
            for day in _names(days):
                yield from ((day + name, ("WeekdayPart", (number, part))) for name in _names(names) if " " not in name)


def _names(names: str) -> list[str]:
    return [name.strip() for name in names.split("|") if name.strip()]


_MARKING = (
    *(
        "now",
        "one",
        "on",
        "ago",
        "ahead",
        "since",
        "onwards",
        "until",
        "before",
        "after",
        "start",
        "during",
        "to",
        "between",
        "also",
    ),
    *("rolling", "last_after", "week_marks", "hour_marks", "decade_marks", "leading", "inside", "of"),
)
_FOLLOWING = ("since", "until", "before", "after", "between")
"""What a language may put after its time: its kinds end in "_" there."""


def _of_times(times: Times) -> Iterator[tuple[str, Reading]]:
    for field in _MARKING:
        kind = f"{field}_" if times.follows and field in _FOLLOWING else field
        yield from ((name, (kind, None)) for name in _names(getattr(times, field)))
        if times.follows and field == "inside":
            yield from ((name, ("trailing", None)) for name in _names(times.inside))
    tables: tuple[tuple[str, Mapping[int, str] | Mapping[str, str]], ...] = (
        ("Unit", times.units), ("DayWord", times.days), ("DayPart", times.day_parts), ("Rel", times.relations),
        ("Season", times.seasons), ("Feast", times.feasts), ("Edge", times.edges), ("Number", times.numbers),
        ("Ordinal", times.ordinals), ("Decade", times.decades),
    )  # fmt: skip
    for kind, table in tables:
        for value, names in table.items():
            yield from ((name, (kind, value)) for name in _names(names))
    for part, names in times.parts.items():
        if part == "noon":
            yield from ((name, ("Clock", TimeOfDay(12 * 60, 60))) for name in _names(names))
            continue
        yield from ((name, ("Part", part)) for name in _names(names))
    yield from ((name, ("Count", _FEW)) for name in _names(times.few))
    yield from ((name, ("Meridiem", 0)) for name in _names(times.morning_marks))
    yield from ((name, ("Meridiem", 12)) for name in _names(times.evening_marks))
    for kind, names in (("MonthShort", times.short_months), ("WeekdayShort", times.short_weekdays)):
        start = 1 if kind == "MonthShort" else 0
        for number, each in enumerate(names.split(), start):
            yield from ((name, (kind, number)) for name in _names(each))
