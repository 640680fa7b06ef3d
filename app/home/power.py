"""Whether this machine runs on its battery."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

SUPPLIES = Path("/sys/class/power_supply")
_ASKED_WITHIN = 5
"""Seconds that macOS gets to tell."""


def on_battery(supplies: Path = SUPPLIES) -> bool:
    """Say whether the machine runs on its battery; where the platform does not tell, take it that it does."""
    platform: str = sys.platform  # as text: a type checker takes it for the one that it runs on
    if platform.startswith("linux"):
        return _discharging(supplies)
    if platform == "darwin":
        return _told_by_pmset()
    return platform != "win32" or _told_by_windows()


def _discharging(supplies: Path) -> bool:
    kinds = {path.parent: _read(path) for path in supplies.glob("*/type")}
    mains = [_read(folder / "online") for folder, kind in kinds.items() if kind in ("Mains", "USB")]
    batteries = [_read(folder / "status") for folder, kind in kinds.items() if kind == "Battery"]
    if "1" in mains or not batteries:
        return False
    return "Discharging" in batteries


def _told_by_pmset(command: str = "/usr/bin/pmset") -> bool:
    """Ask macOS: the first line is "Now drawing from 'AC Power'", or 'Battery Power', on machines without battery too."""
    try:
        told = subprocess.run(
            [command, "-g", "batt"], capture_output=True, text=True, check=True, timeout=_ASKED_WITHIN
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return True
    return "'AC Power'" not in told


class PowerStatus(ctypes.Structure):
    """SYSTEM_POWER_STATUS; the line is 0 on battery, 1 on mains, 255 where Windows does not know."""

    _fields_ = (
        ("line", ctypes.c_ubyte),
        ("battery", ctypes.c_ubyte),
        ("percent", ctypes.c_ubyte),
        ("saver", ctypes.c_ubyte),
        ("seconds_left", ctypes.c_uint32),
        ("seconds_full", ctypes.c_uint32),
    )


def _told_by_windows() -> bool:
    status = PowerStatus()
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  there on Windows alone
    if not kernel.GetSystemPowerStatus(ctypes.byref(status)):
        return True
    return bool(status.line != 1)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
