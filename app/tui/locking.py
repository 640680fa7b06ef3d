"""What the terminal app needs of a home that can be locked, by shape."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import Literal, Protocol

Heard = Literal["locked", "free"]
"""What happened elsewhere: the index was locked, or what was locked needs no passphrase any more."""


class Locking(Protocol):
    """The lock of one home. Fitted by app.tui_services.lock.HomeLock. All but the properties may block."""

    @property
    def encrypted(self) -> bool:
        """Return whether the index is encrypted. Known without blocking."""
        ...

    @property
    def asks(self) -> bool:
        """Return whether the index is encrypted and no key is at hand. Known without blocking."""
        ...

    def is_locked(self) -> bool:
        """Tell whether the index is encrypted and what is at hand does not open it."""
        ...

    def watch(self, stop: Event) -> Iterator[Heard]:
        """Yield what happens to the lock elsewhere, until `stop` is set."""
        ...

    def let_go(self) -> None:
        """Close the index and forget its key. Nothing opens it again here until `unlock` or `reopen`."""
        ...

    def lock(self) -> None:
        """Let go of an encrypted index, and have everyone else let go of it too, as `homebody lock` does."""
        ...

    def unlock(self, passphrase: str) -> None:
        """Open the index. Raises StoreLocked when that is not its passphrase; it stays locked then."""
        ...

    def reopen(self) -> None:
        """Let the index be opened again, which needs no passphrase."""
        ...
