"""The line that opens a WhatsApp message: date, time and the rest, in every order and script that phones write them in."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from index.sources.base import DateOrder
from index.sources.chats.google_dates import month_of

Order = DateOrder

MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Direction marks. U+200E before a text marks it as the app's own on iOS."""

# By hand: 270 years of days, in a few megabytes.
DATES_KEPT = 100_000
"""The order of day and month is worked out from so many changes of date at most."""

_FORENOON = (
    "a. m.|a.m|ap.|π.μ.|ص|صباحًا|صباحا|上午|午前|凌晨|清晨|早上|오전|de.|dop.|fm|f.m.|vorm.|de.|ÖÖ|PG|SA|ก่อนเที่ยง|पूर्वाह्न|"
    'পূর্বাহ্ণ|পূর্বাহ্ন|முற்பகல்|म.पू.|ق.ظ.|قبل‌ازظهر|לפנה״צ|לפנה"צ|пр.об.|дп|vm.|f.h.|priešpiet|priekšp.|paradite|e paradites|PD|'
    "pre podne|prijepodne|пре подне|претпл.|ү.ө.|පෙ.ව.|ಪೂರ್ವಾಹ್ನ|ਪੂ.ਦੁ.|ກ່ອນທ່ຽງ|နံနက်|ព្រឹក|կա|ጥዋት|ب.ن|ق.م"
)
_AFTERNOON = (
    "p. m.|p.m|ip.|μ.μ.|م|مساءً|مساء|下午|午後|中午|晚上|오후|du.|odp.|em|e.m.|nachm.|ÖS|PTG|CH|หลังเที่ยง|अपराह्न|অপরাহ্ণ|"
    'பிற்பகல்|म.उ.|ب.ظ.|بعدازظهر|אחה״צ|אחה"צ|сл.об.|пп|nm.|e.h.|popiet|pēcp.|pop.|pasdite|e pasdites|MD|'
    "po podne|popodne|по подне|попл.|ү.х.|ප.ව.|ಅಪರಾಹ್ನ|ਬਾ.ਦੁ.|ຫຼັງທ່ຽງ|ညနေ|ល្ងាច|կհ|ከሰዓት|د.ن|ب.م"
)
_S = "[ \t\u00a0\u2007\u2009\u200b\u202f]"
_M = f"[{MARKS}]*"


def _bare(word: str) -> str:
    return re.sub(rf"(?:{_S}|[.{MARKS}])+", "", word.lower())


_PM = frozenset(_bare(word) for word in _AFTERNOON.split("|"))
_HALF = "|".join(
    re.escape(word).replace(r"\.", r"\.?").replace(r"\ ", f"{_S}?")
    for word in sorted({*_FORENOON.split("|"), *_AFTERNOON.split("|")}, key=len, reverse=True)
)
_DATE = (
    rf"(?P<a>\d{{1,4}}){_M}{_S}?(?P<sep>[./-]{_S}{{0,2}}|年{_S}?){_M}(?P<b>\d{{1,2}}|\d{{4}}(?=[./-])){_M}{_S}?(?:[./-]{_S}{{0,2}}|月{_S}?){_M}"
    rf"(?P<c>\d{{1,4}})"
    rf"{_M}[.日]?(?:{_S}?[гр]\.)?"
)
TIME = (
    rf"(?:(?P<pre>{_HALF}){_S}?)?(?P<h>\d{{1,2}})(?:[:.٫]|{_S}?h{_S}?|[時时点]){_M}(?P<m>\d{{2}})(?:[:.٫]{_M}(?P<s>\d{{2}}))?"
    rf"分?{_M}(?:{_S}{{0,2}}{_M}(?P<post>{_HALF})(?![\w]))?(?:{_S}?(?:Uhr|ч\.|น\.|h))?"
)
"""A pattern for a time of day with the words for its halves, in the groups pre, h, m, s and post; ignore case."""
_BETWEEN = (
    rf"{_M}(?:{_S}(?=,))?(?P<comma>[,،、]?){_M}{_S}{{0,2}}{_M}"
    rf"(?:(?:klo|kl\.?|um|om|at|à|às|a las|a les|alle|alle ore|la|в|о|об|у|u|o|ob|lúc){_S}+)?{_M}"
)
_END = rf"{_M}(?(open)\]:?{_M}{_S}?|(?P<dash>{_S}{_M}[-–—](?:{_S}|$|(?=[^\d\s]))|[-–—]{_S}|:{_S}))(?P<rest>.*)"
_START = rf"{_M}(?P<open>\[)?{_M}"
# “[03.11.26, 14:05:12] Maya: Hi”, “11/3/26, 2:05 PM - Maya: Hi”, “2026年11月3日 下午2:05 - Maya: Hi”, “3/11/26 klo 14.05 -
# Maya: Hi”
_DATE_FIRST = re.compile(_START + _DATE + _BETWEEN + TIME + _END, re.IGNORECASE | re.DOTALL)
# “[14:05, 3/11/2026] Maya: Hi”, “14:05, 3.11.26 - Maya: Hi”
_TIME_FIRST = re.compile(_START + TIME + _BETWEEN + _DATE + _END, re.IGNORECASE | re.DOTALL)


