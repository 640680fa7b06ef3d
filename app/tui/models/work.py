"""The work on models: one at a time, and it goes on when its screen is left. Knows no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.tui.base.background import Job
from app.tui.models import feed
from app.tui.models.lines import DOING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from threading import Event

    from textual.message import Message

    from app.tui.models.messages import ModelDone, OfModel
    from app.tui.services import Services
    from models.catalogue.catalogue import ModelRole


class ModelJobs:
    """Starts and stops the work; what it brings is posted through `post`, from other threads."""

    def __init__(self, services: Services, post: Callable[[Message], object]) -> None:
        self._services = services
        self._post = post
        self._job: Job | None = None
        self.busy = ""
        """What goes on, in a few words; empty when nothing does."""

    def pull(self, name: str) -> None:
        """Begin to fetch a model."""
        self.busy = f"{name} is being {DOING['pull']}"
        self._begin(lambda stop: feed.pull(self._services, name, stop), self._services.models().cancel_pull)

    def verify(self, name: str) -> None:
        """Begin to verify a model."""
        self.busy = f"{name} is being {DOING['verify']}"
        self._begin(lambda stop: feed.verify(self._services, name, stop))

    def use(self, name: str, role: ModelRole) -> None:
        """Use a model; this may go on beside the others."""

        def work(_: Event) -> None:
            self._post(feed.use(self._services, name, role))

        Job("use", work)

    def remove(self, name: str) -> None:
        """Begin to delete a model."""
        self.busy = f"{name} is being {DOING['remove']}"
        self._begin(lambda _: iter([feed.remove(self._services, name)]))

    def _begin(
        self, messages_of: Callable[[Event], Iterator[OfModel]], cancel: Callable[[], None] | None = None
    ) -> None:
        def work(stop: Event) -> None:
            for message in messages_of(stop):
                self._post(message)

        # The one before may still be tidying up after it was stopped.
        self._job = Job("models", work, cancel, after=self._job)

    def stop(self) -> None:
        """End what goes on, as far as the person is concerned. Returns at once."""
        if self.busy and self._job is not None:
            self._job.stop()
        self.busy = ""

    def ended(self, done: ModelDone) -> None:
        """Take note that work has ended; what was stopped may end when the next has begun, and choosing is beside it."""
        if not done.stopped and done.act != "use":
            self.busy = ""
