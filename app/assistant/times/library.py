"""What two libraries know beyond the grammar: holidays by their names, and ten languages more. Both are held to the text.

`dateparser` reads what it can and leaves out the rest without a word. So a text is taken only where all of it is borne out:
every word is one of the language's own, every number stands in the result, and no word could be left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from app.assistant.languages.registry import others
from app.assistant.times import feasts
from app.assistant.times.calendar_days import month_of
from app.assistant.times.spans import Present, Stretch, TimeRange, days, walls
from app.assistant.times.time_words import fold
from app.assistant.times.tokens import year
from app.assistant.times.values import in_year, yearly

if TYPE_CHECKING:
    from dateparser.date import DateData

LANGUAGES = ("sv", "da", "nb", "pl", "cs", "tr", "ru", "uk", "ja", "zh", "ko")
"""Those that have no file of their own, and are read in flags alone."""
_NUMBERS = {
    1: "bir jeden en ett один одна один jeden jednu",
    2: "iki dwa dwie dwoma två to dva dvě два две дві",
    3: "üç trzy trzema tři три",
    4: "dört cztery fyra fire čtyři четыре чотири",
    5: "beş pięć fem pět пять п'ять",
    6: "altı sześć sex seks šest шесть шість",
    7: "yedi siedem sju syv sedm семь сім",
    8: "sekiz osiem åtta otte osm восемь вісім",
    9: "dokuz dziewięć nio ni devět девять дев'ять",
    10: "on dziesięć tio ti deset десять",
}
_BY_WORD = {word: number for number, words in _NUMBERS.items() for word in words.split()}
_HAN = "一二三四五六七八九十"
_BEFORE_A_UNIT = re.compile(rf"([{_HAN}两兩])(?=天|周|週|个|個|星期|日前|年前|小时|小時|ヶ月|か月|時間|分)")
"""Where words are not spaced: "三天前" is three days ago, but "三月" is March."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NUMBER = re.compile(r"\d+")
_UNSPACED = ("ja", "zh", "ko")


def by_holiday(text: str, clock: Present) -> TimeRange | None:
    """Read the name of a holiday as the library `holidays` has it, with a year or without, in any of our languages."""
    match = re.fullmatch(r"(\D+?)(?:,? (\d{4}))?", text.strip(" .!?"))
    if match is None or len(match[1]) < 4:
        return None
    for code in ("en", *(language.code for language in others())):
        if feasts.listed_days(match[1], code, int(match[2] or clock.today.year)) is None and (
            match[2] or feasts.listed_days(match[1], code, clock.today.year - 1) is None
        ):
            continue

        def find(y: int, code: str = code) -> tuple[date, date] | None:
            return feasts.listed_days(match[1], code, y)

        value = in_year(yearly(find, "feast"), year(int(match[2])) if match[2] else None, find)
        found = value.at(clock, 0)
        return TimeRange(found.start, found.end)
    return None


def by_library(text: str, clock: Present) -> TimeRange | None:
    """Read a whole expression of a language that has no file here; None for what is not borne out whole."""
    text = _with_digits(text)
    if not _has_foreign_words(text):
        return None
    for code in LANGUAGES:
        if not _all_known(text, code):
            continue
        found = _parsed(text, code, clock)
        if found is None or found.date_obj is None:
            continue
        if _numbers_are_there(text, found, clock) and _no_word_is_idle(text, code, found, clock):
            stretch = _stretch(text, found, clock)
            return TimeRange(stretch.start, stretch.end)
    return None


def _with_digits(text: str) -> str:
    """Return a text with its numbers up to ten in digits."""
    text = unicodedata.normalize("NFC", text)
    text = _BEFORE_A_UNIT.sub(lambda han: str(_HAN.find(han[0]) + 1 or 2), text)
    return " ".join(str(_BY_WORD.get(word.casefold(), word)) for word in text.split())


def _has_foreign_words(text: str) -> bool:
    """Say whether there is more to it than a form that the grammar refused: "Q5 2026" is not asked of the library."""
    return any(len(word) > 1 or ord(word[0]) > 0x2E80 for word in _WORD.findall(text)) and not re.search(
        r"[A-Za-z]\d|\d[A-Za-z]", text
    )


