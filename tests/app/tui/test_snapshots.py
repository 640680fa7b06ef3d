"""Pictures of each screen in two sizes and two themes, compared with the accepted ones beside this file.

`pytest --snapshot-update` accepts new ones; look at them before you do.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

import pytest
from textual.app import App

from app.tui.application.app import HomebodyApp
from app.tui.chat.view import ChatView
from app.tui.search.preview import Preview
from tests.app.tui.fakes import FakeAssistant, FakeServices, cabin_summary, no_answer
from tests.app.tui.pilots import NARROW, AppPilot, ask, entries, is_warm, main_of, until

LARGE = (200, 50)


class Compare(Protocol):
    def __call__(
        self, app: App[None], *, terminal_size: tuple[int, int], run_before: Callable[[AppPilot], Awaitable[None]]
    ) -> bool: ...


async def ready(pilot: AppPilot) -> None:
    await until(pilot, lambda: is_warm(pilot), "the models")


async def asked(pilot: AppPilot) -> None:
    await ready(pilot)
    await ask(pilot)


async def searched(pilot: AppPilot) -> None:
    await ready(pilot)
    main_of(pilot).box.put("lake")
    await until(pilot, lambda: len(entries(pilot)) == 3)
    await until(pilot, lambda: "meaning" in str(main_of(pilot).evidence.border_title), "the search by meaning")
    if main_of(pilot).is_roomy:
        await until(pilot, lambda: str(main_of(pilot).query_one(Preview).render()), "the preview")


async def opened_message(pilot: AppPilot) -> None:
    await asked(pilot)
    await pilot.press("2")
    await until(pilot, lambda: pilot.app.screen.query(".-target"))
    await pilot.wait_for_scheduled_animations()
    await pilot.pause()


async def details(pilot: AppPilot) -> None:
    await asked(pilot)
    await pilot.press("f3")


async def help_page(pilot: AppPilot) -> None:
    await ready(pilot)
    await pilot.press("f1")


async def chat(pilot: AppPilot) -> None:
    await ready(pilot)
    await pilot.press("f2", "enter")
    await until(pilot, lambda: pilot.app.screen.query(ChatView))
    await until(pilot, lambda: pilot.app.screen.query_one(ChatView).top, "its lines")
    await pilot.press("slash", "l", "a", "k", "e", "enter")
    await until(pilot, lambda: pilot.app.screen.query_one("#chat-note").display)


async def sources(pilot: AppPilot) -> None:
    await ready(pilot)
    await pilot.press("f5")
    await until(pilot, lambda: pilot.app.screen.query("#sources"))
    await until(pilot, lambda: str(pilot.app.screen.query_one("#source-text").render()), "the text")


Prepare = Callable[[AppPilot], Awaitable[None]]

SHOTS: dict[str, tuple[Prepare, Callable[[str], FakeServices]]] = {
    "home": (ready, lambda theme: FakeServices(theme=theme)),
    "search": (searched, lambda theme: FakeServices(theme=theme)),
    "answer": (asked, lambda theme: FakeServices(theme=theme)),
    "message": (opened_message, lambda theme: FakeServices(theme=theme)),
    "chat": (chat, lambda theme: FakeServices(theme=theme)),
    "sources": (sources, lambda theme: FakeServices(theme=theme)),
    "details": (details, lambda theme: FakeServices(theme=theme)),
    "help": (help_page, lambda theme: FakeServices(theme=theme)),
    "empty": (ready, lambda theme: FakeServices(theme=theme, library=None)),
    "dont_know": (asked, lambda theme: FakeServices(theme=theme, answering=FakeAssistant(no_answer))),
    "summary": (asked, lambda theme: FakeServices(theme=theme, answering=FakeAssistant(cabin_summary))),
}


@pytest.mark.parametrize("theme", ["hearth", "daylight"])
@pytest.mark.parametrize("size", [NARROW, LARGE], ids=["80x24", "200x50"])
@pytest.mark.parametrize("shot", SHOTS)
def test_picture(shot: str, size: tuple[int, int], theme: str, snap_compare: Compare) -> None:
    run_before, services = SHOTS[shot]
    assert snap_compare(HomebodyApp(services(theme)), terminal_size=size, run_before=run_before)
