"""Restrictions to choose from: what a text that is being typed speaks of, and what the index holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from app.assistant.question import operators
from app.assistant.types import Scope
from app.text.wording import counted
from index.types.search import Filters

if TYPE_CHECKING:
    from app.assistant.events import NameChoice
    from app.assistant.question.interpretation import Interpretation
    from app.assistant.times.spans import TimeRange
    from app.home.config import DateOrder
    from index.index import Index
    from index.types.search import Query

What = Literal["person", "chat", "time", "source", "kind"]
"""What a search can be restricted by."""
Bound = Literal["during", "since", "until"]
_SEVERAL = ("person", "chat")
"""Of these any of several will do."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One restriction: `label` says it ("from Maya"), `flags` are the fields of a `Scope` that it gives.

    `about` says more of it where it is one of a list: how many messages, in which chats.
    """

    what: What
    label: str
    flags: tuple[tuple[str, str], ...]
    about: str = field(default="", compare=False)


def scope_of(chosen: Sequence[Suggestion]) -> Scope:
    """Return the scope that restrictions make together: any of the people, any of the chats, and all the rest."""
    flags: dict[str, str] = {}
    for one in chosen:
        for name, value in one.flags:
            flags[name] = f"{flags[name]}, {value}" if one.what in _SEVERAL and name in flags else value
    return Scope(**flags)  # type: ignore[arg-type]


def with_one_more(chosen: Sequence[Suggestion], one: Suggestion) -> tuple[Suggestion, ...]:
    """Return the restrictions with one more, which takes the place of those that cannot hold beside it."""
    given = {name for name, _ in one.flags}
    kept = [
        other
        for other in chosen
        if other.flags != one.flags and (one.what in _SEVERAL or not given & {name for name, _ in other.flags})
    ]
    return (*kept, one)


class Suggestions:
    """What searches of one index can be restricted to; `now` is in the owner's zone."""

    def __init__(self, index: Index, now: Callable[[], datetime], dates: DateOrder = "") -> None:
        self._index = index
        self._now = now
        self._dates = dates

    def filters(self, scope: Scope) -> Filters:
        """Return the exact filters of a scope, as for a search. Raises NotFound, AmbiguousName and BadQuery."""
        from app.assistant.question.scope import plan_scope

        return plan_scope(scope, self._index, self._now(), one=False, dates=self._dates).filters

    def query(self, typed: str, scope: Scope, limit: int) -> Query:
        """Return the query that a text makes while it is typed, with its operators, within a scope. Raises as `filters`.

        The operator at its end is left out as long as it cannot be read.
        """
        from index.types.search import Query

        asked = operators.read(typed, scope, self._index, self._now(), typing=True, dates=self._dates)
        filters = self.filters(asked.scope) if asked.scope != Scope() else Filters()
        return Query(asked.text, replace(filters, wordings=asked.wordings), limit, typing=True)

    def spoken_of(self, text: str, scope: Scope) -> tuple[Suggestion, ...]:
        """Return what a text speaks of beyond the scope, read as a question; for a name of several, each of them."""
        from app.assistant.question.people import which_one
        from app.assistant.question.plan import plan_question
        from index.errors import AmbiguousName, IndexProblem

        now = self._now()
        try:
            read = operators.read_question(text, scope, self._index, now, dates=self._dates)
            return tuple(
                _of_reading(plan_question(read.text, read.scope, self._index, now, dates=self._dates), read.scope, now)
            )
        except AmbiguousName as several:
            asked = which_one(several)
            what: What = "person" if asked.flag == "from" else "chat"
            names = [self._name(one) for one in asked.choices]
            alike = len(set(names)) < len(names)
            return tuple(
                Suggestion(what, f"{asked.flag} {one.label if alike else name}", ((what, one.value),), one.label)
                for name, one in zip(names, asked.choices, strict=True)
            )
        except IndexProblem:
            return ()

    def _name(self, choice: NameChoice) -> str:
        if not choice.value[1:].isdigit():
            return choice.label
        number = int(choice.value[1:])
        named = self._index.person_name(number) if choice.value[0] == "p" else self._index.title(number)
        return named or choice.label

    def choices(self, what: What) -> tuple[Suggestion, ...]:
        """Return what the index holds of a kind: people and chats, those with most messages first; sources; kinds."""
        match what:
            case "person":
                people = sorted(self._index.people(), key=lambda person: -person.messages)
                return tuple(
                    Suggestion(
                        what,
                        f"from {person.name}{' (you)' if person.is_me else ''}",
                        (("person", f"p{person.id}"),),
                        f"{counted(person.messages, 'message')} in {', '.join(person.chats) or 'no chat'}",
                    )
                    for person in people
                )
            case "chat":
                chats = sorted(self._index.chats(), key=lambda chat: -chat.messages)
                return tuple(
                    Suggestion(
                        what,
                        f"in {chat.title}",
                        (("chat", f"c{chat.id}"),),
                        f"{chat.source}, {counted(chat.messages, 'message')}",
                    )
                    for chat in chats
                )
            case "source":
                files = Counter(source.kind for source in self._index.sources())
                return tuple(
                    Suggestion(what, kind, (("source", kind),), counted(number, "file"))
                    for kind, number in files.most_common()
                )
            case "kind":
                about = {"message": "no files", "file": "no messages", "mail": "of messages"}
                return tuple(
                    Suggestion(what, f"{kind}s", ((what, kind),), about.get(kind, "of files"))
                    for kind in operators.KINDS
                )
            case "time":
                return ()

    def time(self, words: str, bound: Bound) -> Suggestion:
        """Read a time in people's words, as `--since` and `--until` are. Raises BadQuery."""
        from app.assistant.times.reading import read_span
        from app.assistant.times.spans import TimeRange
        from app.assistant.times.wording import describe

        now = self._now()
        span = read_span(words, now, self._dates)
        match bound:
            case "during":
                return Suggestion("time", describe(span, now) or words, (("since", words), ("until", words)))
            case "since":
                return Suggestion("time", describe(TimeRange(span.start, None), now), (("since", words),))
            case "until":
                return Suggestion("time", describe(TimeRange(None, span.end), now), (("until", words),))