@lru_cache(maxsize=32)
def _known_words(code: str) -> frozenset[str]:
    """Return all words of times that the library has for a language, and those that it passes over."""
    info = import_module(f"dateparser.data.date_translation_data.{code}").info
    return frozenset(word for text in _texts(info) for word in (*_WORD.findall(fold(text)), fold(text)))


def _texts(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found.replace("\\d+", " ")
    elif isinstance(found, dict):
        for key, value in found.items():
            if key not in ("name", "date_order", "sentence_splitter_group", "no_word_spacing", "locale_specific"):
                yield from _texts(value)
                yield from _texts(key)
    elif isinstance(found, list | tuple):
        for value in found:
            yield from _texts(value)


def _all_known(text: str, code: str) -> bool:
    known = _known_words(code)
    if code not in _UNSPACED:
        return all(fold(word) in known for word in _WORD.findall(text))
    left = fold(text)
    for word in sorted(known, key=len, reverse=True):
        if word and not word.isascii():
            left = left.replace(word, " ")
    return not _WORD.search(left)


def _parsed(text: str, code: str, clock: Present) -> DateData | None:
    # dateparser's own zone handling would read the machine's: it is given wall clocks, and the zone is put on here.
    from dateparser.date import DateDataParser

    parser = DateDataParser(
        languages=[code],
        settings={
            "RELATIVE_BASE": clock.now.replace(tzinfo=None),
            "PREFER_DATES_FROM": "past",
            "PREFER_DAY_OF_MONTH": "first",
            "RETURN_TIME_AS_PERIOD": True,
            "DATE_ORDER": "YMD" if code in _UNSPACED else "DMY",
        },
    )
    found: DateData = parser.get_date_data(text)
    return None if found.date_obj is None else found


def _numbers_are_there(text: str, found: DateData, clock: Present) -> bool:
    """Say whether each number of the text is one of the date's, or how far it is from now."""
    moment = found.date_obj
    distance = clock.now.replace(tzinfo=None) - moment
    months = (clock.now.year - moment.year) * 12 + clock.now.month - moment.month
    there = {moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.year % 100}
    there |= {distance.days, round(distance.total_seconds() / 86400), round(distance.total_seconds() / 3600)}
    there |= {round(distance.total_seconds() / 60), round(distance.days / 7), months, round(months / 12), months // 12}
    return all(int(number) in there for number in _NUMBER.findall(text) if len(number) < 5) and not re.search(
        r"\d{5}", text
    )


def _no_word_is_idle(text: str, code: str, found: DateData, clock: Present) -> bool:
    """Say whether leaving a number out changes what is read: what changes nothing was not read."""
    parts = text.split()
    for place, part in enumerate(parts):
        if not _NUMBER.search(part) or len(parts) == 1:
            continue
        without = _parsed(" ".join((*parts[:place], *parts[place + 1 :])), code, clock)
        if without is not None and (without.date_obj, without.period) == (found.date_obj, found.period):
            return False
    return True


def _stretch(text: str, found: DateData, clock: Present) -> Stretch:
    moment = found.date_obj
    day = moment.date()
    if found.period == "time":
        start = moment.replace(second=0, microsecond=0)
        return walls(start, start + timedelta(minutes=1), clock)
    if found.period == "week" and not any(character.isdigit() for character in text):
        # "Two weeks ago" is a day, as it is in English; "last week" are seven.
        first = day - timedelta(days=day.weekday())
        return days(first, first + timedelta(days=7), clock)
    if found.period == "month" and not re.search(r"(?<!\d)\d{1,2}(?!\d)", text):
        return days(*month_of(day), clock)
    if found.period == "year" and not re.search(r"(?<!\d)\d{1,2}(?!\d)", text):
        return days(date(day.year, 1, 1), date(day.year + 1, 1, 1), clock)
    return days(day, day + timedelta(days=1), clock)
