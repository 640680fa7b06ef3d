"""Reading one file into the store: records are gathered into batches, and each batch is one transaction."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from index.errors import IndexProblem, SourceProblem, Stopped
from index.intake.gate import check
from index.intake.record_cleaning import cleaned
from index.sources.base import WRONG, InputFile, ReadContext, Source, fault
from index.sources.files.progress_container import ProgressContainer
from index.store.database.connection import Connection, Database
from index.store.people.contacts import ContactWriter
from index.store.people.directory import Directory
from index.store.removal import removal
from index.store.writing import documents, roots, sources
from index.store.writing.messages import MessageWriter
from index.text.chunking import document_passages
from index.types.events import FileProgress, IngestEvent
from index.types.records import (
    ChatRecord,
    ContactRecord,
    DocumentPart,
    DocumentRecord,
    MessageRecord,
    Problem,
    Record,
    entry_label,
)

BATCH_RECORDS = 2000
BATCH_CHARACTERS = 4_000_000
"""At so many records or characters a batch is written, at the end of its minute; at twice as many it is anyway."""
REFUSALS = 100
"""When the store has refused so many records of a file and taken none, the file is given up."""
PASSAGES_AT_ONCE = 512
"""So many passages of a document are written together."""

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
    opened: ProgressContainer
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
    _chats: list[ChatRecord] = field(default_factory=list)
    _messages: list[MessageRecord] = field(default_factory=list)
    _contacts: list[ContactRecord] = field(default_factory=list)
    _characters: int = 0
    _documents: int = 0
    _refusals: int = 0
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
                elif isinstance(record, ChatRecord):
                    self._chats.append(record)
                elif isinstance(record, MessageRecord):
                    if self._is_full(record):
                        yield from self._flush(writer)
                    self._messages.append(record)
                    self._characters += _characters(record)
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
            self._chats.clear()
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
            yield _wholesome(record)

    def _next(self, records: Iterator[Record]) -> Record | None:
        """Return the next record that is no problem; problems are noted."""
        if self._held is not None:
            held, self._held = self._held, None
            return held
        for record in records:
            if not isinstance(record, Problem):
                return record
            self._note(record)
        return None

    def _note(self, problem: Problem) -> None:
        self.problems_total += 1
        if len(self.problems) < sources.PROBLEMS_KEPT:
            self.problems.append(problem)

    def _refuse(self, error: Exception, where: str) -> None:
        """Note that the store refuses a record. Raises SourceProblem where it has refused many, and taken none."""
        self._note(_refused(error, where))
        self._refusals += 1
        if self._refusals >= REFUSALS and not (self.added or self.known):
            raise SourceProblem(f"The index can hold nothing of it: {fault(error)}.", "Export it again.")

    def _flush(self, writer: MessageWriter) -> Iterator[IngestEvent]:
        if not self._messages and not self._chats:
            return
        self._write_messages(writer, self._chats, self._messages)
        self._chats.clear()
        self._messages.clear()
        self._characters = 0
        yield self._progress()

    def _write_messages(
        self, writer: MessageWriter, chats: Sequence[ChatRecord], messages: Sequence[MessageRecord]
    ) -> None:
        """Write a batch; where the store refuses one of it, write its halves, so that one costs itself alone."""
        try:
            with self.database.write() as db:
                self.directory.refresh(db)
                self._still_wanted(db)
                writer.forgotten = self.forgotten
                for chat in chats:
                    key = roots.of_chat(self.source.kind, chat.native_id)
                    if self.bring_back or not self.forgotten.holds(key):
                        self.directory.chat(db, self.source.kind, chat)
                counts = writer.write(db, messages)
        except IndexProblem:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, it is one record's
            writer.undo()
            if len(chats) + len(messages) == 1:
                self._refuse(error, messages[0].locator if messages else "")
                return
            for part in _halves(chats):
                self._write_messages(writer, part, ())
            for lines in _halves(messages):
                self._write_messages(writer, (), lines)
            return
        self.added += counts.added
        self.known += counts.known
        self.left_out += counts.left_out

    def _flush_contacts(self, writer: ContactWriter) -> None:
        self._write_contacts(writer, self._contacts)
        self._contacts.clear()

    def _write_contacts(self, writer: ContactWriter, contacts: Sequence[ContactRecord]) -> None:
        """Write a batch, or its halves where the store refuses one of it."""
        if not contacts:
            return
        try:
            with self.database.write() as db:
                self._still_wanted(db)
                keys = [[self.directory.key(*identity) for identity in contact.identities] for contact in contacts]
                wanted = [pair for pair in zip(contacts, keys, strict=True) if self._is_wanted(pair[1])]
                writer.write(db, wanted)
        except IndexProblem:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, it is one record's
            if len(contacts) == 1:
                self._refuse(error, contacts[0].locator)
                return
            for part in _halves(contacts):
                self._write_contacts(writer, part)
        else:
            kept = {id(contact) for contact, _ in wanted}
            self._unwanted.update(entry_label(contact.name) for contact in contacts if id(contact) not in kept)
            self.left_out += len(contacts) - len(wanted)
        finally:
            # Whose identity is whose may have changed.
            self.directory.forget()

    def _is_wanted(self, keys: Iterable[tuple[str, str]]) -> bool:
        """Tell whether an address book entry is of nobody who was forgotten."""
        return self.bring_back or not self.forgotten.holds(*(roots.of_person(*key) for key in keys))

    def _document(self, record: DocumentRecord, records: Iterator[Record]) -> Iterator[IngestEvent]:
        position = self._documents
        self._documents += 1

        def parts() -> Iterator[DocumentPart]:
            while isinstance(part := self._next(records), DocumentPart):
                if part.label not in self._unwanted:
                    yield part
            self._held = part

        rest = parts()
        try:
            yield from self._write_document(position, record, rest)
        except IndexProblem:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, it is one document's
            self._refuse(error, f"document {position + 1}")
            for _ in rest:
                pass

    def _write_document(
        self, position: int, record: DocumentRecord, parts: Iterator[DocumentPart]
    ) -> Iterator[IngestEvent]:
        with self.database.write() as db:
            self._still_wanted(db)
            writer = documents.DocumentWriter(db, self.source_id, self.source.kind, position, record)
        passages = ((passage.text, passage.locator) for passage in document_passages(parts))
        for batch in _batches(passages):
            with self.database.write() as db:
                self._still_wanted(db)
                added, known = writer.write(db, batch)
            self.added += added
            self.known += known
            yield self._progress()
        with self.database.write() as db:
            self.removed += writer.finish(db)


def _wholesome(record: Record) -> Record:
    """Return the record as the store can hold it, or the problem that it is none."""
    try:
        return cleaned(record)
    except WRONG as error:
        where = getattr(record, "locator", "")
        return _refused(error, where if isinstance(where, str) else "")


def _refused(error: Exception, where: str) -> Problem:
    """Say that a record cannot be stored; nothing of what it says is repeated."""
    return Problem(f"it is not what the index can hold: {fault(error)}", where)


def _halves(items: Sequence[T]) -> list[Sequence[T]]:
    """Return two halves, one of them where there is but one item, none where there is nothing."""
    middle = (len(items) + 1) // 2
    return [part for part in (items[:middle], items[middle:]) if part]


def _characters(record: MessageRecord) -> int:
    """Return about how much memory a message takes: an id or a name may be as long as a text."""
    size = len(record.body) + len(record.chat) + len(record.native_id or "") + len(record.thread or "")
    size += sum(map(len, record.related))
    return size + sum(len(file.name) for file in record.attachments)


def guarded(read: Callable[[], T]) -> T:
    """Run a step of a parser; whatever goes wrong in it is that file's problem. Raises SourceProblem alone, and Stopped."""
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
    except IndexProblem:
        raise
    except UnicodeError as error:
        raise SourceProblem(
            "Its text is in an encoding that cannot be read.", "Save it as UTF-8, then add it again."
        ) from error
    except MemoryError as error:
        raise SourceProblem(
            "Reading it takes more memory than there is.", "Close other programs, then add it again."
        ) from error
    except Exception as error:
        raise SourceProblem(
            f"Its content is not what this kind of file holds: {fault(error)}.",
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
