"""A home with one chat in it, for the tests of the service."""

from __future__ import annotations

from pathlib import Path

from app.home.config import Settings
from app.home.paths import Home
from app.runtime.runtime import Runtime

CHAT = "".join(f"12/11/2026, 19:{minute} - {who}: {text}\n" for minute, who, text in [
    (41, "Maya", "the key is under the red pot"), (43, "Tom", "thanks, I'll be there at 16:30"), (45, "Maya", "bring wood"),
])  # fmt: skip
SETTINGS = Settings(zone="Europe/Berlin")


def filled_home(folder: Path) -> Home:
    """Make a home in a folder, and take the chat in."""
    home = Home(folder / "home", folder / "models")
    export = folder / "WhatsApp Chat with Maya.txt"
    export.write_text(CHAT)
    with Runtime(home, SETTINGS, use_service=False) as runtime:
        list(runtime.add([export]))
    return home
