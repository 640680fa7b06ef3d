"""Facts that can be compared exactly: numbers, amounts, times of day, dates, links. Read from text, never guessed.

The same fact written differently has one value: 4:30 pm and 16:30, twenty and 20, 1,200 and 1200, 3 Nov and 2026-11-03.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from app.assistant.languages.english import (
    CURRENCY_WORDS,
    DAY_OFFSETS,
    MONTH_NUMBERS,
    MULTIPLIERS,
    NUMBER_WORDS,
    ORDINALS,
    WEEKDAY_NUMBERS,
)
from app.assistant.text.amounts import UNITS, amounts

FactKind = Literal["link", "day", "time", "number", "weekday", "month", "relative"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact and its place in the text.

    `value` by kind: link its text; day (year or None, month, day); time the possible minutes since midnight; number its
    canonical digits; weekday 0–6 from Monday; month (year or None, month); relative the word. `unit` is a currency or %.
    """

    kind: FactKind
    value: object
    text: str
    start: int
    end: int
    unit: str = ""


_MONTH = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_WEEKDAY_FULL = "|".join(d for d in WEEKDAY_NUMBERS if d.endswith("day"))
_WEEKDAY_SHORT = "|".join(
    d.capitalize() for d in sorted(WEEKDAY_NUMBERS, key=len, reverse=True) if not d.endswith("day")
)
# “https://example.org/a?b=1”, “www.example.org”, “maya@example.org”, “example.co/menu”
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')\]]+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|de|co|app|eu|info|me|uk|fr|es|it)\b(?:/[^\s<>\"')\]]*)?",
    re.IGNORECASE,
)
# “2026-11-03”
_ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?=\D|$)")
# “third of November 2026”
_SPOKEN_DAY = re.compile(rf"\b({'|'.join(ORDINALS)}) of ({_MONTH})\b(?:,?\s+(\d{{4}})\b)?", re.IGNORECASE)
# “3 Nov”, “3rd of November, 2026”, “3. November”
_DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?({_MONTH})\b\.?(?:,?\s+(\d{{4}})\b)?", re.IGNORECASE
)
# “Nov 3”, “November 3rd, 2026”; not “Nov 3:30”
_MONTH_DAY = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s+(\d{{4}})\b)?", re.IGNORECASE)
# “3.11.2026”, “3/11/26”, “3.11.”; not “1.234.567”
_NUMERIC_DAY = re.compile(r"(?<![\w.,/])(\d{1,2})([./])(\d{1,2})\2(\d{4}|\d{2})?(?![\w/])")
# Fuller forms first, since what they take is not read again. With each, the groups of year, month and day; bare
# numbers are read day first.
_DAY_PATTERNS = (
    (_ISO_DAY, (1, 2, 3)),
    (_SPOKEN_DAY, (3, 2, 1)),
    (_DAY_MONTH, (3, 2, 1)),
    (_MONTH_DAY, (3, 1, 2)),
    (_NUMERIC_DAY, (4, 3, 1)),
)
# “Nov. 2026”, “November, 2026”
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\.?,?\s+(\d{{4}})\b", re.IGNORECASE)
_BEFORE_MONTH = "|".join(
    f"(?<={w} )" for w in ("in", "this", "next", "last", "since", "until", "by", "early", "late", "mid")
)
# “in may”, “since March”, “November”; not “May I”, “march on”
_MONTH_ALONE = re.compile(
    rf"\b(?:{_BEFORE_MONTH})((?i:{_MONTH}))\b"
    rf"|\b((?!May\b|March\b|Mar\b)(?:{'|'.join(m.capitalize() for m in MONTH_NUMBERS)}))\b"
)
# “Fridays”, “Wed”
_WEEKDAY = re.compile(rf"\b(?:({_WEEKDAY_FULL})s?|({_WEEKDAY_SHORT}))\b", re.IGNORECASE)
# “4 pm”, “4:30 p.m.”, “16:30”, “16h30”, “16:30 Uhr”
_CLOCK = re.compile(
    r"(?<![\w.,:])(\d{1,2})(?:[:.h](\d{2}))?\s*([ap])\.?\s?m\b\.?"
    r"|(?<![\w.,:])(\d{1,2})[:h](\d{2})(?::\d{2})?(?![\d:])(?:\s*(?:Uhr|hrs?|h)\b)?",
    re.IGNORECASE,
)
# “half past four”, “quarter to 5”, “noon”, “ten o'clock”
_SPOKEN_CLOCK = re.compile(
    r"\b(?:(half|quarter) (past|to) )(\w+)\b|\b(noon|midnight)\b|\b(\w+) o['’]?clock\b", re.IGNORECASE
)
# “शाम 7 बजे”, “บ่าย 2 โมง”, “2 ทุ่ม”
_CLOCK_OF_SCRIPTS = re.compile(
    r"(?<![\d:.])(?:(सुबह|दोपहर|शाम|रात) )?(\d{1,2}) ?बजे|(?<![\d:.])(?:(บ่าย) ?)?(\d{1,2}) ?(โมงเช้า|โมงเย็น|โมง|ทุ่ม)"
)
"""Hindi and Thai: "शाम 7 बजे", "บ่าย 2 โมง", "2 ทุ่ม" (20:00)."""
_HALF_OF_DAY = {"सुबह": "a", "शाम": "p", "रात": "", "दोपहर": "p", "โมงเช้า": "a", "โมงเย็น": "p", "บ่าย": "p"}
# “at 7.”, “until nine tomorrow”; not “at 7 euros”
_AT_HOUR = re.compile(
    rf"\b(?:at|around|until|till|by) (\d{{1,2}}|{'|'.join(list(NUMBER_WORDS)[1:13])})"
    r"(?=\s*(?:[.,;!?)]\s|[.,;!?)]?$)|\s+(?:on|in|and|at|to|or|tomorrow|today|tonight|this|then|with|for|sharp|instead|please)\b)",
    re.IGNORECASE,
)
# “€1,200.50”, “20 %”, “5k”, “A12”
_NUMBER = re.compile(r"([€$£])?\s?(?<![\w])([\w]*\d(?:[\w]|[.,](?=\d))*)\s?(%|€|\$|£|(?:percent|k)\b)?", re.IGNORECASE)
# “twenty-one”, “two hundred”, “a dozen”
_WORD_NUMBER = re.compile(
    rf"\b((?:{'|'.join(NUMBER_WORDS)})(?:[\s-](?:{'|'.join(NUMBER_WORDS)}))?)(?:\s(hundred|thousand|million))?\b"
    r"|\b(hundred|thousand|million|a dozen|dozen)\b",
    re.IGNORECASE,
)
# “this ”, “another ”: what makes no count of the word after it
_NOT_A_COUNT = re.compile(r"(?:no|this|that|the|each|any|every|another|which|some)\s+$", re.IGNORECASE)
# “tomorrow”, “next week”
_RELATIVE = re.compile(
    rf"\b({'|'.join(DAY_OFFSETS)})\b|\b((?:next|last|this) (?:week|month|year|weekend))\b", re.IGNORECASE
)
# “ euros”
_CURRENCY_AFTER = re.compile(rf"\s?({'|'.join(sorted(CURRENCY_WORDS))})\b", re.IGNORECASE)
_CURRENCY = UNITS | {sign: sign for sign in ("€", "$", "£", "%", "chf")}


