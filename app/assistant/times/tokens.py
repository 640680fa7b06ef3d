"""A text as tokens: numbers in all the shapes of dates and hours, and words with all that they may mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.assistant.times.calendar_days import after_months
from app.assistant.times.time_words import WORD, Reading, TimeWords, fold
from app.assistant.times.values import (
    TimeOfDay,
    Value,
    between,
    fixed,
    instant,
    month_of_year,
    piece_of_year,
    stretch,
    written_date,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text where it stands, and its readings. `bare` says whether it may be a time all by itself."""

    text: str
    start: int
    end: int
    readings: tuple[Reading, ...]
    bare: bool = True

    def has(self, *kinds: str) -> bool:
        """Say whether one of its readings is of these kinds."""
        return any(kind in kinds for kind, _ in self.readings)


def year(number: int) -> Value:
    """Return a whole year."""
    return fixed((date(number, 1, 1), date(number + 1, 1, 1)), "year")


def _four(number: str) -> int | None:
    """Return a year as written: "2026", and "26" as well as "99"; None of what is none. By hand: no year after 2068."""
    value = int(number)
    if len(number) == 2:
        return 2000 + value if value < 69 else 1900 + value
    return value if 1000 <= value < 9990 else None


def _interval(m: re.Match[str]) -> list[Reading]:
    start, end = (None if end == ".." else datetime.fromisoformat(end) for end in m.group().split("/"))
    return [("Span", stretch(start, end))] if start and end else [("Bound", between(start, end))]


def _stamp(m: re.Match[str]) -> list[Reading]:
    moment = datetime.fromisoformat(f"{m[1]}T{m[2]:0>5}{m[3] or ''}{(m[4] or '').upper()}")
    return [("Span", instant(moment, 1 if m[3] else 60))]


def _iso_week(m: re.Match[str]) -> list[Reading]:
    first = date.fromisocalendar(int(m[1]), int(m[2]), int(m[3] or 1))
    return [
        (
            "Day" if m[3] else "Period",
            fixed((first, first + timedelta(days=1 if m[3] else 7)), "day" if m[3] else "week"),
        )
    ]


def _piece(m: re.Match[str]) -> list[Reading]:
    letter, number = m[1].upper(), int(m[2])
    return [("Piece", ("half" if letter == "H" else "quarter", number))]


def _piece_of_year(m: re.Match[str]) -> list[Reading]:
    letter, number, of = (m[1], m[2], m[3]) if m[1] else (m[5], m[6], m[4])
    found = piece_of_year("half" if letter in "Hh" else "quarter", int(number), year(int(of)))
    return [] if found is None else [("Period", found)]


def _year_month(m: re.Match[str]) -> list[Reading]:
    first = date(int(m[1]), int(m[2]), 1)
    return [("Month", fixed((first, after_months(first, 1)), "month"))]


def _year_first(m: re.Match[str]) -> list[Reading]:
    first = date(int(m[1]), int(m[3]), int(m[4]))
    return [("Day", fixed((first, first + timedelta(days=1)), "day"))]


def _day_month_year(m: re.Match[str]) -> list[Reading]:
    return [("Day", written_date(int(m[1]), int(m[3]), _four(m[4]), m[2]))]


def _month_year(m: re.Match[str]) -> list[Reading]:
    month, of = int(m[1]), int(m[2])
    found: list[Reading] = [("Month", month_of_year(month, year(of)))] if 1 <= month <= 12 else []
    return [*found, ("Numbered", (month, of))]


def _day_month(m: re.Match[str]) -> list[Reading]:
    first, second = int(m[1]), int(m[3])
    return [("Day", written_date(first, second, None, m[2]))] if 0 < first <= 31 and 0 < second <= 31 else []


def _clock(m: re.Match[str]) -> list[Reading]:
    hour, minute = int(m[1]), int(m[2])
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return []
    second = int(m[3]) if m.lastindex == 3 and m[3] else None
    return [("Clock", TimeOfDay(hour * 60 + minute, 1, half=1 <= hour <= 12, second=second))]


