"""Times of day as phones write them, on 12 or 24 hours with the words for the halves, and English months."""

from __future__ import annotations

import re
from datetime import time

_FORENOON = frozenset("am,a.m.,a.m,a. m.,오전,午前,上午,凌晨,清晨,早上,ก่อนเที่ยง,sa,πμ,π.μ.,öö,дп".split(","))
_AFTERNOON = frozenset("pm,p.m.,p.m,p. m.,오후,午後,下午,晚上,หลังเที่ยง,ch,μμ,μ.μ.,ös,пп".split(","))
_NOON = "中午"
"""From eleven until one: 11:30 is in the forenoon."""
_BLANK = "[ \u202f\u00a0]?"
_WORD = "|".join(re.escape(word) for word in sorted({*_FORENOON, *_AFTERNOON, _NOON}, key=len, reverse=True))
CLOCK = rf"(?:(?:{_WORD}){_BLANK})?\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:{_BLANK}(?:{_WORD})(?!\w))?(?: น\.)?"
"""A pattern for a time of day; ignore case."""
_PARTS = re.compile(
    rf"(?P<before>{_WORD})?{_BLANK}(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::(?P<s>\d{{2}}))?{_BLANK}(?P<after>{_WORD})?(?: น\.)?",
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
    found = read_long_clock(written)
    return None if found is None or found[1] else found[0]


def read_long_clock(written: str) -> tuple[time, int] | None:
    """Read a time of day, and how many days later it is: 24:53 is (0:53, 1). Nights in Japan are counted up to 30."""
    found = _PARTS.fullmatch(written.strip())
    if found is None:
        return None
    hours, half = int(found["h"]), (found["before"] or found["after"] or "").lower()
    if (half in _AFTERNOON and hours < 12) or (half == _NOON and hours < 3):
        hours += 12
    elif half in _FORENOON and hours == 12:
        hours = 0
    if hours > (24 if half else 30):
        return None
    try:
        return time(hours % 24, int(found["m"]), int(found["s"] or 0)), hours // 24
    except ValueError:
        return None
