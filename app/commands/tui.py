"""`homebody` alone: the terminal app."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from app.commands.shared.base import SealedCommand, sealed_command
from app.output import report
from app.tui_services.home import HomeServices

if TYPE_CHECKING:
    import click

    from app.broker.client import Broker
    from app.runtime.runtime import Runtime

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
    from app.broker.client import Broker
    from app.broker.walls import BrokerUnavailable
    from app.home import ownership
    from app.home.paths import default_home

    home = default_home()
    ownership.check(home)
    try:
        return Broker.start(home)
    except BrokerUnavailable as reason:
        return str(reason)


def current_broker() -> Broker | str:
    """Return the running verb's broker, or why there is none."""
    import click

    broker: Broker | str = click.get_current_context().meta.get(_BROKER, "It was not started.")
    return broker


@sealed_command(service=True, cls=BrokeredCommand, short_help="Open the terminal app.")
def command(runtime: Runtime) -> int:
    """Open the terminal app."""
    if not report.at_terminal(sys.stdin, sys.stdout):
        report.fail("The terminal app needs a terminal.", "See `homebody --help` for the commands.")
        return report.USAGE
    from app.tui import run

    # What the environment says, or the warm process holds; else the app asks, on a screen of its own.
    runtime.ask_key = None
    runtime.unlocked()
    runtime.tell = lambda sentence: setattr(runtime, "note", sentence)
    return run(HomeServices(runtime, current_broker()))
