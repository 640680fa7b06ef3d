"""The models of one home as the terminal app handles them; fits app.tui.services.Modelling."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from app.commands.shared.base import SealedCommand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

    import click

    from app.broker.client import Broker
    from app.home.model_table import Table
    from app.runtime.runtime import Runtime
    from app.tui.services import WayOut, Work

_BROKER = "homebody.broker"


class BrokeredCommand(SealedCommand):
    """A sealed verb that has a broker: it is started before the seal and ended after the verb."""

    opens_programs = True

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  click's own signature
        """Start the broker, seal, run, and end the broker."""
        broker = ctx.meta[_BROKER] = start_broker()
        try:
            return super().invoke(ctx)
        finally:
            if not isinstance(broker, str):
                broker.close()


def start_broker() -> Broker | str:
    """Start what fetches models, or return the sentence that says why it cannot be had. Raises HomeRefused."""
    import sys

    from app.output.report import at_terminal

    if not at_terminal(sys.stdin, sys.stdout):
        return "There is no terminal."
    from app.broker.client import Broker, Unavailable
    from app.home import ownership
    from app.home.paths import default_home

    home = default_home()
    ownership.check(home)
    try:
        return Broker.start(home)
    except Unavailable as reason:
        return str(reason)


def current_broker() -> Broker | str:
    """Return the running verb's broker, or why there is none."""
    import click

    broker: Broker | str = click.get_current_context().meta.get(_BROKER, "It was not started.")
    return broker


class HomeModels:
    """The catalogue, the model folder, and what one home uses of them."""

    def __init__(self, runtime: Runtime, broker: Broker | str) -> None:
        self._runtime = runtime
        self._broker = broker

    def table(self) -> Table:
        """Look at the catalogue, the model folder and the machine."""
        from app.commands.shared.model_listing import look_at

        return look_at(self._runtime)

    def way_out(self) -> WayOut:
        """Return how models are fetched; waits until the broker has begun."""
        from app.tui.services import WayOut
        from models.errors import DownloadFailed

        if isinstance(self._broker, str):
            return WayOut(missing=self._broker)
        try:
            return WayOut(walls=self._broker.walls)
        except DownloadFailed as problem:
            return WayOut(missing=str(problem))

    def pull(self, name: str, stop: Event) -> Iterator[Work]:
        """Have the broker fetch a model, and see for oneself that it is there. Raises ModelProblem."""
        from app.tui.services import Work
        from models.catalogue.installation import ensure_intact, lookup
        from models.errors import DownloadFailed

        if isinstance(self._broker, str):
            raise DownloadFailed(self._broker, f"`homebody models pull {name}` in another terminal fetches it.")
        with closing(self._broker.pull(name)) as steps:
            for step in steps:
                yield Work(step.what, step.done, step.total)
        if not stop.is_set():
            ensure_intact(lookup(name, self._runtime.home.models), self._runtime.home.models)
            self._runtime.note = ""  # it may have said that this model is missing

    def cancel_pull(self) -> None:
        """Tell the broker to end what it fetches."""
        if not isinstance(self._broker, str):
            self._broker.cancel()

    def verify(self, name: str) -> Iterator[Work]:
        """Hash an installed model's files; one that fails is let go of. Raises ModelMissing, ModelDamaged."""
        from app.commands.shared.model_listing import names_in_use
        from app.tui.services import Work
        from models.catalogue.installation import lookup, pinned_files, verifying
        from models.errors import ModelDamaged

        models = self._runtime.home.models
        entry = lookup(name, models)
        total = sum(file.size for file in pinned_files(entry, models))
        try:
            with closing(verifying(entry, models)) as steps:
                for done in steps:
                    yield Work(f"checking {name}", done, total)
        except ModelDamaged:
            if name in names_in_use(self._runtime):
                self._let_go()
            raise

    def use(self, name: str) -> None:
        """Use an installed model from now on, in this home. Raises UnknownModel, ModelMissing, ModelDamaged."""
        from app.commands.models import SETTING
        from models.catalogue.installation import ensure_intact, lookup

        entry = lookup(name, self._runtime.home.models)
        ensure_intact(entry, self._runtime.home.models)
        self._runtime.change_settings(**{SETTING[entry.role]: name})
        self._runtime.let_go()
        self._runtime.note = ""

    def remove(self, name: str) -> None:
        """Delete an installed model and let go of it. Raises ModelMissing, ModelProblem."""
        from app.commands.models import remove_model
        from models.catalogue.installation import lookup

        if remove_model(self._runtime, lookup(name, self._runtime.home.models)):
            self._runtime.let_go()

    def _let_go(self) -> None:
        from app.commands.models import end_warm_process

        end_warm_process(self._runtime)
        self._runtime.let_go()
