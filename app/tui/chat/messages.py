"""What the threads that read a chat post to its screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from app.tui.base.problem_report import Trouble
    from index.types.listings import ChatPage, ChatPosition, Surroundings


@dataclass
class SurroundingsRead(Message):
    """A message in its surroundings."""

    surroundings: Surroundings | None
    trouble: Trouble | None = None


@dataclass
class PageRead(Message):
    """Lines of a chat for a place in it. `start` is the number of the line to begin with, where there is one."""

    at: ChatPosition
    page: ChatPage | None
    start: int | None = None
    trouble: Trouble | None = None


@dataclass
class FoundInChat(Message):
    """The messages of a chat that have what was looked for, oldest first; `more` if there are too many to list."""

    typed: str
    ids: tuple[str, ...]
    more: bool = False
    trouble: Trouble | None = None
