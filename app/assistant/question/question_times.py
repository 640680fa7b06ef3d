"""The times of a question: those of other languages before it is put into English, and those that nothing made sense of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.assistant.text.translation import idle_words
from app.assistant.times.reading import TimeMatch, find_span, find_spans, speaks_of_the_past
from app.assistant.times.spans import TimeRange, utc
from app.assistant.times.time_words import vocabulary
from app.assistant.times.wording import describe

if TYPE_CHECKING:
    from app.assistant.types import Plan
    from app.home.config import DateOrder


def is_past(question: str, language: str) -> bool:
    """Say whether a question is in the past tense."""
    return speaks_of_the_past(question, vocabulary(("en",) if language == "en" else ("en", language)))


def stood_in(
    question: str, language: str, now: datetime, dates: DateOrder, names: Set[str]
) -> tuple[str, dict[str, str]]:
    """Return a question with an interval in digits for each of its times, and what each of these was.

    A frame that puts the question into English would take the times apart: "el fin de semana pasado" has a "de" in it.
    English is read later, when the names in it are known.
    """
    if language == "en":
        return question, {}
    spoken = {}
    found = find_spans(question, now, order=dates, language=language)
    for match in sorted(found, key=lambda one: one.start, reverse=True):
        said = question[match.start : match.end]
        # “de” is in many a name, and in “19 de outubro” too.
        if names & {word.casefold() for word in said.split()} - idle_words(language):
            continue
        interval = _interval(match)
        spoken[interval] = said
        question = f"{question[: match.start]} {interval} {question[match.end :]}"
    # A list is asked for by how a question begins, and in some languages the time stands before that.
    if (first := re.match(r"\W*((?:from|in) \S+/\S+)[\s,]+(?=\S)", question)) is not None:
        question = f"{question[first.end() :].rstrip(' ?.')} {first[1]}"
    return " ".join(question.split()), spoken


def _interval(match: TimeMatch) -> str:
    span = match.span
    ends = "/".join(".." if end is None else utc(end).isoformat(timespec="seconds") for end in (span.start, span.end))
    return f"{'from' if match.bounded and '..' not in ends else 'in'} {ends}"


def as_written(text: str, spoken: Mapping[str, str]) -> str:
    """Return a text with the times as they were written."""
    for interval, said in spoken.items():
        text = text.replace(interval, said)
    return text


def found_in(rest: str, question: str, now: datetime, dates: DateOrder, *, past: bool) -> TimeMatch | None:
    """Return the time of a question where it stands in what is left of it, after its names are gone.

    What only came to stand side by side by that is no time: "the first message from Maya in May" names no 1 May.
    """
    for match in find_spans(question, now, order=dates, past=past):
        place = rest.find(question[match.start : match.end])
        if place >= 0:
            return replace(match, start=place, end=place + match.end - match.start)
    for match in find_spans(rest, now, order=dates, past=past):
        if rest[match.start : match.end] in question:
            return match
    return None


# “2024” of “list all amounts 2024”; not “2024 €”, “12.2024”
_YEAR = re.compile(r"(?<![\w.,/:+-])(?:19|20)\d\d(?![\w/:+-]|[.,]\d| ?[€$£¥₹%])")


def bare_year(rest: str, now: datetime) -> TimeMatch | None:
    """Return the year that stands in a list's question without anything that makes it a time."""
    match = _YEAR.search(rest)
    found = find_span(f"in {match.group()}", now) if match else None
    return replace(found, start=match.start(), end=match.end()) if found and match else None


def stated(plan: Plan, near: TimeRange | None, unread: tuple[str, ...], now: datetime) -> Plan:
    """Return a plan whose line says which time only comes first, and what of the question was not read."""
    parts = [plan.line]
    if near is not None:
        parts.append(f"first those of {describe(near, now)}")
    if unread:
        parts.append("not read: " + ", ".join(f"“{said}”" for said in unread))
    return replace(plan, line=", ".join(part for part in parts if part))
