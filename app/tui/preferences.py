"""What the screen of settings needs from the rest of homebody, by shape. All but `warm` may block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.home.config import Settings
    from index.types.listings import PersonInfo


@dataclass(frozen=True, slots=True)
class Offered:
    """A model that can be chosen: its name, and whether it is installed."""

    name: str
    installed: bool


class Preferences(Protocol):
    """The settings of one home. Fitted by app.tui_services.settings.HomePreferences."""

    @property
    def warm(self) -> bool:
        """Return whether the warm process answers, which takes changed settings on with the next question."""
        ...

    @property
    def path(self) -> str:
        """Return where they are kept."""
        ...

    def read(self) -> Settings:
        """Return them as they are in the file now."""
        ...

    def change(self, name: str, typed: str) -> Settings:
        """Change one to what was typed (empty is its default), leaving the others as they are in the file now."""
        ...

    def rerankers(self) -> Sequence[Offered]:
        """Return the models that can put hits in order."""
        ...

    def people(self) -> Sequence[PersonInfo]:
        """Return those who wrote, most first; nobody when nothing was added yet."""
        ...

    def be_me(self, person: int) -> str:
        """Make a person of the index the owner, as `homebody people me` does; return the command that takes it back."""
        ...
