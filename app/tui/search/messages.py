"""What the threads of a search post to the screen, and what a request posts that waits for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from app.tui.base.messages import OfTurn

if TYPE_CHECKING:
    from app.assistant.events import NameChoice
    from app.assistant.question.suggestions import Suggestion, What
    from app.assistant.types import Scope
    from app.tui.base.problem_report import Trouble
    from index.types.listings import Surroundings
    from index.types.search import Hit


@dataclass
class SearchDone(Message):
    """The result of the search while typing, for the text that was typed within a scope.

    `meaning` tells the second, slower search from the first one by words; `lists` are those it could have. `reading` says
    in lines how the text was read, `note` what limited the search.
    """

    typed: str
    scope: Scope
    hits: tuple[Hit, ...]
    meaning: bool = False
    lists: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()
    note: str = ""
    trouble: Trouble | None = None


@dataclass
class SuggestionsReady(Message):
    """What a typed text speaks of: it can be made a restriction of the search."""

    typed: str
    scope: Scope
    suggestions: tuple[Suggestion, ...]


@dataclass
class ChoicesRead(Message):
    """What searches can be restricted to, of one kind."""

    what: What
    choices: tuple[Suggestion, ...]
    trouble: Trouble | None = None


@dataclass
class TimeRead(Message):
    """A time as it was read, or why it cannot be."""

    suggestion: Suggestion | None
    trouble: Trouble | None = None


@dataclass
class Explained(Message):
    """A search again, with the reasons of its hits; `plan` is its filters in one line."""

    hits: tuple[Hit, ...]
    lists: tuple[str, ...] = ()
    plan: str = ""
    reading: tuple[str, ...] = ()
    note: str = ""
    trouble: Trouble | None = None


@dataclass
class Previewed(Message):
    """A hit among its nearest neighbours; None where it is gone."""

    id: str
    surroundings: Surroundings | None


@dataclass
class ClarificationNeeded(OfTurn):
    """A name fits several, and the request waits until one is chosen; `flag` takes it: "from" or "in"."""

    sentence: str
    flag: str
    choices: tuple[NameChoice, ...]
