"""Make the pictures in docs/pictures: the real terminal app on the sample home, with the real models.

    .venv/bin/python benchmarks/pictures.py

Needs the two starter models (`homebody models pull`). Writes an SVG a scene.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.broker.client import Broker
    from app.tui.application.app import HomebodyApp

HERE = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SIZE = (110, 32)


async def until(pilot: Any, happened: Callable[[], object]) -> None:  # noqa: ANN401  Textual's own, of any app
    """Let the app run until something has happened. Raises TimeoutError after five minutes."""
    async with asyncio.timeout(300):
        while not happened():
            await pilot.pause(0.05)


async def asked(app: HomebodyApp, pilot: Any, what: str) -> None:  # noqa: ANN401  as above
    """Ask and wait for the end of the turn."""
    app.main.box.enter(what)
    await until(pilot, lambda: app.main.transcript.turns and app.main.transcript.turns[-1].asked == what)
    await until(pilot, lambda: not app.main.transcript.turns[-1].running)


async def make(broker: Broker) -> None:
    """Fill a home with the sample and take a picture of each scene."""
    from textual.widgets import OptionList

    from app.home.config import Settings, save_settings
    from app.home.sample_home import OWNER, ZONE, write_sample_home
    from app.runtime.runtime import Runtime
    from app.tui.application.app import HomebodyApp
    from app.tui_services.home import HomeServices

    runtime = Runtime.from_environment()
    save_settings(runtime.home.settings, Settings(zone=ZONE, me=OWNER))
    runtime = Runtime.from_environment()
    for _ in runtime.add([write_sample_home(runtime.home.root / "files")]):
        pass
    app = HomebodyApp(HomeServices(runtime, broker))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.main.status_line.status and not app.main.status_line.loading_model)

        async def search() -> None:
            app.main.box.put("peanut intolerance")
            await until(pilot, lambda: "meaning" in str(app.main.evidence.border_title))

        async def models() -> None:
            await pilot.press("escape", "escape", "f7")
            await until(pilot, lambda: app.screen is not app.main)
            await until(pilot, lambda: app.screen.query_one(OptionList).option_count)

        scenes: dict[str, Callable[[], Awaitable[None]]] = {
            "ask": lambda: asked(app, pilot, "When is the cabin weekend?"),
            "summarize": lambda: asked(app, pilot, "/summarize 15"),
            "search": search,
            "models": models,
        }
        for name, scene in scenes.items():
            await scene()
            await pilot.pause()
            (HERE / f"{name}.svg").write_text(app.export_screenshot(title="homebody"), encoding="utf-8")
    runtime.close()


if __name__ == "__main__":
    from app.broker.client import Broker
    from app.home.paths import default_home
    from app.home.sample_home import NOW
    from app.sealing.seal import seal

    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"HOMEBODY_HOME": home, "HOMEBODY_NOW": NOW.isoformat()}
        broker = Broker.start(default_home())
        seal()
        asyncio.run(make(broker))
        broker.close()
