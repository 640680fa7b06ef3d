"""Which model runs: the one that was asked for, in the form that this machine runs best."""

from __future__ import annotations

from pathlib import Path

from models.catalogue.catalogue import Backend, ModelEntry, load_catalogue
from models.catalogue.installation import installed, lookup
from models.errors import UnknownModel
from models.machine import hardware
from models.machine.hardware import Machine

ENGINES: tuple[Backend, ...] = ("llama.cpp", "mlc")
STARTER = "smollm2-135m"

_ASKED_FROM = 900_000_000
"""Weights of a model that is asked unbidden: what is called 1B may have a little less (Gemma 3 1B: 999,885,952)."""
# By hand: the usual 4 bits, with what comes on top of them.
_BYTES_PER_WEIGHT = 0.6


def is_starter(entry: ModelEntry) -> bool:
    """Tell whether a language model is too small to be asked unbidden: nearly all that it writes would be dropped.

    Where its weights were not counted, the size of its files tells about how many there are.
    """
    return (entry.parameters or entry.installed_bytes / _BYTES_PER_WEIGHT) < _ASKED_FROM


def choose(name: str, engine: str, models_dir: Path, machine: Machine | None = None) -> ModelEntry:
    """Return the entry to load where `name` is wanted and `engine` is "llama.cpp", "mlc" or "" for what fits best.

    Left to the machine, mlc is taken where a GPU and mlc_llm are and a model for it is installed: the wanted one's own
    form where the GPU holds it, or, where only the starter is wanted, the largest that runs well. Raises UnknownModel.
    """
    wanted = lookup(name, models_dir)
    # The engine asked for decides, then the form that was named, and only then the machine.
    if wanted.role != "llm" or wanted.backend == engine:
        return wanted
    if engine:
        return _in_form(wanted, engine, models_dir)
    if wanted.backend == "mlc":
        return wanted
    machine = machine or hardware.look()
    if hardware.best_backend(machine) != "mlc":
        return wanted
    ready = [entry for entry in installed(models_dir) if entry.role == "llm" and entry.backend == "mlc"]
    own = [entry for entry in ready if _same(entry, wanted) and hardware.fits(entry, machine).verdict != "no"]
    # The starter is nobody's choice, so a better model that is installed may replace it; a chosen model stays.
    if own or wanted.name != STARTER:
        return own[0] if own else wanted
    return hardware.recommend(ready, machine) or wanted


def _in_form(wanted: ModelEntry, engine: str, models_dir: Path) -> ModelEntry:
    """Return the same model for `engine`; where there is none and only the starter is wanted, the largest for it."""
    present = installed(models_dir)
    # Installed ones first: what is here needs no fetching.
    own = [entry for entry in (*present, *load_catalogue()) if entry.backend == engine and _same(entry, wanted)]
    if own:
        return own[0]
    others = [entry for entry in present if entry.role == "llm" and entry.backend == engine]
    if others and wanted.name == STARTER:
        return max(others, key=lambda entry: entry.memory)
    names = ", ".join(entry.name for entry in others)
    raise UnknownModel(
        f"The model {wanted.name} does not run on {engine}.",
        f"Name one that does with --model: {names}." if names else f"No model for {engine} is installed yet: "
        "`homebody models list`.",
    )  # fmt: skip


def _same(one: ModelEntry, other: ModelEntry) -> bool:
    return (one.variant_of or one.name) == (other.variant_of or other.name)