def read(text: str) -> tuple[Fact, ...]:
    """Return the facts of a text in the order in which they stand."""
    found: list[Fact] = []
    left = text
    # Whatever may contain the others comes first: a link contains digits, a date the name of a month, a time a
    # number.
    for reader in (_links, _days, _clocks, _hours, _months_and_weekdays, _relative, _amounts, _numbers, _word_numbers):
        new = list(reader(left))
        found += new
        for fact in new:  # what was read once is not read again as something smaller
            left = left[: fact.start] + " " * (fact.end - fact.start) + left[fact.end :]
    return tuple(sorted(found, key=lambda f: f.start))


def bears_out(claimed: Fact, given: Sequence[Fact], said: datetime | None) -> bool:
    """Say whether `given`, read from a message of the moment `said`, holds the claimed fact.

    What is claimed may be vaguer than what is given ("Friday" for "Friday 6 Nov", "4:30" for "16:30"), never more exact.
    """
    return any(_same(claimed, fact, said) for fact in given)


def said_on(moment: datetime) -> tuple[Fact, ...]:
    """Return the facts that a message's own date gives."""
    day = moment.date()
    return (Fact("day", (day.year, day.month, day.day), "", 0, 0),)


def resolve(fact: Fact, said: datetime | None) -> date | None:
    """Return the calendar day of a day or of a word like "tomorrow", where it can be known."""
    if fact.kind == "relative" and said is not None and fact.value in DAY_OFFSETS:
        return said.date() + timedelta(days=DAY_OFFSETS[str(fact.value)])
    if fact.kind == "day" and isinstance(fact.value, tuple):
        year, month, day = fact.value
        if year is None and said is not None:
            # By hand: a date more than half a year back is next year's, such as “3 January” in a message of November.
            year = said.year + (1 if month < said.month - 6 else 0)
        try:
            return date(year, month, day) if year else None
        except ValueError:
            return None
    return None


