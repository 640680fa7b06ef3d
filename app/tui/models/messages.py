"""What the threads that deal with models post to the screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.message import Message

if TYPE_CHECKING:
    from app.home.model_table import ModelTable
    from app.tui.base.problem_report import Trouble
    from app.tui.services import DownloadRoute, Status

Act = Literal["pull", "verify", "use", "remove"]


@dataclass
class ModelsRead(Message):
    """The models of this machine, and how more are fetched; None where they cannot be read."""

    table: ModelTable | None
    way_out: DownloadRoute | None = None
    status: Status | None = None
    trouble: Trouble | None = None


@dataclass
class OfModel(Message):
    """Base of what belongs to work on one model."""

    act: Act
    name: str


@dataclass
class ModelWork(OfModel):
    """What goes on, with rate and time left where they are known: as a line, and in few words for the status line."""

    line: str
    brief: str


@dataclass
class ModelDone(OfModel):
    """The work has ended: the result in one line, or the trouble. `stopped` by the person."""

    line: str = ""
    stopped: bool = False
    trouble: Trouble | None = None
