"""What the threads that deal with sources post to their screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from datetime import datetime

    from app.home.downloads import DownloadListing
    from app.tui.base.problem_report import Trouble
    from index.types.events import ForgetTotals
    from index.types.listings import OwnerGuess, SameName, ScanResult, SourceInfo


@dataclass(frozen=True, slots=True)
class SourceRoot:
    """Something that was added, a file or a folder, with what came from it.

    `files` are those with problems first, at most FILES_TOLD of `count`. `read` is when the newest of them was read.
    `at` is when it was last looked at as a whole, and `looked` what came of that; None where nobody knows.
    """

    path: str
    kinds: tuple[str, ...]
    messages: int
    passages: int
    problems: int
    unfinished: int
    count: int
    read: datetime | None
    files: tuple[SourceInfo, ...]
    at: datetime | None = None
    looked: ScanResult | None = None


@dataclass
class ExportsFound(Message):
    """What lies in the downloads folder, by its names."""

    listing: DownloadListing | None
    trouble: Trouble | None = None


@dataclass
class SourcesRead(Message):
    """What was added, in the order in which it was."""

    added: tuple[SourceRoot, ...] = ()
    trouble: Trouble | None = None


@dataclass
class WouldForget(Message):
    """How much removing a path would take out."""

    path: str
    found: ForgetTotals | None
    trouble: Trouble | None = None


@dataclass
class WhoIsWhoOpen(Message):
    """Who may be the owner where that is open, and the full names that may be one person each."""

    guesses: tuple[OwnerGuess, ...]
    same: tuple[SameName, ...]


@dataclass
class PeopleSettled(Message):
    """What was decided about people is in the index; `undo` is the command that takes it back."""

    undo: str
    trouble: Trouble | None = None
