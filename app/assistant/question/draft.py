"""A question while it is read: what of it is left, which of its words were made use of, and the flags that it gave."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from app.assistant.question.entities import EntityKind
from app.assistant.question.forms import SetKind, TimeUnit
from app.assistant.times.spans import TimeRange
from app.assistant.types import Scope
from app.home.config import DateOrder

# “boat”, “4471”, “10%”, “😂”
_PART = re.compile(r"[^\s?!.,;:…\"“”„«»()\[\]¿¡।/]+")
_MARKS = "'‘’-–—&+"
_GONE = -1


class Remainder:
    """What is left of a question, each character with its place in it, so that it is known which words were made use of."""

    def __init__(self, question: str) -> None:
        """Begin with all of it."""
        self._characters = list(question)
        self._places = list(range(len(question)))
        self._used: set[int] = set()

    @property
    def text(self) -> str:
        """Return it as text."""
        return "".join(self._characters)

    def copy(self) -> Remainder:
        """Return another one of the same state."""
        same = Remainder("")
        same._characters, same._places = list(self._characters), list(self._places)
        same._used = set(self._used)
        return same

    def take(self, span: tuple[int, int], instead: str = "") -> None:
        """Cut a part out that was made use of; `instead` stands in its place."""
        start, end = span
        characters = [*self._characters[:start], *f" {instead} ", *self._characters[end:]]
        places = [*self._places[:start], *[_GONE] * (len(instead) + 2), *self._places[end:]]
        self._characters, self._places = [], []
        for character, place in zip(characters, places, strict=True):
            if not character.isspace():
                self._characters.append(character)
                self._places.append(place)
            elif self._characters and self._characters[-1] != " ":
                self._characters.append(" ")
                self._places.append(_GONE)
        if self._characters and self._characters[-1] == " ":
            self._characters.pop()
            self._places.pop()

    def use(self, match: re.Match[str]) -> None:
        """Note that the words of a match were made use of, but for what its groups without a name passed over."""
        self._used |= {self._places[at] for at in _used(match)}

    def take_used(self, match: re.Match[str]) -> None:
        """Cut out of a match what was made use of."""
        for at in reversed(_used(match)):
            self._characters[at] = " "
        self.take((0, 0))

    def unused(self, idle: Collection[str]) -> tuple[str, ...]:
        """Return what was made no use of, in the words of the question; `idle` words (lower case) carry no weight."""
        found: list[tuple[int, int]] = []
        text, end = self.text, -1
        for match in _PART.finditer(text):
            part = match.group().strip(_MARKS)
            place = match.start() + match.group().find(part)
            used = not part or all(at in self._used or at == _GONE for at in self._places[place : place + len(part)])
            if used or part.casefold().replace("’", "'") in idle:
                continue
            together = end >= 0 and not _PART.search(text[end : match.start()])
            start = found.pop()[0] if together else match.start()
            end = match.end()
            found.append((start, end))
        return tuple(text[start:end].strip(_MARKS) for start, end in found)


def _used(match: re.Match[str]) -> list[int]:
    named = set(match.re.groupindex.values())
    passed = {at for group in range(1, match.re.groups + 1) if group not in named for at in range(*match.span(group))}
    return [at for at in range(*match.span()) if at not in passed]


@dataclass
class Draft:
    """A question while it is read."""

    question: str
    left: Remainder
    scope: Scope
    kind: SetKind | None = None
    things: EntityKind | None = None
    near: TimeRange | None = None
    near_text: str = ""
    of_what: bool = False
    """Whether the near time is one that something was said of."""
    dates: DateOrder = ""
    past: bool = False
    spoken: dict[str, str] = field(default_factory=dict)
    """What stands for a time of another language while its question is put into English, and the time as it was written."""
    left_out: tuple[str, ...] = ()
    by: TimeUnit | None = None
    fewest: bool = False
    only: int = 0
    end: SetKind | None = None
    listed: bool = False
    company: tuple[str, ...] = ()
    """With whom the chats of two are compared; empty for everybody."""
    agenda: bool = False
    idle: frozenset[str] = frozenset()
    """Words of its language that carry no weight."""
    partners: tuple[int, ...] = ()
    """The people whose chats are asked for, or who are left out."""

    @property
    def rest(self) -> str:
        """Return what is left of the question."""
        return self.left.text

    def take(self, span: tuple[int, int], instead: str = "") -> None:
        """Cut out a part that was made use of."""
        self.left.take(span, instead)
