"""Settings and the clock: the only reader of settings.toml and of $HOMEBODY_NOW."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from app.home.ownership import write_whole

DateOrder = Literal["", "dmy", "mdy", "ymd"]
"""In which order somebody writes a date in numbers; empty where nobody knows."""
ENGINES = ("", "llama.cpp", "mlc")
AHEAD = ("plugged", "always", "off")
EMBEDDER = "multilingual-e5-small-q4"
"""What a new home embeds with. One whose vectors are of another model keeps that until its owner chooses."""
DATES: tuple[DateOrder, ...] = ("", "dmy", "mdy", "ymd")
_MONTH_FIRST = frozenset("US PH PR GU FM MH PW VI AS UNITED_STATES PHILIPPINES".split())
_YEAR_FIRST = frozenset("CN JP KR TW HU LT MN CHINA JAPAN KOREA TAIWAN HUNGARY LITHUANIA MONGOLIA".split())
_TWO_WAYS = frozenset("CA ZA KE GH CANADA SOUTH_AFRICA KENYA GHANA".split())
"""Countries by how dates are written there in numbers; in the last both ways. In all others the day is first."""


NO_RERANKER = "none"
"""The setting by which hits stay in the order in which they were found."""


class SettingsProblem(Exception):
    """The settings file cannot be used; `str()` is one sentence that names it, `next_step` says what to do."""

    def __init__(self, sentence: str, next_step: str = "") -> None:
        super().__init__(sentence)
        self.next_step = next_step


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person can set. Every field has a default that works."""

    model: str = "smollm2-135m"
    """Catalogue name of the language model."""
    engine: str = ""
    """What runs the language model: "llama.cpp" or "mlc"; empty leaves it to the machine."""
    embedder: str = ""
    """Catalogue name of the embedding model; empty takes the one that everybody begins with."""
    reranker: str = ""
    """Catalogue name of the model that reads the best hits again and puts them in order; empty takes the reader that comes
    with homebody, "none" leaves them as found."""
    zone: str = ""
    """IANA name of the owner's time zone ("Europe/Berlin"); empty takes the machine's."""
    dates: str = ""
    """How the owner writes a date in numbers: "dmy" (31/10), "mdy" (10/31) or "ymd"; empty takes the system's way."""
    me: str = ""
    """The owner's display name in exports that do not say who exported them."""
    theme: str = ""
    """Theme of the terminal app; empty takes its default."""
    service_minutes: int = 20
    """How long the warm process stays after its last use; 0 never starts it."""
    ahead: str = "plugged"
    """When the idle warm process works ahead: "plugged" (not on battery), "always" or "off". It makes missing vectors, and
    summarizes ended exchanges (only with a model that is asked unbidden)."""

    @property
    def embedder_name(self) -> str:
        """Return the catalogue name of the embedding model, also where none was chosen."""
        return self.embedder or EMBEDDER


