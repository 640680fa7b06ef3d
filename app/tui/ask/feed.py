"""Events of the assistant and the index turned into the screen's messages. Runs in threads; knows no widget."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from app.text import wording
from app.text.sanitize import clean_line
from app.text.wording import counted
from app.tui.ask.requests import Add, Ask, Summarize, paths_of
from app.tui.base import messages
from app.tui.base.problem_report import Trouble, trouble_of
from app.tui.base.rate import Clock, Pace, Throttle
from app.tui.search.messages import AskedBack

if TYPE_CHECKING:
    from collections.abc import Generator
    from threading import Event

    from app.assistant.events import Answer, AnswerEvent, Summary, SummaryEvent
    from app.tui.services import Answering, Services
    from index.types.events import IngestEvent

EMPTY = Trouble("There is nothing to ask yet.", "Add a chat export, a file or a folder first: /add PATH.")
NOTICE_EVERY_S = 0.1


def read_home(services: Services) -> messages.HomeRead:
    """Open the index and count what is in it."""
    try:
        status = services.status()
    except Exception as error:  # noqa: BLE001  the boundary of a thread: every error becomes a sentence on the screen
        return messages.HomeRead(None, trouble=trouble_of(error), locked=_is_locked(services, error))
    try:
        library = services.index()
        chats = () if library is None else tuple(library.conversations())
    except Exception as error:  # noqa: BLE001  as above
        return messages.HomeRead(status, trouble=trouble_of(error), locked=_is_locked(services, error))
    return messages.HomeRead(status, chats)


def _is_locked(services: Services, error: Exception) -> bool:
    from index.errors import StoreLocked

    return isinstance(error, StoreLocked) and services.locking().is_locked()


def look(services: Services, public_id: str, context: int) -> messages.Looked:
    """Fetch a message with its neighbours."""
    try:
        library = services.index()
        if library is None:
            return messages.Looked(None, EMPTY)
        return messages.Looked(library.show(public_id, context=context))
    except Exception as error:  # noqa: BLE001  as above
        return messages.Looked(None, trouble_of(error))


def warm_up(services: Services, stop: Event) -> Iterator[messages.Warming | messages.WarmedUp]:
    """Load the models."""
    try:
        for working in services.warm_up():
            if stop.is_set():
                return
            yield messages.Warming(working.what, working.done, working.total)
    except Exception as error:  # noqa: BLE001  as above
        yield messages.WarmedUp(trouble_of(error))
    else:
        yield messages.WarmedUp()


def answer(
    assistant: Answering, request: Ask | Summarize, turn: int, stop: Event, talk: str = ""
) -> Iterator[messages.OfTurn]:
    """Ask or summarize, until the end or until `stop` is set."""
    # What a turn shows is read with this, and to import it takes longer than the event loop may be held.
    import app.assistant.summarizing.digest  # noqa: F401
    from app.assistant.events import WhichOne
    from app.assistant.types import Scope

    events: Iterator[AnswerEvent | SummaryEvent]
    scope = request.scope or Scope()
    if isinstance(request, Ask):
        events = assistant.ask(request.question, scope, talk)
    else:
        scope = replace(scope, chat=request.chat or scope.chat)
        wanted = replace(scope, new=True) if request.new else replace(scope, last=request.count)
        events = assistant.summarize(wanted)
    try:
        with closing(cast("Generator[AnswerEvent | SummaryEvent]", events)):
            for event in events:
                if stop.is_set():
                    return
                if isinstance(event, WhichOne):
                    # What follows is the error of those who cannot be asked.
                    yield AskedBack(turn, event.sentence, event.flag, event.choices)
                    return
                yield from _answer_message(event, turn)
    except Exception as error:  # noqa: BLE001  as above
        yield messages.Failed(turn, trouble_of(error))


def _answer_message(event: AnswerEvent | SummaryEvent, turn: int) -> Iterator[messages.OfTurn]:
    from app.assistant import events

    match event:
        case events.PlanMade():
            yield messages.Planned(turn, event.plan.line, event.plan.text)
        case events.EvidenceFound():
            yield messages.Gathered(turn, event.hits)
        case events.Working():
            yield messages.Progressed(turn, event.what, event.done, event.total)
        case events.DigestsReady():
            yield messages.Digested(turn, event.digests, event.messages)
        case events.SentenceReady():
            yield messages.Said(turn, event.sentence)
        case events.Answer():
            yield messages.Answered(turn, _outcome_of_answer(event))
        case events.Summary():
            yield messages.Answered(turn, _outcome_of_summary(event))


def _outcome_of_answer(answer: Answer) -> messages.Outcome:
    return messages.Outcome(
        answer.sentences,
        answer.dropped,
        answer.evidence,
        abstained=answer.abstained,
        model=answer.model or "",
        note=answer.note,
        timings=answer.timings,
        talk="" if answer.talk is None else f"t{answer.talk}",
    )


def _outcome_of_summary(summary: Summary) -> messages.Outcome:
    return messages.Outcome(
        summary.sentences,
        summary.dropped,
        summary.messages,
        digests=summary.digests,
        read=f"{summary.read:,} of {counted(len(summary.messages), 'message')} read",
        model=summary.model or "",
        note=summary.note,
        timings=summary.timings,
    )


def add(
    services: Services, request: Add, turn: int, stop: Event, clock: Clock = time.monotonic
) -> Iterator[messages.OfTurn]:
    """Take in files, until the end or until `stop` is set."""
    yield from take_in(lambda: services.add(paths_of(request.typed), stop), turn, stop, clock)


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
        self._pace = Pace(clock)
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
                    yield messages.Noted(
                        self._turn, f"{event.path}{where}: {problem.reason}", problem.severity == "broken"
                    )
            case events.FileSkipped(failed=True, known=False):
                yield messages.Noted(self._turn, f"{event.path}: {event.reason} {event.next_step}".strip())
            case events.EmbeddingProgress():
                yield from self._moved("learning what passages mean", event.done, event.total, "passages")
            case events.IngestDone():
                self._line = wording.totals(event)

    def _moved(self, what: str, done: int, total: int, unit: str) -> Iterator[messages.OfTurn]:
        self._pace.reached(done)
        if done == 0 or done == total or self._throttle.due():
            left = self._pace.left_s(total) if total else None
            yield messages.Progressed(self._turn, what, done, total, unit, self._pace.rate, left)

    def end(self) -> messages.Added:
        if self._stop.is_set():
            kept = self._line or f"{counted(self._added, 'new record')} so far."
            return messages.Added(self._turn, f"Stopped; what was read is kept: {kept}", stopped=True)
        took = wording.seconds(self._clock() - self._began)
        return messages.Added(self._turn, f"{self._line or 'Nothing to do.'} Took {took}.")
