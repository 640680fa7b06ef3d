"""What `homebody models list` and `show` know about each model, and how they print it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app import report

if TYPE_CHECKING:
    from app.wiring import Runtime
    from models.catalogue import ModelEntry, PinnedFile
    from models.hardware import Fit, Machine

ROLES = {"llm": "Language models", "embedder": "Embedders (search by meaning)", "reranker": "Rerankers"}
FITS = {"well": "runs well here", "slowly": "slow here", "no": "not here"}


@dataclass(frozen=True, slots=True)
class Row:
    """One model on this machine. `files` are its pins, as far as they are known."""

    entry: ModelEntry
    fit: Fit
    installed: bool
    in_use: bool
    best: bool
    files: tuple[PinnedFile, ...]

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
            "context": entry.context,
            "languages": list(entry.languages),
            "licence": entry.licence,
            "licence_url": entry.licence_url or None,
            "source": entry.source.describe(),
            "installed": self.installed,
            "in_use": self.in_use,
            "fit": self.fit.verdict,
            "reason": self.fit.reason,
            "best": self.best,
        }
        if files:
            shape["files"] = [{"path": file.path, "bytes": file.size, "sha256": file.sha256} for file in self.files]
        return shape

    def state(self) -> str:
        """Return whether it is here, or what fetching it would move."""
        return "installed" if self.installed else f"{self.entry.download_bytes / 1e6:,.0f} MB to fetch"

    def verdict(self) -> str:
        """Return how it runs here, and why if not well."""
        return FITS[self.fit.verdict] + (f" ({self.fit.reason})" if self.fit.reason else "")


@dataclass(frozen=True, slots=True)
class Table:
    """All models on this machine."""

    machine: Machine
    rows: tuple[Row, ...]

    def find(self, name: str) -> Row:
        """Return the row called `name`. Raises UnknownModel."""
        from models.catalogue import unknown

        for row in self.rows:
            if row.entry.name == name:
                return row
        raise unknown(name, [row.entry.name for row in self.rows])


def look_at(runtime: Runtime) -> Table:
    """Look at the catalogue, the model folder and the machine."""
    from models import hardware
    from models.catalogue import load_catalogue
    from models.errors import UnknownModel
    from models.installation import installed, pinned_files

    models = runtime.home.models
    present = {entry.name for entry in installed(models)}
    known = load_catalogue()
    names = {entry.name for entry in known}
    entries = (*known, *(entry for entry in installed(models) if entry.name not in names))
    machine = hardware.look()
    best = hardware.recommend(entries, machine)
    settings = runtime.settings
    in_use = {settings.embedder, settings.reranker}
    with contextlib.suppress(UnknownModel):  # the setting may name a model that was removed
        in_use.add(runtime.model_entry().name)
    rows = [
        Row(
            entry,
            hardware.fits(entry, machine),
            entry.name in present,
            entry.name in in_use,
            entry == best,
            pinned_files(entry, models),
        )
        for entry in entries
    ]
    return Table(machine, tuple(rows))


def out_table(table: Table) -> None:
    """Print the models for people, by role."""
    from models.hardware import best_backend

    report.note(f"This machine: {table.machine.describe()}; {best_backend(table.machine)} fits it.")
    for role, heading in ROLES.items():
        report.out(heading)
        for row in table.rows:
            if row.entry.role == role:
                mark = ("▶" if row.in_use else " ") + ("★" if row.best else " ")
                entry = row.entry
                report.out(
                    f"{mark} {entry.name}  {entry.title} · {', '.join(entry.languages) or 'languages unknown'} · "
                    f"{entry.licence} · {row.state()} · {row.verdict()}"
                )
    best = next((row for row in table.rows if row.best), None)
    if best is not None and not best.in_use:
        verb = "use" if best.installed else "pull"
        report.note(
            f"★ {best.entry.name} fits this machine best: "
            f"`homebody models {verb} {best.entry.name}{'' if best.installed else ' --use'}`"
        )


def out_details(row: Row) -> None:
    """Print one model for people."""
    entry = row.entry
    licence = entry.licence
    if entry.needs_acceptance:
        licence += f", to be accepted before it is fetched: {entry.licence_url}"
    lines = {
        "about": entry.about,
        "kind": f"{entry.role}, run by {entry.backend}",
        "licence": licence,
        "languages": ", ".join(entry.languages) or "unknown",
        "context": f"{entry.context:,} tokens, {entry.default_context:,} of them used",
        "memory": f"{entry.memory / 1e9:.1f} GB while it works",
        "size": f"{entry.installed_bytes / 1e6:,.0f} MB, {row.state()}",
        "here": row.verdict() + (", in use" if row.in_use else "") + (", the best choice" if row.best else ""),
        "source": entry.source.describe(),
    }
    report.out(f"{entry.name}: {entry.title}")
    for name, value in lines.items():
        if value:
            report.out(f"  {name + ':':10} {value}")
    for file in row.files:
        report.out(f"  {file.sha256}  {file.path} ({file.size:,} bytes)")
    if not row.files:
        report.out("  Its files are checked against the hub's own hashes and recorded when it is first fetched.")
