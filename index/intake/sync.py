"""Looking again at what was added: only what changed is read, and what is gone is taken out or kept.

A note or document that is gone from its folder goes from the index too. An export of messages is kept when its file is
gone: people delete exports once they have added them, and the messages are what they added them for.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from index.errors import NotFound, UnknownFormat
from index.intake.forgetting import remove_source
from index.intake.ingest import Formats, Ingest
from index.sources.base import ReadContext
from index.store.database.connection import Database
from index.store.removal import removal
from index.store.writing import roots
from index.store.writing.roots import Root
from index.types.events import FileGone, FileSkipped, IngestDone, IngestEvent

GonePolicy = Literal["documents", "everything", "nothing"]
"""What goes with files that are gone: documents alone (messages are kept), everything, or nothing."""


class Sync:
    """One `sync`. `files()` looks and reads, `done()` sums up."""

    def __init__(
        self,
        database: Database,
        context: Callable[[Root], ReadContext],
        formats: Formats,
        *,
        gone: GonePolicy = "documents",
        stop: threading.Event | None = None,
    ) -> None:
        """Read each root in the `context` that belongs to it."""
        self._database = database
        self._context = context
        self._formats = formats
        self._gone = gone
        self._stop = stop
        self._runs: list[Ingest] = []

    def done(self) -> IngestDone:
        """Return the totals so far."""
        totals = [run.done() for run in self._runs]
        names = IngestDone.__slots__
        return IngestDone(**{name: sum(getattr(total, name) for total in totals) for name in names})

    def whole_roots(self, paths: Sequence[Path] = ()) -> list[str]:
        """Return the roots that `files` looks at as a whole. Raises NotFound."""
        with self._database.reading() as db:
            known = roots.roots(db)
        return [root.path for root, path in _chosen(known, paths) if str(path) == root.path]

    def files(self, paths: Sequence[Path] = ()) -> Iterator[IngestEvent]:
        """Look at the roots that the paths lead to, at all without any. Raises NotFound, Stopped, the store's errors."""
        with self._database.reading() as db:
            known = roots.roots(db)
        for root, path in _chosen(known, paths):
            kind, context = self._kind(root), self._context(root)
            run = Ingest(self._database, context, self._formats, as_kind=kind, stop=self._stop, bring_back=False)
            self._runs.append(run)
            if not path.exists() and not _is_only_a_file(self._database, path):
                # A drive that is not connected has lost nothing.
                sentence, step = "It is not there now; what came from it is kept.", f"homebody forget {path}"
                with run.noting([path]):
                    yield run.skipped(FileSkipped(str(path), sentence, f"If it is gone for good: {step}"))
                continue
            if path.exists():
                yield from run.files([path])
            yield from self._gone_from(run, path)

    def _kind(self, root: Root) -> str | None:
        """Return what a root is read as: what each file is, where this version knows no such kind any more."""
        try:
            return root.as_kind if root.as_kind is None else self._formats.by_kind(root.as_kind).kind
        except UnknownFormat:
            return None

    def _gone_from(self, run: Ingest, path: Path) -> Iterator[IngestEvent]:
        with self._database.reading() as db:
            ids = [number for number, key in removal.keys(db, str(path)) if _is_gone(key, run)]
            gone = [found for number in ids for found in removal.sources(db, removal.numbered(number))]
        for source in gone:
            removed = self._goes(source)
            yield FileGone(source.key, source.kind, source.messages, source.passages, removed)
            run.went(sum(remove_source(self._database, source.id, self._stop)) if removed else 0)
        if any(self._goes(source) for source in gone):
            with self._database.write() as db:
                removal.tidy(db)
                if not path.exists() and not removal.keys(db, str(path)):
                    roots.drop(db, str(path))

    def _goes(self, source: removal.StoredSource) -> bool:
        return self._gone == "everything" or (self._gone == "documents" and not source.messages)


def note_roots(
    database: Database, paths: Iterable[Path], *, as_kind: str | None, zone: str | None, me: str | None
) -> None:
    """Remember what was named to `add`, and how it is read."""
    named = [Root(os.path.abspath(path), as_kind, zone, me) for path in paths]  # noqa: PTH100  as the walk names them
    with database.reading() as db:
        known = roots.roots(db)
    fresh = [root for root in named if root not in known]
    if fresh:
        with database.write() as db:
            for root in fresh:
                roots.note(db, root)


def _chosen(known: Sequence[Root], paths: Iterable[Path]) -> list[tuple[Root, Path]]:
    """Return what to look at with the root it belongs to: whole roots, or what is named inside one."""
    wanted = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100  as the walk names them
    if not wanted:
        return [(root, Path(root.path)) for root in known]
    chosen: list[tuple[Root, Path]] = []
    for path in wanted:
        inside = [(root, Path(root.path)) for root in known if Path(root.path).is_relative_to(path)]
        around = [root for root in known if path.is_relative_to(root.path)]
        if not inside and not around:
            raise NotFound(f"{path} was never added.", f"Add it: homebody add {path}")
        # The innermost root says how its files are read.
        chosen += inside or [(max(around, key=lambda root: len(root.path)), path)]
    return chosen


def _is_gone(key: str, run: Ingest) -> bool:
    return key not in run.seen and not any(
        key == refused or key.startswith((refused + "!/", refused + os.sep)) for refused in run.refused
    )


def _is_only_a_file(database: Database, path: Path) -> bool:
    """Tell whether a path that is not there was a file, and its folder still is there."""
    with database.reading() as db:
        return path.parent.is_dir() and any(
            key == str(path) or key.startswith(f"{path}!/") for _, key in removal.keys(db, str(path))
        )