# “13. 6. 2018. 21:25:15 Maya: Hi”, “13/06/2018 21:25 Maya: Hi”
_BARE = re.compile(
    _START
    + _DATE
    + _BETWEEN
    + TIME
    + rf"{_M}(?P<dash>)(?={_S}){_S}{{1,2}}(?P<rest>[^:\n\[\](){{}}=<>]{{1,60}}:(?:{_S}|$).*)",
    re.IGNORECASE | re.DOTALL,
)
"""Nothing parts time and name. So a person may write as well, or a program: only where no line has any other header."""


# “27 Oct 2017, 15:12 - Maya: Hi”, “[Oct 27, 2017, 3:12:31 PM] Maya: Hi”, “27. Oktober 2017 15:12 - Maya: Hi”
_WORDED = re.compile(
    rf"(?P<start>{_M}\[?{_M})(?:(?P<d1>\d{{1,2}})(?:\.?{_S}|-)(?:de )?(?P<m1>[^\W\d_]{{3,12}})\.?(?:,?{_S}|-)(?:de )?"
    rf"(?P<y1>\d{{4}}|\d\d(?!\d|:))|(?P<m2>[^\W\d_]{{3,12}})\.?{_S}(?P<d2>\d{{1,2}}),?{_S}(?P<y2>\d{{4}}))(?P<rest>.*)",
    re.DOTALL,
)


class Header(NamedTuple):
    """What stands before a message. `shape` is the way it is written, `dates` the part of it that tells how dates are."""

    shape: str
    dates: str
    numbers: tuple[int, int, int]
    hour: int
    minute: int
    second: int | None
    half: str
    rest: str
    length: int
    """Characters before `rest`."""


def read_header(line: str, *, bare: bool = False) -> Header | None:
    """Read a line's header, or None when it has none: then the line goes on with the message before it.

    `bare` headers have nothing but a blank between time and name.
    """
    start = line[:1]
    if not "0" <= start <= "9":
        start = line[:8].lstrip(MARKS).lstrip("[").lstrip(MARKS)[:1]
        if not start.isdigit() and start not in _HALF_STARTS:
            return _read_worded(line) if start.isalpha() and not bare else None
    # Most phones write the date first.
    found = _BARE.match(line) if bare else _DATE_FIRST.match(line) or _TIME_FIRST.match(line)
    if found is None:
        return None if bare else _read_worded(line)
    if bare and (found["open"] or (len(found["a"]) == 4 and found["sep"] == "-")):
        return None
    opening, first, separator, middle, third, comma, h, m, s, before, after, dash, rest = found.group(
        "open", "a", "sep", "b", "c", "comma", "h", "m", "s", "pre", "post", "dash", "rest"
    )
    if len(first) == 3 or len(third) == 3 or (len(first) == 4 and len(third) > 2):
        return None
    hour, minute, second = int(h), int(m), int(s) if s else None
    if hour > 24 or minute > 59 or (second or 0) > 59:
        return None
    half = before or after or ""
    if len(middle) == 4:
        # “06/2018/13”: with the year between them the month comes first, unless there is no such month.
        first, middle, third = (middle, first, third) if int(first) <= 12 else (middle, third, first)
    style = f"y{separator.strip()}" if len(first) == 4 else f"n{separator.strip()}{len(third)}"
    dates = style + ("h" if half else "")
    order = "t" if found.start("h") < found.start("a") else "d"
    shape = f"{opening or ''}{order}{dates}{comma}{'' if second is None else 's'}{dash or ''}"
    numbers = (int(first), int(middle), int(third))
    return Header(shape, dates, numbers, hour, minute, second, half, rest, found.start("rest"))


