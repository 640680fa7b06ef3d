"""Work that changes the index, one at a time, beside the screens. Knows no widget."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.text import wording
from app.tui.base.background import Job
from app.tui.base.messages import OfTurn, WorkProgressed
from app.tui.sources.feed import TURN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.message import Message

    from index.intake.gate import Gate


class IntakeWork:
    """Starts, pauses and stops it; what it brings is posted through `post`, from another thread."""

    def __init__(self, post: Callable[[Message], object]) -> None:
        self._post = post
        self._add: Job | None = None
        self._listener: Callable[[Message], object] | None = None
        self.adding: int | None = None
        """Number of the turn that adds."""

    def change(self, messages_of: Callable[[Gate], Iterator[OfTurn]], turn: int) -> None:
        """Begin work that changes the index: one at a time. What it brings is posted, and to who listens as well."""

        def work(stop: Gate) -> None:
            for message in messages_of(stop):
                self._tell(message)
            if turn == TURN:
                # The screen that began it may be gone.
                self.ended(turn)

        self._add = Job("add", work, when_held=lambda: self._tell(WorkProgressed(turn, wording.PAUSED)))
        self.adding = turn

    def listen(self, listener: Callable[[Message], object] | None) -> None:
        """Have what the adding brings posted to another screen as well; None ends that."""
        self._listener = listener

    def _tell(self, message: OfTurn) -> None:
        if (listener := self._listener) is not None:
            listener(replace(message))
        self._post(message)

    @property
    def paused(self) -> bool:
        """Whether what is added waits, or will at its next step."""
        return self.adding is not None and self._add is not None and self._add.gate.paused

    def pause(self) -> int | None:
        """Have the adding wait, or if it does, go on; return its turn. Searching goes on meanwhile."""
        if self.adding is not None and self._add is not None:
            gate = self._add.gate
            if gate.paused:
                gate.resume()
            else:
                gate.pause()
        return self.adding

    def stop_adding(self) -> int | None:
        """Tell the adding to stop, which it does in its own time; return its turn."""
        if self.adding is not None and self._add is not None:
            self._add.stop()
        return self.adding

    def ended(self, turn: int) -> None:
        """Take note that a turn has ended."""
        if self.adding == turn:
            self.adding = None