def _decade(m: re.Match[str]) -> list[Reading]:
    digits = m[1]
    return [("Decade", int(digits) % 100 if len(digits) == 2 else int(digits))]


def _ordinal(m: re.Match[str]) -> list[Reading]:
    return [("Ordinal", int(m[1])), ("Nth", int(m[1]))]


def _short_year(m: re.Match[str]) -> list[Reading]:
    of = _four(m[1])
    return [("YearV", year(of))] if of else []


def _number(m: re.Match[str]) -> list[Reading]:
    value = int(m.group()) if len(m.group()) < 6 else 0
    found: list[Reading] = [("Number", value), ("Digits", value)]
    if 1900 <= value < 2100 and len(m.group()) == 4:
        found.append(("YearV", year(value)))
    return found if value or m.group() in ("0", "00") else []


_YEAR = r"(?:19|20)\d{2}"
_STAMP = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})"
SHAPES: tuple[tuple[str, Callable[[re.Match[str]], list[Reading]], bool, str], ...] = (
    (rf"(?:{_STAMP}/(?:{_STAMP}|\.\.)|\.\./{_STAMP})", _interval, True, "2026-03-01T00:00+01:00/.."),
    (
        rf"(?:([QTH])([1-4])[/-]({_YEAR})|({_YEAR})[/-]?([QTH])([1-4]))(?!\w)",
        _piece_of_year,
        True,
        "2026-Q1",
    ),
    (
        r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2})(:\d{2})?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?(?!\d)",
        _stamp,
        True,
        "2026-03-14T09:30",
    ),
    (r"(\d{4})-?W(\d{2})(?:-(\d))?(?!\d)", _iso_week, True, "2026-W12"),
    (r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/])", _year_first, True, "2026-03-14"),
    (rf"({_YEAR})[-/.](0[1-9]|1[0-2])(?![\d/-])", _year_month, True, "2026-03"),
    (r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d/]|[-.]\d)", _day_month_year, True, "31/10/2026"),
    (rf"(\d{{1,2}})[-/.]({_YEAR})(?![\d/])", _month_year, True, "10/2026"),
    (r"(\d{1,2})[.:](\d{2})(?=\s?(?:Uhr|uhr|h\b))", _clock, False, "14.30 Uhr"),
    (r"(\d{1,2})(\.)(\d{1,2})\.(?!\d)", _day_month, True, "31.10."),
    (r"(\d{1,2})(\.)(\d{1,2})(?![\d.,%])", _day_month, False, "31.10"),
    (r"(\d{1,2})(/)(\d{1,2})(?![\d/])", _day_month, False, "10/31"),
    (r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)", _clock, False, "14:00"),
    (r"['’]?((?:18|19|20)?\d0)(?:s|er|['’]s)(?!\w)", _decade, False, "2010s"),
    (r"(\d{1,2})(?:st|nd|rd|th|er|re|e|ère|ème|ª|º|°)(?!\w)", _ordinal, False, "3rd"),
    (r"['’](\d{2})(?!\w)", _short_year, False, "'24"),
    (r"([QTH])([1-4])(?![\w])", _piece, False, "Q1"),
    (r"\d+", _number, False, "2026"),
)
"""What numbers are written like, each with its example: the longer before the shorter, so that no date is read in part.

The truth value says whether it is a time wherever it stands, or only after a word like "on".
"""
_LONGEST_SHORT = 5
"""Letters, by hand: a full stop after more ends a sentence, and no "Sept."."""
_SHAPES = tuple(
    (re.compile(rf"(?<![\w.,/:])(?:{pattern})", re.IGNORECASE), read, bare) for pattern, read, bare, _ in SHAPES
)
_LONE_NUMBER = re.compile(r"\d+")
_AFTER_A_NUMBER = ("Unit", "hour_marks", "Meridiem")
"""What may be written on to a number: "24h", "9am"."""