def _same(claimed: Fact, given: Fact, said: datetime | None) -> bool:
    match claimed.kind:
        case "time":
            return (
                isinstance(given.value, frozenset)
                and isinstance(claimed.value, frozenset)
                and given.value <= claimed.value
            )
        case "number":
            return given.kind == "number" and given.value == claimed.value and claimed.unit in ("", given.unit)
        case "day":
            if given.kind == "day":
                (a_year, *a_rest), (b_year, *b_rest) = _parts(claimed), _parts(given)
                if a_rest != b_rest:
                    return False
                return a_year is None or a_year == b_year or (b_year is None and _year(given, said) == a_year)
            day = resolve(given, said)
            return day is not None and claimed.value in ((day.year, day.month, day.day), (None, day.month, day.day))
        case "weekday":
            if given.kind == "weekday":
                return given.value == claimed.value
            day = resolve(given, said)
            return day is not None and day.weekday() == claimed.value
        case "month":
            year, month = _parts(claimed)
            if given.kind == "month":
                g_year, g_month = _parts(given)
                return month == g_month and year in (None, g_year)
            day = resolve(given, said)
            return day is not None and day.month == month and year in (None, day.year)
        case _:
            return given.kind == claimed.kind and given.value == claimed.value


def _parts(fact: Fact) -> tuple[int | None, ...]:
    return fact.value if isinstance(fact.value, tuple) else ()


def _year(fact: Fact, said: datetime | None) -> int | None:
    day = resolve(fact, said)
    return day.year if day else None


def _links(text: str) -> Iterator[Fact]:
    for m in _LINK.finditer(text):
        link = m.group().rstrip(".,;:!?")
        yield Fact("link", link.casefold(), link, m.start(), m.start() + len(link))


def _days(text: str) -> Iterator[Fact]:
    taken: list[tuple[int, int]] = []
    for pattern, order in _DAY_PATTERNS:
        for m in pattern.finditer(text):
            if any(m.start() < end and start < m.end() for start, end in taken):
                continue
            year, month, day = (m.group(i) for i in order)
            number = MONTH_NUMBERS.get(month.casefold()) or (int(month) if month.isdigit() else 0)
            day_number = ORDINALS.get(day.casefold()) or int(day)
            if not (1 <= number <= 12 and 1 <= day_number <= 31):
                continue
            full_year = None if not year else int(year) + (2000 if len(year) == 2 else 0)
            taken.append(m.span())
            yield Fact("day", (full_year, number, day_number), m.group().strip(" .,"), m.start(), m.end())


