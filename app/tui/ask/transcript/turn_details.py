"""What is behind a turn: how it was read, what was dropped and why, what an error was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from app.text import wording
from app.tui.base import rendering
from app.tui.base.rendering import ACCENT, MUTED
from app.tui.dialogs.details import of_trouble

if TYPE_CHECKING:
    from app.tui.ask.transcript.turn import TurnView
    from app.tui.base.messages import Outcome


def of_turn(turn: TurnView) -> Content:
    """Return everything a turn knows about itself."""
    blocks = [_block("Asked", turn.asked)]
    if turn.plan:
        blocks.append(_block("Read as", turn.plan))
    if turn.outcome is not None:
        blocks += _of_outcome(turn.outcome)
    if turn.trouble is not None:
        blocks.append(of_trouble(turn.trouble))
    if turn.notes:
        blocks.append(_block("Files", "\n".join(turn.notes)))
    return Content("\n\n").join(blocks)


def _of_outcome(outcome: Outcome) -> list[Content]:
    blocks = []
    if outcome.dropped:
        lines = [Content.styled("Dropped: the model wrote this, but the messages do not bear it out", ACCENT)]
        for dropped in outcome.dropped:
            lines.append(Content.assemble(("✗ ", "$text-error"), (rendering.shown(dropped.text), "strike")))
            lines.append(Content.styled(f"  {rendering.shown(dropped.reason)}", MUTED))
        blocks.append(Content("\n").join(lines))
    else:
        blocks.append(_block("Dropped", "nothing"))
    if outcome.read:
        blocks.append(_block("Read", outcome.read))
    if outcome.note:
        blocks.append(_block("Note", outcome.note))
    blocks.append(_block("Model", outcome.model or "none was used"))
    if outcome.timings:
        times = "  ".join(f"{_spoken(name)} {wording.seconds(value)}" for name, value in outcome.timings.items())
        blocks.append(_block("Time", times))
    return blocks


def _spoken(timing: str) -> str:
    return timing.removesuffix("_s").replace("_", " ")


def _block(title: str, text: str) -> Content:
    return Content.assemble((title, ACCENT), "\n", rendering.shown(text))
