"""Time expressions in other languages, for flags: first by the frames that questions are read with, then by a library."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from app.assistant.languages.registry import others
from app.assistant.text.english_times import TimeRange, read_english
from app.assistant.text.translation import framings

LANGUAGES = [
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "hi",
    "th",
    "nl",
    "sv",
    "da",
    "nb",
    "pl",
    "cs",
    "tr",
    "ru",
    "uk",
    "ja",
    "zh",
    "ko",
]
LONGEST = 60
_OTHER_NUMBERS = {
    1: "bir jeden en ett",
    2: "iki dwa dwie dwoma två to",
    3: "üç trzy trzema",
    4: "dört cztery fyra fire",
    5: "beş pięć fem",
    6: "altı sześć sex seks",
    7: "yedi siedem sju syv",
    8: "sekiz osiem åtta otte",
    9: "dokuz dziewięć nio ni",
    10: "on dziesięć tio ti",
}
"""Turkish, Polish, Swedish and Danish, whose times only the library reads: "trzy dni temu"."""
_NUMBERS = {
    word: number
    for table in (*(language.numbers for language in others()), _OTHER_NUMBERS)
    for number, words in table.items()
    for word in words.split()
}
_HAN = "一二三四五六七八九十"
_BEFORE_A_UNIT = re.compile(rf"([{_HAN}两兩])(?=天|周|週|个|個|星期|日前|年前|小时|小時|ヶ月|か月)")
_THAI = re.compile("|".join(word for word in _NUMBERS if "\u0e01" <= word[0] <= "\u0e5b"))
"""Where words are not spaced: "三天前" is three days ago, but "三月" is March."""


def read_foreign(text: str, now: datetime) -> TimeRange | None:
    """Read a whole expression that is not English; None when no language knows it."""
    if len(text) > LONGEST or not any(character.isalpha() for character in text):
        return None
    ways = tuple(dict.fromkeys((text, _with_digits(text))))
    for english in (english for way in ways for english in framings(way)):
        if (span := read_english(english, now)) is not None:
            return span
    return next((span for way in ways if (span := _by_library(way, now)) is not None), None)


def _with_digits(text: str) -> str:
    """Return a text with its numbers up to ten in digits."""
    text = unicodedata.normalize("NFC", text)
    text = _BEFORE_A_UNIT.sub(lambda han: str(_HAN.find(han[0]) + 1 or 2), text)
    text = _THAI.sub(lambda word: f" {_NUMBERS[word[0]]} ", text)
    return " ".join(str(_NUMBERS.get(word.casefold(), word)) for word in text.split())


def _by_library(text: str, now: datetime) -> TimeRange | None:
    # dateparser's own zone handling would read the machine's: it is given wall clocks, and the zone is put on here.
    from dateparser.date import DateDataParser

    parser = DateDataParser(
        languages=LANGUAGES,
        settings={
            "RELATIVE_BASE": now.replace(tzinfo=None),
            "PREFER_DATES_FROM": "past",
            "PREFER_DAY_OF_MONTH": "first",
            "RETURN_TIME_AS_PERIOD": True,
            "DATE_ORDER": "DMY",
        },
    )
    found = parser.get_date_data(text)
    if found.date_obj is None:
        return None
    moment, day = found.date_obj.replace(tzinfo=now.tzinfo), found.date_obj.date()
    if found.period == "time":
        return TimeRange(moment, moment + timedelta(minutes=1))
    if found.period == "week" and not any(character.isdigit() for character in text):
        # "Two weeks ago" is a day, as it is in English; "last week" are seven.
        first = day - timedelta(days=day.weekday())
        last = first + timedelta(days=7)
    elif found.period == "month":
        first = day.replace(day=1)
        last = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    elif found.period == "year":
        first, last = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    else:
        first, last = day, day + timedelta(days=1)
    return TimeRange(datetime.combine(first, time(), now.tzinfo), datetime.combine(last, time(), now.tzinfo))
