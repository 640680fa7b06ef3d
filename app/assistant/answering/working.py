"""What figures are worked out with: the question taken apart, and the messages that are about something."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.assistant.events import Sentence
from app.assistant.grounding.evidence import honest, one_line, who_and_when
from app.assistant.grounding.salience import excerpt
from app.assistant.question.interpretation import Interpretation
from app.assistant.question.people import people_named
from app.assistant.text.words import content, words
from index.errors import NotFound
from index.types.search import Filters, Hit

if TYPE_CHECKING:
    from index.index import Index

# By hand: more terms than these are not read one by one.
TERMS = 20


@dataclass(frozen=True, slots=True)
class Working:
    """A figure and the messages that it rests on; without sentences, the note says why there is none.

    `final` says that what a search finds would not answer: the number it came upon would be another one.
    """

    sentences: tuple[Sentence, ...] = ()
    hits: tuple[Hit, ...] = ()
    note: str = ""
    final: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for a figure, what its pattern found, and where it is answered."""

    reading: Interpretation
    match: re.Match[str]
    index: Index
    now: datetime
    filters: Filters

    def part(self, name: str) -> str:
        """Return what a group of the pattern found."""
        return str(self.match.groupdict().get(name) or "").strip(" ,?")

    def called(self, name: str) -> str:
        """Return a part without the small words before it: "train" of "the train"."""
        kept = [word for word in words(self.part(name)) if word.is_content]
        return self.part(name)[kept[0].start :] if kept else self.part(name)

    def stems(self, name: str) -> frozenset[str]:
        """Return the stems of the content words of a part."""
        return frozenset(content(self.part(name)))

    def about(self, stems: Collection[str]) -> list[Hit]:
        """Return the messages that have all these words, in any of their forms, oldest first."""
        # What all forms of a word begin with, where that tells them from most others; SQL folds the case of ASCII alone.
        begins = [_shared(word.lower, word.stem) for word in words(self.match.string) if word.stem in stems]
        sure = begins and all(len(one) > 2 and one.isascii() for one in begins)
        found = self.index.holding("words", self.filters, (max(begins, key=len),) if sure else ())
        return [hit for hit in found if hit.sender and set(stems) <= set(content(honest(hit.text)))]


def people_called(asked: Asked, name: str) -> frozenset[str]:
    """Return the names of the one whom a name fits; of the owner for "I" and "me". Raises AmbiguousName for several.

    A flag that says who is meant decides between them.
    """
    people = asked.index.people()
    if name.casefold() in ("i", "me"):
        return frozenset(p.name for p in people if p.is_me)
    wanted = name.casefold()
    chosen = [p for p in people if p.id in asked.filters.people and wanted in p.name.casefold()]
    try:
        ids = {p.id for p in chosen} or {*people_named(asked.index, name, chats=asked.filters.conversations)}
    except NotFound:
        return frozenset()
    return frozenset(p.name for p in people if p.id in ids)


def quoted(hit: Hit, place: int, now: datetime) -> Sentence:
    """Return a message word for word, as evidence of this place."""
    return Sentence(f"{who_and_when(hit, now)}: “{excerpt(one_line(hit.text))}”", (place,), verbatim=True)


def around(parts: Sequence[tuple[int, str]], place: int) -> str:
    """Return the clause that a place of a text is in."""
    return next((part for start, part in reversed(parts) if start <= place), "")


def _shared(first: str, second: str) -> str:
    """Return what two words begin with alike."""
    alike = 0
    while alike < min(len(first), len(second)) and first[alike] == second[alike]:
        alike += 1
    return first[:alike]
