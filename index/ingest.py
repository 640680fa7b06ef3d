"""Taking files in: source -> records -> store, then passages -> vectors -> store. Yields its progress; stops anywhere.

Every batch is one transaction, so whatever ends the process leaves a whole index. A file counts as read only with its last
batch; until then the next `add` reads it again, and what is there already is recognised.
"""

from __future__ import annotations

import hashlib
import json
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from index.chunking import document_passages
from index.errors import SourceProblem, Stopped, UnknownFormat
from index.identities import region_of
from index.sources.base import InputFile, ReadContext, Source
from index.sources.watched import Watched
from index.store import documents, roots, sources, vectors
from index.store.connection import Database
from index.store.contacts import ContactWriter
from index.store.messages import MessageWriter
from index.store.people import Directory
from index.types import (
    ContactRecord,
    ConversationRecord,
    DocumentPart,
    DocumentRecord,
    Embedder,
    EmbeddingProgress,
    FileDone,
    FileProgress,
    FileSkipped,
    FileStarted,
    IngestDone,
    IngestEvent,
    MessageRecord,
    Problem,
    Record,
)

BATCH_RECORDS = 2000
BATCH_CHARACTERS = 4_000_000
"""A write transaction holds at most so many records, and stops growing at so many characters."""
EMBED_AT_ONCE = 512

_UNREADABLE = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, EOFError, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip
"""What a parser raises on a file that is not what it seemed. Reported as that file's failure; the others go on."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Formats:
    """Where files and their sources come from. Tests put their own here."""

    walk: Callable[[Sequence[Path]], Iterator[InputFile | FileSkipped]]
    detect: Callable[[InputFile], Source]
    by_kind: Callable[[str], Source]


def standard_formats() -> Formats:
    """Return the formats that homebody reads."""
    from index.sources import detect, walk

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

    def done(self) -> IngestDone:
        return IngestDone(
            files=self.files,
            unchanged=self.unchanged,
            skipped=self.failed + self.left_out,
            failed=self.failed,
            added=self.added,
            known=self.known,
            removed=self.removed,
            problems=self.problems,
            left_out=self.left_out,
            gone=self.gone,
        )


class Ingest:
    """One `add`. `files()` reads, `embed()` gives vectors, `done()` sums up."""

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
        self._forgotten: frozenset[int] = frozenset()
        self._database = database
        self._context = context
        self._formats = formats
        self._forced = formats.by_kind(as_kind) if as_kind is not None else None
        self._stop = stop
        self._directory = Directory(region_of(context.zone))
        self._totals = _Totals()
        # A guessed zone is left out: a laptop that travels must not read everything again.
        self._settings = json.dumps(["guessed" if context.zone_guessed else str(context.zone), context.me])

    def done(self) -> IngestDone:
        """Return the totals so far."""
        return self._totals.done()

    def went(self, records: int) -> None:
        """Count a file that is gone, and the records that went with it."""
        self._totals.gone += 1
        self._totals.removed += records

    def files(self, paths: Sequence[Path]) -> Iterator[IngestEvent]:
        """Read the files. Raises Stopped (what was read is kept) and the store's errors; never for a single file."""
        named = {path.absolute() for path in paths}
        with self._database.reading() as db:
            self._forgotten = roots.forgotten(db)
        found: list[InputFile] = []
        for item in self._formats.walk(paths):
            _check(self._stop)
            if isinstance(item, FileSkipped):
                yield self.skipped(item)
            elif self._bring_back or not roots.stays_out(item.key, self._forgotten):
                self.seen.add(item.key)
                found.append(item)
        if self._forgotten and self._bring_back:
            with self._database.write() as db:
                roots.recall(
                    db, self._forgotten.intersection(digest for file in found for digest in roots.of_paths(file.key))
                )
        for position, file in enumerate(found, 1):
            _check(self._stop)
            try:
                yield from self._file(file, position, len(found))
            except SourceProblem as problem:
                # A file that nothing recognises is a failure only when the owner pointed at it.
                meant = not isinstance(problem, UnknownFormat) or (
                    file.member is None and file.path.absolute() in named
                )
                yield self.skipped(FileSkipped(file.key, str(problem), problem.next_step, failed=meant))

    def skipped(self, event: FileSkipped) -> FileSkipped:
        """Count a file that is not read, and return its event."""
        if event.failed:
            self.refused.append(event.path)
        self._totals.failed += event.failed
        self._totals.left_out += not event.failed
        return event

    def _file(self, file: InputFile, position: int, files_total: int) -> Iterator[IngestEvent]:
        with self._database.reading() as db:
            known = sources.find(db, file.key)
        comparable = (
            known is not None
            and known.state == "done"
            # Something of it may have been forgotten, and left out since.
            and not (self._bring_back and self._forgotten)
            and known.settings == self._settings
            and (self._forced is None or self._forced.kind == known.kind)
        )
        if known is not None and comparable and (known.size, known.modified_ns) == (file.size, file.modified_ns):
            yield self._unchanged(file, known)
            return
        digest = b""
        if known is not None and comparable and known.size == file.size:
            digest = _reading(lambda: _sha256(file, self._stop))
            if digest == known.sha256:
                with self._database.write() as db:
                    sources.touch(db, known.id, file.size, file.modified_ns)
                yield self._unchanged(file, known)
                return
        source = self._forced or _reading(lambda: self._formats.detect(file))
        yield FileStarted(file.key, source.kind, file.size, position, files_total)
        digest = digest or _reading(lambda: _sha256(file, self._stop))
        with self._database.write() as db:
            source_id = sources.begin(
                db,
                file.key,
                str(file.path),
                source.kind,
                size=file.size,
                modified_ns=file.modified_ns,
                sha256=digest,
                settings=self._settings,
            )
        opened = Watched(file.container, file.name)
        file = replace(file, container=opened)
        reading = _FileReading(
            self._database, self._directory, self._context, self._stop, file, source, source_id, opened
        )
        reading.forgotten, reading.bring_back = self._forgotten, self._bring_back
        try:
            yield from reading.run()
        except SourceProblem:
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

    def _unchanged(self, file: InputFile, known: sources.Known) -> FileDone:
        self._totals.files += 1
        self._totals.unchanged += 1
        return FileDone(file.key, known.kind, 0, 0, 0, (), unchanged=True)


