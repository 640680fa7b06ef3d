"""The dates in Google's exports: written out in the account's language, always in UTC."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime

_MONTHS = (
    "jan ene gen januar janvier janeiro styc янв led siječ oca",
    "feb fév fev lut фев úno velj şub",
    "mar mär mrz maa maart març mars marz мар bře ožuj",
    "apr avr abr kwie апр dub trav nis",
    "may mai mag maj mei мая май kvě svib",
    "jun juin giu cze июн čvn červn lip haz",
    "jul juil lug lipc июл čvc červe srp tem",
    "aug aoû ago sie авг srpn kolov ağu",
    "sep set wrz сен zář ruj eyl",
    "oct okt oct ott out paź окт říj eki",
    "nov lis ноя kas",
    "dec dez déc dic gru дек pros ara",
)
"""How months begin, in the languages that tell them apart by their beginning. What is longer is tried first."""
_SPACES = dict.fromkeys((0x202F, 0xA0, 0x2009, 0x200E, 0x200F), " ")
# “15:24:01”, “3.24”, “15時24分”
_TIME = re.compile(r"(\d{1,2})\s*[:.時时시]\s*(\d{2})(?:\s*[:.分분]\s*(\d{2}))?")
# “16 March 2023”; not “120234”
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
# “2023年3月16日”, “2023년 3월 16일”
_EAST = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
# “2023-03-16”, “2023/3/16”
_NUMBERS = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
# “March”, “марта”
_WORD = re.compile(r"[^\W\d_]+")
# “16 March”; not “2023”
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
# “3:24 PM”, “3:24 p. m.”, “下午3:24”, “오후 3:24”; not “3:24 AM”
_AFTERNOON = re.compile(r"\bp\.?\s?m\b|下午|午後|오후|晚上|\bم\b|\bμ\.?μ\b|\bISL\b", re.IGNORECASE)
# “3:24 AM”, “上午3:24”, “午前3:24”; not “3:24 PM”
_MORNING = re.compile(r"\ba\.?\s?m\b|上午|午前|오전|凌晨|早上|\bص\b|\bπ\.?μ\b", re.IGNORECASE)


def _beginnings() -> tuple[tuple[str, int], ...]:
    found = [(_folded(word), month) for month, words in enumerate(_MONTHS, 1) for word in words.split()]
    return tuple(sorted(set(found), key=lambda item: -len(item[0])))


def _folded(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


_BEGINNINGS = _beginnings()


def month_of(word: str) -> int:
    """Return a month's number by its name, or its beginning, in one of the languages above; 0 when it is none."""
    folded = _folded(word)
    return next((month for beginning, month in _BEGINNINGS if folded.startswith(beginning)), 0)


def google_date(written: str) -> datetime:
    """Read a date such as “Thursday, March 16, 2023 at 3:24:10 PM UTC”. Raises ValueError."""
    text = written[:200].translate(_SPACES)
    time = _TIME.search(text)
    if time is None:
        raise ValueError("a date without a time")
    hour = int(time[1])
    if _AFTERNOON.search(text) and hour < 12:
        hour += 12
    elif _MORNING.search(text) and hour == 12:
        hour = 0
    rest = text[: time.start()] + " " + text[time.end() :]
    year, month, day = _day(rest)
    return datetime(year, month, day, hour, int(time[2]), int(time[3] or 0), tzinfo=UTC)


def _day(text: str) -> tuple[int, int, int]:
    if whole := _EAST.search(text) or _NUMBERS.search(text):
        return int(whole[1]), int(whole[2]), int(whole[3])
    year = _YEAR.search(text)
    if year is None:
        raise ValueError("a date without a year")
    day = _DAY.search(text)
    month = _month(text, day.start() if day else 0)
    if day is None or not month:
        raise ValueError("a date without a day")
    return int(year[1]), month, int(day[1])


def _month(text: str, day_at: int) -> int:
    """Find the month's name: it stands nearest to the day's number (weekdays may begin like months)."""
    words = sorted(_WORD.finditer(text), key=lambda word: min(abs(word.start() - day_at), abs(word.end() - day_at)))
    for word in words:
        folded = _folded(word[0])
        for beginning, month in _BEGINNINGS:
            if len(folded) >= 3 and folded.startswith(beginning):
                return month
    return 0
