"""The index of a home: opened by its key, locked and unlocked, and what an interrupted `forget` left finished."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import TYPE_CHECKING

from app.home import config
from app.runtime.state import State

if TYPE_CHECKING:
    from index.index import Index
    from index.types.events import ForgetProgress, ForgetRequest


class IndexAccess(State):
    """Opens the index when it is first asked for."""

    def index(self, *, create: bool = False) -> Index:
        """Open the store, or the one that took its place since; what an interrupted `forget` left is taken out first.

        Raises StoreMissing when there is none and `create` is False, or another StoreProblem.
        """
        from index.errors import WrongKey
        from index.index import Index

        with self.opened.lock:
            self._ensure_open_to_us()
            if self.opened.index is not None and not self.opened.index.in_place:
                self.opened.index = None  # not closed: whoever still works in it is told there
            if self.opened.index is None:
                if create:
                    self.home.ensure()
                try:
                    self.opened.index = Index.open(self.home.store, zone=self.zone, key=self.unlocked(), create=create)
                except WrongKey:
                    self.key = None  # the next one who asks is asked anew
                    raise
            index = self.opened.index
        if not self.opened.forgetting:
            self._heed_forgetting(index)
        return index

    def forget(self, what: ForgetRequest, stop: Event | None = None) -> Iterator[ForgetProgress]:
        """Take out what is named for good, here and in the warm process; see Index.forget for the errors."""
        index = self.index()
        self.opened.forgetting = True
        try:
            yield from index.forget(what, stop, self._clear_beside)
        finally:
            self.opened.forgetting = False
            self._heed_forgetting(index, finish=False)
            if self.opened.outdated:
                self.let_go()
            self._pass_on_forgetting()

    def _heed_forgetting(self, index: Index, *, finish: bool = True) -> None:
        """Finish what an interrupted `forget` left, and drop what was read before something was forgotten."""
        due, count = index.forget_state()
        if due and finish and self.opened.put_off != count:
            self._finish_forgetting(index)
            _, count = index.forget_state()
        before, self.opened.forgettings = self.opened.forgettings, count
        if before is not None and before != count:
            index.let_go()
            self.opened.outdated = self.opened.engine is not None

    def _finish_forgetting(self, index: Index) -> None:
        from index.errors import DiskFull, StoreLocked

        try:
            free = index.take_out_rest()
        except DiskFull as problem:
            raise DiskFull(
                "An earlier `homebody forget` was interrupted, and the disk has no room to finish it.",
                f"Nothing is read before that: free about as much space as {self.home.store} takes, then run it again.",
            ) from problem
        if not free:
            return  # it is at work, or somebody else writes
        told = "An earlier `homebody forget` had been interrupted: it is finished now, and nothing of it is left."
        try:
            self.finished_forgetting = index.finish_forgetting(self._clear_beside)
        except (DiskFull, StoreLocked, OSError) as problem:
            # All of it is out of the tables: nothing shows it any more, and this is no reason to do without the rest.
            self.opened.put_off = index.forget_state()[1]
            step = getattr(problem, "next_step", "")
            told = f"What was forgotten is not overwritten yet. {problem} {step}".strip()
        else:
            told = told if self.finished_forgetting else ""
        if told and self.tell is not None:
            self.tell(told)
        self._pass_on_forgetting()

    def _clear_beside(self) -> None:
        """Remove the conversations that lie beside the index: nobody can tell what they rest on. Raises OSError."""
        for path in self.home.saved_conversations():
            path.unlink(missing_ok=True)

    def _pass_on_forgetting(self) -> None:
        """Have the warm process drop what it holds in memory, where one runs."""
        if not self.use_service:
            return
        from app.service_client.client import find

        client = find(self.home)
        if client is not None:
            client.drop_forgotten()

    def _ensure_open_to_us(self) -> None:
        if self.opened.locked:
            from index.errors import StoreLocked

            raise StoreLocked(f"The index {self.home.store} is locked.", "Its passphrase opens it.")

    def lock(self) -> None:
        """Close the index, forget its key and let go of what may hold text of it; nothing here opens it until `unlock`."""
        self.opened.locked, self.key = True, None
        if (index := self.opened.index) is not None:
            index.close()
        with self.opened.lock:  # a model that is being loaded holds it
            late, self.opened.index = self.opened.index, None
        if late is not None:
            late.close()
        self.let_go()

    def unlock(self, passphrase: str) -> None:
        """Open the index. Raises StoreLocked when that is not its passphrase; it stays as locked as it was."""
        from index.store.database import keys

        before, key = self.opened.locked, keys.opener(passphrase, self.home.store)
        self.opened.locked, self.key = False, key
        try:
            self.index()
        except BaseException:
            self.opened.locked, self.key = before, None
            raise

    def unlocked(self) -> str | None:
        """Return the key of an encrypted index: known, said in the environment, held by the warm process, or asked for.

        It is not the passphrase but what is made of it, once (of one from before that, the passphrase). None where the
        index is not encrypted, or nobody knows.
        """
        if self.opened.locked or not self.is_encrypted():
            return None
        store = self.home.store
        from index.store.database import keys

        if self.key and not keys.fits(self.key, store):
            self.key = None  # it was locked anew since
        if not self.key:
            said = config.passphrase() or self._held_key() or (self.ask_key() if self.ask_key else None)
            self.key = keys.opener(said, store) if said else None
        return self.key

    def is_encrypted(self) -> bool:
        """Tell whether the index is encrypted, once what a killed process left of it is tidied up. Raises StoreProblem."""
        from index.store.database.header import is_encrypted

        store = self.home.store
        # What would change what the file is: a change of the key that broke off, a backup that is still to be put in place.
        if any(store.with_name(store.name + ending).exists() for ending in ("-journal", ".restored")):
            from index.store.database.recovery import tidy

            tidy(store)
        return is_encrypted(store)

    def _held_key(self) -> str:
        from app.service_client.client import find
        from index.store.database import keys

        client = find(self.home) if self.use_service else None
        held = client.key() if client is not None else ""
        return held if keys.fits(held, self.home.store) else ""
