"""What came of looking at each root, kept for the owner to see: when it was, and in figures."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime, tzinfo

from index.errors import Stopped
from index.store.database.connection import Database
from index.store.writing import roots
from index.types.events import FileDone, FileGone, FileSkipped, IngestEvent
from index.types.listings import RootInfo, ScanResult, SourceInfo


class ScanRecorder:
    """Follows one `add` or `sync` through its `roots`, the absolute paths that are looked at as a whole."""

    def __init__(self, database: Database, paths: Iterable[str]) -> None:
        self._database = database
        self._counts: dict[str, Counter[str]] = {path: Counter() for path in paths}
        self._reasons: dict[str, str] = {}

    def follow(self, events: Iterator[IngestEvent]) -> Iterator[IngestEvent]:
        """Pass the events on; at their end, also an early one, write down what came of it. Raises what they raise."""
        try:
            for event in events:
                self._count(event)
                yield event
        except Stopped:
            self._write(stopped=True)
            raise
        self._write(stopped=False)

    def _count(self, event: IngestEvent) -> None:
        if not isinstance(event, FileDone | FileSkipped | FileGone):
            return
        root = root_of(event.path, self._counts)
        if root is None:
            return
        counts = self._counts[root]
        match event:
            case FileDone():
                counts.update(
                    files=1,
                    unchanged=event.unchanged,
                    added=event.added,
                    known=event.known,
                    removed=event.removed,
                    problems=len(event.problems),
                )
            case FileSkipped(failed=True):
                counts.update(failed=1)
                if event.path == root:
                    self._reasons[root] = event.reason
            case FileGone(removed=True):
                counts.update(removed=event.messages + event.passages)

    def _write(self, *, stopped: bool) -> None:
        now = time.time_ns() // 1_000_000
        if not self._counts:
            return
        with self._database.write(quietly=True) as db:
            for path, counts in self._counts.items():
                found = ScanResult(**counts, stopped=stopped, reason=self._reasons.get(path, ""))
                roots.looked(db, path, now, json.dumps(asdict(found)))


def root_of(path: str, known: Iterable[str]) -> str | None:
    """Return the nearest of the `known` paths that is a file itself, its archive, or a folder it lies in."""
    place = path
    while place:
        if place in known:
            return place
        inside, mark, _ = place.rpartition("!/")
        parent = inside if mark else os.path.dirname(place)  # noqa: PTH120  a key is no path where archives are inside
        if parent == place:
            break
        place = parent
    return None


def by_root(sources: Iterable[SourceInfo], named: Sequence[RootInfo]) -> list[tuple[RootInfo, list[SourceInfo]]]:
    """Gather files under what was named to `add`; a file that nothing named brought in stands for itself."""
    known = {info.path: info for info in named}
    held: dict[str, list[SourceInfo]] = {path: [] for path in known}
    for source in sources:
        held.setdefault(root_of(source.path, known) or source.path, []).append(source)
    return [(known.get(path, RootInfo(path)), files) for path, files in held.items()]


def infos(rows: Iterable[tuple[str, int | None, str | None]], zone: tzinfo) -> list[RootInfo]:
    """Return the roots with what came of the last look."""
    names = {field.name for field in fields(ScanResult)}
    found = []
    for path, at_ms, result in rows:
        if at_ms is None or result is None:
            found.append(RootInfo(path))
            continue
        kept = {name: value for name, value in json.loads(result).items() if name in names}
        at = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone)
        found.append(RootInfo(path, at, ScanResult(**kept)))
    return found
