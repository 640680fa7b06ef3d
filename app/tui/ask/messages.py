"""What the threads of the main screen post to it: the home, the models, and the turns of the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from app.tui.base.messages import OfTurn, Outcome

if TYPE_CHECKING:
    from app.assistant.events import Digest, Sentence
    from app.tui.base.problem_report import Trouble
    from app.tui.services import Status
    from index.types.listings import ChatInfo
    from index.types.search import Hit


@dataclass
class HomeRead(Message):
    """The index was opened and counted, or could not be. `chats` are the chats, newest activity first.

    `locked` is True where its passphrase is what is missing.
    """

    status: Status | None
    chats: tuple[ChatInfo, ...] = ()
    trouble: Trouble | None = None
    locked: bool = False


@dataclass
class Warming(Message):
    """The models are being loaded."""

    what: str
    done: int
    total: int


@dataclass
class WarmedUp(Message):
    """The models are loaded, or cannot be."""

    trouble: Trouble | None = None


@dataclass
class Planned(OfTurn):
    """How the request was read: a line to show, and the words that are searched for."""

    line: str
    words: str = ""


@dataclass
class EvidenceGathered(OfTurn):
    """The evidence."""

    hits: tuple[Hit, ...]


@dataclass
class SentenceShown(OfTurn):
    """A checked sentence."""

    sentence: Sentence


@dataclass
class Digested(OfTurn):
    """What stands in each chat of a summary's scope, before a model has begun; cites are positions in `hits`."""

    digests: tuple[Digest, ...]
    hits: tuple[Hit, ...]


@dataclass
class Answered(OfTurn):
    """The answer or summary is finished."""

    outcome: Outcome
