"""What the threads of the catch-up screen post to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from app.assistant.summarizing.catch_up import ChatUpdates, CheckpointUndo
    from app.tui.base.problem_report import Trouble


@dataclass
class NewsRead(Message):
    """What is new in each chat; `undo` takes back the mark that was just made."""

    news: tuple[ChatUpdates, ...]
    undo: CheckpointUndo | None = None
    trouble: Trouble | None = None
