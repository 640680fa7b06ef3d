"""The line at the top: sealed by what, which model, how much is indexed, what goes on."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from app.text.wording import counted
from app.tui.base import rendering
from app.tui.base.rendering import ACCENT, MUTED
from app.tui.services import Status

LEAST_WORK = 24
"""Columns that work in progress gets before the rest is shortened for it."""


def fitted(status: Status | None, model: str, work: str, width: int) -> Content:
    """Return the status line for a width: what matters least is shortened first, work goes to the right.

    `model` is what to say of the model while it loads, empty for its name.
    """
    work = rendering.shown_line(work)
    wanted = min(len(work), LEAST_WORK) + 2 if work else 0
    left = _left(status, model, 0)
    for brief in (1, 2):
        if left.cell_length + wanted <= width:
            break
        left = _left(status, model, brief)
    left = left.truncate(width, ellipsis=True)
    room = max(0, width - left.cell_length - 2)
    right = Content.styled(work, ACCENT).truncate(room, ellipsis=True) if work and room else Content("")
    return Content.assemble(left, " " * (width - left.cell_length - right.cell_length), right)


def _left(status: Status | None, model: str, brief: int) -> Content:
    parts = [Content.styled("homebody", ACCENT)] if brief < 2 else []
    if status is None:
        return Content("  ").join([*parts, Content.styled("opening …", MUTED)])
    if status.sealed_by:
        by = status.sealed_by if brief else f"sealed by {status.sealed_by}"
        parts.append(Content.assemble(("● ", "$text-success"), by))
    else:
        parts.append(Content.assemble(("○ ", "$text-warning"), ("not sealed", "$text-warning")))
    parts.append(Content(rendering.shown_line(model or status.model or "no model")))
    if brief < 2:
        size = counted(status.messages, "message")
        parts.append(Content.styled(f"{size}, {counted(status.files, 'file')}", MUTED))
    return Content("  ").join(parts)


class StatusLine(Widget):
    """One line, always there."""

    status: reactive[Status | None] = reactive(None)
    loading_model: reactive[bool] = reactive(False)
    work: reactive[str] = reactive("")

    def render(self) -> RenderResult:
        """Fit what is known into the width there is."""
        model = f"{self.status.model} loading …" if self.loading_model and self.status and self.status.model else ""
        return fitted(self.status, model, self.work, self.size.width)
