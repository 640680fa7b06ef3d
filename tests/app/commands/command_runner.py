"""Commands run in this process, on a home of their own, without the seal and without models."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

CHAT = """12/03/2024, 09:15 - Maya: Shall we book the cabin?
12/03/2024, 09:16 - Tom: Yes, the one by the lake
13/03/2024, 18:02 - Maya: ok
"""


@dataclass
class Shell:
    """Runs `homebody` lines."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    err: str = ""

    def __call__(self, *arguments: str) -> tuple[int, str]:
        """Run a command; return its exit code and what it wrote to stdout. `err` holds the narration."""
        self.capture.readouterr()
        code = main(list(arguments))
        out, self.err = self.capture.readouterr()
        return code, out

    def json(self, *arguments: str) -> Any:
        """Run a command with --json and return what it printed."""
        _, out = self(*arguments, "--json")
        return json.loads(out)

    def write(self, name: str, text: str) -> Path:
        """Write a file into the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path
