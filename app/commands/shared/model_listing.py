"""How `homebody models list` and `show` print what is known about each model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.home.model_table import ROLES, ModelRow, ModelTable
from app.output import report

if TYPE_CHECKING:
    pass


def out_table(table: ModelTable) -> None:
    """Print the models for people, by role."""
    from models.machine.hardware import best_backend

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


def out_details(row: ModelRow) -> None:
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
        "source": row.origin,
    }
    report.out(f"{entry.name}: {entry.title}")
    for name, value in lines.items():
        if value:
            report.out(f"  {name + ':':10} {value}")
    for file in row.files:
        report.out(f"  {file.sha256}  {file.path} ({file.size:,} bytes)")
    if not row.files:
        report.out("  Its files are checked against the hub's own hashes and recorded when it is first fetched.")
