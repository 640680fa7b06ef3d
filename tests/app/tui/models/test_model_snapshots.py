"""Pictures of the models, as in test_snapshots."""

from __future__ import annotations

import pytest

from app.tui.application.app import HomebodyApp
from app.tui.dialogs.confirm import Confirm
from tests.app.tui.fake_models import FakeModels
from tests.app.tui.fakes import FakeServices
from tests.app.tui.models.test_models import models
from tests.app.tui.pilots import NARROW, AppPilot, until
from tests.app.tui.test_snapshots import LARGE, Compare, Prepare, ready


async def listed(pilot: AppPilot) -> None:
    await ready(pilot)
    await models(pilot)


async def asked(pilot: AppPilot) -> None:
    await ready(pilot)
    await models(pilot, "llama-3.2-1b")
    await pilot.press("p")
    await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))


SHOTS: dict[str, Prepare] = {"models": listed, "pull": asked}


@pytest.mark.parametrize("theme", ["hearth", "daylight"])
@pytest.mark.parametrize("size", [NARROW, LARGE], ids=["80x24", "200x50"])
@pytest.mark.parametrize("shot", SHOTS)
def test_picture(shot: str, size: tuple[int, int], theme: str, snap_compare: Compare) -> None:
    held = FakeModels(broken={"bge-base-en-v1.5"}, fetched={"llama-3.2-1b": 410_000_000})
    app = HomebodyApp(FakeServices(theme=theme, modelling=held))
    assert snap_compare(app, terminal_size=size, run_before=SHOTS[shot])
