"""Every error becomes one sentence, the next step, and details for who asks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, in one sentence; what to do about it; `details` names kinds and places, never message text."""

    sentence: str
    next_step: str = ""
    details: str = ""


def trouble_of(error: BaseException) -> Trouble:
    """Say what an exception means for a person."""
    from app.home.config import SettingsProblem
    from app.output.report import index_is_whole
    from index.errors import AmbiguousName, IndexProblem, StoreDamaged
    from models.errors import ModelProblem

    details = _chain(error)
    if isinstance(error, AmbiguousName):
        step = error.next_step or "Which one do you mean?"
        return Trouble(str(error), f"{step} {', '.join(error.candidates)}".strip(), details)
    if isinstance(error, IndexProblem | ModelProblem | SettingsProblem):
        return Trouble(str(error), error.next_step, details)
    if isinstance(error, OSError) and error.strerror:
        return Trouble(f"{error.strerror}{f': {error.filename}' if error.filename else ''}.", "", details)
    try:
        whole = index_is_whole()
    except StoreDamaged as damaged:
        return Trouble(str(damaged), damaged.next_step, details)
    return Trouble("This is a bug in homebody.", f"{whole}F3 has the details.", details)


def _chain(error: BaseException) -> str:
    from app.output.report import place_of

    lines = []
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__} at {place_of(seen)}")
        seen = seen.__cause__
    return "\ncaused by ".join(lines)


EMPTY = Trouble("There is nothing to ask yet.", "Add a chat export, a file or a folder first: /add PATH.")
