"""What threads post to more than one screen. Each is typed; those of a turn carry its number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.assistant.events import Digest, Dropped, Sentence
    from app.tui.base.problem_report import Trouble
    from index.types.search import Hit


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of an answer or a summary, ready to show.

    Cites in `sentences` and `digests` are 1-based positions in `evidence`.
    """

    sentences: tuple[Sentence, ...]
    dropped: tuple[Dropped, ...]
    evidence: tuple[Hit, ...]
    digests: tuple[Digest, ...] = ()
    abstained: bool = False
    read: str = ""
    model: str = ""
    note: str = ""
    timings: Mapping[str, float] | None = None
    conversation: str = ""
    """The conversation that it is kept in ("t3")."""


@dataclass
class OfTurn(Message):
    """Base of what belongs to one turn of the conversation."""

    turn: int


@dataclass
class WorkProgressed(OfTurn):
    """What goes on, with a rate and the seconds left where they are known."""

    what: str
    done: int = 0
    total: int = 0
    unit: str = ""
    rate: float = 0.0
    left_s: float | None = None


@dataclass
class IntakeNote(OfTurn):
    """Something about a file that was added, in one line."""

    line: str
    broken: bool = True


@dataclass
class IntakeDone(OfTurn):
    """Adding has ended: the result in one line."""

    line: str
    stopped: bool = False


@dataclass
class Failed(OfTurn):
    """The turn ended in trouble."""

    trouble: Trouble
