"""The live line of progress, drawn by rich. Imported only when stderr is a terminal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from app.terminal import cursor_hidden

_WHOLE = 1_000_000
"""Steps of a bar that goes by share."""


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.fields.get("rate") or task.finished_speed or task.speed
        unit = str(task.fields.get("unit") or "")
        return Text(f"{speed:,.0f} {unit}/s".strip() if speed and unit else "", style="dim")


class Live:
    """The line of progress; fits app.report.Progress."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task: TaskID | None = None
        self._what = ""
        self._began = 0.0

    def show(self, what: str, done: int, total: int | None, *, unit: str = "", share: float | None = None) -> None:
        """Say what is going on and how far it is."""
        if what != self._what or self._task is None:
            if self._task is not None:
                self._bars.remove_task(self._task)
            self._task = self._bars.add_task("", total=total, unit=unit, what=what, count="", rate=None)
            self._what = what
            self._began = time.monotonic()
        count = f"{done:,}/{total:,}" if total else f"{done:,}" if done else ""
        if share is None:
            self._bars.update(self._task, completed=done, total=total, count=count)
            return
        rate = done / max(time.monotonic() - self._began, 0.001)
        self._bars.update(self._task, completed=share * _WHOLE, total=_WHOLE, count=count, rate=rate)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Take the line away meanwhile, and show it again unless that failed."""
        self._bars.stop()
        yield
        self._bars.start()


@contextmanager
def live() -> Iterator[Live]:
    """Yield a live progress line on stderr that vanishes at the end."""
    bars = Progress(
        TextColumn("{task.fields[what]}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[count]} {task.fields[unit]}", markup=False),
        _Rate(),
        TimeRemainingColumn(compact=True),
        console=Console(stderr=True),
        transient=True,
    )
    with cursor_hidden(), bars:
        yield Live(bars)
