"""Pictures of the catch-up and conversation screens in two sizes and two themes, compared with the accepted ones."""

from __future__ import annotations

import pytest

from app.tui.application.app import HomebodyApp
from tests.app.tui.conversations.test_conversations import FakeConversations, FakeNews, open_with
from tests.app.tui.fakes import FakeServices
from tests.app.tui.pilots import NARROW, AppPilot
from tests.app.tui.test_snapshots import LARGE, Compare, ready


@pytest.mark.parametrize("theme", ["hearth", "daylight"])
@pytest.mark.parametrize("size", [NARROW, LARGE], ids=["80x24", "200x50"])
@pytest.mark.parametrize("key", ["f4", "f6"], ids=["catch_up", "conversations"])
def test_picture(key: str, size: tuple[int, int], theme: str, snap_compare: Compare) -> None:
    async def run_before(pilot: AppPilot) -> None:
        await ready(pilot)
        await open_with(pilot, key, 2)

    services = FakeServices(theme=theme, whats_new=FakeNews(), kept=FakeConversations())
    assert snap_compare(HomebodyApp(services), terminal_size=size, run_before=run_before)
