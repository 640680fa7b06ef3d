"""Sources as something to show. Knows no widget."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual.content import Content

from app.tui import phrases
from app.tui.content import ACCENT, MUTED, shown_line

if TYPE_CHECKING:
    from app.tui.source_feed import Root
    from index.types import Forgotten, SourceInfo

PROBLEMS_TOLD = 40
"""Problems of one file that are listed at most; the rest is counted."""


def entry(root: Root) -> Content:
    """Return a root as an entry of the list: its name, and what it brought."""
    name = shown_line(os.path.basename(root.path.rstrip("/\\")) or root.path)  # noqa: PTH119  may be another system's path
    flaws: tuple[str, str] | str = ""
    if root.unfinished:
        flaws = (f" · {phrases.count(root.unfinished, 'file')} not finished", "$text-error")
    elif root.problems:
        flaws = (f" · {phrases.count(root.problems, 'problem')}", "$text-warning")
    return Content.assemble((name, "bold"), "\n", (_held(root.messages, root.passages), MUTED), flaws, "\n")


def _held(messages: int, passages: int) -> str:
    parts = [phrases.count(messages, "message")] if messages or not passages else []
    if passages:
        parts.append(phrases.count(passages, "passage"))
    return ", ".join(parts)


def details(root: Root) -> Content:
    """Return all there is to say of a root: where it is, when it was read, its files and their problems."""
    read = phrases.moment(root.read) if root.read else "never: nothing of it is in the index"
    head = [
        Content.styled(shown_line(root.path), ACCENT),
        Content.styled(f"{phrases.count(root.count, 'file')} · {', '.join(root.kinds) or 'no kind'}", MUTED),
        Content.styled(f"{_held(root.messages, root.passages)} · changes last read {read}", MUTED),
    ]
    one = root.count == 1 and bool(root.files) and root.files[0].path == root.path
    lines = [line for file in root.files for line in _file(file, root.path, alone=one)]
    if root.count > len(root.files):
        lines.append(Content.styled(f"… and {root.count - len(root.files):,} more files without problems", MUTED))
    return Content("\n").join([*head, Content(""), *lines])


def _file(file: SourceInfo, root: str, *, alone: bool) -> list[Content]:
    lines = []
    name = file.path.removeprefix(root).lstrip("/\\!") or file.path
    state = {"reading": ("  not finished: sync it again", "$text-error"), "failed": ("  failed", "$text-error")}
    if not alone or file.state != "done":
        held = f"  {_held(file.messages, file.passages)}"
        lines.append(Content.assemble(shown_line(name), (held, MUTED), state.get(file.state, "")))
    for problem in file.problems[:PROBLEMS_TOLD]:
        mark = ("✗ ", "$text-error") if problem.severity == "broken" else ("• ", MUTED)
        where = f"{shown_line(problem.locator)}: " if problem.locator else ""
        lines.append(Content.assemble("  ", mark, (where, MUTED), shown_line(problem.reason)))
    if len(file.problems) > PROBLEMS_TOLD:
        lines.append(Content.styled(f"  … and {len(file.problems) - PROBLEMS_TOLD:,} more", MUTED))
    if alone and not file.problems and file.state == "done":
        lines.append(Content.styled("No problems.", MUTED))
    return lines


def removal(path: str, found: Forgotten) -> Content:
    """Return the question before a path is removed."""
    counts = (found.messages, "message"), (found.passages, "file passage"), (found.files, "file")
    held = ", ".join(phrases.count(count, thing) for count, thing in counts if count) or "nothing that is still there"
    return Content.assemble(
        ("Remove ", "bold"),
        (shown_line(path), ACCENT),
        ("?\n\n", "bold"),
        f"This takes {held} out of the index for good.\n",
        ("Your own files are not touched; adding it again brings it back.\n", MUTED),
    )
