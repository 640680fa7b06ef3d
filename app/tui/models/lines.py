"""Models as something to show, and what stands in the way of doing something with one. Knows no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from app.text import wording
from app.tui.base.rendering import ACCENT, MUTED, shown_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.home.model_table import ModelRow, ModelTable
    from app.tui.models.messages import Act
    from app.tui.services import DownloadRoute
    from models.catalogue.catalogue import ModelEntry

ACTS: dict[Act, tuple[str, str]] = {
    "pull": ("p", "pull"),
    "use": ("u", "use"),
    "verify": ("v", "verify"),
    "remove": ("d", "remove"),
}
"""What can be done with a model: the key, and its name."""
STATES = {
    "changed": "changed since it was checked: v verifies it",
    "broken": "broken: p fetches it again",
}
DOING: dict[Act, str] = {"pull": "fetched", "verify": "verified", "use": "chosen", "remove": "removed"}


def figures(value: int) -> str:
    """Return bytes as "808 MB", "2.02 GB": as many digits as a download needs."""
    return f"{value / 1e9:.2f} GB" if value >= 1e9 else wording.size(value)


def host_of(entry: ModelEntry) -> str:
    """Return where a model is fetched from, empty where it was taken in by the owner."""
    from urllib.parse import urlsplit

    from models.catalogue import hub
    from models.catalogue.catalogue import HubSource, WheelSource

    if isinstance(entry.source, HubSource):
        return urlsplit(hub.ENDPOINT).hostname or hub.ENDPOINT
    return "your package index (pypi.org unless you set another)" if isinstance(entry.source, WheelSource) else ""


def hindrance(
    act: Act, row: ModelRow, way_out: DownloadRoute | None, *, busy: str = "", answering: bool = False
) -> str:
    """Say in a few words what stands in the way of an act; empty where nothing does. `busy` is what goes on already."""
    if busy and act != "use":
        return busy
    if act == "pull":
        return _not_to_pull(row, way_out)
    if row.condition == "absent":
        return "not installed"
    if act == "use":
        if row.in_use:
            return "in use already"
        if row.condition == "broken":
            return "broken; fetch it again first"
        return "an answer is being written; Esc on the main screen stops it" if answering else ""
    if act == "remove" and row.in_use:
        return "in use; use another first"
    return ""


def _not_to_pull(row: ModelRow, way_out: DownloadRoute | None) -> str:
    if row.condition == "whole":
        return "installed already"
    if row.condition == "changed":
        return "installed already; v verifies it"
    if not host_of(row.entry):
        return f"imported by you; `homebody models import {row.entry.source.describe()}` imports it again"
    if way_out is None:
        return "not known yet"
    return (
        f"{way_out.missing} `homebody models pull {row.entry.name}` in another terminal does it"
        if way_out.missing
        else ""
    )


def entry(row: ModelRow) -> Content:
    """Return a model as an entry of the list."""
    marks = Content.assemble(("▶" if row.in_use else " ", "$text-success"), ("★" if row.best else " ", ACCENT), " ")
    quiet = "" if row.installed or row.fit.verdict != "no" else MUTED
    name = Content.styled(shown_line(row.entry.name), quiet or "bold")
    return Content.assemble(marks, name, "\n   ", _state(row))


def _state(row: ModelRow) -> Content:
    if row.condition in STATES:
        return Content.styled(row.condition, "$text-error" if row.condition == "broken" else "$text-warning")
    if row.condition == "whole":
        return Content.styled("in use" if row.in_use else "installed", "$text-success")
    size = wording.size(row.entry.download_bytes)
    here = {"well": "", "slowly": " · slow here", "no": " · not for this machine"}[row.fit.verdict]
    kept = f"{figures(row.fetched)} of " if row.fetched else ""
    return Content.styled(f"{kept}{size} to fetch{here}", MUTED)


def details(row: ModelRow, way_out: DownloadRoute | None, *, busy: str = "", answering: bool = False) -> Content:
    """Return all there is to say of a model, and what can be done with it."""
    model = row.entry
    lines = [Content.styled(shown_line(model.title), ACCENT)]
    if model.about:
        lines.append(Content.styled(shown_line(model.about), MUTED))
    # What can be done comes first: in a low terminal the rest is scrolled to.
    lines += [Content(""), *_acts(row, way_out, busy=busy, answering=answering), Content("")]
    lines += [Content.assemble((f"{name:<10}", MUTED), shown_line(value)) for name, value in _facts(row) if value]
    return Content("\n").join(lines)


def _facts(row: ModelRow) -> Iterator[tuple[str, str]]:
    from app.home.model_table import FITS

    model = row.entry
    state = STATES.get(row.condition) or ("installed" if row.condition == "whole" else "not installed")
    if row.fetched and row.condition == "absent":
        state += f", {figures(row.fetched)} of it fetched"
    if row.in_use:
        state += ", in use" if row.installed else ", though your settings name it"
    yield "state", state
    why = f": {row.fit.reason}" if row.fit.reason else ""
    yield "here", FITS[row.fit.verdict] + why + (", the best choice for this machine" if row.best else "")
    yield "size", f"{figures(model.download_bytes)}, {model.memory / 1e9:.1f} GB of memory while it works"
    yield "licence", model.licence + (", which has to be accepted" if model.licence_url else "")
    yield "terms", model.licence_url
    yield "languages", ", ".join(model.languages) or "unknown"
    yield "context", f"{model.context:,} tokens"
    yield "run by", model.backend
    yield "source", model.source.describe()


def _acts(row: ModelRow, way_out: DownloadRoute | None, *, busy: str, answering: bool) -> Iterator[Content]:
    for act, (key, name) in ACTS.items():
        reason = hindrance(act, row, way_out, busy=busy, answering=answering)
        if reason:
            yield Content.assemble((f"{key}  {name:<7}", MUTED), (f"  {shown_line(reason)}", MUTED))
        else:
            goes = f"  {figures(row.entry.download_bytes)} from {host_of(row.entry)}" if act == "pull" else ""
            yield Content.assemble((key, ACCENT), f"  {name:<7}", (goes, MUTED))


def pull_question(row: ModelRow, way_out: DownloadRoute) -> Content:
    """Return the question before a model is fetched."""
    model = row.entry
    left = model.download_bytes - row.fetched if 0 < row.fetched < model.download_bytes else 0
    rest = f", of which {figures(left)} are left" if left else ""
    terms = (
        Content.assemble(
            "\n\nIt comes under the ",
            (shown_line(model.licence), "bold"),
            ", which has terms of its own:\n",
            (shown_line(model.licence_url), "underline"),
            "\nPulling it accepts them.",
        )
        if model.needs_acceptance
        else Content.assemble("\n\nLicence: ", shown_line(model.licence))
    )
    wall = (
        "the kernel keeps it from your index and your files (Landlock)."
        if way_out.walls
        else "this system has no wall to keep it from your files, so its own code alone does."
    )
    return Content.assemble(
        ("Pull ", "bold"),
        (shown_line(model.title), ACCENT),
        ("?\n\n", "bold"),
        "This is the one thing that goes out: ",
        (shown_line(model.name), "bold"),
        f", {figures(model.download_bytes)}{rest}, from {host_of(model)}.",
        terms,
        (f"\n\nA process of its own fetches it. It is given the model's name and nothing of yours; {wall}", MUTED),
    )


def accepts(row: ModelRow) -> str:
    """Return what the button says that begins the fetch."""
    return "Accept and pull" if row.entry.needs_acceptance else "Pull"


def remove_question(row: ModelRow) -> Content:
    """Return the question before a model is removed."""
    again = "Pulling it again brings it back." if host_of(row.entry) else "Only its own file can bring it back."
    return Content.assemble(
        ("Remove ", "bold"),
        (shown_line(row.entry.name), ACCENT),
        ("?\n\n", "bold"),
        f"This deletes {figures(row.entry.installed_bytes)} from the model folder, for every home of yours.\n",
        (again, MUTED),
    )


def machine(table: ModelTable) -> str:
    """Return what this machine is, and which engine fits it, in one line."""
    from models.machine.hardware import best_backend

    return f"This machine: {table.machine.describe()}; {best_backend(table.machine)} fits it."
