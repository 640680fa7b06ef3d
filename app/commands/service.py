"""`homebody service`: the warm process behind the commands."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

import click

from app.commands.shared.base import SealedGroup, json_option, with_runtime
from app.commands.shared.runner import perform
from app.output import report

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime

EPILOG = """\b
Examples:
  homebody service status
  homebody service stop
"""


@click.group(cls=SealedGroup, short_help="Start, stop or look at the warm process.", epilog=EPILOG)
def command() -> None:
    """Start, stop or look at the warm process that holds the models, so that a command answers at once.

    The first command that needs a model starts it; it ends after an idle time (`service_minutes` in the settings, 0 = never
    start it). It listens on a Unix socket that only you can open, and is sealed like everything else.
    """


@command.command("start", short_help="Start it if it is not running.")
@with_runtime
def start(runtime: Runtime) -> int:
    """Start the service for this home, or replace one of older code or settings."""
    from app.service_client.client import connect

    if not runtime.settings.service_minutes:
        report.fail("Your settings keep it from being started.", "Set `service_minutes` to a number other than 0.")
        return report.NEEDS
    client = connect(runtime.home, runtime.settings)
    if client is None:
        report.fail("The service cannot run here.", "Every command works without it.")
        return report.NEEDS
    report.note(f"The service is running (process {client.pid}).")
    return report.DONE


@command.command("stop", short_help="Stop it.")
@with_runtime
def stop(runtime: Runtime) -> int:
    """Stop the service of this home."""
    from app.service_client.client import find

    client = find(runtime.home)
    if client is None:
        report.note("The service is not running.")
        return report.NOTHING
    client.stop()
    report.note("The service has stopped.")
    return report.DONE


@command.command("status", short_help="Say whether it is running.")
@json_option
@with_runtime
def status(runtime: Runtime, as_json: bool) -> int:
    """Say whether the service is running for this home, and whether with the present code and settings."""
    from app.service_client.client import build_of, find

    client = find(runtime.home)
    current = client is not None and client.build() == build_of(runtime.home, runtime.settings)
    if as_json:
        report.out_json({"running": client is not None, "pid": client.pid if client else None, "current": current})
    elif client is None:
        report.out("The service is not running.")
    else:
        report.out(
            f"The service is running (process {client.pid}{'' if current else ', with older code or settings'})."
        )
    return report.DONE if client else report.NOTHING


@command.command("run", hidden=True, short_help="Serve in this process.")
@click.option("--ready", type=int, help="File descriptor that gets a byte when the service listens.")
@with_runtime
def run(runtime: Runtime, ready: int | None) -> int:
    """Serve in this process until it idles or is told to stop."""
    from app.service.server import AlreadyServed, Service
    from app.service_client.client import build_of

    def listening() -> None:
        if ready is not None:
            os.write(ready, b"+")
            os.close(ready)

    runtime.use_service = False
    homebody = click.get_current_context().find_root().command
    try:
        service = Service(
            runtime,
            build_of(runtime.home, runtime.settings),
            60 * max(1, runtime.settings.service_minutes),
            partial(perform, homebody),
        )
    except AlreadyServed:
        listening()
        return report.DONE
    service.run(listening, then_exit=True)
    return report.DONE
