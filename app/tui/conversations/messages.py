"""What the threads that deal with kept conversations post to the screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from app.assistant.conversations import Conversation
    from app.tui.base.messages import Outcome
    from app.tui.base.problem_report import Trouble


@dataclass
class ConversationsRead(Message):
    """The kept conversations, the most recent first."""

    conversations: tuple[Conversation, ...]
    trouble: Trouble | None = None


@dataclass
class Resumed(Message):
    """A kept conversation, each question with its answer."""

    conversation: str
    turns: tuple[tuple[str, Outcome], ...]
    trouble: Trouble | None = None


@dataclass
class ConversationExported(Message):
    """A conversation was written to a file, or could not be."""

    path: str
    trouble: Trouble | None = None
