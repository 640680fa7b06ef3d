"""The way in: a whole expression read, or the times that stand in a longer text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.assistant.times.chart import Chart
from app.assistant.times.grammar import Finder
from app.assistant.times.spans import NoSuchTimeError, Present, TimeRange, TwoWaysError
from app.assistant.times.time_words import TimeWords, codes, fold, vocabulary
from app.assistant.times.tokens import Token, tokens
from app.assistant.times.values import Value
from app.home.config import DateOrder
from index.errors import BadQuery

LONGEST = 120
"""Characters of a whole expression."""
_WHOLE = ("Span", "Lone", "Open", "Bound")
_IN_TEXT = ("Span", "Open", "Bound")
"""In this order, where the same words make several."""


@dataclass(frozen=True, slots=True)
class TimeMatch:
    """A time expression in a longer text: its span and where it stands. `bounded` tells since/before from plain times."""

    span: TimeRange
    start: int
    end: int
    bounded: bool


def read_span(text: str, now: datetime, order: DateOrder = "") -> TimeRange:
    """Read a whole expression in any language. Raises BadQuery when it is none that is known, or none that exists.

    `order` is how the owner writes dates in numbers; a date that needs it, and has it not, is asked back.
    """
    cleaned = " ".join(text.replace("’", "'").split())
    clock = Present(now, order)
    problem: NoSuchTimeError | None = None
    for code in codes() if len(cleaned) <= LONGEST else ():
        try:
            span = _whole(cleaned, vocabulary(("en",) if code == "en" else ("en", code)), clock)
        except TwoWaysError:
            raise
        except NoSuchTimeError as error:
            problem = problem or error
            continue
        if span is not None:
            return span
    if problem is None and (span := _beyond_the_grammar(cleaned, clock)) is not None:
        return span
    raise BadQuery(
        f"“{text}” is not a time that can be read{_because(problem)}.",
        'Write a date (2026-03-14), or words like "yesterday", "last week", "3 days ago", "March 2026".',
    )


def is_english_time(text: str, now: datetime, order: DateOrder = "") -> bool:
    """Tell whether a whole expression can be read in English."""
    try:
        return len(text) <= LONGEST and _whole(text, vocabulary(("en",)), Present(now, order)) is not None
    except BadQuery:
        return False


def _because(problem: NoSuchTimeError | None) -> str:
    said = str(problem or "").rstrip(".")
    return f": {said[0].lower()}{said[1:]}" if said else ""


def _beyond_the_grammar(text: str, clock: Present) -> TimeRange | None:
    from app.assistant.times.library import by_holiday, by_library

    if len(text) > LONGEST or not any(character.isalpha() for character in text):
        return None
    return by_holiday(text, clock) or by_library(text, clock)


def _whole(text: str, known: TimeWords, clock: Present) -> TimeRange | None:
    found = _trimmed(tokens(text, known))
    chart = Chart(found)
    for first in _leading(found):
        for end in _trailing(found):
            cell = chart.cell(first, end)
            for kind in _WHOLE:
                if kind in cell:
                    return _span(cell[kind], clock)
    return None


def _trimmed(found: list[Token]) -> list[Token]:
    while found and found[-1].text in ".,?!":
        found.pop()
    return found


def _leading(found: Sequence[Token]) -> Iterator[int]:
    """Yield where an expression may begin: what leads to it may be left out."""
    for place, token in enumerate(found):
        yield place
        if not token.has("leading", "inside"):
            return


def _trailing(found: Sequence[Token]) -> Iterator[int]:
    """Yield where an expression may end: in some languages what leads to it stands behind it."""
    for place in range(len(found), 0, -1):
        yield place
        if not found[place - 1].has("trailing"):
            return


def _span(value: object, clock: Present) -> TimeRange:
    if isinstance(value, Value):
        found = value.at(clock, 0)
        return TimeRange(found.start, found.end)
    finder: Finder = value  # type: ignore[assignment]
    return finder(clock)


def find_span(
    text: str, now: datetime, *, order: DateOrder = "", language: str = "en", past: bool = False
) -> TimeMatch | None:
    """Return the first time expression of a text, with its preposition.

    One with bounds comes before one with an "in", and that before one without. Raises TwoWaysError for a date in numbers
    that needs the owner's order.
    """
    found = find_spans(text, now, order=order, language=language, past=past)
    return next(iter(found), None)


def find_spans(
    text: str, now: datetime, *, order: DateOrder = "", language: str = "en", past: bool = False
) -> list[TimeMatch]:
    """Return all that stand in a text, in that order."""
    known = vocabulary(("en",) if language == "en" else ("en", language))
    clock = Present(now, order, past or speaks_of_the_past(text, known))
    found = tokens(text, known)
    matches = []
    for first, end, kind, value in _chosen(found, Chart(found)):
        lead, tail = _lead(found, first), _tail(found, end)
        led = lead < first or tail > end
        if _torn(found, first, end) != (first, end):
            continue
        if kind == "Span" and not led and not _stands_alone(found[first:end]):
            continue
        try:
            span = _span(value, clock)
        except TwoWaysError:
            if kind == "Bound" or led:
                raise
            continue
        except NoSuchTimeError:
            continue
        rank = (kind != "Bound", not led, found[lead].start)
        matches.append((rank, TimeMatch(span, found[lead].start, found[tail - 1].end, kind == "Bound")))
    return [match for _, match in sorted(matches, key=lambda one: one[0])]


_TIME_WORDS = (
    *("MonthName", "Weekday", "DayWord", "DayPart", "Feast", "Season", "YearV", "Decade", "Piece", "Clock", "Nth"),
    *("Day", "Month", "Period", "Span", "Unit", "ago", "Bound"),
)


def time_like(text: str, now: datetime, language: str = "en") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what of a text has the form of a time and names none, and then all in it that has to do with time."""
    known = vocabulary(("en",) if language == "en" else ("en", language))
    found = tokens(text, known)
    broken = [token.text for token in found if not token.readings and _is_broken_date(token.text)]
    said = []
    for first, end, kind, value in _chosen(found, Chart(found)):
        whole = _torn(found, first, end)
        part = text[found[whole[0]].start : found[whole[1] - 1].end]
        if whole != (first, end):
            broken.append(part)
            continue
        if end - first > 1 or kind != "Span" or _lead(found, first) < first:
            said.append(part)
        try:
            _span(value, Present(now, "dmy"))
        except NoSuchTimeError:
            broken.append(part)
    said += [token.text for token in found if _looks_like_a_time(token, known)]
    return tuple(dict.fromkeys(broken)), tuple(dict.fromkeys((*broken, *_longest(said))))


