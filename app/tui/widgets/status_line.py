"""The line at the top: sealed by what, which model, how much is indexed, what goes on."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from app.sanitize import clean_line
from app.tui import phrases
from app.tui.content import ACCENT, MUTED
from app.tui.services import Status


def fitted(status: Status | None, model: str, work: str, width: int) -> Content:
    """Return the status line for a width: what matters least is shortened first, work goes to the right.

    `model` is what to say of the model while it loads, empty for its name.
    """
    work = clean_line(work)
    for brief in range(3):
        left = _left(status, model, brief)
        room = width - left.cell_length - 2
        if not work or room >= min(len(work), 24) or brief == 2:
            break
    right = Content.styled(work, ACCENT).truncate(max(room, 0), ellipsis=True) if work else Content("")
    return Content.assemble(
        left.truncate(width, ellipsis=True), " " * max(1, width - left.cell_length - right.cell_length), right
    )


def _left(status: Status | None, model: str, brief: int) -> Content:
    parts = [Content.styled("homebody", ACCENT)] if brief < 2 else []
    if status is None:
        return Content("  ").join([*parts, Content.styled("opening …", MUTED)])
    if status.sealed_by:
        by = status.sealed_by if brief else f"sealed by {status.sealed_by}"
        parts.append(Content.assemble(("● ", "$text-success"), by))
    else:
        parts.append(Content.assemble(("○ ", "$text-warning"), ("not sealed", "$text-warning")))
    parts.append(Content(clean_line(model or status.model or "no model")))
    if brief < 2:
        size = phrases.count(status.messages, "message")
        parts.append(Content.styled(f"{size}, {phrases.count(status.files, 'file')}", MUTED))
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
