"""Pictures of the settings and of choosing one, in two sizes and two themes, compared with the accepted ones."""

from __future__ import annotations

import pytest

from app.home.config import Settings
from app.tui.application.app import HomebodyApp
from app.tui.settings.choice_dialog import Choose
from tests.app.tui.fakes import FakePreferences, FakeServices
from tests.app.tui.pilots import NARROW, AppPilot, until
from tests.app.tui.settings.test_settings import listed
from tests.app.tui.test_snapshots import LARGE, Compare, ready


@pytest.mark.parametrize("theme", ["hearth", "daylight"])
@pytest.mark.parametrize("size", [NARROW, LARGE], ids=["80x24", "200x50"])
@pytest.mark.parametrize("shot", ["settings", "owner"])
def test_picture(shot: str, size: tuple[int, int], theme: str, snap_compare: Compare) -> None:
    async def run_before(pilot: AppPilot) -> None:
        await ready(pilot)
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen.query("#settings") and listed(pilot), "the settings")
        if shot == "owner":
            await pilot.press("down", "down", "enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, Choose), "the choices")

    preferred = FakePreferences(Settings(theme=theme, zone="Europe/Berlin"))
    services = FakeServices(theme=theme, preferred=preferred)
    assert snap_compare(HomebodyApp(services), terminal_size=size, run_before=run_before)
