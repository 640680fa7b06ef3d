"""What runs beside the screen: at most one answer and one add, and the loading of the models. Knows no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.tui.ask import feed, messages, requests
from app.tui.base.background import Job
from app.tui.base.messages import Failed
from app.tui.base.problem_report import trouble_of
from app.tui.sources.work import IntakeWork

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message import Message

    from app.tui.services import AssistantService, Services
    from index.intake.gate import Gate

LEAVING_S = 2.0
"""How long leaving waits for work that was told to stop."""


class AskWork(IntakeWork):
    """Starts and stops the work; what it brings is posted through `post`, from other threads."""

    def __init__(self, services: Services, post: Callable[[Message], object]) -> None:
        super().__init__(post)
        self._services = services
        self._warming: Job | None = None
        self._answer: Job | None = None
        """The last answer, perhaps still ending after it was stopped: the engine takes one question at a time."""
        self.conversation = "new"
        """The conversation that questions go on with."""
        self.answering: int | None = None
        """Number of the turn that is being answered."""

    def warm_up(self) -> bool:
        """Begin to load the models; False when that was begun before."""
        if self._warming is not None:
            return False

        def work(stop: Gate) -> None:
            for message in feed.warm_up(self._services, stop):
                self._post(message)

        self._warming = Job("warm up", work)
        return True

    def cool(self) -> None:
        """Have the next `warm_up` load the models that are set by then."""
        self._warming = None

    def answer(self, request: requests.Ask | requests.Summarize, turn: int) -> None:
        """Begin to answer, after stopping the answer before."""
        self.stop_answer()
        running: list[AssistantService] = []

        def work(stop: Gate) -> None:
            try:
                running.append(self._services.assistant())
            except Exception as error:  # noqa: BLE001  the boundary of a thread: every error becomes a sentence
                self._post(Failed(turn, trouble_of(error)))
                return
            conversation = self.conversation
            for message in feed.answer(running[0], request, turn, stop, conversation):
                if (
                    isinstance(message, messages.Answered)
                    and message.outcome.conversation
                    and self.conversation == conversation
                ):
                    self.conversation = message.outcome.conversation
                self._post(message)

        def cancel() -> None:
            for assistant in running:
                assistant.cancel()

        self._answer = Job("answer", work, cancel, after=self._answer)
        self.answering = turn

    def stop_answer(self) -> int | None:
        """Stop the answer; return its turn, None where there is none."""
        turn, self.answering = self.answering, None
        if turn is not None and self._answer is not None:
            self._answer.stop()
        return turn

    def add(self, request: requests.Add, turn: int) -> None:
        """Begin to add."""
        self.change(lambda stop: feed.add(self._services, request, turn, stop, stop.clock), turn)

    def ended(self, turn: int) -> None:
        """Take note that a turn has ended."""
        super().ended(turn)
        if self.answering == turn:
            self.answering = None

    def stop_all(self) -> None:
        """Tell all work to stop."""
        for job in (self._answer, self._add, self._warming):
            if job is not None:
                job.stop()

    def leave(self) -> None:
        """Tell all work to stop, and give it a moment."""
        self.stop_all()
        for job in (self._answer, self._add):
            if job is not None:
                job.wait(LEAVING_S)