def _of_reading(reading: Interpretation, scope: Scope, now: datetime) -> Iterator[Suggestion]:
    plan = reading.plan
    if scope.person is None and plan.filters.people:
        yield Suggestion("person", f"from {plan.person}", (("person", _ids("p", plan.filters.people)),))
    if scope.chat is None and plan.filters.conversations:
        yield Suggestion("chat", f"in {plan.chat}", (("chat", _ids("c", plan.filters.conversations)),))
    if not scope.timed:
        span = reading.near or _span(reading)
        if span is not None:
            yield _of_span(span, now)
    for source in () if scope.source else plan.filters.sources:
        yield Suggestion("source", source, (("source", source),))
    if scope.kind is None and plan.filters.kind is not None:
        yield Suggestion("kind", f"{plan.filters.kind}s", (("kind", plan.filters.kind),))


def _span(reading: Interpretation) -> TimeRange | None:
    from datetime import timedelta

    from app.assistant.times.spans import TimeRange, shifted

    plan = reading.plan
    if not (plan.since or plan.until):
        return None
    since = datetime.fromisoformat(plan.since) if plan.since else None
    return TimeRange(since, shifted(datetime.fromisoformat(plan.until), timedelta(seconds=1)) if plan.until else None)


def _of_span(span: TimeRange, now: datetime) -> Suggestion:
    from datetime import timedelta

    from app.assistant.times.spans import shifted
    from app.assistant.times.wording import describe

    flags = []
    if span.start is not None:
        flags.append(("since", span.start.isoformat(timespec="seconds")))
    if span.end is not None:
        flags.append(("until", shifted(span.end, -timedelta(seconds=1)).isoformat(timespec="seconds")))
    return Suggestion("time", describe(span, now), tuple(flags))


def _ids(letter: str, numbers: Sequence[int]) -> str:
    return ", ".join(f"{letter}{number}" for number in numbers)
