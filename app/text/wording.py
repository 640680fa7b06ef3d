"""Numbers, sizes, times and outcomes of work in words, the same wherever a person reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from index.types.events import IngestDone
    from index.types.listings import ScanResult

PAUSED = "paused: F8 resumes"
"""What work that waits is said to do."""


def counted(number: int, thing: str, things: str = "") -> str:
    """Return "1 message", "2,310 messages"."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def moment(time: datetime) -> str:
    """Return "12 Sep 2026 19:04"."""
    return f"{time.day} {time:%b %Y} {time:%H:%M}"


def day(time: datetime) -> str:
    """Return "Saturday, 12 September 2026"."""
    return f"{time:%A}, {time.day} {time:%B %Y}"


def seconds(value: float) -> str:
    """Return "0.8 s", "12 s", "3:05 min", "2:10 h"."""
    if value < 9.95:
        return f"{value:.1f} s"
    whole = round(value)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes}:{rest:02} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02} h"


def size(value: int) -> str:
    """Return "0 B", "12 kB", "3.4 MB", "120 GB" for bytes."""
    power = min((len(str(value)) - 1) // 3, 4)
    number = value / 1000**power
    digits = 1 if power > 1 and number < 9.95 else 0
    return f"{number:,.{digits}f} {('B', 'kB', 'MB', 'GB', 'TB')[power]}"


def progress(what: str, done: int, total: int, unit: str = "", rate: float = 0.0, left_s: float | None = None) -> str:
    """Return "reading chat.txt · 1,200 of 3,400 records · 310/s · 7 s left", without what is unknown."""
    parts = [what]
    if total or done:
        parts.append(f"{done:,} of {total:,} {unit}".strip() if total else f"{done:,} {unit}".strip())
    if rate >= 0.5:
        parts.append(f"{rate:,.0f}/s")
    if left_s is not None and left_s >= 1:
        parts.append(f"{seconds(left_s)} left")
    return " · ".join(parts)


def listed(first: str, *others: tuple[int, str]) -> str:
    """Return "310 new, 2 known": the first part, and those of the others whose number is not 0."""
    return ", ".join([first, *(part for number, part in others if number)])


def totals(done: IngestDone) -> str:
    """Return the end of an `add` in one line."""
    parts = listed(
        f"{counted(done.added, 'new record')} from {counted(done.files, 'file')}",
        (done.known, f"{done.known:,} known already"),
        (done.removed, f"{done.removed:,} gone from the file"),
        (done.unchanged, f"{counted(done.unchanged, 'file')} unchanged"),
        (done.failed, f"{counted(done.failed, 'file')} could not be read"),
        (done.problems, counted(done.problems, "problem")),
        (done.left_out, f"{done.left_out:,} left out on purpose"),
    )
    return f"{parts}."


def in_full(looked: ScanResult) -> str:
    """Return what came of the last look in one sentence."""
    if looked.reason:
        return looked.reason
    parts = listed(
        counted(looked.added, "new record") if looked.added else "nothing new",
        (looked.removed, f"{looked.removed:,} gone"),
        (looked.failed, f"{counted(looked.failed, 'file')} could not be read"),
        (looked.unchanged, f"{counted(looked.unchanged, 'file')} unchanged"),
    )
    return f"{'stopped half way: ' if looked.stopped else ''}{parts}."
