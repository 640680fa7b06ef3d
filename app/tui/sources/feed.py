"""What was added, gathered for the screen of sources; adding, looking again and removing. Runs in threads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.text.wording import counted
from app.tui.base.messages import Failed, IntakeDone, OfTurn, WorkProgressed
from app.tui.base.problem_report import trouble_of
from app.tui.base.rate import Throttle
from app.tui.sources import messages
from app.tui.sources.intake_feed import NOTICE_EVERY_S, take_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.tui.services import Services
    from index.intake.gate import Gate
    from index.types.listings import RootInfo, SourceInfo

TURN = 0
"""What is done on the screen of sources belongs to no turn of the conversation."""
FILES_TOLD = 500
"""Files of one folder that are listed at most, those with problems first."""


def read_sources(services: Services) -> messages.SourcesRead:
    """Gather what was added, folder by folder."""
    from index.intake.scan_results import by_root

    try:
        library = services.index()
        if library is None:
            return messages.SourcesRead()
        sources, named = library.sources(), library.roots()
    except Exception as error:  # noqa: BLE001  the boundary of a thread: every error becomes a sentence on the screen
        return messages.SourcesRead(trouble=trouble_of(error))
    return messages.SourcesRead(tuple(_root(info, files) for info, files in by_root(sources, named)))


def _root(info: RootInfo, files: list[SourceInfo]) -> messages.SourceRoot:
    ordered = sorted(files, key=lambda one: (one.state == "done", -len(one.problems), one.path))
    return messages.SourceRoot(
        path=info.path,
        kinds=tuple(sorted({one.kind for one in files})),
        messages=sum(one.messages for one in files),
        passages=sum(one.passages for one in files),
        problems=sum(len(one.problems) for one in files),
        unfinished=sum(one.state != "done" for one in files),
        count=len(files),
        read=max((one.added for one in files), default=None),
        files=tuple(ordered[:FILES_TOLD]),
        at=info.at,
        looked=info.looked,
    )


def add(services: Services, paths: Sequence[Path], stop: Gate) -> Iterator[OfTurn]:
    """Take in files and folders."""
    yield from take_in(lambda: services.add(paths, stop), TURN, stop, stop.clock)


def sync(services: Services, path: str | None, stop: Gate) -> Iterator[OfTurn]:
    """Look again at one path, or with None at all."""
    paths = [] if path is None else [Path(path)]
    yield from take_in(lambda: services.sync(paths, stop), TURN, stop, stop.clock)


def would_forget(services: Services, path: str) -> messages.WouldForget:
    """Count what removing a path would take out."""
    from index.types.events import ForgetRequest

    try:
        library = services.index()
        found = None if library is None else library.would_forget(ForgetRequest(paths=(path,)))
    except Exception as error:  # noqa: BLE001  as above
        return messages.WouldForget(path, None, trouble_of(error))
    return messages.WouldForget(path, found)


def forget(services: Services, path: str, total: int, stop: Gate) -> Iterator[OfTurn]:
    """Take out for good what came from a path."""
    from index.errors import Stopped

    due = Throttle(NOTICE_EVERY_S)
    done = 0
    try:
        for step in services.forget(path, stop):
            done = step.done
            if due.due():
                yield WorkProgressed(TURN, "removing", done, total, "records")
    except Stopped:
        told = "Stopped. What is to be removed is written down, and goes with the next thing that is done here."
        yield IntakeDone(TURN, told, stopped=True)
    except Exception as error:  # noqa: BLE001  as above
        yield Failed(TURN, trouble_of(error))
    else:
        yield IntakeDone(TURN, f"Removed: {counted(done, 'record')}. Your own file was not touched.")
