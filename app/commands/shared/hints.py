"""Things that are worth saying once in a home's life, and the file that remembers which were said."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from app.home.ownership import open_own
from app.home.paths import private_folder

if TYPE_CHECKING:
    from app.home.paths import Home
    from app.runtime.runtime import Runtime
    from models.machine.hardware import Machine

BETTER_MODEL = "better-model"


def first_time(home: Home, name: str) -> bool:
    """Tell whether this is the first time that `name` is asked about in this home, and remember it."""
    path = home.root / "hints"
    try:
        if name in path.read_text(encoding="utf-8").split():
            return False
    except FileNotFoundError:
        pass
    private_folder(home.root)
    with os.fdopen(open_own(path, os.O_WRONLY | os.O_APPEND), "a", encoding="utf-8") as file:
        file.write(f"{name}\n")
    return True


def better_model(runtime: Runtime, machine: Machine | None = None) -> str:
    """Return one line on what a better model than the starter needs, and the command; empty where none is due.

    Due is it once in a home, where a starter is installed and set.
    """
    from models.catalogue.catalogue import load_catalogue
    from models.catalogue.installation import installed
    from models.machine import hardware
    from models.machine.choice import is_starter

    present = installed(runtime.home.models)
    entry = runtime.model_entry()
    if not is_starter(entry) or entry not in present or not first_time(runtime.home, BETTER_MODEL):
        return ""
    machine = machine or hardware.look()
    known = load_catalogue()
    best = hardware.recommend((*known, *(one for one in present if one not in known)), machine)
    small = f"{entry.title} is too small to be trusted and is asked only with --phrase"
    if best is None or is_starter(best):
        larger = next(one for one in known if one.role == "llm" and not is_starter(one))
        return (
            f"{small}, and this machine is too small for a better one: {larger.title} "
            f"takes {larger.memory / hardware.GB:.1f} GB of memory (see `homebody models list`)."
        )
    if best in present:
        return f"{small}; {best.title} is installed: `homebody models use {best.name}`."
    return (
        f"{small}; {best.title} runs well here and takes "
        f"{best.memory / hardware.GB:.1f} GB of memory and {best.download_bytes / 1e6:,.0f} MB to fetch: "
        f"`homebody models pull {best.name} --use`."
    )
