"""What an empty home offers, done in threads: looking for exports, taking in the sample home. Knows no widget."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.home.downloads import find_exports
from app.tui.base.messages import OfTurn
from app.tui.base.problem_report import trouble_of
from app.tui.sources import messages
from app.tui.sources.intake_feed import take_in

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


def add_paths(services: Services, paths: Sequence[Path], turn: int, stop: Gate) -> Iterator[OfTurn]:
    """Take in files and folders that were chosen."""
    yield from take_in(lambda: services.add(paths, stop), turn, stop, stop.clock)


def add_sample(services: Services, turn: int, stop: Gate) -> Iterator[OfTurn]:
    """Take in the sample home."""
    yield from take_in(lambda: services.add_sample(stop), turn, stop, stop.clock)
