"""What the threads that hand files to other programs post to the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from app.tui.base.problem_report import Trouble


@dataclass
class FileOpened(Message):
    """A file was handed to the system's program, as `said` tells; else `path` is to be copied."""

    said: str = ""
    path: str = ""
    trouble: Trouble | None = None


@dataclass
class Forgettings(Message):
    """How often something was forgotten in this home, by whatever process."""

    count: int