def _clocks(text: str) -> Iterator[Fact]:
    for m in _CLOCK.finditer(text):
        hour, minute = int(m.group(1) or m.group(4)), int(m.group(2) or m.group(5) or 0)
        if minute > 59 or hour > 24:
            continue
        half = (m.group(3) or "").casefold()
        written = m.group(1) or m.group(4)
        yield Fact("time", _minutes(hour, minute, half, exact=written.startswith("0")), m.group().strip(), *m.span())
    for m in _CLOCK_OF_SCRIPTS.finditer(text):
        evening = m[5] == "ทุ่ม"
        if (hour := int(m[2] or m[4]) + (18 if evening else 0)) <= 24:
            half = _HALF_OF_DAY.get(m[1] or m[3] or m[5] or "", "")
            yield Fact("time", _minutes(hour, 0, half, exact=evening), m.group().strip(), *m.span())
    for m in _SPOKEN_CLOCK.finditer(text):
        named, full = m.group(4), m.group(5)
        if named:
            yield Fact("time", frozenset({720 if named.casefold() == "noon" else 0}), m.group(), *m.span())
            continue
        word = (full or m.group(3)).casefold()
        spoken = NUMBER_WORDS.get(word) if not word.isdigit() else int(word)
        if spoken is None or not 1 <= spoken <= 12:
            continue
        shift = 0 if full else (30 if m.group(1).casefold() == "half" else 15)
        total = spoken * 60 + (shift if full or m.group(2).casefold() == "past" else -shift)
        yield Fact("time", _minutes(total // 60 % 24, total % 60, "", exact=False), m.group(), *m.span())


def _hours(text: str) -> Iterator[Fact]:
    for m in _AT_HOUR.finditer(text):
        word = m.group(1).casefold()
        hour = int(word) if word.isdigit() else NUMBER_WORDS[word]
        if hour <= 24:
            yield Fact("time", _minutes(hour, 0, "", exact=False), m.group(1), m.start(1), m.end(1))


def _minutes(hour: int, minute: int, half: str, *, exact: bool) -> frozenset[int]:
    at = hour % 24 * 60 + minute
    if half and hour <= 12:
        return frozenset({hour % 12 * 60 + minute + (720 if half == "p" else 0)})
    # “4:30” may be either half of the day, “04:30”, “12:30” and “16:30” may not.
    if exact or not 1 <= hour <= 11:
        return frozenset({at})
    return frozenset({hour % 12 * 60 + minute, hour % 12 * 60 + minute + 720})


def _months_and_weekdays(text: str) -> Iterator[Fact]:
    taken = set()
    for m in _MONTH_YEAR.finditer(text):
        taken.add(m.start())
        yield Fact("month", (int(m.group(2)), MONTH_NUMBERS[m.group(1).casefold()]), m.group(), *m.span())
    for m in _MONTH_ALONE.finditer(text):
        if m.start() not in taken:
            yield Fact("month", (None, MONTH_NUMBERS[(m.group(1) or m.group(2)).casefold()]), m.group(), *m.span())
    for m in _WEEKDAY.finditer(text):
        short = m.group(2)
        if short and not short[0].isupper():  # "sat", "sun" and "wed" are words
            continue
        yield Fact("weekday", WEEKDAY_NUMBERS[(m.group(1) or short).casefold()], m.group(), *m.span())


def _relative(text: str) -> Iterator[Fact]:
    for m in _RELATIVE.finditer(text):
        word = m.group().casefold()
        yield Fact("relative", "today" if word == "tonight" else word, m.group(), *m.span())


def _amounts(text: str) -> Iterator[Fact]:
    for a in amounts(text, canonical):
        yield Fact("number", a.value, text[a.start : a.end], a.start, a.end, a.unit)


def _numbers(text: str) -> Iterator[Fact]:
    for m in _NUMBER.finditer(text):
        before, digits, after = m.groups()
        after = (after or "").casefold()
        value = canonical(digits)
        if after == "k" and value.isdigit():
            value += "000"
        end, unit = m.end(), _CURRENCY.get(before or after, "")
        word = _CURRENCY_AFTER.match(text, m.end())
        if not unit and word:
            unit, end = _CURRENCY[word.group(1).casefold()], word.end()
        start = m.start() + (len(m.group()) - len(m.group().lstrip()))
        yield Fact("number", value, text[start:end].strip(), start, end, unit)


def canonical(digits: str) -> str:
    """Return the one way to write a number: no separators, no trailing zeros, no ordinal ending."""
    digits = digits.casefold()
    ordinal = re.fullmatch(r"(\d+)(?:st|nd|rd|th)", digits)
    if ordinal:
        return ordinal.group(1).lstrip("0") or "0"
    thousands = re.fullmatch(r"(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?:[.,](\d{1,2}))?", digits)
    if thousands:
        whole, fraction = re.sub(r"\D", "", thousands.group(1)), thousands.group(3)
    else:
        plain = re.fullmatch(r"(\d+)(?:[.,](\d+))?", digits)
        if not plain:
            thousand = re.fullmatch(r"(\d+)k", digits)
            return thousand.group(1) + "000" if thousand else digits
        whole, fraction = plain.groups()
    if len(whole) > 1 and whole.startswith("0") and not fraction:
        return whole  # a code or a telephone number
    fraction = (fraction or "").rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def _word_numbers(text: str) -> Iterator[Fact]:
    for m in _WORD_NUMBER.finditer(text):
        small, multiplier, alone = (g.casefold() if g else "" for g in m.groups())
        if (
            small == "one"
            and not multiplier
            and (
                _NOT_A_COUNT.search(text[: m.start()])
                or re.match(r"\s+(?:of|another|day|thing)\b|[’']", text[m.end() :])
            )
        ):
            continue
        if alone:
            value = 12 if "dozen" in alone else MULTIPLIERS[alone]
        else:
            parts = [NUMBER_WORDS[p] for p in re.split(r"[\s-]", small)]
            joins = len(parts) == 2 and parts[0] >= 20 and 0 < parts[1] < 10
            # “two three” are two numbers, “twenty three” is one.
            if len(parts) == 2 and not joins:
                yield Fact("number", str(parts[1]), m.group(), *m.span())
            value = (sum(parts) if joins else parts[0]) * MULTIPLIERS.get(multiplier, 1)
        word = _CURRENCY_AFTER.match(text, m.end())
        unit = _CURRENCY[word.group(1).casefold()] if word else ""
        yield Fact("number", str(value), m.group(), m.start(), m.end(), unit)
