"""Sources as something to show. Knows no widget."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import set_cell_size
from textual.content import Content

from app.text import wording
from app.text.wording import counted, in_full
from app.tui.base import rendering
from app.tui.base.rendering import ACCENT, MUTED, fit, shown_line, shown_path

if TYPE_CHECKING:
    from app.tui.sources.messages import SourceRoot
    from index.types.events import ForgetTotals
    from index.types.listings import SourceInfo
    from index.types.records import Problem

PROBLEMS_TOLD = 40
"""Problems of one file that are listed at most beside the list; the rest is counted."""
MOST_PROBLEMS = 2000
"""Problems of a root that are listed at most."""
RECORD_CELLS, PROBLEM_CELLS, TIME_CELLS, RESULT_CELLS = 12, 10, 18, 19
FIXED_CELLS = RECORD_CELLS + PROBLEM_CELLS + TIME_CELLS + RESULT_CELLS + 4
COLUMNS_FROM = FIXED_CELLS + 24
"""So many cells are enough for columns."""
PLACE_FROM = 72
"""So many cells of a name's column are enough for where it lies as well."""


def entry(root: SourceRoot, room: int = 0) -> Content:
    """Return a root as an entry of the list: one row of columns where `room`, in cells, is enough, else two lines."""
    name = shown_line(os.path.basename(root.path.rstrip("/\\")) or root.path)  # noqa: PTH119  may be another system's path
    what, style = result(root)
    if room >= COLUMNS_FROM:
        problems = f"{root.problems:,}" if root.problems else "–"
        names, places = _shares(room)
        place = shown_path(Path(root.path).parent)
        return Content.assemble(
            (_column(name, names), "bold"),
            (_column(place, places), MUTED),
            (f"{root.messages + root.passages:>{RECORD_CELLS},}", ""),
            (f"{problems:>{PROBLEM_CELLS}}", "$text-warning" if root.problems else MUTED),
            ("  " + _column(wording.moment(root.at) if root.at else "–", TIME_CELLS), MUTED),
            ("  " + _column(what, RESULT_CELLS), style),
        )
    told = f" · {what}" if what else ""
    if root.problems and style == MUTED:
        told, style = f" · {counted(root.problems, 'problem')}", "$text-warning"
    return Content.assemble((name, "bold"), "\n", (_held(root.messages, root.passages), MUTED), (told, style), "\n")


def headings(room: int) -> Content:
    """Return what stands above the columns; nothing where there is no room for them."""
    if room < COLUMNS_FROM:
        return Content("")
    names, places = _shares(room)
    line = (
        f"{_column('Added', names)}{_column('Where', places)}{'Records':>{RECORD_CELLS}}{'Problems':>{PROBLEM_CELLS}}"
        f"  {_column('Last looked at', TIME_CELLS)}  {_column('With what result', RESULT_CELLS)}"
    )
    return Content.styled(line, MUTED)


def _shares(room: int) -> tuple[int, int]:
    """Return the cells for a name and for where it lies, which is shown where there is much room."""
    left = room - FIXED_CELLS
    return (left // 2, left - left // 2) if left >= PLACE_FROM else (left, 0)


def _column(text: str, cells: int) -> str:
    """Return text in exactly so many cells, the last of them blank."""
    return set_cell_size(fit(text, cells - 1), cells) if cells else ""


def result(root: SourceRoot) -> tuple[str, str]:
    """Return what came of the last look at a root, in a word or two, with its style."""
    looked = root.looked
    if root.unfinished:
        return f"{counted(root.unfinished, 'file')} unfinished", "$text-error"
    if looked is None:
        return "", MUTED
    if looked.reason:
        return "not there" if looked.failed and not looked.files else "not read", "$text-error"
    if looked.stopped:
        return "stopped", "$text-warning"
    if looked.failed:
        return f"{looked.failed:,} not read", "$text-warning"
    changed = [f"+{looked.added:,}"] if looked.added else []
    changed += [f"−{looked.removed:,}"] if looked.removed else []
    return " ".join(changed) or "nothing new", MUTED


def _held(messages: int, passages: int) -> str:
    parts = [counted(messages, "message")] if messages or not passages else []
    if passages:
        parts.append(counted(passages, "passage"))
    return ", ".join(parts)


def details(root: SourceRoot) -> Content:
    """Return all there is to say of a root: where it is, when it was read, its files and their problems."""
    read = wording.moment(root.read) if root.read else "never: nothing of it is in the index"
    head = [
        Content.styled(shown_line(root.path), ACCENT),
        Content.styled(f"{counted(root.count, 'file')} · {', '.join(root.kinds) or 'no kind'}", MUTED),
        Content.styled(f"{_held(root.messages, root.passages)} · changes last read {read}", MUTED),
    ]
    if root.at is not None and root.looked is not None:
        style = "$text-warning" if root.looked.reason or root.looked.stopped or root.looked.failed else MUTED
        head.append(rendering.plain(f"Last looked at {wording.moment(root.at)}: {in_full(root.looked)}", style))
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
    lines += map(_problem, file.problems[:PROBLEMS_TOLD])
    if len(file.problems) > PROBLEMS_TOLD:
        lines.append(Content.styled(f"  … and {len(file.problems) - PROBLEMS_TOLD:,} more: F3 lists them", MUTED))
    if alone and not file.problems and file.state == "done":
        lines.append(Content.styled("No problems.", MUTED))
    return lines


def problems(root: SourceRoot) -> Content:
    """Return every problem of a root that is known, with the file and the place in it."""
    lines = [Content.styled(shown_line(root.path), ACCENT), Content("")]
    told = 0
    for file in root.files:
        if not file.problems and file.state == "done":
            continue
        state = {"reading": "  not finished: sync it again", "failed": "  failed"}.get(file.state, "")
        lines.append(Content.assemble((shown_line(file.path), "bold"), (state, "$text-error")))
        lines += map(_problem, file.problems[: MOST_PROBLEMS - told])
        told += len(file.problems)
        if told >= MOST_PROBLEMS:
            lines.append(Content.styled("… and more: `homebody sources --problems` lists them all.", MUTED))
            break
    if len(lines) == 2:
        lines.append(Content.styled("No problems.", MUTED))
    return Content("\n").join(lines)


def _problem(problem: Problem) -> Content:
    mark = ("✗ ", "$text-error") if problem.severity == "broken" else ("• ", MUTED)
    where = f"{shown_line(problem.locator)}: " if problem.locator else ""
    return Content.assemble("  ", mark, (where, MUTED), shown_line(problem.reason))


def removal(path: str, found: ForgetTotals) -> Content:
    """Return the question before a path is removed."""
    counts = (found.messages, "message"), (found.passages, "file passage"), (found.files, "file")
    held = ", ".join(counted(count, thing) for count, thing in counts if count) or "nothing that is still in the index"
    return Content.assemble(
        ("Remove ", "bold"),
        (shown_line(path), ACCENT),
        ("?\n\n", "bold"),
        f"This takes {held} out of the index for good.\n",
        ("Your own files are not touched; adding it again brings it back.\n", MUTED),
    )
