"""Whether this machine runs on its battery."""

from __future__ import annotations

import sys
from pathlib import Path

SUPPLIES = Path("/sys/class/power_supply")


def on_battery(supplies: Path = SUPPLIES) -> bool:
    """Say whether the machine runs on its battery; where the platform does not tell by a file, take it that it does."""
    if not sys.platform.startswith("linux"):
        return True
    kinds = {path.parent: _read(path) for path in supplies.glob("*/type")}
    mains = [_read(folder / "online") for folder, kind in kinds.items() if kind in ("Mains", "USB")]
    batteries = [_read(folder / "status") for folder, kind in kinds.items() if kind == "Battery"]
    if "1" in mains or not batteries:
        return False
    return "Discharging" in batteries


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
