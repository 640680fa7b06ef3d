"""Settings as something to show: what each is called, what it does, and when a change takes effect. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.content import Content

from app.tui.base.rendering import ACCENT, MUTED, fit, shown_line

LABEL_CELLS = 17


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting: its name in the file, what it is called, what it does, and whether a value can be typed."""

    name: str
    label: str
    what: str
    typed: str = ""
    """What the box for typing says while it is empty; no box where there is nothing to type."""


ROWS = (
    SettingRow("theme", "Theme", "Dark, light, high contrast, or the terminal's own colours."),
    SettingRow(
        "zone", "Time zone", "Where you live: days, “yesterday”, times without a zone.", "Type a city or Europe/Berlin"
    ),
    SettingRow("dates", "Dates", "How you write a date in numbers: 31/10 or 10/31."),
    SettingRow(
        "me", "Who am I", "Your name in exports that do not say whose they are.", "Type your name as the chats have it"
    ),
    SettingRow(
        "service_minutes", "Keep warm", "How long the models stay loaded after their last use.", "Minutes; 0 is never"
    ),
    SettingRow("ahead", "Idle work", "Learns and summarizes ahead while nobody asks anything."),
    SettingRow("engine", "Engine", "What runs the language model."),
    SettingRow("reranker", "Reranker", "A model that reads the best hits again and puts them in order."),
)
"""In the order in which they are listed."""

_NO_VALUE = {
    "zone": "the machine's own",
    "dates": "the system's way",
    "me": "not set",
    "engine": "what fits this machine",
    "reranker": "the reader",
    "theme": "its own",
}
_DATES = {"dmy": "31/10/2026", "mdy": "10/31/2026", "ymd": "2026/10/31"}
_SAID = {"plugged": "while plugged in", "always": "always", "off": "off"}


def shown_value(name: str, value: str) -> str:
    """Return a setting's value in words."""
    if not value:
        return _NO_VALUE.get(name, "")
    if name == "service_minutes":
        return "never" if value == "0" else f"{value} minute{'' if value == '1' else 's'}"
    if name == "dates":
        return _DATES.get(value, value)
    return _SAID.get(value, value) if name == "ahead" else shown_line(value)


AT_QUESTION = "Takes effect with the next question."
AT_START = "Takes effect at the next start."


def _with_answers(warm: bool) -> str:
    return AT_QUESTION if warm else AT_START


EFFECTS: dict[str, Callable[[bool], str]] = {
    "theme": lambda _: "Takes effect at once.",
    "zone": lambda warm: (
        "Takes effect for answers with the next question, for lists at the next start." if warm else AT_START
    ),
    "dates": _with_answers,
    "me": lambda _: "Takes effect for what is added from now on; a sync reads the rest again.",
    "service_minutes": lambda warm: (
        AT_QUESTION if warm else "Questions load the models in this app, which takes a moment."
    ),
    "ahead": lambda warm: AT_QUESTION if warm else "Nothing is kept warm, so nothing can work while idle.",
    "engine": _with_answers,
    "reranker": _with_answers,
}
"""When a change takes effect, by the setting; whether the warm process answers makes a difference."""


def entry(row: SettingRow, value: str, room: int) -> Content:
    """Return a setting as an entry of the list, in lines of at most `room` cells."""
    shown = fit(shown_value(row.name, value), max(room - LABEL_CELLS, 8))
    return Content.assemble(
        (row.label.ljust(LABEL_CELLS), "bold"), (shown, ACCENT), "\n", (fit(f"  {row.what}", room), MUTED)
    )
