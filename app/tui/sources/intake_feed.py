"""Events of an `add` or a `sync` turned into the screen's messages. Runs in threads; knows no widget."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from app.text import wording
from app.text.sanitize import clean_line
from app.text.wording import counted
from app.tui.base import messages
from app.tui.base.problem_report import trouble_of
from app.tui.base.rate import Clock, Rate, Throttle

if TYPE_CHECKING:
    from threading import Event

    from index.types.events import IngestEvent

NOTICE_EVERY_S = 0.1


def take_in(
    begin: Callable[[], Iterator[IngestEvent]], turn: int, stop: Event, clock: Clock = time.monotonic
) -> Iterator[messages.OfTurn]:
    """Say what goes on while something is taken in, and what came of it."""
    from index.errors import Stopped

    telling = _AddTelling(turn, stop, clock)
    try:
        for event in begin():
            yield from telling.tell(event)
    except Stopped:
        yield telling.end()
    except Exception as error:  # noqa: BLE001  as above
        yield messages.Failed(turn, trouble_of(error))
    else:
        yield telling.end()


class _AddTelling:
    """Follows one `add` and says what a person wants to know of it, not more often than they can read."""

    def __init__(self, turn: int, stop: Event, clock: Clock) -> None:
        self._turn = turn
        self._stop = stop
        self._clock = clock
        self._began = clock()
        self._what = ""
        self._before = 0
        self._pace = Rate(clock)
        self._throttle = Throttle(NOTICE_EVERY_S, clock)
        self._line = ""
        self._added = 0

    def tell(self, event: IngestEvent) -> Iterator[messages.OfTurn]:
        from index.types import events

        match event:
            case events.FileStarted():
                self._what = clean_line(event.path.replace("\\", "/").rsplit("/", 1)[-1])
                if event.files_total > 1:
                    self._what += f" ({event.position} of {event.files_total})"
                yield from self._moved(f"reading {self._what}", 0, 0, "records")
            case events.FileProgress():
                yield from self._moved(f"reading {self._what}", event.records, 0, "records")
            case events.FileDone():
                self._added += event.added
                for problem in event.problems:
                    where = f", {problem.locator}" if problem.locator else ""
                    yield messages.IntakeNote(
                        self._turn, f"{event.path}{where}: {problem.reason}", problem.severity == "broken"
                    )
            case events.FileSkipped(failed=True, known=False):
                yield messages.IntakeNote(self._turn, f"{event.path}: {event.reason} {event.next_step}".strip())
            case events.EmbeddingProgress():
                yield from self._moved("learning what passages mean", event.done, event.total, "passages")
            case events.IngestDone():
                self._line = wording.totals(event)

    def _moved(self, what: str, done: int, total: int, unit: str) -> Iterator[messages.OfTurn]:
        self._pace.reached(done)
        if done == 0 or done == total or self._throttle.due():
            left = self._pace.left_s(total) if total else None
            yield messages.WorkProgressed(self._turn, what, done, total, unit, self._pace.rate, left)

    def end(self) -> messages.IntakeDone:
        if self._stop.is_set():
            kept = self._line or f"{counted(self._added, 'new record')} so far."
            return messages.IntakeDone(self._turn, f"Stopped; what was read is kept: {kept}", stopped=True)
        took = wording.seconds(self._clock() - self._began)
        return messages.IntakeDone(self._turn, f"{self._line or 'Nothing to do.'} Took {took}.")