@dataclass(slots=True)
class _FileReading:
    """The reading of one file, from the first record to the last."""

    database: Database
    directory: Directory
    context: ReadContext
    stop: threading.Event | None
    file: InputFile
    source: Source
    source_id: int
    opened: Watched
    forgotten: frozenset[int] = frozenset()
    bring_back: bool = True
    added: int = 0
    known: int = 0
    removed: int = 0
    problems: list[Problem] = field(default_factory=list)
    problems_total: int = 0
    _records: int = 0
    _conversations: list[ConversationRecord] = field(default_factory=list)
    _messages: list[MessageRecord] = field(default_factory=list)
    _contacts: list[ContactRecord] = field(default_factory=list)
    _characters: int = 0
    _documents: int = 0
    _held: Record | None = None

    def run(self) -> Iterator[IngestEvent]:
        """Read all. Raises SourceProblem (after keeping what was whole) and Stopped."""
        writer = MessageWriter(
            self.source_id,
            self.source.kind,
            self.directory,
            owner_named=self.context.me is not None,
            forgotten=self.forgotten,
            bring_back=self.bring_back,
        )
        contacts = ContactWriter(self.source_id)
        records = self._guarded()
        try:
            while (record := self._next(records)) is not None:
                if isinstance(record, DocumentRecord):
                    yield from self._flush(writer)
                    yield from self._document(record, records)
                elif isinstance(record, ConversationRecord):
                    self._conversations.append(record)
                elif isinstance(record, MessageRecord):
                    if self._is_full(record):
                        yield from self._flush(writer)
                    self._messages.append(record)
                    self._characters += len(record.body)
                elif isinstance(record, ContactRecord):
                    self._contacts.append(record)
                elif isinstance(record, DocumentPart):
                    # A part without its document: give it one, named after the file.
                    self._held = record
                    yield from self._document(DocumentRecord(self.file.base_name), records)
                if len(self._contacts) >= BATCH_RECORDS:
                    self._flush_contacts(contacts)
        except (SourceProblem, Stopped):
            yield from self._flush(writer)
            self._flush_contacts(contacts)
            raise
        yield from self._flush(writer)
        self._flush_contacts(contacts)
        with self.database.write() as db:
            contacts.finish(db)
            self.directory.forget()
            self.removed += documents.remove_from(db, self.source_id, self._documents)
            sources.finish(db, self.source_id, self.problems, self.problems_total, failed=False)

    def _progress(self) -> FileProgress:
        return FileProgress(self.file.key, self._records, self.opened.position())

    def _is_full(self, following: MessageRecord) -> bool:
        """Tell whether to write before the next message: lines of one minute are compared together, and stay together."""
        if len(self._messages) < BATCH_RECORDS and self._characters < BATCH_CHARACTERS:
            return False
        if len(self._messages) >= 2 * BATCH_RECORDS or self._characters >= 2 * BATCH_CHARACTERS:
            return True
        last = self._messages[-1].time if self._messages else None
        return last is None or following.time is None or last.utc_ms // 60_000 != following.time.utc_ms // 60_000

    def _guarded(self) -> Iterator[Record]:
        records = iter(_reading(lambda: self.source.read(self.file, self.context)))
        while (record := _reading(lambda: next(records, None))) is not None:
            _check(self.stop)
            self._records += 1
            yield record

    def _next(self, records: Iterator[Record]) -> Record | None:
        """Return the next record that is no problem; problems are noted."""
        if self._held is not None:
            held, self._held = self._held, None
            return held
        for record in records:
            if not isinstance(record, Problem):
                return record
            self.problems_total += 1
            if len(self.problems) < sources.PROBLEMS_KEPT:
                self.problems.append(record)
        return None

    def _flush(self, writer: MessageWriter) -> Iterator[IngestEvent]:
        if not self._messages and not self._conversations:
            return
        with self.database.write() as db:
            self.directory.refresh(db)
            for conversation in self._conversations:
                key = roots.of_chat(self.source.kind, conversation.native_id)
                if self.bring_back or key not in self.forgotten:
                    self.directory.conversation(db, self.source.kind, conversation)
            counts = writer.write(db, self._messages)
        self.added += counts.added
        self.known += counts.known
        self._conversations.clear()
        self._messages.clear()
        self._characters = 0
        yield self._progress()

    def _flush_contacts(self, writer: ContactWriter) -> None:
        if not self._contacts:
            return
        with self.database.write() as db:
            for contact in self._contacts:
                writer.write(db, contact, [self.directory.key(*identity) for identity in contact.identities])
        # Whose identity is whose may have changed.
        self.directory.forget()
        self._contacts.clear()

    def _document(self, record: DocumentRecord, records: Iterator[Record]) -> Iterator[IngestEvent]:
        with self.database.write() as db:
            writer = documents.DocumentWriter(db, self.source_id, self.source.kind, self._documents, record)
        self._documents += 1

        def parts() -> Iterator[DocumentPart]:
            while isinstance(part := self._next(records), DocumentPart):
                yield part
            self._held = part

        passages = ((passage.text, passage.locator) for passage in document_passages(parts()))
        for batch in _batches(passages):
            with self.database.write() as db:
                added, known = writer.write(db, batch)
            self.added += added
            self.known += known
            yield self._progress()
        with self.database.write() as db:
            self.removed += writer.finish(db)


