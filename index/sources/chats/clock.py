"""Times of day as phones write them, on 12 or 24 hours with the words for the halves, and English months."""

from __future__ import annotations

import re
from datetime import time

_FORENOON = frozenset("am a.m. a.m 오전 午前 上午 凌晨 清晨 早上 ก่อนเที่ยง sa".split())
_AFTERNOON = frozenset("pm p.m. p.m 오후 午後 下午 中午 晚上 หลังเที่ยง ch".split())
_WORD = "|".join(re.escape(word) for word in sorted(_FORENOON | _AFTERNOON, key=len, reverse=True))
CLOCK = rf"(?:(?:{_WORD})[ \u202f\u00a0]?)?\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:[ \u202f\u00a0]?(?:{_WORD})(?!\w))?"
"""A pattern for a time of day; ignore case."""
_PARTS = re.compile(
    rf"(?P<before>{_WORD})?[ \u202f\u00a0]?(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::(?P<s>\d{{2}}))?[ \u202f\u00a0]?"
    rf"(?P<after>{_WORD})?",
    re.IGNORECASE,
)

LEVELS = frozenset("info debug error warn warning notice critical fatal trace verbose".split())
"""What stands where a name would in a program's log, in small letters."""

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def month_number(name: str) -> int:
    """Return a month's number by its English name, whole or its first three letters; 0 when there is none."""
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def read_clock(written: str) -> time | None:
    """Read "9:30AM", "오후 9:15", "下午 01:02" or "21:12:05"; None when it is no time of day."""
    found = _PARTS.fullmatch(written.strip())
    if found is None:
        return None
    hours, half = int(found["h"]), (found["before"] or found["after"] or "").lower()
    if half in _AFTERNOON and hours < 12:
        hours += 12
    elif half in _FORENOON and hours == 12:
        hours = 0
    try:
        return time(hours, int(found["m"]), int(found["s"] or 0))
    except ValueError:
        return None
