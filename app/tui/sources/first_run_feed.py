"""What an empty home offers, done in threads: looking for exports, taking in the sample home. Knows no widget."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from app.home.downloads import find_exports
from app.tui.ask import feed
from app.tui.base import messages
from app.tui.base.problem_report import trouble_of
from app.tui.base.rendering import shown_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.tui.services import Services
    from index.intake.gate import Gate


def look_for_exports(services: Services) -> messages.ExportsFound:
    """Read the names in the downloads folder."""
    try:
        return messages.ExportsFound(find_exports(services.downloads))
    except OSError as error:
        return messages.ExportsFound(None, trouble_of(error))


def add_paths(services: Services, paths: Sequence[Path], turn: int, stop: Gate) -> Iterator[messages.OfTurn]:
    """Take in files and folders that were chosen."""
    yield from feed.take_in(lambda: services.add(paths, stop), turn, stop, stop.clock)


def add_sample(services: Services, turn: int, stop: Gate) -> Iterator[messages.OfTurn]:
    """Take in the sample home."""
    yield from feed.take_in(lambda: services.add_sample(stop), turn, stop, stop.clock)


def shown_path(path: Path) -> str:
    """Return a path as it is shown: on one line, with ~ for the owner's own folder."""
    home = os.path.expanduser("~")  # noqa: PTH111  Path.home raises where there is none
    text = str(path)
    inside = text == home or text.startswith(home.rstrip(os.sep) + os.sep)
    return shown_line("~" + text[len(home.rstrip(os.sep)) :] if inside and len(home) > 1 else text)
