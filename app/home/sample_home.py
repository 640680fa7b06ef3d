"""The sample home: a made-up life to try homebody on, and what the demo asks of it."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from importlib import resources
from pathlib import Path

OWNER = "Alex Moreno"
ZONE = "Europe/Berlin"
NOW = datetime.fromisoformat("2026-11-12T20:30:00+01:00")
"""A Thursday evening, eight minutes after the last message."""

LAST_CHANGED = datetime.fromisoformat("2026-11-10T18:00:00+01:00")
"""When the notes and documents were last touched: a copy's own time would be after "now"."""

SEARCHES = ("peanut intolerance", "sickness")
"""None of these words stands anywhere in the sample home: what is found, is found by meaning."""

QUESTIONS = (
    "What time are we leaving on Friday?",
    "When is the cabin weekend?",
    "What is the wifi password at Haus Eisvogel?",
)
"""One whose answer was changed an hour ago, one whose answer was moved in October, and one with no answer anywhere."""


def write_sample_home(folder: Path) -> Path:
    """Copy the sample home's files into `folder`, which is made, and return it. Raises FileExistsError if it is there."""
    with resources.as_file(resources.files("app") / "sample_home") as home:
        shutil.copytree(home, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path in folder.rglob("*"):
        os.utime(path, (LAST_CHANGED.timestamp(),) * 2)
    return folder
