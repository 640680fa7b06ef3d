"""Opening what was indexed in the system's own program, and answers as text to copy. Runs in threads; knows no widget."""

from __future__ import annotations

import subprocess
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from app.home.paths import desktop_opener
from app.output.opening import PROGRAMS, WAIT_S, start
from app.service_client.children import leave_running
from app.text.sanitize import clean, clean_line
from app.tui.application import messages
from app.tui.base import rendering
from app.tui.base.problem_report import Trouble, trouble_of

if TYPE_CHECKING:
    from app.tui.ask.transcript.turn import TurnView
    from app.tui.services import Services
    from index.types.search import Hit

OUTSIDE = "Open it outside homebody."


def open_file(services: Services, public_id: str) -> messages.FileOpened:
    """Hand a file of the index to the system's own program. Its path comes from the index, never from a text."""
    try:
        library = services.index()
        if library is None:
            return messages.FileOpened(trouble=Trouble("Nothing was added yet."))
        found = library.show(public_id, context=0)
        return _open(found.hits[found.position])
    except Exception as error:  # noqa: BLE001  the boundary of a thread: every error becomes a sentence on the screen
        return messages.FileOpened(trouble=trouble_of(error))


def _open(hit: Hit) -> messages.FileOpened:
    path = hit.path or ""
    name = rendering.who(hit)
    if "!/" in path:
        return messages.FileOpened(f"{name} lies inside an archive. Its path is sent to the clipboard. {OUTSIDE}", path)
    if hit.kind != "file" or not Path(path).is_absolute() or not Path(path).is_file():
        return messages.FileOpened(
            trouble=Trouble(f"{name} is not where it was when it was added.", "F5, then s, syncs it.")
        )
    opener = desktop_opener()
    if PurePath(path).suffix.lower() in PROGRAMS or opener is None or not _took(opener, path):
        return messages.FileOpened(f"It cannot be opened from here. Its path is sent to the clipboard. {OUTSIDE}", path)
    where = f", {clean_line(hit.locator)}" if hit.locator else ""
    return messages.FileOpened(f"Handed to {PurePath(opener).name}: {name}{where}.")


def _took(opener: str, path: str) -> bool:
    """Start the opener, which inherits the seal, and tell whether it took the file."""
    process = start(opener, path)
    if process is None:
        return False
    try:
        return process.wait(WAIT_S) == 0
    except subprocess.TimeoutExpired:
        leave_running(process)  # it shows the file for as long as it likes
        return True


def text_of(hit: Hit) -> str:
    """Return what a hit says as text to copy: cleaned, whole."""
    return clean(hit.text).strip() or rendering.body(hit)


def answer_text(turn: TurnView) -> str:
    """Return a turn as text to copy: the question, what was said, and what each number stands for."""
    said = [rendering.sentence(one).plain for one in turn.said]
    cited = {number for one in turn.said for number in one.cites}
    for digest in turn.digests:
        said.append(rendering.digest_heading(digest).plain)
        for heading, lines in digest.headed():
            said += [heading, *(f"- {rendering.sentence(line, labelled=False).plain}" for line in lines)]
            cited |= {number for line in lines for number in line.cites}
    places = [
        f"[{number}] {rendering.heading(turn.hits[number - 1]).plain}"
        for number in sorted(cited)
        if 0 < number <= len(turn.hits)
    ]
    return "\n\n".join(filter(None, (clean_line(turn.asked), "\n".join(said), "\n".join(places))))