def _read_worded(line: str) -> Header | None:
    """Read a header whose month is a word, as if it were written in numbers with the year first."""
    found = _WORDED.match(line)
    month = month_of(found["m1"] or found["m2"]) if found else 0
    if found is None or not month:
        return None
    year, day = found["y1"] or found["y2"], found["d1"] or found["d2"]
    year = year if len(year) == 4 else f"20{year}"
    header = read_header(f"{found['start']}{year}/{month}/{day}{found['rest']}")
    return None if header is None else header._replace(shape=f"w{header.shape}", dates=f"{header.dates}w")


_HALF_STARTS = frozenset(word[0] for word in f"{_FORENOON}|{_AFTERNOON}".split("|"))


def time_of(header: Header, order: Order) -> datetime:
    """Return the wall-clock time. Raises ValueError for a date that does not exist."""
    day = _day(header.numbers, order)
    hour = header.hour % 24
    if header.half and header.hour <= 12:
        hour = header.hour % 12 + (12 if _bare(header.half) in _PM else 0)
    return datetime(day.year, day.month, day.day, hour, header.minute, header.second or 0)  # noqa: DTZ001  wall time, zoned later


def _day(numbers: tuple[int, int, int], order: Order) -> date:
    a, b, c = numbers
    year, month, day = (c, b, a) if order == "dmy" else (c, a, b) if order == "mdy" else (a, b, c)
    if year < 52:
        year += 2000
    elif year < 100:
        year += 1957  # two digits of the Buddhist calendar: 67 is 2567, that is 2024
    elif 2400 < year < 2700:
        year -= 543  # the Buddhist calendar, as phones in Thai write it
    elif 1300 < year < 1500:
        return _persian(year, month, day)
    return date(year, month, day)


