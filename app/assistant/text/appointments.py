"""The times that a message names, read from when it was written: in a message a weekday is the coming one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from app.assistant.languages.english import DAY_OFFSETS, MONTHS, TIMES, WEEKDAYS
from app.assistant.languages.registry import others
from app.assistant.text.translation import language_of
from app.assistant.times.reading import TimeMatch, find_spans, speaks_of_the_past
from app.assistant.times.spans import TimeRange
from app.assistant.times.time_words import TimeWords, vocabulary
from app.assistant.times.tokens import tokens
from index.errors import BadQuery

# “Friday”, “demain”
_WORD = re.compile(r"\w+")


def may_name_a_time(text: str) -> bool:
    """Say quickly whether a text can name a time at all: it has a digit, a word for a day or a month, or its own script."""
    if any(character.isdigit() for character in text):
        return True
    known, scripts = _time_words()
    return any(word in known for word in _WORD.findall(text.casefold())) or bool(scripts.search(text))


@cache
def _time_words() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the words for days and months of the languages that put spaces around them, and the scripts of the others."""
    lists = [*MONTHS, *WEEKDAYS, *DAY_OFFSETS, *TIMES.short_months.split(), *TIMES.short_weekdays.split()]
    tables: list[Mapping[Any, str]] = [TIMES.days, TIMES.units, TIMES.parts, TIMES.feasts, TIMES.day_parts]
    scripts = []
    for language in others():
        if language.script:
            scripts.append(language.script)
            continue
        times = language.times
        for names in (language.months, language.weekdays, times.weekdays, times.short_months, times.short_weekdays):
            lists += names.split()
        tables += (times.days, times.units, times.parts, times.feasts, times.day_parts)
    said = [name for each in lists for name in each.split("|")]
    said += [name for table in tables for each in table.values() for name in each.split("|")]
    # Of “fin de semana” the longest word tells, since “de” is everywhere.
    each_name = (_WORD.findall(name.casefold()) for name in said)
    words = {max(found, key=len) for found in each_name if found} - {"a", "an"}
    return frozenset(words), re.compile(f"[{''.join(scripts)}]")


def named_times(text: str, written: datetime, languages: Iterable[str] = ()) -> list[TimeMatch]:
    """Return the times that a text of the moment `written` names; none where a date in numbers may be two.

    It is read in its own language, and where nothing is found in these `languages`: a short text tells none.
    """
    for language in dict.fromkeys((language_of(text), *languages)):
        known = vocabulary(("en",) if language == "en" else ("en", language))
        try:
            found = find_spans(text, written, order="dmy", language=language)
        except BadQuery:
            return []
        if found:
            past = speaks_of_the_past(text, known)
            return found if past else [_coming(one, text, written, known) for one in found]
    return []


def _coming(match: TimeMatch, text: str, written: datetime, known: TimeWords) -> TimeMatch:
    """Return a weekday or a day of the month that was read as the last one as the next one."""
    span = match.span
    if span.end is None or span.end > written:
        return match
    said = tokens(text[match.start : match.end], known)
    if any(token.has("Rel", "ago", "rolling", "MonthName") for token in said):
        return match
    if any(token.has("Weekday") for token in said):
        return replace(match, span=TimeRange(_later(span.start, weeks=1), _later(span.end, weeks=1)))
    if any(token.has("Nth") for token in said):
        return replace(match, span=TimeRange(_later(span.start, months=1), _later(span.end, months=1)))
    return match


def _later(moment: datetime | None, weeks: int = 0, months: int = 0) -> datetime | None:
    from dateutil.relativedelta import relativedelta

    return None if moment is None else moment + relativedelta(weeks=weeks, months=months)
