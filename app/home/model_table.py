"""What this machine has and could have in the way of models: the rows of `models list` and of the Models screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from models.catalogue.catalogue import ModelEntry, PinnedFile
    from models.catalogue.installation import Condition
    from models.machine.hardware import Fit, Machine

ROLES = {"llm": "Language models", "embedder": "Embedders (search by meaning)", "reranker": "Rerankers"}
FITS = {"well": "runs well here", "slowly": "slow here", "no": "not here"}


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model on this machine. `files` are its pins, as far as they are known, `fetched` bytes of a pull that stopped.

    `origin` is where it came from, or would.
    """

    entry: ModelEntry
    fit: Fit
    installed: bool
    in_use: bool
    best: bool
    files: tuple[PinnedFile, ...]
    condition: Condition = "absent"
    fetched: int = 0
    origin: str = ""

    def as_json(self, *, files: bool = False) -> dict[str, Any]:
        """Return the command line's JSON shape; with `files` also their sizes and hashes."""
        entry = self.entry
        shape: dict[str, Any] = {
            "name": entry.name,
            "role": entry.role,
            "engine": entry.backend,
            "title": entry.title,
            "about": entry.about,
            "bytes": entry.download_bytes,
            "memory_bytes": entry.memory,
            "parameters": entry.parameters or None,
            "context": entry.context,
            "languages": list(entry.languages),
            "licence": entry.licence,
            "licence_url": entry.licence_url or None,
            "source": self.origin,
            "installed": self.installed,
            "condition": self.condition,
            "in_use": self.in_use,
            "fit": self.fit.verdict,
            "reason": self.fit.reason,
            "best": self.best,
        }
        if files:
            shape["files"] = [{"path": file.path, "bytes": file.size, "sha256": file.sha256} for file in self.files]
        return shape

    def state(self) -> str:
        """Return whether it is here and whole, or what fetching it would move."""
        if self.condition == "broken":
            return "damaged"
        return "installed" if self.installed else f"{self.entry.download_bytes / 1e6:,.0f} MB to fetch"

    def verdict(self) -> str:
        """Return how it runs here, and why if not well."""
        return FITS[self.fit.verdict] + (f" ({self.fit.reason})" if self.fit.reason else "")


@dataclass(frozen=True, slots=True)
class ModelTable:
    """All models on this machine."""

    machine: Machine
    rows: tuple[ModelRow, ...]

    def find(self, name: str) -> ModelRow:
        """Return the row called `name`. Raises UnknownModel."""
        from models.catalogue.catalogue import unknown

        for row in self.rows:
            if row.entry.name == name:
                return row
        raise unknown(name, [row.entry.name for row in self.rows])


def read_table(models: Path, in_use: Collection[str]) -> ModelTable:
    """Look at the catalogue, the model folder and the machine; `in_use` are the names of the models in use."""
    from models.catalogue.catalogue import LocalSource
    from models.catalogue.installation import condition, fetched_bytes, installed, known_here, origin, pinned_files
    from models.machine import hardware

    present = installed(models)
    entries = known_here(models)
    machine = hardware.look()
    # One that was taken in and is damaged cannot be had by a pull.
    to_be_had = (entry for entry in entries if entry in present or not isinstance(entry.source, LocalSource))
    best = hardware.recommend(to_be_had, machine)
    rows = [
        ModelRow(
            entry,
            hardware.fits(entry, machine),
            entry in present,
            entry.name in in_use,
            entry == best,
            pinned_files(entry, models),
            condition(entry, models),
            fetched_bytes(entry, models),
            origin(entry, models),
        )
        for entry in entries
    ]
    return ModelTable(machine, tuple(rows))
