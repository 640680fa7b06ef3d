"""`homebody models`: list, fetch, choose and check models."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.shared.base import SealedGroup, json_option, with_runtime
from app.output import report
from app.runtime.model_management import SETTING, end_warm_process, remove_model

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime
    from models.catalogue.catalogue import ModelEntry

EPILOG = """\b
Examples:
  homebody models list
  homebody models pull
  homebody models pull llama-3.2-1b --use
  homebody models import /media/stick/Llama-3.2-3B-Instruct-Q4_K_M.gguf --use
  homebody models verify
"""


@click.group(cls=SealedGroup, short_help="List, fetch, choose and check models.", epilog=EPILOG)
def command() -> None:
    """List, fetch, choose and check models. Only `pull` ever goes out, and it never opens your index."""


@command.command("list", short_help="List the models, and what this machine runs well.")
@json_option
@with_runtime
def list_models(runtime: Runtime, as_json: bool) -> int:
    """List the models that homebody knows, what this machine can run, and which are installed and in use.

    ▶ marks those in use, ★ the language model that fits this machine best.
    """
    from app.commands.shared.model_listing import out_table
    from app.runtime.model_management import look_at

    table = look_at(runtime)
    if as_json:
        report.out_json([row.as_json() for row in table.rows])
    else:
        out_table(table)
    return report.DONE


@command.command("show", short_help="Show one model in full.")
@click.argument("name")
@json_option
@with_runtime
def show(runtime: Runtime, name: str, as_json: bool) -> int:
    """Show everything about the model NAME: licence, languages, what it needs, where it comes from, and its hashes."""
    from app.commands.shared.model_listing import out_details
    from app.runtime.model_management import look_at

    row = look_at(runtime).find(name)
    if as_json:
        report.out_json(row.as_json(files=True))
    else:
        out_details(row)
    return report.DONE


@click.command("pull", short_help="Fetch models: the one command that goes out.")
@click.argument("names", nargs=-1)
@click.option("--accept-licence", is_flag=True, help="Accept the licence of a model that has terms of its own.")
@click.option("--use", "take_up", is_flag=True, help="Use the fetched models from now on.")
@with_runtime
def pull(runtime: Runtime, names: tuple[str, ...], accept_licence: bool, take_up: bool) -> int:
    """Fetch models by NAME; without one, the two that are in use.

    This is the only command that uses the network. What arrives is checked against pinned hashes before it is used,
    and your index is never opened. A pull that was stopped continues where it left off; the two starters begin again.
    """
    from models.catalogue.download import pull
    from models.catalogue.installation import lookup

    wanted_names = names or (runtime.settings.model, runtime.settings.embedder_name)
    entries = [lookup(name, runtime.home.models) for name in wanted_names]
    wanted = [entry for entry in entries if not _said_to_be_there(entry, runtime)]
    if not all(_licence_accepted(entry, accept_licence) for entry in wanted):
        return report.NEEDS
    for entry in wanted:
        _note_if_too_large(entry)
        report.note(f"Fetching {entry.title}, {entry.download_bytes / 1e6:,.0f} MB ({entry.licence}).")
        with report.progress() as progress:
            for step in pull(entry, runtime.home.models):
                progress.show(step.what, step.done, step.total or None, unit=step.unit)
        report.note(f"{entry.name} is installed and checked.")
    if take_up:
        for entry in entries:
            _take_up(runtime, entry)
    return report.DONE


command.add_command(pull)


@command.command("import", short_help="Import a model from a stick or a folder.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--sha256", metavar="HASH", help="Refuse a file with a different sha256.")
@click.option("--name", metavar="NAME", help="What to call it (default: after its file).")
@click.option("--use", "take_up", is_flag=True, help="Use it from now on.")
@with_runtime
def import_model(runtime: Runtime, path: Path, sha256: str | None, name: str | None, take_up: bool) -> int:
    """Import the model at PATH, for a machine that is never online.

    PATH is a GGUF file, a folder made for mlc-llm, or a sentence-transformers folder (embedder or cross-encoder). A file
    that the catalogue knows by its hash becomes the catalogue's model; anything else gets a name of its own.
    """
    from models.catalogue.import_local import describe_import, install_local, warning_of

    report.note(f"Reading {path}.")
    entry = describe_import(path, name=name, sha256=sha256)
    with report.progress() as progress:
        for step in install_local(entry, path, runtime.home.models):
            progress.show(step.what, step.done, step.total or None, unit=step.unit)
    if warning := warning_of(path):
        report.note(warning)
    report.out(entry.name)
    if take_up:
        _take_up(runtime, entry)
    else:
        report.note(f"It is installed; `homebody models use {entry.name}` uses it.")
    return report.DONE


@command.command("use", short_help="Choose the model to answer, embed or rerank with.")
@click.argument("name")
@click.option(
    "--engine",
    type=click.Choice(["auto", "llama.cpp", "mlc"]),
    help="What runs the language model from now on; auto leaves it to the machine.",
)
@with_runtime
def use(runtime: Runtime, name: str, engine: str | None) -> int:
    """Use the model NAME from now on, in this home."""
    from models.catalogue.installation import condition, ensure_intact, is_installed, lookup
    from models.machine.choice import choose

    entry = lookup(name, runtime.home.models)
    if engine and entry.role != "llm":
        report.fail(f"{entry.title} is not a language model, and --engine is for those.", "Leave --engine out.")
        return report.USAGE
    if engine:
        form = "" if engine == "auto" else engine
        entry = choose(name, form, runtime.home.models)
    if condition(entry, runtime.home.models) == "broken":
        ensure_intact(entry, runtime.home.models)
    if not is_installed(entry, runtime.home.models):
        report.fail(f"{entry.name} is not installed.", f"`homebody models pull {entry.name}` fetches it.")
        return report.NEEDS
    if engine:
        runtime.change_settings(engine=form)
    _take_up(runtime, entry)
    return report.DONE


@command.command("verify", short_help="Hash what is installed and compare with what was pinned.")
@click.argument("names", nargs=-1)
@with_runtime
def verify(runtime: Runtime, names: tuple[str, ...]) -> int:
    """Hash the installed models' files and compare them with the pinned hashes. One that fails is refused from then on."""
    from app.runtime.model_management import names_in_use
    from models.catalogue.installation import condition, known_here, lookup
    from models.catalogue.installation import verify as verify_entry
    from models.errors import ModelDamaged

    models = runtime.home.models
    here = [entry for entry in known_here(models) if condition(entry, models) != "absent"]
    entries = [lookup(name, models) for name in names] if names else here
    damaged = False
    for entry in entries:
        try:
            verify_entry(entry, models)
        except ModelDamaged as problem:
            damaged = True
            report.fail(str(problem), problem.next_step)
            if entry.name in names_in_use(runtime):
                end_warm_process(runtime)
        else:
            report.out(f"{entry.name}: as pinned")
    if not entries:
        report.note("No model is installed. `homebody models pull` fetches the starter models.")
        return report.NOTHING
    return report.DAMAGED if damaged else report.DONE


