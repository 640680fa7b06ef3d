"""Figures worked out of what messages say: sums, debts, ages, days until and since, comparisons; each with its working.

A figure is exact or it is not given: then the note says what was missing, and the search goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING

from app.assistant.answering.comparisons import price, speed
from app.assistant.answering.sums import owed, spent
from app.assistant.answering.working import TERMS, Asked, Working, quoted
from app.assistant.events import Sentence
from app.assistant.grounding.evidence import honest
from app.assistant.question.forms import FIGURES, FigureKind
from app.assistant.question.interpretation import Interpretation
from app.assistant.text import figures
from app.assistant.text.cues import denies
from app.assistant.text.translation import in_english
from app.assistant.text.words import content
from app.assistant.times.reading import read_span
from app.assistant.times.wording import day_label
from app.text.wording import counted
from index.errors import BadQuery
from index.types.search import Hit

if TYPE_CHECKING:
    from index.index import Index


def work_out(reading: Interpretation, index: Index, now: datetime) -> Working | None:
    """Answer a question for a figure, or return None where none is asked for."""
    if reading.whole_set not in (None, "uncounted") or reading.things is not None:
        return None
    question = in_english(reading.question)
    for kind, pattern in FIGURES:
        if match := pattern.search(question):
            filters = replace(reading.plan.filters, kind="message")
            if kind in ("until", "ago"):  # their time is no time at which something was written
                filters = replace(filters, since_ms=None, until_ms=None)
            return _WAYS[kind](Asked(reading, match, index, now, filters))
    return None


def _age(asked: Asked) -> Working | None:
    topic, name = asked.stems("what"), " ".join(asked.part("what").split())
    if not topic:
        return None
    today = asked.now.date()
    found: list[tuple[range, str, Hit]] = []
    for hit in asked.about(topic):
        for said in _sentences(hit):
            age = _age_in(said, hit.time, today) if hit.time and topic <= set(content(said)) else None
            found += [(*age, hit)] if age else []
    if not found:
        note = f"Not worked out: no message says when {name} was born, or what age {name} turned."
        return Working(note=note, final=True)
    hits = list({hit.id: hit for _, _, hit in found}.values())
    places = {hit.id: n for n, hit in enumerate(hits, 1)}
    common = set.intersection(*(set(years) for years, _, _ in found))
    if common:
        years = " or ".join(str(n) for n in sorted(common))
        exact = min(found, key=lambda one: len(one[0]))
        sentences = [Sentence(f"{name} is {years}: {exact[1]}.", (places[exact[2].id],))]
    else:
        sentences = [Sentence(f"Messages do not agree on how old {name} is.", tuple(places.values()))]
        sentences += [
            Sentence(f"{' or '.join(map(str, years))}: {how}.", (places[hit.id],))
            for years, how, hit in reversed(found)
        ]
    sentences += [quoted(hit, places[hit.id], asked.now) for hit in hits[:TERMS]]
    return Working(tuple(sentences), tuple(hits))


def _age_in(said: str, moment: datetime, today: date) -> tuple[range, str] | None:
    """Return the ages that somebody may have today by what was said, and how that is worked out."""
    if "?" in said:
        return None
    named = list(dict.fromkeys(figures.days(said, moment)))
    if figures.BORN.search(said) and len(named) == 1 and 0 <= (years := figures.years_between(named[0], today)) <= 120:
        if re.search(r"\b\d{4}\b", said):
            return range(years, years + 1), f"born on {_full(named[0])}"
        return None
    ages = figures.ages(said)
    if len(ages) != 1 or denies(said):
        return None
    if len(named) == 1:
        try:
            born = named[0].replace(year=named[0].year - ages[0])
        except ValueError:  # 29 February
            return None
        years = figures.years_between(born, today)
        return range(years, years + 1), f"turned {ages[0]} on {_full(named[0])}"
    years = ages[0] + figures.years_between(moment.date(), today)
    return range(years, years + 2), f"{ages[0]} on {_full(moment.date())}"


def _until(asked: Asked) -> Working | None:
    what, topic, today = asked.part("what"), asked.stems("what"), asked.now.date()
    if (day := _day_called(what, asked.now)) is not None:
        return Working((Sentence(f"{_days((day - today).days)} until {_full(day)} (today is {_full(today)}).", ()),))
    if not topic:
        return None
    found: dict[date, list[Hit]] = {}
    for hit in reversed(asked.about(topic)):
        for said in _sentences(hit):
            if hit.time and "?" not in said and topic <= set(content(said)):
                for day in figures.days(said, hit.time):
                    if day >= today and hit not in found.get(day, ()):
                        found.setdefault(day, []).append(hit)
    if not found:
        return Working(note=f"Not worked out: no message gives a coming day for “{what}”.")
    hits = list({hit.id: hit for each in found.values() for hit in each}.values())
    places = {hit.id: n for n, hit in enumerate(hits, 1)}
    sentences = [
        Sentence(
            f"{_days((day - today).days)} until {_full(day)} (today is {_full(today)}).",
            tuple(places[hit.id] for hit in each),
        )
        for day, each in found.items()
    ]
    if len(found) > 1:
        sentences.insert(0, Sentence(f"Messages give {len(found)} days for “{what}”, the newest message first.", ()))
    sentences += [quoted(hit, places[hit.id], asked.now) for hit in hits[:TERMS]]
    return Working(tuple(sentences), tuple(hits))


def _day_called(what: str, now: datetime) -> date | None:
    """Return the coming day that goes by this name, where it is nothing but a time: "Christmas"."""
    for said in (what, f"next {what}"):
        try:
            span = read_span(said, now).start
        except BadQuery:
            continue
        if span is not None and span.date() >= now.date():
            return span.date()
    return None


def _ago(asked: Asked) -> Working | None:
    topic, today = asked.stems("what"), asked.now.date()
    if len(topic) < 2:  # one word alone is in many messages, and which of them is meant is not said
        return None
    found: list[tuple[date, Hit]] = []
    for hit in asked.about(topic):
        if hit.time and figures.is_stated(hit.text):
            named = [day for day in figures.days(hit.text, hit.time) if day <= hit.time.date()]
            found.append((named[0] if len(named) == 1 else hit.time.date(), hit))
    if not found:
        return None
    day, hit = min(found, key=lambda one: one[0])
    gone = (today - day).days
    weeks = f" ({counted(gone // 7, 'week')})" if gone >= 14 else ""
    sentences = [Sentence(f"{_days(gone)} ago{weeks}, on {_full(day)}.", (1,)), quoted(hit, 1, asked.now)]
    if len(found) > 1:
        words = ", ".join(f"“{word}”" for word in dict.fromkeys(asked.part("what").split()) if content(word))
        others = f"It is the first of {counted(len(found), 'message')} with {words}."
        sentences.append(Sentence(others, ()))
    return Working(tuple(sentences), (hit,))


def _sentences(hit: Hit) -> Iterator[str]:
    for said in re.split(r"(?<=[^\d\s][.!?।])\s+|\n+", honest(hit.text)):
        if said.strip():
            yield said


def _days(number: int) -> str:
    return counted(number, "day")


def _full(day: date) -> str:
    return day_label(day, datetime(1, 1, 1, tzinfo=UTC))


_WAYS: dict[FigureKind, Callable[[Asked], Working | None]] = {
    "spent": spent,
    "owed": owed,
    "owing": partial(owed, by_me=True),
    "age": _age,
    "until": _until,
    "ago": _ago,
    "price": price,
    "speed": speed,
}
