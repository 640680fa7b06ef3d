"""The frozen dataclasses that cross the index's seams.

Records are what a source reads out of a file. Filters, queries and hits are what search takes and gives. Events are what
long work yields. Times are milliseconds since 1970-01-01 UTC, lists of ids mean "any of these", and an empty tuple means
"no restriction".

What every search needs stands here. The rest has modules of its own, which are loaded when a name of theirs is first asked
for: making all these classes takes longer than a search.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.types.events import (
        EmbeddingProgress,
        FileDone,
        FileGone,
        FileProgress,
        FileSkipped,
        FileStarted,
        ForgetProgress,
        Forgetting,
        Forgotten,
        IngestDone,
        IngestEvent,
    )
    from index.types.listings import (
        ConversationInfo,
        Exported,
        FailureInfo,
        IdentityInfo,
        Kept,
        Looked,
        Page,
        PageAt,
        PersonInfo,
        RootInfo,
        SourceInfo,
        StoreHealth,
        Surroundings,
        TalkInfo,
        Turn,
    )
    from index.types.records import (
        Attachment,
        ContactRecord,
        ConversationRecord,
        DocumentPart,
        DocumentRecord,
        MessageRecord,
        Problem,
        Reaction,
        Record,
        Sender,
        Timestamp,
        local_datetime,
    )

    Vectors = NDArray[np.float32]
    """Shape (n, dimension), float32, each row of length 1."""
else:
    # Keyword search must not wait for numpy to be imported.
    Vectors = "NDArray[np.float32]"

HitKind = Literal["message", "file"]
MessageKind = Literal["text", "system", "call", "media", "deleted"]
ConversationKind = Literal["direct", "group", "channel", "mail", "other"]
SetOf = Literal["link", "address", "number", "amount", "code", "photo", "video", "audio", "file", "words"]
"""A kind of thing of which a message may hold some; "words" are given with it."""
Loosened = Literal["person", "chat", "time", "source", "kind", "selection", "phrase", "excluded", "filters"]
"""What of a search could be left out; "filters" are all of them at once."""
TimeOrigin = Literal["epoch", "explicit", "user", "guessed"]
"""Where the zone of a time comes from: an epoch, an offset in the file, the owner's named zone, or the machine's zone."""
TimePrecision = Literal["ms", "s", "min", "day"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Exact restrictions, applied before ranking. Empty tuples and None restrict nothing; all given ones must hold."""

    conversations: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    kind: HitKind | None = None
    since_ms: int | None = None
    until_ms: int | None = None
    """`since_ms` is the first millisecond included, `until_ms` the first one left out."""
    ids: tuple[str, ...] = ()
    """Public ids ("m12", "f3"): only these."""
    after: int | None = None
    """Only messages that were taken in after the one of this number."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. `limit` is the number of hits wanted (at least 1).

    `typing` says that the text is still being typed: its last word may only have begun. `near` is the time it speaks of,
    as the first millisecond and the first one after (None is open): messages of then are preferred, others not left out.
    """

    text: str
    filters: Filters = field(default_factory=Filters)
    limit: int = 10
    typing: bool = False
    near: tuple[int | None, int | None] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One message or one file passage.

    `id` is homebody's own ("m12" for a message, "f3" for a file passage) and stays the same for the life of the index.
    `native_id` is the message's id in its export. `sender` is a display name, empty for files and system lines.
    `time` has an offset; None where the source knows no time. `score` orders hits of one search and means nothing else.
    `explain` holds each list's rank and score, by list name, when it was asked for.
    """

    id: str
    native_id: str | None
    kind: HitKind
    source: str
    chat: str | None
    sender: str | None
    time: datetime | None
    text: str
    path: str | None
    locator: str | None
    score: float = 0.0
    from_me: bool = False
    message_kind: MessageKind = "text"
    attachments: tuple[str, ...] = ()
    explain: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loosening:
    """A part of a search without which there would be `hits` (1,000 at most are counted); `text` is a phrase or word."""

    what: Loosened
    text: str
    hits: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first. `lists` names the ranked lists that were fused ("keyword", "meaning").

    `note` is one sentence when something a person should know limited the search ("search by meaning is off: …").
    `reading` says in lines how the query was understood: which words, names and phrases.
    `loosen` says, when there are no hits, what to leave out to get some.
    """

    hits: tuple[Hit, ...]
    took_ms: float
    lists: tuple[str, ...]
    note: str = ""
    reading: tuple[str, ...] = ()
    loosen: tuple[Loosening, ...] = ()


class Embedder(Protocol):
    """Turns text into vectors of length 1. Fitted by shape by models.embedding.embedder."""

    @property
    def fingerprint(self) -> str:
        """Name of the vector space: vectors of different fingerprints cannot be compared."""
        ...

    @property
    def dimension(self) -> int:
        """Number of components of a vector."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts to be found; shape (len(texts), dimension)."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """Embed a query; shape (1, dimension)."""
        ...


class Reranker(Protocol):
    """Reads a query and texts together. Fitted by shape by models.embedding.reranker."""

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Say how well each text answers the query; shape (len(texts),), higher is better, comparable for one query."""
        ...


_ELSEWHERE = {
    "index.types.records": """
        Attachment ContactRecord ConversationRecord DocumentPart DocumentRecord MessageRecord Problem
        Reaction Record Sender Timestamp local_datetime
    """,
    "index.types.listings": """
        ConversationInfo Exported FailureInfo IdentityInfo Kept Looked Page PageAt PersonInfo RootInfo
        SourceInfo StoreHealth Surroundings TalkInfo Turn
    """,
    "index.types.events": """
        EmbeddingProgress FileDone FileGone FileProgress FileSkipped FileStarted ForgetProgress Forgetting
        Forgotten IngestDone IngestEvent
    """,
}

__all__ = [
    "Attachment",
    "ContactRecord",
    "ConversationInfo",
    "ConversationKind",
    "ConversationRecord",
    "DocumentPart",
    "DocumentRecord",
    "Embedder",
    "EmbeddingProgress",
    "Exported",
    "FailureInfo",
    "FileDone",
    "FileGone",
    "FileProgress",
    "FileSkipped",
    "FileStarted",
    "Filters",
    "ForgetProgress",
    "Forgetting",
    "Forgotten",
    "Hit",
    "HitKind",
    "IdentityInfo",
    "IngestDone",
    "IngestEvent",
    "Kept",
    "Looked",
    "Loosened",
    "Loosening",
    "MessageKind",
    "MessageRecord",
    "Page",
    "PageAt",
    "PersonInfo",
    "Problem",
    "Query",
    "Reaction",
    "Record",
    "Reranker",
    "RootInfo",
    "SearchResult",
    "Sender",
    "SetOf",
    "SourceInfo",
    "StoreHealth",
    "Surroundings",
    "TalkInfo",
    "TimeOrigin",
    "TimePrecision",
    "Timestamp",
    "Turn",
    "Vectors",
    "local_datetime",
]


def __getattr__(name: str) -> object:
    """Load the module that holds a name when it is first asked for."""
    for module, names in _ELSEWHERE.items():
        if name in names.split():
            found: object = getattr(importlib.import_module(module), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module 'index.types.search' has no attribute {name!r}")
