"""A tiny file format for the index's tests, and short ways to make records."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import BinaryIO, ClassVar, cast

from index.errors import SourceProblem, UnknownFormat
from index.index import Index
from index.intake.ingest import Formats
from index.sources.base import InputFile, ReadContext, Source
from index.types.embedding import Embedder
from index.types.events import FileSkipped, IngestDone, IngestEvent
from index.types.records import (
    ChatRecord,
    DocumentPart,
    DocumentRecord,
    MessageRecord,
    Problem,
    Record,
    Sender,
    Timestamp,
)
from index.types.search import Filters, Hit, Query, SearchResult

CONTEXT = ReadContext(UTC)
START_MS = 1_700_000_000_000


def said(
    body: str,
    minute: int | None = 0,
    *,
    by: str | None = "Maya",
    native: str | None = None,
    chat: str = "c1",
    **more: object,
) -> Record:
    """Return a message `minute` minutes after START_MS, by a display name."""
    sender = Sender("display_name", by, by) if by is not None else None
    time = Timestamp(START_MS + minute * 60_000, 0, "user", "min") if minute is not None else None
    return MessageRecord(chat, native, sender, time, body, **more)  # type: ignore[arg-type]


def chat(native: str = "c1", title: str = "Cabin") -> Record:
    """Return a chat."""
    return ChatRecord(native, title, "group")


@dataclass
class Memory:
    """A folder of files that hold records instead of bytes. `broken` files raise when they are read."""

    files: dict[str, list[Record]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    broken: dict[str, BaseException] = field(default_factory=dict)
    contexts: list[ReadContext] = field(default_factory=list)
    reads: int = 0
    before_record: Callable[[int], None] = lambda _: None

    def names(self) -> tuple[str, ...]:
        """Return the files' names."""
        return tuple(self.files)

    def open(self, name: str) -> BinaryIO:
        """Open a file; its bytes differ whenever its records do."""
        if name in self.broken and isinstance(self.broken[name], PermissionError):
            raise self.broken[name]
        return io.BytesIO(repr(self.files[name]).encode("utf-8", "surrogatepass"))

    def walk(self, paths: Sequence[Path]) -> Iterator[InputFile | FileSkipped]:
        """Yield the files that are named, or all for the folder "/"."""
        for name, records in sorted(self.files.items()):
            if any(path in (Path("/"), Path("/") / name) for path in paths):
                size = len(repr(records))
                yield InputFile(Path("/") / name, None, name, size, size, self)

    @property
    def formats(self) -> Formats:
        """Return what Index.add takes."""
        return Formats(self.walk, self.detect, lambda kind: source_of(self, kind))

    def detect(self, file: InputFile) -> Source:
        """Return the source of a file; names that begin with "unknown" have none."""
        if file.name.startswith("unknown"):
            raise UnknownFormat("It is of no kind that is read.")
        return source_of(self, self.kinds.get(file.name, "test"))


@dataclass
class RecordSource:
    """Reads a Memory's files."""

    memory: Memory
    kind: ClassVar[str] = "test"
    title: ClassVar[str] = "Test"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Take anything."""
        return True

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the records, then fail if the file is to fail."""
        self.memory.reads += 1
        self.memory.contexts.append(context)
        for number, record in enumerate(self.memory.files[file.name]):
            self.memory.before_record(number)
            yield record
        if file.name in self.memory.broken:
            raise self.memory.broken[file.name]


def source_of(memory: Memory, kind: str) -> Source:
    """Return a source of that kind."""

    class Named(RecordSource):
        pass

    Named.kind = kind
    return Named(memory)


def add(
    index: Index,
    memory: Memory,
    *names: str,
    embedder: Embedder | None = None,
    context: ReadContext = CONTEXT,
    as_kind: str | None = None,
    stop: threading.Event | None = None,
) -> tuple[IngestDone, list[IngestEvent]]:
    """Add files (all without names) and return the totals and every event."""
    paths = [Path("/") / name for name in names] or [Path("/")]
    events = list(
        index.add(paths, embedder=embedder, context=context, as_kind=as_kind, stop=stop, formats=memory.formats)
    )
    return cast(IngestDone, events[-1]), events


def add_records(index: Index, records: Iterable[Record], name: str = "a", **more: object) -> IngestDone:
    """Add one file of these records."""
    return add(index, Memory({name: list(records)}), **more)[0]  # type: ignore[arg-type]


def find(
    index: Index, text: str, embedder: Embedder | None = None, limit: int = 10, *, every: bool = True, **filters: object
) -> SearchResult:
    """Search, and list all that is ranked; without `every` only what is close: a vector of hashes says nothing of that."""
    return index.search(Query(text, Filters(**filters), limit, all=every), embedder, explain=True)  # type: ignore[arg-type]


def bodies(hits: Iterable[Hit]) -> list[str]:
    """Return the hits' texts."""
    return [hit.text for hit in hits]


def everything(index: Index) -> str:
    """Return all that the index tells about its content, to compare two indexes by."""
    messages = [
        (h.native_id, h.chat, h.sender, str(h.time), h.text, h.message_kind, h.attachments, h.from_me)
        for h in index.messages(Filters())
    ]
    chats = [(c.title, c.messages, c.people, str(c.first), str(c.last)) for c in index.chats()]
    people = [(p.name, p.is_me, p.messages, p.chats) for p in index.people()]
    sources = [(s.kind, s.path, s.state, s.messages, s.passages, s.problems) for s in index.sources()]
    health = index.health()
    counts = (health.messages, health.files, health.passages, health.embedded, health.integrity)
    return json.dumps([messages, chats, people, sources, counts], default=str, indent=1)


__all__ = [
    "CONTEXT",
    "START_MS",
    "DocumentPart",
    "DocumentRecord",
    "Memory",
    "Problem",
    "RecordSource",
    "SourceProblem",
    "add",
    "add_records",
    "bodies",
    "chat",
    "everything",
    "find",
    "said",
]
