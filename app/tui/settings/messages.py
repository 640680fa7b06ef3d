"""What the threads that read and change settings post to their screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.tui.base.problem_report import Trouble
    from index.types.listings import PersonInfo


@dataclass(frozen=True, slots=True)
class SettingOption:
    """A value that is offered: how it is shown, a hint beside it, and whom of the index it means."""

    value: str
    shown: str
    hint: str = ""
    person: int | None = None


@dataclass
class SettingsRead(Message):
    """Each setting as text by its name, None when they cannot be read; what can be chosen; and where they are kept."""

    values: Mapping[str, str] | None
    choices: Mapping[str, Sequence[SettingOption]] = field(default_factory=dict)
    path: str = ""
    trouble: Trouble | None = None


@dataclass
class SettingChanged(Message):
    """A setting was saved, or could not be. `asks` is someone of the index who may be the owner."""

    name: str
    values: Mapping[str, str]
    said: str = ""
    asks: PersonInfo | None = None
    trouble: Trouble | None = None


@dataclass
class OwnerKnown(Message):
    """A person of the index is the owner now; `undo` is the command that takes it back."""

    undo: str
    trouble: Trouble | None = None
