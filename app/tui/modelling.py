"""What the screen of models needs from the rest of homebody, by shape. All of it may block, but `cancel_pull`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

    from app.home.model_table import Table


@dataclass(frozen=True, slots=True)
class WayOut:
    """How models are fetched from within the app.

    `missing` is a sentence on why they cannot be, empty where they can. `walls` names what keeps the process that fetches
    them from the owner's files ("landlock"); empty where nothing but what it takes does.
    """

    missing: str = ""
    walls: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """How far work is: `what` is being done, and `done` of `total` bytes (0 where they are not known)."""

    what: str
    done: int = 0
    total: int = 0


class Modelling(Protocol):
    """The models of this machine and what a home uses of them. Fitted by app.tui_services.models.HomeModels."""

    def table(self) -> Table:
        """Return all models, installed or offered."""
        ...

    def way_out(self) -> WayOut:
        """Return how models are fetched."""
        ...

    def pull(self, name: str, stop: Event, /) -> Iterator[Work]:
        """Fetch, check and install a model; ends early when cancelled, which is told by `stop` too."""
        ...

    def cancel_pull(self) -> None:
        """End what is being fetched. Returns at once; called from another thread than the one that iterates."""
        ...

    def verify(self, name: str, /) -> Iterator[Work]:
        """Hash an installed model's files and compare with the pins; closing the iterator leaves it."""
        ...

    def use(self, name: str, /) -> None:
        """Use an installed model from now on, as `homebody models use` does."""
        ...

    def remove(self, name: str, /) -> None:
        """Delete an installed model."""
        ...
