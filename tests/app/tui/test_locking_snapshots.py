"""Pictures of the screen that asks for the passphrase, in two sizes and two themes, compared with the accepted ones."""

from __future__ import annotations

import pytest

from app.tui.application.app import HomebodyApp
from tests.app.tui.fakes import FakeLocking, FakeServices
from tests.app.tui.passphrase.test_passphrase import KEY, WRONG, asks, enter, note
from tests.app.tui.pilots import NARROW, AppPilot, type_text, until
from tests.app.tui.test_snapshots import LARGE, Compare


@pytest.mark.parametrize("theme", ["hearth", "daylight"])
@pytest.mark.parametrize("size", [NARROW, LARGE], ids=["80x24", "200x50"])
@pytest.mark.parametrize("shot", ["asked", "refused"])
def test_picture(shot: str, size: tuple[int, int], theme: str, snap_compare: Compare) -> None:
    async def run_before(pilot: AppPilot) -> None:
        await until(pilot, lambda: asks(pilot) and services.lock.done, "the passphrase screen")
        if shot == "refused":
            await enter(pilot, WRONG)
            await until(pilot, lambda: "does not open" in note(pilot), "the refusal")
            await type_text(pilot, KEY[:7])

    services = FakeServices(theme=theme, lock=FakeLocking(KEY, is_open=False))
    assert snap_compare(HomebodyApp(services), terminal_size=size, run_before=run_before)