def load_settings(path: Path) -> Settings:
    """Read the settings file; an absent one gives the defaults. Raises SettingsProblem."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsProblem(
            f"The settings file {path} cannot be read: {error}.", "Correct it, or delete it."
        ) from error
    known = {field.name for field in fields(Settings)}
    for name, value in values.items():
        if name not in known:
            raise SettingsProblem(
                f"The settings file {path} has “{name}”, which is not a setting.",
                f"Known settings: {', '.join(sorted(known))}.",
            )
        wanted = type(getattr(Settings(), name))
        if type(value) is not wanted or (wanted is int and value < 0):
            needs = "text in quotes" if wanted is str else "a number, 0 or more"
            raise SettingsProblem(f"In {path}, “{name}” has to be {needs}.", "Correct it, or delete the line.")
    settings = Settings(**values)
    if settings.engine not in ENGINES:
        raise SettingsProblem(
            f"In {path}, “engine” is “{settings.engine}”.", 'Write "llama.cpp" or "mlc", or delete the line.'
        )
    if settings.ahead not in AHEAD:
        raise SettingsProblem(
            f"In {path}, “ahead” is “{settings.ahead}”.", 'Write "plugged", "always" or "off", or delete the line.'
        )
    if settings.dates not in DATES:
        raise SettingsProblem(
            f"In {path}, “dates” is “{settings.dates}”.", 'Write "dmy", "mdy" or "ymd", or delete the line.'
        )
    _zone(settings, path)
    return settings


def read_setting(name: str, typed: str) -> str | int:
    """Return the value of the setting `name` from what a person typed; empty is its default. Raises SettingsProblem."""
    default = getattr(Settings(), name)
    typed = " ".join(typed.split())
    if not typed:
        return cast(str | int, default)
    if isinstance(default, int):
        if not re.fullmatch(r"[0-9]{1,6}", typed):
            raise SettingsProblem(f"“{typed}” is not a number of minutes.", "Type a whole number; 0 is never.")
        return int(typed)
    if name == "zone":
        return _zone_name(typed)
    choices: tuple[str, ...] | None = {"engine": ENGINES, "ahead": AHEAD, "dates": DATES}.get(name)
    if choices and typed not in choices:
        raise SettingsProblem(f"“{typed}” is not one of the choices.", f"Choose {', '.join(filter(None, choices))}.")
    if not typed.isprintable():
        raise SettingsProblem("This has characters that cannot be seen.", "Type it by hand.")
    return typed


def _zone_name(typed: str) -> str:
    """Return the IANA name that was meant, in whatever case it was typed. Raises SettingsProblem."""
    import difflib

    names = {name.casefold(): name for name in zone_names()}
    wanted = typed.replace(" ", "_").casefold()
    if wanted in names:
        return names[wanted]
    places = [name for name in names if name.rpartition("/")[2] == wanted]
    near = places or difflib.get_close_matches(wanted, names, 1, 0.8)
    step = f"Did you mean {names[near[0]]}?" if near else 'Name one like "Europe/Berlin".'
    raise SettingsProblem(f"“{typed}” is not a known time zone.", step)


def zone_names() -> tuple[str, ...]:
    """Return the IANA names of all zones, in their order; reads them from the disk."""
    from zoneinfo import available_timezones

    return tuple(sorted(available_timezones()))


def change_settings(path: Path, **changes: str | int) -> Settings:
    """Change some settings in the file as it is now, whoever changed it last, and return them. Raises SettingsProblem."""
    return save_settings(path, load_settings(path), **changes)


def save_settings(path: Path, settings: Settings, **changes: str | int) -> Settings:
    """Write `settings` with `changes` and return the result; only what differs from the defaults is written."""
    import tomli_w

    changed = replace(settings, **cast(dict[str, Any], changes))
    defaults = asdict(Settings())
    values: dict[str, Any] = {name: value for name, value in asdict(changed).items() if value != defaults[name]}
    write_whole(path, tomli_w.dumps(values))
    return changed


def owner_zone(settings: Settings, path: Path) -> tuple[tzinfo, bool]:
    """Return the owner's zone, and whether it is a guess from the machine's settings. Raises SettingsProblem."""
    named = _zone(settings, path)
    if named is not None:
        return named, False
    import tzlocal

    return tzlocal.get_localzone(), True


def _zone(settings: Settings, path: Path) -> tzinfo | None:
    return named_zone(settings.zone, f"In {path}, ") if settings.zone else None


def named_zone(name: str, where: str = "") -> tzinfo:
    """Return the zone of an IANA name. Raises SettingsProblem."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise SettingsProblem(f"{where}“{name}” is not a known time zone.", 'Name one like "Europe/Berlin".') from error


def date_order(settings: Settings) -> DateOrder:
    """Return in which order the owner writes dates in numbers, empty where neither the settings nor the system say."""
    return cast(DateOrder, settings.dates) or order_of_locale(_locale())


def _locale() -> str:
    import locale

    named = (os.environ.get(name, "") for name in ("LC_ALL", "LC_TIME", "LANG"))
    return next(filter(None, named), "") or (locale.getlocale(locale.LC_CTYPE)[0] or "")


def order_of_locale(name: str) -> DateOrder:
    """Return the order of dates of a locale ("en_US.UTF-8", "English_United States"), empty where it names no country."""
    country = name.split(".", maxsplit=1)[0].split("@", maxsplit=1)[0].partition("_")[2].replace(" ", "_").upper()
    if not country or country in _TWO_WAYS:
        return ""
    return "mdy" if country in _MONTH_FIRST else "ymd" if country in _YEAR_FIRST else "dmy"


def now(zone: tzinfo) -> datetime:
    """Return the present moment in `zone`, or the one that $HOMEBODY_NOW fixes. Raises SettingsProblem."""
    return fixed_now(zone) or datetime.now(zone)


def fixed_now(zone: tzinfo) -> datetime | None:
    """Return the moment that $HOMEBODY_NOW fixes (ISO 8601), in `zone`, or None. Raises SettingsProblem."""
    return moment(os.environ.get("HOMEBODY_NOW", ""), zone)


def moment(fixed: str, zone: tzinfo) -> datetime | None:
    """Read what $HOMEBODY_NOW holds; None where it is empty. Raises SettingsProblem."""
    fixed = fixed.strip()
    if not fixed:
        return None
    try:
        fixed_at = datetime.fromisoformat(fixed)
    except ValueError as error:
        raise SettingsProblem(
            f"HOMEBODY_NOW is “{fixed}”, which is not an ISO 8601 time.", "Write it like 2026-11-12T20:30:00+01:00."
        ) from error
    return fixed_at.astimezone(zone) if fixed_at.tzinfo else fixed_at.replace(tzinfo=zone)


def passphrase() -> str:
    """Return the passphrase that $HOMEBODY_PASSPHRASE held when this process began, for scripts; or nothing."""
    from app.sealing import memory

    return memory.passphrase()


def debugging() -> bool:
    """Tell whether $HOMEBODY_DEBUG asks for tracebacks."""
    return os.environ.get("HOMEBODY_DEBUG", "") not in ("", "0")