def embed_pending(database: Database, embedder: Embedder, stop: threading.Event | None) -> Iterator[EmbeddingProgress]:
    """Give every passage that has none its vector, newest first. Raises Stopped; what was stored is kept."""
    with database.reading() as db:
        total = vectors.count_pending(db)
        same_space = vectors.space(db) == (embedder.fingerprint, embedder.dimension)
    if not same_space:
        with database.write() as db:
            vectors.use_space(db, embedder.fingerprint, embedder.dimension)
            total = vectors.count_pending(db)
    done = 0
    if total:
        yield EmbeddingProgress(0, total)
    while True:
        _check(stop)
        with database.reading() as db:
            waiting = vectors.pending(db, EMBED_AT_ONCE)
        if not waiting:
            return
        # Texts of like length share a batch, so that little of it is padding.
        waiting.sort(key=lambda row: (len(row[1]), row[0]))
        made = embedder.embed_passages([text for _, text in waiting])
        if made.shape != (len(waiting), embedder.dimension):
            raise ValueError(f"the embedder returned vectors of shape {made.shape}")
        rows = [(passage_id, made[n].tobytes()) for n, (passage_id, _) in enumerate(waiting)]
        with database.write() as db:
            vectors.add(db, sorted(rows))
        done += len(waiting)
        yield EmbeddingProgress(done, max(total, done))


def _check(stop: threading.Event | None) -> None:
    if stop is not None and stop.is_set():
        raise Stopped("Stopped.", "Run the same command again: it goes on where it stopped.")


def _reading(read: Callable[[], T]) -> T:
    """Run a step of a parser; whatever goes wrong in it is that file's problem."""
    try:
        return read()
    except PermissionError as error:
        raise SourceProblem(
            "You have no permission to read it.", "Change its permissions, then add it again."
        ) from error
    except OSError as error:
        raise SourceProblem(
            f"It cannot be read: {error.strerror or error}.", "Check the file, then add it again."
        ) from error
    except UnicodeError as error:
        raise SourceProblem(
            "Its text is in an encoding that cannot be read.", "Save it as UTF-8, then add it again."
        ) from error
    except _UNREADABLE as error:
        raise SourceProblem(
            f"Its content is not what its kind of file holds ({type(error).__name__}).",
            "Export it again, or use --as KIND.",
        ) from error


def _sha256(file: InputFile, stop: threading.Event | None) -> bytes:
    digest = hashlib.sha256()
    with file.open() as stream:
        while block := stream.read(1 << 20):
            _check(stop)
            digest.update(block)
    return digest.digest()


def _batches(passages: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    batch: list[tuple[str, str]] = []
    for passage in passages:
        batch.append(passage)
        if len(batch) >= EMBED_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