@command.command("rm", short_help="Remove an installed model.")
@click.argument("name")
@with_runtime
def remove(runtime: Runtime, name: str) -> int:
    """Remove the installed model NAME from the model folder."""
    from models.catalogue.installation import lookup

    entry = lookup(name, runtime.home.models)
    used = remove_model(runtime, entry)
    report.note(f"{name} is removed.")
    if used and entry.role == "reranker":
        report.note("It was in use; from now on the reader that comes with homebody puts hits in order.")
    elif used:
        report.note("It was in use; `homebody models use NAME` chooses another.")
    return report.DONE


def _said_to_be_there(entry: ModelEntry, runtime: Runtime) -> bool:
    from models.catalogue.installation import ensure_intact
    from models.errors import ModelDamaged, ModelMissing

    try:
        ensure_intact(entry, runtime.home.models)
    except ModelMissing:
        return False
    except ModelDamaged as problem:
        report.note(str(problem))
        return False
    report.note(f"{entry.name} is installed already.")
    return True


def _licence_accepted(entry: ModelEntry, accepted: bool) -> bool:
    """Show a licence with terms of its own and see that it is accepted, on the spot where somebody sits there."""
    if not entry.needs_acceptance:
        return True
    report.note(f"{entry.title} comes under the {entry.licence}, which has terms of its own: {entry.licence_url}")
    if accepted:
        return True
    if report.at_terminal(sys.stdin, sys.stderr):
        return click.confirm("Do you accept it?", err=True)
    report.fail(
        "That licence has to be accepted first.",
        f"Read it, then: `homebody models pull {entry.name} --accept-licence`",
    )
    return False


def _note_if_too_large(entry: ModelEntry) -> None:
    """Say of a model that this machine cannot run that it cannot, with the figures, before it costs anything."""
    from models.machine import hardware

    fit = hardware.fits(entry, hardware.look())
    if fit.verdict == "no":
        report.note(f"{entry.title} does not run on this machine: {fit.reason}.")


def _note_if_too_small(entry: ModelEntry) -> None:
    from models.machine.choice import is_starter

    if is_starter(entry):
        report.note(f"{entry.title} is too small to be trusted: it is asked only with --phrase, or named with --model.")


def _take_up(runtime: Runtime, entry: ModelEntry) -> None:
    setting = SETTING[entry.role]
    other = entry.role == "embedder" and _embedder_so_far(runtime) != entry.name
    runtime.change_settings(**{setting: entry.name})
    report.note(f"{entry.title} is in use from now on.")
    if entry.role == "llm":
        _note_if_too_large(entry)
        _note_if_too_small(entry)
    if other:
        report.note(
            "What you added is embedded again: at once by `homebody sync`, or while homebody's warm process is idle."
            " Until then, search uses the vectors it has."
        )


def _embedder_so_far(runtime: Runtime) -> str:
    """Return the embedder in use; nobody is asked for a passphrase to learn which one an encrypted index is of."""
    return runtime.settings.embedder_name if runtime.is_encrypted() else runtime.embedder_name()
