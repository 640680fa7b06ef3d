"""Taking files in: source -> records -> store, then passages -> vectors -> store. Yields its progress; stops anywhere.

Every batch is one transaction, so whatever ends the process leaves a whole index. A file counts as read only with its last
batch; until then the next `add` reads it again, and what is there already is recognised.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import IndexProblem, SourceProblem, Stopped, StoreProblem, UnknownFormat
from index.intake.file_reader import FileReading, guarded
from index.intake.forgetting import remove_source
from index.intake.gate import check
from index.sources.base import DATED_BY_NUMBERS, DateOrder, InputFile, ReadContext, Source, fault
from index.sources.files.progress_container import ProgressContainer
from index.sources.files.walk import storable, unnameable
from index.store.database.connection import Connection, Database
from index.store.people.directory import Directory
from index.store.search import spaces, vectors, windows
from index.store.search.spaces import Space
from index.store.search.windows import WindowVector
from index.store.writing import failures, roots, sources
from index.store.writing.failures import UnreadFile
from index.text.identities import region_of
from index.text.windows import MOST
from index.text.windows import windows as cut_windows
from index.types.embedding import Embedder, Vectors
from index.types.events import EmbeddingProgress, FileDone, FileSkipped, FileStarted, IngestDone, IngestEvent

EMBED_AT_ONCE = 512
"""So many passages are sorted by length together."""
EMBED_TOGETHER = 128
"""So many texts get their vectors between two looks at whether to stop or wait: a few seconds on a slow machine."""


@dataclass(frozen=True, slots=True)
class Formats:
    """Where files and their sources come from. Tests put their own here."""

    walk: Callable[[Sequence[Path]], Iterator[InputFile | FileSkipped]]
    detect: Callable[[InputFile], Source]
    by_kind: Callable[[str], Source]


def standard_formats() -> Formats:
    """Return the formats that homebody reads."""
    from index.sources import detect
    from index.sources.files import walk

    return Formats(walk.walk, detect.detect, detect.by_kind)


@dataclass(slots=True)
class _Totals:
    files: int = 0
    unchanged: int = 0
    failed: int = 0
    left_out: int = 0
    added: int = 0
    known: int = 0
    removed: int = 0
    problems: int = 0
    gone: int = 0
    failed_before: int = 0

    def done(self) -> IngestDone:
        return IngestDone(
            files=self.files,
            unchanged=self.unchanged,
            skipped=self.failed + self.failed_before + self.left_out,
            failed=self.failed,
            added=self.added,
            known=self.known,
            removed=self.removed,
            problems=self.problems,
            left_out=self.left_out,
            gone=self.gone,
            failed_before=self.failed_before,
        )


def _dates_of(known: sources.KnownFile | None) -> DateOrder | None:
    """Return the order of dates that the owner named when a file was read last."""
    found = json.loads(known.settings) if known is not None and known.settings.startswith("[") else []
    return found[2] if isinstance(found, list) and len(found) > 2 else None


class Ingest:
    """One `add`, or one root of a `sync`. `files()` reads, `done()` sums up."""

    def __init__(
        self,
        database: Database,
        context: ReadContext,
        formats: Formats,
        *,
        as_kind: str | None = None,
        stop: threading.Event | None = None,
        bring_back: bool = True,
    ) -> None:
        """Read as `as_kind`, or as what each file is. Without `bring_back`, what was forgotten stays out."""
        self.seen: set[str] = set()
        """The keys of all files that are there."""
        self.refused: list[str] = []
        """Paths that could not be looked into: what lies there may be there or not."""
        self._bring_back = bring_back
        self._forgotten = roots.KeptOut()
        self._failed_before: dict[str, UnreadFile] = {}
        self._failed: dict[str, UnreadFile] = {}
        self._database = database
        self._context = context
        self._formats = formats
        self._forced = formats.by_kind(as_kind) if as_kind is not None else None
        self._stop = stop
        self._directory = Directory(region_of(context.zone))
        self._totals = _Totals()
        # A guessed zone is left out: a laptop that travels must not read everything again.
        self._settings = ["guessed" if context.zone_guessed else str(context.zone), context.me]

    def done(self) -> IngestDone:
        """Return the totals so far."""
        return self._totals.done()

    def went(self, records: int) -> None:
        """Count a file that is gone, and the records that went with it."""
        self._totals.gone += 1
        self._totals.removed += records

    @contextmanager
    def noting(self, paths: Sequence[Path]) -> Iterator[None]:
        """Note what could not be read at and below the paths, when all of it was looked at."""
        places = [place for place in (os.path.abspath(path) for path in paths) if storable(place)]  # noqa: PTH100
        with self._database.reading() as db:
            for place in places:
                self._failed_before |= failures.within(db, place)
        yield
        if self._failed or self._failed_before:
            with self._database.write(quietly=True) as db:
                for place in places:
                    failures.note(db, place, {path: one for path, one in self._failed.items() if _lies_in(path, place)})

    def files(self, paths: Sequence[Path]) -> Iterator[IngestEvent]:
        """Read the files. Raises Stopped (what was read is kept) and the store's errors; never for a single file."""
        with self.noting(paths):
            yield from self._files(paths)

    def _files(self, paths: Sequence[Path]) -> Iterator[IngestEvent]:
        named = {path.absolute() for path in paths}
        with self._database.reading() as db:
            self._forgotten = roots.forgotten(db)
        found: list[InputFile] = []
        for item in self._formats.walk(paths):
            check(self._stop)
            if isinstance(item, FileSkipped):
                yield self.skipped(item)
            elif not storable(item.key):
                yield self.skipped(unnameable(item.key))
            elif self._bring_back or not roots.stays_out(item.key, self._forgotten):
                self.seen.add(item.key)
                found.append(item)
        if self._forgotten and self._bring_back:
            with self._database.write() as db:
                roots.recall(db, self._forgotten.of(name for file in found for name in roots.of_paths(file.key)))
        for position, file in enumerate(found, 1):
            check(self._stop)
            try:
                yield from self._file(file, position, len(found))
            except SourceProblem as problem:
                # A file that nothing recognises is a failure only when the owner pointed at it.
                meant = not isinstance(problem, UnknownFormat) or (
                    file.member is None and file.path.absolute() in named
                )
                yield self.skipped(FileSkipped(file.key, str(problem), problem.next_step, failed=meant), file)
            except IndexProblem:
                raise
            except Exception as error:  # noqa: BLE001  whatever it is, it is this file's: the others go on
                reason = f"It cannot be taken in: {fault(error)}."
                yield self.skipped(FileSkipped(file.key, reason, "Export it again, or leave it out."), file)

    def skipped(self, event: FileSkipped, file: InputFile | None = None) -> FileSkipped:
        """Count a file that is not read, and return its event, which says whether the owner was told before."""
        if not storable(event.path):
            event = replace(event, path=unnameable(event.path).path)
        if not event.failed:
            self._totals.left_out += 1
            return event
        self.refused.append(event.path)
        size, modified_ns = (file.size, file.modified_ns) if file is not None else _state(event.path)
        failed = UnreadFile(size, modified_ns, event.reason, event.next_step)
        self._failed[event.path] = failed
        # What is named to `add` is always told of.
        known = not self._bring_back and self._failed_before.get(event.path) == failed
        self._totals.failed_before += known
        self._totals.failed += not known
        return replace(event, known=known)

    def _file(self, file: InputFile, position: int, files_total: int) -> Iterator[IngestEvent]:
        with self._database.reading() as db:
            known = sources.find(db, file.key)
        # What the owner said of a file's dates holds until they say otherwise: a later sync reads it in the same way.
        before = _dates_of(known)
        dates = self._context.dates or before
        settings = json.dumps([*self._settings, *([dates] if dates else [])])
        comparable = (
            known is not None
            and known.state == "done"
            # Something of it may have been forgotten, and left out since.
            and not (self._bring_back and self._forgotten)
            and known.settings == settings
            and (self._forced is None or self._forced.kind == known.kind)
        )
        if known is not None and comparable and (known.size, known.modified_ns) == (file.size, file.modified_ns):
            yield self._unchanged(file, known)
            return
        digest = b""
        if known is not None and comparable and known.size == file.size:
            digest = guarded(lambda: _sha256(file, self._stop))
            if digest == known.sha256:
                with self._database.write() as db:
                    sources.touch(db, known.id, file.size, file.modified_ns)
                yield self._unchanged(file, known)
                return
        source = self._forced or guarded(lambda: self._formats.detect(file))
        went = 0
        if known is not None and dates != before and known.kind in DATED_BY_NUMBERS:
            # Its messages would stand there twice, at the wrong times and at the right ones.
            went = sum(remove_source(self._database, known.id, self._stop))
        yield FileStarted(file.key, source.kind, file.size, position, files_total)
        digest = digest or guarded(lambda: _sha256(file, self._stop))
        with self._database.write() as db:
            source_id = sources.begin(
                db,
                file.key,
                str(file.path),
                source.kind,
                size=file.size,
                modified_ns=file.modified_ns,
                sha256=digest,
                settings=settings,
            )
        opened = ProgressContainer(file.container, file.name)
        file = replace(file, container=opened)
        reading = FileReading(
            self._database,
            self._directory,
            replace(self._context, dates=dates),
            self._stop,
            file,
            source,
            source_id,
            opened,
        )
        reading.removed = went
        reading.forgotten, reading.bring_back = self._forgotten, self._bring_back
        try:
            yield from reading.run()
        except (Stopped, StoreProblem):
            raise
        except Exception:
            with self._database.write() as db:
                sources.finish(db, source_id, reading.problems, reading.problems_total, failed=True)
            raise
        finally:
            self._totals.added += reading.added
            self._totals.known += reading.known
            self._totals.removed += reading.removed
            self._totals.problems += reading.problems_total
        self._totals.files += 1
        yield FileDone(file.key, source.kind, reading.added, reading.known, reading.removed, tuple(reading.problems))

    def _unchanged(self, file: InputFile, known: sources.KnownFile) -> FileDone:
        self._totals.files += 1
        self._totals.unchanged += 1
        return FileDone(file.key, known.kind, 0, 0, 0, (), unchanged=True)


