"""What came of the last look at something that was added, as `sources` and the Sources screen say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.text.counts import counted

if TYPE_CHECKING:
    from index.types.listings import Looked


def in_full(looked: Looked) -> str:
    """Return what came of the last look in one sentence."""
    if looked.reason:
        return looked.reason
    parts = [counted(looked.added, "new record")] if looked.added else ["nothing new"]
    if looked.removed:
        parts.append(f"{looked.removed:,} gone")
    if looked.failed:
        parts.append(f"{counted(looked.failed, 'file')} could not be read")
    if looked.unchanged:
        parts.append(f"{counted(looked.unchanged, 'file')} unchanged")
    return f"{'stopped half way: ' if looked.stopped else ''}{', '.join(parts)}."