def _longest(said: Sequence[str]) -> list[str]:
    return [part for part in said if not any(part != other and part in other for other in said)]


def _is_broken_date(text: str) -> bool:
    return len(text) > 1 and text[0].isdigit() and any(sign in text for sign in "/.:-")


def _looks_like_a_time(token: Token, known: TimeWords) -> bool:
    return token.has(*_TIME_WORDS) and len(token.text) > 1 and fold(token.text) not in known.also_words


def speaks_of_the_past(text: str, known: TimeWords) -> bool:
    """Say whether a question is in the past tense."""
    return any(fold(token) in known.past for token in text.replace("?", " ").split())


def _chosen(found: Sequence[Token], chart: Chart) -> Iterator[tuple[int, int, str, object]]:
    """Yield the longest times of a text, from left to right."""
    best: dict[int, tuple[int, str]] = {}
    for first, end, kind in chart.found(_IN_TEXT):
        if first not in best or end > best[first][0]:
            best[first] = (end, kind)
    place = 0
    while place < len(found):
        if place in best:
            end, kind = best[place]
            yield place, end, kind, chart.cell(place, end)[kind]
            place = end
        else:
            place += 1


def _lead(found: Sequence[Token], first: int) -> int:
    """Return where the words begin that lead to a time: "in the" of "in the summer"; an article alone leads to none."""
    place = lead = first
    while place > 0 and found[place - 1].has("leading", "inside") and found[place - 1].text.isalpha():
        place -= 1
        lead = place if found[place].has("leading") else lead
    return lead


def _torn(found: Sequence[Token], first: int, end: int) -> tuple[int, int]:
    """Return where a time stands together with a number beside it that it has no place for: "32 March"."""
    place = first
    while place > 0 and found[place - 1].has("of"):
        place -= 1
    if place > 0 and found[place - 1].has("Digits", "Nth") and found[first].has("MonthName"):
        return place - 1, end
    if end < len(found) and found[end].has("Digits") and found[end - 1].has("MonthName"):
        return first, end + 1
    return first, end


def _tail(found: Sequence[Token], end: int) -> int:
    while end < len(found) and found[end].has("trailing"):
        end += 1
    return end


def _stands_alone(found: Sequence[Token]) -> bool:
    """Say whether it is a time without a word before it: "Friday" is, "may", "2026" and "14:00" are not."""
    first = found[0]
    named = first.has("MonthName", "Weekday")
    return first.bare or (first.text[0].isupper() if named else len(found) > 1)
