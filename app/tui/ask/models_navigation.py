"""From the main screen to the models, and what becomes of their work once that screen is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from app.tui.base import rendering
from app.tui.base.status_line import StatusLine
from app.tui.models.messages import ModelDone, ModelWork, OfModel
from app.tui.models.work import ModelJobs
from app.tui.sources.who_is_who import AsksWhoIsWho

if TYPE_CHECKING:
    from app.tui.ask.work import AskWork
    from app.tui.services import Services


class ModelsNavigation(AsksWhoIsWho):
    """The part of the main screen that opens the models."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f7", "models", "Models", show=False)]

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._model_runs = ModelJobs(services, self.post_message)

    @property
    def runs(self) -> AskWork:
        """What runs beside the screen."""
        raise NotImplementedError

    def read_home(self) -> object:
        """Count again what there is."""
        raise NotImplementedError

    def action_models(self) -> None:
        """Show the models; fetch, choose and check them there."""
        from app.tui.models.screen import ModelsScreen

        if self.app.screen is self:
            screen = ModelsScreen(self._services, self._model_runs, lambda: self.runs.answering is not None)
            self.app.push_screen(screen)

    @on(OfModel)
    def _of_model(self, event: OfModel) -> None:
        from app.tui.models.screen import ModelsScreen

        if isinstance(event, ModelDone):
            self._model_runs.ended(event)
        self.query_one(StatusLine).work = event.brief if isinstance(event, ModelWork) and self._model_runs.busy else ""
        shown = [screen for screen in self.app.screen_stack if isinstance(screen, ModelsScreen)]
        for screen in shown:
            screen.take(event)
        if isinstance(event, ModelDone) and not event.stopped:
            self._changed(event, told=bool(shown))

    def _changed(self, event: ModelDone, *, told: bool) -> None:
        if not told and event.trouble is not None:
            self.notify(event.trouble.sentence, title=f"{event.name}", severity="warning", markup=False)
        elif not told:
            self.notify(rendering.shown_line(event.line), markup=False)
        if event.trouble is None and event.act in ("pull", "use"):
            # Another one may answer from now on, or the first: it is loaded when the home is read again.
            self.runs.cool()
            self.read_home()
