"""What the threads of the picker post to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from pathlib import Path

    from app.tui.base.problem_report import Trouble
    from app.tui.picker.folder_listing import FolderListing


@dataclass
class FolderRead(Message):
    """What lies in a folder; `more` when there is too much to list."""

    folder: Path
    entries: FolderListing
    more: bool = False
    trouble: Trouble | None = None


@dataclass
class PathsTyped(Message):
    """What a typed text names; `folder` when it is one folder."""

    typed: str
    paths: tuple[Path, ...]
    folder: bool = False
    trouble: Trouble | None = None
