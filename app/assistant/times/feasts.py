"""Holidays and feasts: on which days of a year they lie. Those of another calendar are asked of the library `holidays`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from app.assistant.times.calendar_days import DatePair, nth_weekday


@dataclass(frozen=True, slots=True)
class Feast:
    """When a feast is: each year on the same `day` (month, day), so many days from Easter, on a weekday, or by the library.

    `days` is how many days it lasts, `nth` (month, number, weekday) the fourth Thursday of November, `listed` a country and
    the English name that the library has there.
    """

    day: tuple[int, int] = (0, 0)
    easter: int | None = None
    nth: tuple[int, int, int] | None = None
    listed: tuple[str, str] | None = None
    days: int = 1
    later: int = 0
    """Days after what the rest says."""


FEASTS: dict[str, Feast] = {
    "new year": Feast((1, 1)),
    "epiphany": Feast((1, 6)),
    "valentine": Feast((2, 14)),
    "saint patrick": Feast((3, 17)),
    "saint joseph": Feast((3, 19)),
    "liberation italy": Feast((4, 25)),
    "king netherlands": Feast((4, 27)),
    "liberation netherlands": Feast((5, 5)),
    "labour": Feast((5, 1)),
    "victory": Feast((5, 8)),
    "republic italy": Feast((6, 2)),
    "portugal": Feast((6, 10)),
    "saint john": Feast((6, 24)),
    "july 4": Feast((7, 4)),
    "bastille": Feast((7, 14)),
    "assumption": Feast((8, 15)),
    "independence india": Feast((8, 15)),
    "republic india": Feast((1, 26)),
    "gandhi": Feast((10, 2)),
    "independence brazil": Feast((9, 7)),
    "german unity": Feast((10, 3)),
    "hispanic": Feast((10, 12)),
    "reformation": Feast((10, 31)),
    "halloween": Feast((10, 31)),
    "all saints": Feast((11, 1)),
    "all souls": Feast((11, 2)),
    "armistice": Feast((11, 11)),
    "saint nicholas eve": Feast((12, 5)),
    "saint nicholas": Feast((12, 6)),
    "constitution spain": Feast((12, 6)),
    "immaculate": Feast((12, 8)),
    "father thailand": Feast((12, 5)),
    "mother thailand": Feast((8, 12)),
    "christmas eve": Feast((12, 24)),
    "christmas day": Feast((12, 25)),
    "christmas": Feast((12, 25), days=2),
    "boxing": Feast((12, 26)),
    "new year eve": Feast((12, 31)),
    "carnival": Feast(easter=-52, days=6),
    "rose monday": Feast(easter=-48),
    "shrove tuesday": Feast(easter=-47),
    "ash wednesday": Feast(easter=-46),
    "palm sunday": Feast(easter=-7),
    "holy week": Feast(easter=-7, days=7),
    "maundy thursday": Feast(easter=-3),
    "good friday": Feast(easter=-2),
    "easter": Feast(easter=0, days=2),
    "easter sunday": Feast(easter=0),
    "easter monday": Feast(easter=1),
    "ascension": Feast(easter=39),
    "pentecost": Feast(easter=49, days=2),
    "whit monday": Feast(easter=50),
    "corpus christi": Feast(easter=60),
    "thanksgiving": Feast(nth=(11, 4, 3)),
    "black friday": Feast(nth=(11, 4, 3), later=1),
    "mother": Feast(nth=(5, 2, 6)),
    "songkran": Feast((4, 13), days=3),
    "diwali": Feast(listed=("IN", "Diwali")),
    "holi": Feast(listed=("IN", "Holi")),
    "dussehra": Feast(listed=("IN", "Dussehra")),
    "raksha bandhan": Feast(listed=("IN", "Raksha Bandhan")),
    "janmashtami": Feast(listed=("IN", "Janmashtami (Vaishnava)")),
    "ganesh chaturthi": Feast(listed=("IN", "Ganesh Chaturthi / Vinayak Chaturthi")),
    "maha shivaratri": Feast(listed=("IN", "Maha Shivaratri")),
    "makar sankranti": Feast(listed=("IN", "Makar Sankranti")),
    "eid al-fitr": Feast(listed=("IN", "Eid al-Fitr")),
    "eid al-adha": Feast(listed=("IN", "Eid al-Adha")),
    "makha bucha": Feast(listed=("TH", "Makha Bucha")),
    "visakha bucha": Feast(listed=("TH", "Visakha Bucha")),
    "asalha bucha": Feast(listed=("TH", "Asarnha Bucha")),
    "chinese new year": Feast(listed=("SG", "Chinese New Year")),
}
COUNTRIES = {
    "en": "US GB IE AU CA",
    "de": "DE AT CH",
    "fr": "FR BE CH",
    "es": "ES MX AR CO CL",
    "it": "IT",
    "pt": "PT BR",
    "nl": "NL BE",
    "hi": "IN",
    "th": "TH",
}
"""Where a holiday that has no name above is looked up, by the language that it is named in."""
_NAME = re.compile(r"[^\w]+")


def feast_days(name: str, year: int) -> DatePair | None:
    """Return the days of a feast in a year; None where the year has none, or the library doesn't know."""
    feast = FEASTS[name]
    try:
        if feast.easter is not None:
            from dateutil.easter import easter

            first = easter(year) + timedelta(days=feast.easter)
        elif feast.nth is not None:
            month, number, weekday = feast.nth
            found = nth_weekday(number, weekday, (date(year, month, 1), date(year, month, 28) + timedelta(days=1)))
            if found is None:
                return None
            first = found[0]
        elif feast.listed is not None:
            listed = _listed(*feast.listed, year)
            if listed is None:
                return None
            first = listed
        else:
            first = date(year, *feast.day)
    except (ValueError, OverflowError):
        return None
    first += timedelta(days=feast.later)
    return first, first + timedelta(days=feast.days)


@lru_cache(maxsize=64)
def _listed(country: str, name: str, year: int) -> date | None:
    return next((day for day, said in _calendar(country, "en_US", year) if said == name), None)


@lru_cache(maxsize=256)
def _calendar(country: str, language: str, year: int) -> tuple[tuple[date, str], ...]:
    import holidays  # a tenth of a second: for a feast of another calendar alone

    kind = holidays.country_holidays(country)
    language = next((known for known in kind.supported_languages if known.startswith(language)), "")
    found = holidays.country_holidays(
        country, years=year, language=language or None, categories=set(kind.supported_categories) - {"workday"}
    )
    return tuple((day, name.strip()) for day, names in sorted(found.items()) for name in names.split(";"))


def listed_days(name: str, language: str, year: int) -> DatePair | None:
    """Return the day of a holiday by the name that the library has for it in a language; None where it has none."""
    wanted = _NAME.sub(" ", name.casefold()).strip()
    for country in COUNTRIES.get(language, "").split():
        for day, said in _calendar(country, language, year):
            if _NAME.sub(" ", said.casefold()).strip() == wanted:
                return day, day + timedelta(days=1)
    return None
