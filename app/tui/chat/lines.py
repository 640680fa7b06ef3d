"""The lines of a chat as something to show: days, who wrote, what they answer, reactions. Knows no widget."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

from app.text import wording
from app.tui.base import rendering
from app.tui.base.rendering import ACCENT, MUTED, shown_line

if TYPE_CHECKING:
    from index.types.listings import ExportRecord
    from index.types.records import Reaction
    from index.types.search import Hit

TOGETHER = timedelta(minutes=5)
"""Within this time a person's next message stands under the same name."""
QUOTED = 90
"""Characters of an answered message that its answer shows."""
NAMES = 3
"""Names behind a reaction; more are counted."""


def goes_on(before: ExportRecord | None, line: ExportRecord) -> bool:
    """Tell whether a message continues the one before it, by the same person, at nearly the same time."""
    if before is None or line.reply_to or not _is_said(before.hit) or not _is_said(line.hit):
        return False
    one, other = before.hit, line.hit
    if one.sender != other.sender or one.from_me != other.from_me or one.time is None or other.time is None:
        return False
    return one.time.date() == other.time.date() and timedelta(0) <= other.time - one.time <= TOGETHER


def new_day(before: ExportRecord | None, line: ExportRecord) -> str:
    """Return the day that begins with a line, empty where none does."""
    if line.hit.time is None:
        return ""
    last = before.hit.time if before is not None else None
    return wording.day(line.hit.time) if last is None or last.date() != line.hit.time.date() else ""


def block(
    before: ExportRecord | None,
    line: ExportRecord,
    answered: Mapping[str, Hit],
    *,
    words: re.Pattern[str] | None = None,
) -> Content:
    """Return a line of a chat under the one before it: its day, who and when, what it answers, its text, reactions."""
    parts: list[Content] = []
    if day := new_day(before, line):
        parts += [Content(""), Content.styled(f"── {day} ──", MUTED), Content("")]
    elif before is not None and not goes_on(before, line):
        parts.append(Content(""))
    text = Content(rendering.body(line.hit))
    if not _is_said(line.hit):
        parts.append(Content.styled(f"· {text.plain}", MUTED))
        return Content("\n").join(parts)
    if not goes_on(before, line):
        parts.append(_heading(line))
    elif line.edited:
        text = Content.assemble(text, (" edited", MUTED))
    if line.reply_to:
        parts.append(_quote(line.reply_to, answered.get(line.reply_to)))
    parts.append(text if words is None else text.highlight_regex(words, style=ACCENT))
    if line.hit.attachments and line.hit.text.strip():
        parts.append(Content.styled(f"[{', '.join(map(shown_line, line.hit.attachments))}]", MUTED))
    if line.reactions:
        parts.append(Content.styled("  ".join(map(_reaction, line.reactions)), MUTED))
    return Content("\n").join(parts)


def _is_said(hit: Hit) -> bool:
    return hit.message_kind not in ("system", "deleted")


def _heading(line: ExportRecord) -> Content:
    hit = line.hit
    time = f" {hit.time:%H:%M}" if hit.time else ""
    edited = " edited" if line.edited else ""
    style = "bold $secondary" if hit.from_me else "bold"
    return Content.assemble((rendering.who(hit), style), (f"{' (you)' if hit.from_me else ''}{time}{edited}", MUTED))


def _quote(public_id: str, hit: Hit | None) -> Content:
    said = f"{rendering.who(hit)}: {shown_line(rendering.body(hit, QUOTED))}" if hit else "a message that is not here"
    return Content.styled(f"↳ {said}", MUTED).stylize(Style.from_meta({"goto": public_id}))


def _reaction(reaction: Reaction) -> str:
    people = [shown_line(name) for name in reaction.by]
    names = ", ".join(people[:NAMES]) + (f" and {len(people) - NAMES} more" if len(people) > NAMES else "")
    return f"{shown_line(reaction.emoji)} {names}".rstrip()
