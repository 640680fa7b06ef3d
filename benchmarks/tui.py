"""Is the terminal app ever stuck? How long its event loop is held while the machine is busy underneath.

    .venv/bin/python benchmarks/tui.py [--messages 100000] [--models]

The real app over a real home, without a screen: a heartbeat in its loop is due every 5 ms, and how late it comes is how
long nothing could be painted or typed. Measured while the app opens (and loads its models), while somebody types a search
letter by letter, while a question is answered and 15 messages are summarized, and while another export is taken in. The aim
is never more than 50 ms, on a machine that does nothing else. As a measure of the machine, the whole screen is painted anew
at the end, which is Textual's work alone. First paint is in benchmarks/startup.py.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

BEAT_S = 0.005
AIM_MS = 50
YARDSTICK = "the whole screen painted anew"
REPAINTS = 20
QUESTION = "when does the meeting about the cabin begin?"
WORDS = (
    "the cabin meeting train dinner invoice tomorrow rope lake boots ticket garden moved late bring call paid".split()
)


def export(folder: Path, count: int, first: int = 1) -> Path:
    """Write a chat of `count` messages as Telegram does."""
    folder.mkdir()
    listed = [
        {
            "id": number,
            "type": "message",
            "date": "2026-03-01T12:00:00",
            "date_unixtime": str(1_700_000_000 + 60 * number),
            "from": ("Ada", "Ben", "Cem")[number % 3],
            "from_id": f"user{number % 3}",
            "text": " ".join(WORDS[(number * step) % len(WORDS)] for step in range(1, 3 + number % 9)) + f" {number}",
        }
        for number in range(first, first + count)
    ]
    path = folder / "result.json"
    head = {"name": f"Chat {folder.name}", "type": "personal_chat", "id": first}
    path.write_text(json.dumps({**head, "messages": listed}), encoding="utf-8")
    return path


class Heart:
    """Beats in the event loop and notes how late each beat came, in ms."""

    def __init__(self) -> None:
        self.late: list[float] = []

    async def beat(self) -> None:
        """Beat until cancelled."""
        while True:
            due = time.perf_counter() + BEAT_S
            await asyncio.sleep(BEAT_S)
            self.late.append(1000 * (time.perf_counter() - due))


@asynccontextmanager
async def watched(name: str, rows: list[tuple[str, list[float]]]) -> AsyncIterator[None]:
    """Let a heart beat meanwhile."""
    heart = Heart()
    beating = asyncio.create_task(heart.beat())
    try:
        yield
    finally:
        beating.cancel()
        rows.append((name, heart.late))


async def until(pilot: Any, happened: Callable[[], object]) -> None:  # noqa: ANN401  Textual's own, of any app
    """Let the app run until something has happened. Raises TimeoutError after five minutes."""
    async with asyncio.timeout(300):
        while not happened():
            await pilot.pause(0.02)


async def run(folder: Path, count: int) -> list[tuple[str, list[float]]]:
    """Open the app and do it all; return how late the beats were."""
    from app.runtime.runtime import Runtime
    from app.tui.application.app import HomebodyApp
    from app.tui_services.home import HomeServices

    runtime = Runtime.from_environment()
    for _ in runtime.add([export(folder / "first", count)]):
        pass
    more = export(folder / "second", max(count // 5, 1000), first=10_000_000)
    rows: list[tuple[str, list[float]]] = []
    app = HomebodyApp(HomeServices(runtime))
    async with app.run_test(size=(120, 40)) as pilot:
        main = app.main
        line = main.status_line

        async def done(asked: str) -> None:
            main.box.enter(asked)
            await until(pilot, lambda: main.transcript.turns and main.transcript.turns[-1].asked == asked)
            await until(pilot, lambda: not main.transcript.turns[-1].running)

        steps: dict[str, Callable[[], Awaitable[None]]] = {
            "opening, loading models": lambda: until(pilot, lambda: line.status and not line.loading_model),
            "typing a search": lambda: typed(pilot, "the cabin meeting tomorrow"),
            "answering": lambda: done(QUESTION),
            "summarizing": lambda: done("/summarize 15"),
            "taking in an export": lambda: done(f"/add {more}"),
        }
        for name, step in steps.items():
            async with watched(name, rows):
                await step()
        async with watched(YARDSTICK, rows):
            for _ in range(REPAINTS):
                for widget in main.query("*"):
                    widget.refresh(layout=True)
                await pilot.pause(0.05)
    runtime.close()
    return rows


async def typed(pilot: Any, text: str) -> None:  # noqa: ANN401  as above
    """Type letter by letter, as fast as a quick typist, and clear the box."""
    for letter in text:
        await pilot.press({" ": "space"}.get(letter, letter))
        await pilot.pause(0.06)
    await pilot.press("escape")


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument(
        "--models", action="store_true", help="with the installed models; filling the home takes far longer"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["HOMEBODY_HOME"] = str(Path(name) / "home")
        if not options.models:
            os.environ["HOMEBODY_MODELS"] = str(Path(name) / "models")
        rows = asyncio.run(run(Path(name), options.messages))
    print(f"{options.messages:,} messages\n{'':32}{'beats':>8}{'median ms':>11}{'99 %':>8}{'longest':>9}")
    for step, late in rows:
        high = statistics.quantiles(late, n=100)[98] if len(late) > 1 else late[0]
        print(f"{step:32}{len(late):8}{statistics.median(late):11.1f}{high:8.1f}{max(late):9.1f}")
    longest = {step: max(late) for step, late in rows}
    repaint = statistics.median(sorted(dict(rows)[YARDSTICK])[-REPAINTS:])
    worst = max(ms for step, ms in longest.items() if step != YARDSTICK)
    print(
        f"held for at most {worst:.0f} ms (aim: {AIM_MS}); a whole repaint takes {repaint:.0f}: ×{worst / repaint:.1f}"
    )


if __name__ == "__main__":
    main()
