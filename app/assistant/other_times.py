"""Time expressions in other languages, for flags: first by the frames that questions are read with, then by a library."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.assistant.times import Span

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


def read_foreign(text: str, now: datetime, read: Callable[[str], Span | None]) -> Span | None:
    """Read a whole expression that is not English; `read` takes an English one. None when no language knows it."""
    from app.assistant.languages import framings

    if len(text) > LONGEST or not any(character.isalpha() for character in text):
        return None
    for english in framings(text):
        if (span := read(english)) is not None:
            return span
    return _by_library(text, now)


def _by_library(text: str, now: datetime) -> Span | None:
    # dateparser's own zone handling would read the machine's: it is given wall clocks, and the zone is put on here.
    from dateparser.date import DateDataParser

    from app.assistant.times import Span

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
        return Span(moment, moment + timedelta(minutes=1))
    if found.period == "week":
        first = day - timedelta(days=day.weekday())
        last = first + timedelta(days=7)
    elif found.period == "month":
        first = day.replace(day=1)
        last = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    elif found.period == "year":
        first, last = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    else:
        first, last = day, day + timedelta(days=1)
    return Span(datetime.combine(first, time(), now.tzinfo), datetime.combine(last, time(), now.tzinfo))