def with_digits(text: str) -> str:
    """Return a text with the digits of every script as 0 to 9, each in its place."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in text)


def tokens(text: str, known: TimeWords) -> list[Token]:
    """Return the tokens of a text; what is no time has no readings."""
    text = with_digits(text).replace("’", "'")
    for era in known.eras:
        text = _OF_AN_ERA.sub(lambda year, era=era: _in_our_era(year.group(), era), text)  # type: ignore[misc]
    found: list[Token] = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        token = _shape(text, place) or _phrase(text, place, known) or _unspaced(text, place, known)
        token = token or _sign(text, place, found) or _unknown(text, place)
        if found and token.start == found[-1].end and found[-1].text[-1:].isdigit() and token.text[0].isalpha():
            token, found[-1] = _glued(token, found[-1])
        found.append(token)
        place = token.end
    return found


_OF_AN_ERA = re.compile(r"(?<!\d)2[456]\d{2}(?!\d)")


def _in_our_era(year: str, era: int) -> str:
    return str(int(year) - era) if 1900 <= int(year) - era < 2100 else year


def _glued(token: Token, number: Token) -> tuple[Token, Token]:
    """Return a word written on to a number, and the number: both without what they may not mean so."""
    readings = tuple(reading for reading in token.readings if reading[0] in _AFTER_A_NUMBER)
    kept = tuple(reading for reading in number.readings if readings and reading[0] != "YearV")
    return (
        Token(token.text, token.start, token.end, readings),
        Token(number.text, number.start, number.end, kept, number.bare),
    )


def _shape(text: str, place: int) -> Token | None:
    for pattern, read, bare in _SHAPES:
        match = pattern.match(text, place)
        if match is None:
            continue
        try:
            readings = read(match)
        except (ValueError, OverflowError):
            readings = []
        if readings or not _LONE_NUMBER.fullmatch(match.group()):
            return Token(match.group(), match.start(), match.end(), tuple(readings), bare)
    match = _LONE_NUMBER.match(text, place)
    return (
        None if match is None else Token(match.group(), match.start(), match.end(), tuple(_number(match)), bare=False)
    )


def _phrase(text: str, place: int, known: TimeWords) -> Token | None:
    match = WORD.match(text, place)
    if match is None:
        return None
    first = fold(match.group())
    for words, readings in known.phrases.get(first, ()):
        end = _end_of(text, match.end(), words[1:])
        if end is not None:
            said = text[place:end]
            weak = fold(said) in known.also_words or all(kind in _NEVER_BARE for kind, _ in readings)
            return Token(said, place, end, readings, bare=not weak)
    return None


_NEVER_BARE = frozenset("Season Feast Part Clock Number Ordinal Unit Rel Edge Count Decade DayNumber".split())


def _end_of(text: str, place: int, words: tuple[str, ...]) -> int | None:
    for word in words:
        while place < len(text) and text[place].isspace():
            place += 1
        match = WORD.match(text, place)
        if match is None or fold(match.group()) != word:
            return None
        place = match.end()
    return place


def _unspaced(text: str, place: int, known: TimeWords) -> Token | None:
    for phrase, readings in known.unspaced.get(fold(text[place])[:1], ()):
        for length in range(len(phrase), len(phrase) + 3):  # folding may write a vowel as two
            if fold(text[place : place + length]) == phrase:
                return Token(text[place : place + length], place, place + length, readings)
    return None


_SIGNS: dict[str, tuple[Reading, ...]] = {
    ",": (("inside", None),),
    "'": (("inside", None), ("of", None)),
    "/": (("inside", None), ("slash", None)),
    **dict.fromkeys("-–—", (("to", None), ("inside", None))),
}


def _sign(text: str, place: int, before: list[Token]) -> Token | None:
    sign = text[place]
    if sign == "." and before and before[-1].end == place and len(before[-1].text) <= _LONGEST_SHORT:
        return Token(sign, place, place + 1, (("inside", None),), bare=False)
    return Token(sign, place, place + 1, _SIGNS[sign], bare=False) if sign in _SIGNS else None


def _unknown(text: str, place: int) -> Token:
    match = WORD.match(text, place)
    if match is None:
        return Token(text[place], place, place + 1, ())
    said = match.group()
    return (
        Token(said, place, match.end(), ())
        if said[0] < "\u0e00" or said[0] > "\u0e7f"
        else Token(said[0], place, place + 1, ())
    )
