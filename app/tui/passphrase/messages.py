"""What the threads that lock and unlock post to the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from app.tui.base.problem_report import Trouble


@dataclass
class Locked(Message):
    """The index does not open without its passphrase, or has to be let go of: `everywhere` where the owner said so here."""

    everywhere: bool = False


@dataclass
class IndexLocked(Message):
    """The index is closed and its key forgotten; `trouble` where something of that failed."""

    trouble: Trouble | None = None


@dataclass
class Unlocked(Message):
    """The index can be opened."""


@dataclass
class Refused(Message):
    """A passphrase did not open the index."""

    trouble: Trouble
