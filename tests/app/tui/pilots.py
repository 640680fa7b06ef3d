"""Driving the app: typing, waiting for what a thread brings, reading the screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import pytest
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from app.tui.application.app import HomebodyApp
from app.tui.ask.screen import MainScreen
from app.tui.ask.transcript.turn import TurnView
from app.tui.base.status_line import StatusLine
from tests.app.tui.fakes import FakeServices

NARROW = (80, 24)
WIDE = (200, 50)
SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "200x50"])
"""Each test once in a small terminal and once in a large one."""

AppPilot: TypeAlias = Pilot[Any]

_NAMES = {" ": "space", "/": "slash", "?": "question_mark", ".": "full_stop", "~": "tilde"}


async def type_text(pilot: AppPilot, text: str) -> None:
    await pilot.press(*(_NAMES.get(letter, letter) for letter in text))


async def until(pilot: AppPilot, happened: Callable[[], object], what: str = "it") -> None:
    """Let the app run until something has happened; fail after a minute, which only what never happens takes."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + 60
    while not happened():
        assert loop.time() < deadline, f"waited in vain for {what}: {text_of(pilot.app.screen)}"
        await pilot.pause()
    await pilot.pause()


def text_of(widget: Widget) -> str:
    """Return the text of what is shown inside a widget."""
    return "\n".join(str(child.content) for child in widget.query(Static) if child.display and str(child.content))


def on_main(pilot: AppPilot) -> bool:
    return pilot.app.screen is main_of(pilot)


def main_of(pilot: AppPilot) -> MainScreen:
    assert isinstance(pilot.app, HomebodyApp)
    return pilot.app.main


def entries(pilot: AppPilot) -> list[str]:
    return [str(option.prompt) for option in main_of(pilot).evidence.options]


def last_turn(pilot: AppPilot) -> TurnView:
    return main_of(pilot).transcript.turns[-1]


def ended(pilot: AppPilot) -> Callable[[], bool]:
    return lambda: bool(main_of(pilot).transcript.turns) and not last_turn(pilot).running


async def enter(pilot: AppPilot, text: str) -> None:
    main_of(pilot).box.put(text)
    await pilot.press("enter")


async def ask(pilot: AppPilot, question: str = "when is the cabin weekend?") -> None:
    await enter(pilot, question)
    await until(pilot, ended(pilot), "the answer")


def status_text(pilot: AppPilot) -> str:
    return str(main_of(pilot).query_one(StatusLine).render())


def is_warm(pilot: AppPilot) -> bool:
    line = main_of(pilot).status_line
    return line.status is not None and not line.loading_model and not line.work


@asynccontextmanager
async def opened(
    services: FakeServices, size: tuple[int, int] = NARROW, *, warm: bool = True
) -> AsyncIterator[AppPilot]:
    """Run the app until its home is read (and its models loaded, unless `warm` is False)."""
    app = HomebodyApp(services)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.main.status_line.status is not None or app.main._home_trouble, "the home")
        if warm and services.problem is None:
            await until(pilot, lambda: is_warm(pilot), "the models")
        yield pilot
        app.main.leave()
