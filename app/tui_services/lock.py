"""The lock of one home as the terminal app handles it; fits app.tui.services.LockService."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from app.home.lock_mark import announced, is_held, last_mark
from index.store.database.header import is_encrypted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

    from app.runtime.runtime import Runtime
    from app.tui.services import Heard

LOOK_EVERY_S = 0.5
"""How often is looked whether somebody locked, in seconds: one small file is read, and the index's name looked up."""


class HomeLock:
    """Opens and closes the index for the app, and hears what becomes of it elsewhere."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._one_at_a_time = Lock()
        self._mark = last_mark(runtime.home)
        self._file = self._identity()

    @property
    def encrypted(self) -> bool:
        """Return whether the index is encrypted."""
        return is_encrypted(self._runtime.home.store)

    @property
    def asks(self) -> bool:
        """Return whether the index is encrypted and no key is at hand."""
        return self.encrypted and not self._runtime.key

    def is_locked(self) -> bool:
        """Tell whether the index is encrypted and what is at hand does not open it."""
        from index.errors import StoreLocked, StoreProblem

        if not self.encrypted:
            return False
        try:
            self._runtime.index()
        except StoreLocked:
            return True
        except StoreProblem:
            return False  # whoever opens it is told
        return False

    def watch(self, stop: Event) -> Iterator[Heard]:
        """Yield what happens to the lock elsewhere, until `stop` is set."""
        while not stop.wait(LOOK_EVERY_S):
            if (heard := self._look()) is not None:
                yield heard

    def _look(self) -> Heard | None:
        with self._one_at_a_time:
            mark, file = last_mark(self._runtime.home), self._identity()
            marked, replaced = mark != self._mark, file != self._file
            self._mark, self._file = mark, file
            if self._runtime.opened.locked:
                return "free" if not self.encrypted and not is_held(self._runtime.home) else None
            return "locked" if marked or (replaced and self.is_locked()) else None

    def let_go(self) -> None:
        """Close the index and forget its key."""
        with self._one_at_a_time:
            self._runtime.lock()

    def lock(self) -> None:
        """Let go of the index, and have everyone else let go of it: other apps by the mark, the warm process by its end."""
        from app.service_client.client import find

        with self._one_at_a_time:
            self._runtime.lock()
            with announced(self._runtime.home):
                self._mark = last_mark(self._runtime.home)
                if (client := find(self._runtime.home)) is not None:
                    client.stop()

    def unlock(self, passphrase: str) -> None:
        """Open the index. Raises StoreLocked when that is not its passphrase."""
        with self._one_at_a_time:
            self._runtime.unlock(passphrase)

    def reopen(self) -> None:
        """Let the index be opened again."""
        with self._one_at_a_time:
            self._runtime.opened.locked = False

    def _identity(self) -> tuple[int, int] | None:
        try:
            state = self._runtime.home.store.stat()
        except OSError:
            return None
        return state.st_dev, state.st_ino