def embed_pending(
    database: Database, embedder: Embedder, stop: threading.Event | None, *, keep: bool = False
) -> Iterator[EmbeddingProgress]:
    """Give every passage that has none its vector, newest first, then long ones their windows. Raises Stopped.

    What was stored is kept. With `keep` another embedder's vectors are searched until all have theirs. Ends early when
    another process wants yet another embedder's.
    """
    space = Space(embedder.fingerprint, embedder.dimension)
    with database.reading() as db:
        total = _work(db)
        same_space = spaces.wanted(db) == space
    if not same_space:
        with database.write() as db:
            spaces.want(db, space, keep=keep)
            total = _work(db)
    done = 0
    if total:
        yield EmbeddingProgress(0, total)
    while True:
        check(stop)
        with database.reading() as db:
            waiting = vectors.pending(db, EMBED_AT_ONCE)
            due = [] if waiting else windows.pending(db, EMBED_AT_ONCE // MOST)
            changing = spaces.searched(db) != space
        if not waiting and not due:
            if changing:
                with database.write() as db:
                    spaces.settle(db)
            return
        # Texts of like length share a batch, so that little of it is padding.
        waiting.sort(key=lambda row: (len(row[1]), row[0]))
        for part in _portions(waiting, EMBED_TOGETHER):
            check(stop)
            made = _vectors(embedder, [text for _, text in part])
            rows = [(passage_id, made[n].tobytes()) for n, (passage_id, _) in enumerate(part)]
            with database.write() as db:
                if not vectors.add(db, space, sorted(rows)):
                    return
            done += len(part)
            yield EmbeddingProgress(done, max(total, done))
        for part in _portions(due, EMBED_TOGETHER // MOST):
            check(stop)
            cut = _windows(embedder, part)
            with database.write() as db:
                if not vectors.add_windows(db, space, cut):
                    return
            done += len(part)
            yield EmbeddingProgress(done, max(total, done))


def _work(db: Connection) -> int:
    """Return how many passages wait for a vector, and how many wait, then or now, for their windows."""
    return vectors.count_pending(db) + windows.count_to_come(db) + windows.count_pending(db)


def _portions(rows: list[tuple[int, str]], size: int) -> Iterator[list[tuple[int, str]]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _windows(embedder: Embedder, rows: list[tuple[int, str]]) -> list[tuple[int, list[WindowVector]]]:
    """Return the windows of passages, given by id and text."""
    spans = [(passage_id, span, text[span.start : span.end]) for passage_id, text in rows for span in cut_windows(text)]
    made: dict[int, list[WindowVector]] = {passage_id: [] for passage_id, _ in rows}
    if spans:
        vectors_made = windows.quantised(_vectors(embedder, [said for _, _, said in spans]))
        for (passage_id, span, _), vector in zip(spans, vectors_made, strict=True):
            made[passage_id].append(WindowVector(span, vector))
    return sorted(made.items())


def _vectors(embedder: Embedder, texts: list[str]) -> Vectors:
    made = embedder.embed_passages(texts)
    if made.shape != (len(texts), embedder.dimension):
        raise ValueError(f"the embedder returned vectors of shape {made.shape}")
    return made


def _state(path: str) -> tuple[int | None, int | None]:
    """Return the size and time of a file that was not looked into; None for anything else."""
    try:
        state = os.stat(path)  # noqa: PTH116  a key is no path where archives are inside
    except (OSError, ValueError):
        return None, None
    return (state.st_size, state.st_mtime_ns) if stat.S_ISREG(state.st_mode) else (None, None)


def _lies_in(path: str, place: str) -> bool:
    return path == place or path.startswith((place.rstrip(os.sep) + os.sep, place + "!/"))


def _sha256(file: InputFile, stop: threading.Event | None) -> bytes:
    digest = hashlib.sha256()
    with file.open() as stream:
        while block := stream.read(1 << 20):
            check(stop)
            digest.update(block)
    return digest.digest()
