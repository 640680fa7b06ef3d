"""Pictures of the exports that were found, the picker and the sources in two sizes and two themes.

The folder that is shown is set up at a path that is the same on every machine, as far as it is shown.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.tui.application.app import HomebodyApp
from app.tui.base.mark_list import MarkList
from app.tui.picker.screen import PickerScreen
from app.tui.sources.exports import ExportsScreen
from index.types.records import Problem
from tests.app.tui.fakes import FakeLibrary, FakeServices
from tests.app.tui.pilots import NARROW, AppPilot, main_of, until
from tests.app.tui.test_snapshots import LARGE, Compare, ready, sources

NAMES = {
    "Telegram Desktop/ChatExport_2026-09-10/result.json": 40_000,
    "Photos/lake.jpg": 2_345_678,
    "takeout-20260910T120000Z-001.zip": 1_900_000_000,
    "WhatsApp Chat with Maya 🛶.zip": 81_234,
    "WhatsApp Chat \x1b[31m\u202egnp 東京 שלום.txt": 1_234,
    "signal-2026-09-10-12-00-00.backup": 90_000_000,
    "rent.pdf": 345_678,
    ".hidden": 1,
}


@pytest.fixture
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Downloads in a home of their own, which is shown as ~; no file is as large as it says."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, size in NAMES.items():
        path = tmp_path / "Downloads" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.truncate(size)
    return tmp_path / "Downloads"


both = pytest.mark.parametrize("theme", ["hearth", "daylight"])
sizes = pytest.mark.parametrize("size", [NARROW, LARGE], ids=["80x24", "200x50"])


@both
@sizes
def test_exports(size: tuple[int, int], theme: str, downloads: Path, snap_compare: Compare) -> None:
    async def run_before(pilot: AppPilot) -> None:
        await ready(pilot)
        await pilot.press("y")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportsScreen), "the exports")
        await pilot.press("down", "space")

    services = FakeServices(theme=theme, library=None, downloads=downloads)
    assert snap_compare(HomebodyApp(services), terminal_size=size, run_before=run_before)


@both
@sizes
def test_picker(size: tuple[int, int], theme: str, downloads: Path, snap_compare: Compare) -> None:
    async def run_before(pilot: AppPilot) -> None:
        await ready(pilot)
        main_of(pilot).app._folder = downloads  # type: ignore[attr-defined]
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickerScreen), "the picker")
        await until(pilot, lambda: pilot.app.screen.query_one(MarkList).count, "its entries")
        await pilot.press("end", "space", "up")

    assert snap_compare(HomebodyApp(FakeServices(theme=theme)), terminal_size=size, run_before=run_before)


@both
@sizes
def test_sources(size: tuple[int, int], theme: str, snap_compare: Compare) -> None:
    library = FakeLibrary()
    first, *rest = library.files
    hostile = Problem("a letter \x1b[31mno terminal\x1b[0m \u202etakes 東京 שלום", "line 1,204")
    library.files = (replace(first, problems=(hostile, *first.problems)), *rest)  # type: ignore[assignment]
    services = FakeServices(library, theme=theme)
    assert snap_compare(HomebodyApp(services), terminal_size=size, run_before=sources)
