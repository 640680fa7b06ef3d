"""What figures are worked out of: payments, debts, ages, days and stretches of time, read from messages of any language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from app.assistant.languages.english import FIGURES
from app.assistant.languages.registry import others
from app.assistant.text.amounts import amounts
from app.assistant.text.cues import FUTURE, STRONG_HEDGE, denies
from app.assistant.text.facts import canonical
from app.assistant.text.translation import language_of
from app.assistant.times.reading import TimeMatch, find_spans
from index.errors import BadQuery

# “. ”, “, ”, “ and ”
_CLAUSE_END = re.compile(
    r"[,;:.!?।]\s+|\n+|\s+(?:and|but|while|und|aber|et|mais|y|pero|e|ma|mas|en|maar|और|และ)\s+", re.IGNORECASE
)
# “49:30 h”, “1:45:30”, “52:10”
_RACE = re.compile(r"(?<![\d:.])(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?![\d:])")
# “52 minutes”, “1 h 45 min”
_SPAN = re.compile(
    r"(?<![\d.,:])(?:(\d{1,2}) ?(?:h|hours?|std|stunden?|heures?|horas?|ore|ora|uur)(?:\s|,|and)*)?"
    r"(?:(\d{1,3}) ?(?:min|mins|minutes?|minuten|minutos?|minuti|minuto|मिनट|นาที)\b)",
    re.IGNORECASE,
)


def _pattern(field: str) -> re.Pattern[str]:
    found = [rf"\b(?:{getattr(FIGURES, field)})"]
    said = ((language, getattr(language.figures, field)) for language in others())
    found += [rf"(?<!\w)(?:{text})" if language.spaced else f"(?:{text})" for language, text in said if text]
    return re.compile("|".join(found).replace("N", r"(\d{1,3})") if field == "age" else "|".join(found), re.IGNORECASE)


PAID, OWES, REPAID, BORN = (_pattern(field) for field in ("paid", "owes", "repaid", "born"))
DUE, SETTLED = (_pattern(field) for field in ("due", "settled"))
_AGE = _pattern("age")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount: its value, its currency as amounts call it, and as it is written."""

    value: Decimal
    unit: str
    written: str
    start: int


def is_stated(text: str) -> bool:
    """Say whether a text states what is so, and does not ask, deny, doubt or announce it."""
    return not ("?" in text or denies(text) or STRONG_HEDGE.search(text) or FUTURE.search(text))


def clauses(text: str) -> list[tuple[int, str]]:
    """Return the statements of a text and where they begin, finely."""
    found, start = [], 0
    for end in _CLAUSE_END.finditer(text):
        found.append((start, text[start : end.start()]))
        start = end.end()
    return [(at, part) for at, part in (*found, (start, text[start:])) if part.strip()]


def money(text: str) -> list[Money]:
    """Return the amounts of money of a text, in their order."""
    found = []
    for one in amounts(text, canonical):
        try:
            value = Decimal(one.value)
        except InvalidOperation:
            continue
        if one.unit and one.unit != "%":
            found.append(Money(value, one.unit, text[one.start : one.end].strip(), one.start))
    return found


def shown(value: Decimal, unit: str) -> str:
    """Return an amount in one way: "160 €", "42.50 CHF"."""
    number = f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
    return f"{number} {unit.upper() if unit.isascii() and len(unit) > 1 and unit not in ('kr', 'ft') else unit}"


def ages(text: str) -> list[int]:
    """Return the years that a text says somebody has, or has become."""
    return [int(next(group for group in m.groups() if group)) for m in _AGE.finditer(text)]


def days(text: str, said: datetime) -> Iterator[date]:
    """Yield the single days that a text names, read from when it was said."""
    own = language_of(text)
    # A short text may not tell its language, so a number beside a month's name is read in each.
    others_too = [language.code for language in others() if language.code != own] if re.search(r"\d", text) else []
    found: list[TimeMatch] = []
    for code in (own, *others_too):
        try:
            found = found or find_spans(text, said, language=code)
        except BadQuery:
            return  # a date that may be two
    for match in found:
        start, end = match.span.start, match.span.end
        if start is not None and end is not None and end - start <= timedelta(days=1, hours=1):
            yield start.date()


def durations(text: str) -> list[tuple[int, str]] | None:
    """Return the stretches of time of a text, in seconds and as written; None where one may be a time of day."""
    found: list[tuple[int, str]] = []
    left = text
    for m in _RACE.finditer(text):
        hours, minutes, seconds = int(m[1] or 0), int(m[2]), int(m[3])
        if seconds > 59 or (not m[1] and minutes < 24):
            return None
        found += [(hours * 3600 + minutes * 60 + seconds, m.group())]
        left = left[: m.start()] + " " * len(m.group()) + left[m.end() :]
    found += [(int(m[1] or 0) * 3600 + int(m[2]) * 60, m.group().strip()) for m in _SPAN.finditer(left)]
    return found


def years_between(first: date, last: date) -> int:
    """Return the full years between two days."""
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))
