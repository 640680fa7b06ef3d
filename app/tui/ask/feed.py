"""Events of the assistant and the index turned into the screen's messages. Runs in threads; knows no widget."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from app.text.wording import counted
from app.tui.ask import messages
from app.tui.ask.requests import Add, Ask, Summarize
from app.tui.base.messages import Failed, OfTurn, Outcome, WorkProgressed
from app.tui.base.problem_report import trouble_of
from app.tui.base.rate import Clock
from app.tui.picker.typed_paths import paths_of
from app.tui.search.messages import ClarificationNeeded
from app.tui.sources import intake_feed

if TYPE_CHECKING:
    from collections.abc import Generator
    from threading import Event

    from app.assistant.events import Answer, AnswerEvent, Summary, SummaryEvent
    from app.tui.services import AssistantService, Services


def read_home(services: Services) -> messages.HomeRead:
    """Open the index and count what is in it."""
    try:
        status = services.status()
    except Exception as error:  # noqa: BLE001  the boundary of a thread: every error becomes a sentence on the screen
        return messages.HomeRead(None, trouble=trouble_of(error), locked=_is_locked(services, error))
    try:
        library = services.index()
        chats = () if library is None else tuple(library.chats())
    except Exception as error:  # noqa: BLE001  as above
        return messages.HomeRead(status, trouble=trouble_of(error), locked=_is_locked(services, error))
    return messages.HomeRead(status, chats)


def _is_locked(services: Services, error: Exception) -> bool:
    from index.errors import StoreLocked

    return isinstance(error, StoreLocked) and services.locking().is_locked()


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
    assistant: AssistantService, request: Ask | Summarize, turn: int, stop: Event, conversation: str = ""
) -> Iterator[OfTurn]:
    """Ask or summarize, until the end or until `stop` is set."""
    # What a turn shows is read with this, and to import it takes longer than the event loop may be held.
    import app.assistant.summarizing.digest  # noqa: F401
    from app.assistant.events import Clarification
    from app.assistant.types import Scope

    events: Iterator[AnswerEvent | SummaryEvent]
    scope = request.scope or Scope()
    if isinstance(request, Ask):
        events = assistant.ask(request.question, scope, conversation)
    else:
        scope = replace(scope, chat=request.chat or scope.chat)
        wanted = replace(scope, new=True) if request.new else replace(scope, last=request.count)
        events = assistant.summarize(wanted)
    try:
        with closing(cast("Generator[AnswerEvent | SummaryEvent]", events)):
            for event in events:
                if stop.is_set():
                    return
                if isinstance(event, Clarification):
                    # What follows is the error of those who cannot be asked.
                    yield ClarificationNeeded(turn, event.sentence, event.flag, event.choices)
                    return
                yield from _answer_message(event, turn)
    except Exception as error:  # noqa: BLE001  as above
        yield Failed(turn, trouble_of(error))


def _answer_message(event: AnswerEvent | SummaryEvent, turn: int) -> Iterator[OfTurn]:
    from app.assistant import events

    match event:
        case events.PlanMade():
            yield messages.Planned(turn, event.plan.line, event.plan.text)
        case events.EvidenceFound():
            yield messages.EvidenceGathered(turn, event.hits)
        case events.WorkProgress():
            yield WorkProgressed(turn, event.what, event.done, event.total)
        case events.DigestsReady():
            yield messages.Digested(turn, event.digests, event.messages)
        case events.SentenceReady():
            yield messages.SentenceShown(turn, event.sentence)
        case events.Answer():
            yield messages.Answered(turn, _outcome_of_answer(event))
        case events.Summary():
            yield messages.Answered(turn, _outcome_of_summary(event))


def _outcome_of_answer(answer: Answer) -> Outcome:
    return Outcome(
        answer.sentences,
        answer.dropped,
        answer.evidence,
        abstained=answer.abstained,
        model=answer.model or "",
        note=answer.note,
        timings=answer.timings,
        conversation="" if answer.conversation is None else f"t{answer.conversation}",
    )


def _outcome_of_summary(summary: Summary) -> Outcome:
    return Outcome(
        summary.untold(),
        summary.dropped,
        summary.messages,
        digests=summary.digests,
        read=f"{summary.read:,} of {counted(len(summary.messages), 'message')} read",
        model=summary.model or "",
        note=summary.note,
        timings=summary.timings,
    )


def add(services: Services, request: Add, turn: int, stop: Event, clock: Clock = time.monotonic) -> Iterator[OfTurn]:
    """Take in files, until the end or until `stop` is set."""
    yield from intake_feed.take_in(lambda: services.add(paths_of(request.typed), stop), turn, stop, clock)
