"""The settings, gathered for their screen, and changed. Runs in threads; knows no widget."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from app.text.wording import counted
from app.tui.base import themes
from app.tui.base.problem_report import trouble_of
from app.tui.base.rendering import shown_path
from app.tui.settings import messages
from app.tui.settings.lines import EFFECTS, shown_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from app.home.config import Settings
    from app.tui.services import Services
    from index.types.listings import PersonInfo

PEOPLE_OFFERED = 200
"""Of an index with more, those who wrote most are offered."""


def read(services: Services, theme: str, known_themes: Iterable[str]) -> messages.SettingsRead:
    """Read the settings from the file, and what can be chosen for each; `theme` is the one that is shown."""
    try:
        preferences = services.preferences()
        settings = preferences.read()
        choices = _choices(services, known_themes)
    except Exception as error:  # noqa: BLE001  the boundary of a thread: every error becomes a sentence on the screen
        return messages.SettingsRead(None, trouble=trouble_of(error))
    return messages.SettingsRead(values(settings, theme), choices, shown_path(Path(preferences.path)))


def values(settings: Settings, theme: str = "") -> dict[str, str]:
    """Return each setting as text, as it is typed; `theme` stands for none."""
    from dataclasses import asdict

    return {name: str(value) for name, value in (asdict(settings) | {"theme": settings.theme or theme}).items()}


def _choices(services: Services, known_themes: Iterable[str]) -> Mapping[str, Sequence[messages.SettingOption]]:
    from app.home.config import DATES, NO_RERANKER, zone_names

    preferences = services.preferences()
    own = [theme.name for theme in themes.THEMES]
    others = sorted(set(known_themes) - set(own))
    rerankers = [
        messages.SettingOption(
            one.name, one.name, "installed" if one.installed else f"not installed: homebody models pull {one.name}"
        )
        for one in preferences.rerankers()
    ]
    return {
        "theme": [messages.SettingOption(name, name, themes.SAID.get(name, "")) for name in (*own, *others)],
        "zone": [
            messages.SettingOption("", shown_value("zone", ""), ""),
            *(messages.SettingOption(name, name) for name in zone_names()),
        ],
        "dates": [messages.SettingOption(order, shown_value("dates", order)) for order in DATES],
        "me": [messages.SettingOption("", shown_value("me", "")), *map(_person, preferences.people()[:PEOPLE_OFFERED])],
        "service_minutes": [
            messages.SettingOption(
                "0", shown_value("service_minutes", "0"), "every command loads what it needs itself"
            ),
            *(
                messages.SettingOption(minutes, shown_value("service_minutes", minutes))
                for minutes in ("5", "20", "60", "480")
            ),
        ],
        "ahead": [
            messages.SettingOption("plugged", shown_value("ahead", "plugged"), "not on battery"),
            messages.SettingOption("always", shown_value("ahead", "always"), "on battery too"),
            messages.SettingOption("off", shown_value("ahead", "off"), "work is done when it is asked for"),
        ],
        "engine": [
            messages.SettingOption("", shown_value("engine", ""), "mlc where there is a graphics card for it"),
            messages.SettingOption("llama.cpp", "llama.cpp", "runs everywhere"),
            messages.SettingOption("mlc", "mlc", "Metal, Vulkan and CUDA; has to be installed"),
        ],
        "reranker": [
            messages.SettingOption("", shown_value("reranker", ""), "comes with homebody"),
            messages.SettingOption(NO_RERANKER, NO_RERANKER, "hits stay in the order they are found in"),
            *rerankers,
        ],
    }


def _person(person: PersonInfo) -> messages.SettingOption:
    from app.text.sanitize import clean_line

    you = "you · " if person.is_me else ""
    chats = f" in {person.chats[0]}" if len(person.chats) == 1 else f" in {len(person.chats):,} chats"
    hint = f"{you}{counted(person.messages, 'message')}{chats}"
    return messages.SettingOption(clean_line(person.name), clean_line(person.name), clean_line(hint), person.id)


_saving = Lock()


def step(services: Services, name: str, value: str, outdated: Callable[[], bool]) -> messages.SettingChanged | None:
    """Change a setting as `change`; None when the next step came first. The last one is saved last."""
    with _saving:
        return None if outdated() else change(services, name, value)


def change(services: Services, name: str, typed: str, person: int | None = None) -> messages.SettingChanged:
    """Change a setting to what was typed or chosen; for the owner's name find out whom of the index it may mean."""
    try:
        preferences = services.preferences()
        people = preferences.people() if name == "me" else ()
        settings = preferences.change(name, _as_written(people, typed))
        asks = _meant(people, settings.me, person) if settings.me else None
    except Exception as error:  # noqa: BLE001  as above
        return messages.SettingChanged(name, {}, trouble=trouble_of(error))
    now = values(settings)
    said = f"Saved: {shown_value(name, now[name])}. {EFFECTS[name](preferences.warm)}"
    return messages.SettingChanged(name, now, said, asks)


def _as_written(people: Sequence[PersonInfo], typed: str) -> str:
    """Return a typed name in the letters in which the index has it, so that exports are read with the same."""
    wanted = typed.strip().casefold()
    found = {person.name for person in people if person.name.casefold() == wanted}
    return found.pop() if len(found) == 1 else typed


def _meant(people: Sequence[PersonInfo], name: str, chosen: int | None) -> PersonInfo | None:
    """Return the one person that is meant, where that is plain and they are not the owner yet."""
    found = [one for one in people if one.id == chosen] or [
        one for one in people if one.name.casefold() == name.casefold()
    ]
    return found[0] if len(found) == 1 and not found[0].is_me else None


def be_me(services: Services, person: int) -> messages.OwnerKnown:
    """Make a person of the index the owner."""
    try:
        return messages.OwnerKnown(services.preferences().be_me(person))
    except Exception as error:  # noqa: BLE001  as above
        return messages.OwnerKnown("", trouble_of(error))