def _persian(year: int, month: int, day: int) -> date:
    """Turn a date of the Persian calendar (33-year cycle of leap years, good for 1206 to 1498) into ours."""
    if not (1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        raise ValueError("no such day")
    cycles, rest = divmod(year + 1595, 33)
    days = 365 * (year + 1595) + cycles * 8 + (rest + 3) // 4
    days += (month - 1) * 31 if month < 7 else (month - 7) * 30 + 186
    return date.fromordinal(days + day - 356_033)


# ── The order of day and month ────────────────────────────────────────────────────────────────────────────────────────

_ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")
# Costs, by hand. A date that does not exist costs more than one change of the phone's language and less than two, so
# a single broken date changes nothing. A step back in time happens (a restored backup), but many show that the order
# is wrong. Days of silence cost next to nothing and settle ties.
_IMPOSSIBLE = 20.0
_SWITCH = 15.0
_FALL = 1.0
_PER_DAY = 0.01
# By hand: the number that changed at least three times more than the other is the day.
_SURE_CHANGES = 3


@dataclass(slots=True)
class Dates:
    """What the headers of one shape say about the order of their parts.

    The order is the one (or, where the phone's language changed in mid-file, the sequence of orders) that costs least: days
    that do not exist cost most, then steps back in time, then long steps.
    """

    example: str = ""
    guessed: bool = False
    refused: bool = False
    """Whether the owner named an order in which some of these dates do not exist."""
    half: str = ""
    _seen: list[tuple[int, int, int]] = field(default_factory=list)
    _lines: list[int] = field(default_factory=list)
    _switches: list[tuple[int, Order]] = field(default_factory=list)

    def see(self, header: Header, written: str, line: int) -> None:
        """Take note of one more header, in the file's order; `written` is the line it stands in."""
        if (not self._seen or self._seen[-1] != header.numbers) and len(self._seen) < DATES_KEPT:
            self._seen.append(header.numbers)
            self._lines.append(line)
            self.half = self.half or header.half
            if not self.example or header.numbers[0] != header.numbers[1]:
                self.example = (
                    self.example or re.split(rf"[,،、\]]|{_S}", written[: header.length].strip(MARKS + "[ "))[0]
                )

    def decide(self, shape: str, said: Order | None = None) -> None:
        """Settle the order, which the owner may have `said`. Call once, after the last `see`."""
        if shape.startswith("y"):
            self._switches = [(0, "ymd")]
            return
        if said is not None:
            self.refused = any(_ordinal(numbers, said) is None for numbers in self._seen)
            if not self.refused:
                self._switches = [(0, said)]
                return
        priors = self._priors(shape)
        path = self._cheapest(priors)
        self._switches = [(self._lines[at], order) for at, order in enumerate(path) if at == 0 or order != path[at - 1]]
        self.guessed = len(self._switches) == 1 and path[0] != "ymd" and not self._certain(shape)

    def order(self, line: int) -> Order:
        """Return the order that holds at a line."""
        at = bisect_right(self._switches, line, key=lambda switch: switch[0])
        return self._switches[max(0, at - 1)][1]

    def _priors(self, shape: str) -> dict[Order, float]:
        unpadded = all(len(part) < 2 or part[0] != "0" for part in re.split(r"\D+", self.example))
        american = "/" in shape and self.half.strip() in ("AM", "PM") and unpadded
        year_first = 3.0 if shape[1] in ".-" else 25.0
        if shape[-1:] != "2" and shape[-2:] != "2h":
            year_first = 1000.0
        return {
            # By hand: habits decide only where the dates themselves do not. American phones write slashes, AM or PM
            # and no leading zeros; without slashes the month hardly ever comes first; a two-digit year first is rare.
            "dmy": 0.5 if american else 0.0,
            "mdy": 0.0 if american else 0.5 if "/" in shape else 5.0,
            "ymd": year_first,
        }

    def _cheapest(self, priors: dict[Order, float]) -> list[Order]:
        """Return the order at each date seen: the cheapest way through them all."""
        costs = [priors[order] for order in _ORDERS]
        last: list[int | None] = [None, None, None]
        came_from: list[tuple[int, int, int]] = []
        for numbers in self._seen:
            days = [_ordinal(numbers, order) for order in _ORDERS]
            next_costs, origins, next_last = [], [], []
            for state, day in enumerate(days):
                options = [
                    costs[origin] + (0.0 if origin == state else _SWITCH) + _step(last[origin], day)
                    for origin in range(3)
                ]
                best = min(range(3), key=lambda origin: (options[origin], origin != state))
                next_costs.append(options[best])
                origins.append(best)
                next_last.append(last[best] if day is None else day)
            costs, last = next_costs, next_last
            came_from.append((origins[0], origins[1], origins[2]))
        state = min(range(3), key=costs.__getitem__)
        path: list[Order] = []
        for origins3 in reversed(came_from):
            path.append(_ORDERS[state])
            state = origins3[state]
        return path[::-1]

    def _certain(self, shape: str) -> bool:
        """Tell whether day and month can be told apart at all other than by habit."""
        if "/" not in shape and "-" not in shape:
            return True  # no locale of WhatsApp's writes the month first with dots
        seen = self._seen
        if all(a == b for a, b, _ in seen) or any(a > 12 or b > 12 for a, b, _ in seen):
            return True
        falls = {order: sum((x or 0) > (y or 0) for x, y in self._pairs(order)) for order in ("dmy", "mdy")}
        changes_a = sum(x[0] != y[0] for x, y in pairwise(seen))
        changes_b = sum(x[1] != y[1] for x, y in pairwise(seen))
        return falls["dmy"] != falls["mdy"] or abs(changes_a - changes_b) >= _SURE_CHANGES

    def _pairs(self, order: str) -> list[tuple[int | None, int | None]]:
        days = [_ordinal(numbers, "dmy" if order == "dmy" else "mdy") for numbers in self._seen]
        return list(pairwise(days))


def _ordinal(numbers: tuple[int, int, int], order: Order) -> int | None:
    try:
        return _day(numbers, order).toordinal()
    except ValueError:
        return None


def _step(before: int | None, day: int | None) -> float:
    if day is None:
        return _IMPOSSIBLE
    if before is None:
        return 0.0
    return (_FALL if day < before else 0.0) + abs(day - before) * _PER_DAY
