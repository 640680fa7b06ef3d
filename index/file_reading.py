"""Reading one file into the store: records are gathered into batches, and each batch is one transaction."""

from __future__ import annotations

import threading
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from index.chunking import document_passages
from index.errors import SourceProblem, Stopped
from index.gate import check
from index.sources.base import InputFile, ReadContext, Source, entry_label
from index.sources.watched import Watched
from index.store import documents, removal, roots, sources
from index.store.connection import Connection, Database
from index.store.contacts import ContactWriter
from index.store.messages import MessageWriter
from index.store.people import Directory
from index.types import (
    ContactRecord,
    ConversationRecord,
    DocumentPart,
    DocumentRecord,
    FileProgress,
    IngestEvent,
    MessageRecord,
    Problem,
    Record,
)

BATCH_RECORDS = 2000
BATCH_CHARACTERS = 4_000_000
"""At so many records or characters a batch is written, at the end of its minute; at twice as many it is anyway."""
PASSAGES_AT_ONCE = 512
"""So many passages of a document are written together."""

_UNREADABLE = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, EOFError, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip
"""What a parser raises on a file that is not what it seemed. Reported as that file's failure; the others go on."""

T = TypeVar("T")


@dataclass(slots=True)
class FileReading:
    """The reading of one file, from the first record to the last."""

    database: Database
    directory: Directory
    context: ReadContext
    stop: threading.Event | None
    file: InputFile
    source: Source
    source_id: int
    opened: Watched
    forgotten: roots.KeptOut = field(default_factory=roots.KeptOut)
    bring_back: bool = True
    added: int = 0
    known: int = 0
    removed: int = 0
    left_out: int = 0
    """Messages and address book entries of what was forgotten."""
    problems: list[Problem] = field(default_factory=list)
    problems_total: int = 0
    _records: int = 0
    _conversations: list[ConversationRecord] = field(default_factory=list)
    _messages: list[MessageRecord] = field(default_factory=list)
    _contacts: list[ContactRecord] = field(default_factory=list)
    _characters: int = 0
    _documents: int = 0
    _held: Record | None = None
    _unwanted: set[str | None] = field(default_factory=set)
    """Labels of address book entries that were forgotten."""

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
        records = self._records_of()
        try:
            while (record := self._next(records)) is not None:
                if isinstance(record, DocumentRecord):
                    yield from self._flush(writer)
                    self._flush_contacts(contacts)
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
            if self.left_out and removal.is_empty(db, self.source_id):
                # Its name alone would tell of what was forgotten.
                roots.forget(db, [roots.of_path(self.file.key)])
                removal.end_source(db, self.source_id)

    def _still_wanted(self, db: Connection) -> None:
        """Look again at what was forgotten: it may have been while this file is read. Raises SourceProblem."""
        if not self.bring_back:
            self.forgotten = roots.forgotten(db)
        if not sources.is_there(db, self.source_id):
            self._conversations.clear()
            self._messages.clear()
            self._contacts.clear()
            raise SourceProblem("It was forgotten while it was being read.")

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

    def _records_of(self) -> Iterator[Record]:
        records = iter(guarded(lambda: self.source.read(self.file, self.context)))
        while (record := guarded(lambda: next(records, None))) is not None:
            check(self.stop)
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
            self._still_wanted(db)
            writer.forgotten = self.forgotten
            for conversation in self._conversations:
                key = roots.of_chat(self.source.kind, conversation.native_id)
                if self.bring_back or not self.forgotten.holds(key):
                    self.directory.conversation(db, self.source.kind, conversation)
            counts = writer.write(db, self._messages)
        self.added += counts.added
        self.known += counts.known
        self.left_out += counts.left_out
        self._conversations.clear()
        self._messages.clear()
        self._characters = 0
        yield self._progress()

    def _flush_contacts(self, writer: ContactWriter) -> None:
        if not self._contacts:
            return
        with self.database.write() as db:
            self._still_wanted(db)
            for contact in self._contacts:
                keys = [self.directory.key(*identity) for identity in contact.identities]
                if self.bring_back or not self.forgotten.holds(*(roots.of_person(*key) for key in keys)):
                    writer.write(db, contact, keys)
                else:
                    self.left_out += 1
                    self._unwanted.add(entry_label(contact.name))
        # Whose identity is whose may have changed.
        self.directory.forget()
        self._contacts.clear()

    def _document(self, record: DocumentRecord, records: Iterator[Record]) -> Iterator[IngestEvent]:
        with self.database.write() as db:
            self._still_wanted(db)
            writer = documents.DocumentWriter(db, self.source_id, self.source.kind, self._documents, record)
        self._documents += 1

        def parts() -> Iterator[DocumentPart]:
            while isinstance(part := self._next(records), DocumentPart):
                if part.label not in self._unwanted:
                    yield part
            self._held = part

        passages = ((passage.text, passage.locator) for passage in document_passages(parts()))
        for batch in _batches(passages):
            with self.database.write() as db:
                self._still_wanted(db)
                added, known = writer.write(db, batch)
            self.added += added
            self.known += known
            yield self._progress()
        with self.database.write() as db:
            self.removed += writer.finish(db)


def guarded(read: Callable[[], T]) -> T:
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


def _batches(passages: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    batch: list[tuple[str, str]] = []
    for passage in passages:
        batch.append(passage)
        if len(batch) >= PASSAGES_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
