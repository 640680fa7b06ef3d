"""The models of one home as the terminal app handles them; fits app.tui.services.ModelService."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

    from app.broker.client import Broker
    from app.home.model_table import ModelTable
    from app.runtime.runtime import Runtime
    from app.tui.services import DownloadRoute, ModelProgress


class HomeModels:
    """The catalogue, the model folder, and what one home uses of them."""

    def __init__(self, runtime: Runtime, broker: Broker | str) -> None:
        self._runtime = runtime
        self._broker = broker

    def table(self) -> ModelTable:
        """Look at the catalogue, the model folder and the machine."""
        from app.runtime.model_management import look_at

        return look_at(self._runtime)

    def way_out(self) -> DownloadRoute:
        """Return how models are fetched; waits until the broker has begun."""
        from app.tui.services import DownloadRoute
        from models.errors import DownloadFailed

        if isinstance(self._broker, str):
            return DownloadRoute(missing=self._broker)
        try:
            return DownloadRoute(walls=self._broker.walls)
        except DownloadFailed as problem:
            return DownloadRoute(missing=str(problem))

    def pull(self, name: str, stop: Event) -> Iterator[ModelProgress]:
        """Have the broker fetch a model, and see for oneself that it is there. Raises ModelProblem."""
        from app.tui.services import ModelProgress
        from models.catalogue.installation import ensure_intact, lookup
        from models.errors import DownloadFailed

        if isinstance(self._broker, str):
            raise DownloadFailed(self._broker, f"`homebody models pull {name}` in another terminal fetches it.")
        with closing(self._broker.pull(name)) as steps:
            for step in steps:
                yield ModelProgress(step.what, step.done, step.total)
        if not stop.is_set():
            ensure_intact(lookup(name, self._runtime.home.models), self._runtime.home.models)
            self._runtime.note = ""  # it may have said that this model is missing

    def cancel_pull(self) -> None:
        """Tell the broker to end what it fetches."""
        if not isinstance(self._broker, str):
            self._broker.cancel()

    def verify(self, name: str) -> Iterator[ModelProgress]:
        """Hash an installed model's files; one that fails is let go of. Raises ModelMissing, ModelDamaged."""
        from app.runtime.model_management import names_in_use
        from app.tui.services import ModelProgress
        from models.catalogue.installation import lookup, pinned_files, verifying
        from models.errors import ModelDamaged

        models = self._runtime.home.models
        entry = lookup(name, models)
        total = sum(file.size for file in pinned_files(entry, models))
        try:
            with closing(verifying(entry, models)) as steps:
                for done in steps:
                    yield ModelProgress(f"checking {name}", done, total)
        except ModelDamaged:
            if name in names_in_use(self._runtime):
                self._let_go()
            raise

    def use(self, name: str) -> None:
        """Use an installed model from now on, in this home. Raises UnknownModel, ModelMissing, ModelDamaged."""
        from app.runtime.model_management import SETTING
        from models.catalogue.installation import ensure_intact, lookup

        entry = lookup(name, self._runtime.home.models)
        ensure_intact(entry, self._runtime.home.models)
        self._runtime.change_settings(**{SETTING[entry.role]: name})
        self._runtime.let_go()
        self._runtime.note = ""

    def remove(self, name: str) -> None:
        """Delete an installed model and let go of it. Raises ModelMissing, ModelProblem."""
        from app.runtime.model_management import remove_model
        from models.catalogue.installation import lookup

        if remove_model(self._runtime, lookup(name, self._runtime.home.models)):
            self._runtime.let_go()

    def _let_go(self) -> None:
        from app.runtime.model_management import end_warm_process

        end_warm_process(self._runtime)
        self._runtime.let_go()
