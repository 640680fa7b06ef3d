"""The frozen dataclasses that cross the index's seams.

Records are what a source reads out of a file. Filters, queries and hits are what search takes and gives. Events are what
long work yields. Times are milliseconds since 1970-01-01 UTC, lists of ids mean "any of these", and an empty tuple means
"no restriction".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
TimeOrigin = Literal["epoch", "explicit", "user", "guessed"]
"""Where the zone of a time comes from: an epoch, an offset in the file, the owner's named zone, or the machine's zone."""
TimePrecision = Literal["ms", "s", "min", "day"]


# ── Records: what a source reads ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A moment as a source knows it.

    `utc_ms` is the moment. `offset_s` is the local offset from UTC in seconds when the source states or implies one, so
    that the wall-clock time it was written at is `utc_ms + offset_s * 1000`; None means "show it in the owner's zone".
    """

    utc_ms: int
    offset_s: int | None
    origin: TimeOrigin
    precision: TimePrecision

    @classmethod
    def from_epoch_ms(cls, utc_ms: int, precision: TimePrecision = "ms") -> Timestamp:
        """Take milliseconds since the epoch."""
        return cls(utc_ms, None, "epoch", precision)

    @classmethod
    def from_aware(cls, moment: datetime, precision: TimePrecision = "s") -> Timestamp:
        """Take a datetime whose offset stood in the file."""
        offset = moment.utcoffset()
        if offset is None:
            raise ValueError("from_aware needs a datetime with an offset")
        return cls(_epoch_ms(moment), int(offset.total_seconds()), "explicit", precision)

    @classmethod
    def from_wall(cls, wall: datetime, zone: tzinfo, *, guessed: bool, precision: TimePrecision = "s") -> Timestamp:
        """Take a wall-clock time without zone and read it in the owner's zone, with daylight saving of that day.

        Where clocks go back the first of the two moments is taken (`fold=0`).
        """
        moment = wall.replace(tzinfo=zone, fold=0)
        offset = moment.utcoffset() or timedelta()
        return cls(_epoch_ms(moment), int(offset.total_seconds()), "guessed" if guessed else "user", precision)

    def local(self, zone: tzinfo) -> datetime:
        """Return the moment as the source wrote it, or in `zone` when the source knows only UTC."""
        return local_datetime(self.utc_ms, self.offset_s, zone)


def _epoch_ms(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def local_datetime(utc_ms: int, offset_s: int | None, zone: tzinfo) -> datetime:
    """Return the aware datetime of a stored (utc_ms, offset_s), in `zone` when no offset is known."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=utc_ms)
    return moment.astimezone(zone if offset_s is None else timezone(timedelta(seconds=offset_s)))


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote a message, as the source identifies them.

    `kind` names the identifier space ("phone", "email", "telegram", "display_name", …) and `value` is the normalized
    identifier in it. A `display_name` belongs to its conversation alone: the store never merges two people by name.
    """

    kind: str
    value: str
    name: str
    is_me: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a message carries. `name` is text to show, never a path to open."""

    name: str
    mime: str = ""
    missing: bool = True


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji that people put on a message; `by` holds their names as the source gives them."""

    emoji: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConversationRecord:
    """A chat, channel or mail thread. Yielded before its first message; `native_id` is unique within the source kind."""

    native_id: str
    title: str
    kind: ConversationKind = "other"


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """One message of the conversation that `conversation` names by native id.

    `native_id` is the message's id in its export, or None where the export has none (then identical messages are told
    apart by their position among their equals). `time` is None when the source knows no time. `body` is what the person
    wrote and nothing else. `locator` says where in the file it stands ("line 120").
    """

    conversation: str
    native_id: str | None
    sender: Sender | None
    time: Timestamp | None
    body: str
    kind: MessageKind = "text"
    reply_to: str | None = None
    thread: str | None = None
    edited: bool = False
    attachments: tuple[Attachment, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    locator: str = ""


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """An entry of an address book: what gives numbers and addresses a name.

    `identities` are (kind, value) pairs as in `Sender`: ("phone", "+4915112345678"), ("email", "maya@example.org"), or a
    chat handle's kind. Numbers without a country's code stay as they are written, without spaces and signs. `name` is
    never empty; the others are where the entry has none. `is_me` marks the owner's own card.
    """

    name: str
    identities: tuple[tuple[str, str], ...]
    nickname: str = ""
    organisation: str = ""
    note: str = ""
    is_me: bool = False
    locator: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A file with text. The DocumentParts that follow it belong to it, until the next DocumentRecord."""

    title: str
    modified: Timestamp | None = None


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A stretch of a document's text: a page, a section or a run of lines.

    `label` is its locator ("page 3"); where it is None the text is lines, and `first_line` (1-based) numbers its first.
    """

    text: str
    label: str | None = None
    first_line: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that could not be read (`broken`) or had to be guessed (`guess`); the rest went on."""

    reason: str
    locator: str = ""
    severity: Literal["broken", "guess"] = "broken"


Record = ConversationRecord | MessageRecord | ContactRecord | DocumentRecord | DocumentPart | Problem


# ── Search ────────────────────────────────────────────────────────────────────────────────────────────────────────────


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

    `typing` says that the text is still being typed: its last word may only have begun.
    """

    text: str
    filters: Filters = field(default_factory=Filters)
    limit: int = 10
    typing: bool = False


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
class SearchResult:
    """Hits, best first. `lists` names the ranked lists that were fused ("keyword", "meaning").

    `note` is one sentence when something a person should know limited the search ("search by meaning is off: …").
    `reading` says in lines how the query was understood: which words, names and phrases.
    """

    hits: tuple[Hit, ...]
    took_ms: float
    lists: tuple[str, ...]
    note: str = ""
    reading: tuple[str, ...] = ()


class Embedder(Protocol):
    """Turns text into vectors of length 1. Fitted by shape by models.embedder."""

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


# ── What the index holds ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ConversationInfo:
    """A chat with its extent."""

    id: int
    title: str
    source: str
    kind: ConversationKind
    messages: int
    people: tuple[str, ...]
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class PersonInfo:
    """A person and how much they wrote. `chats` names where."""

    id: int
    name: str
    is_me: bool
    messages: int
    chats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IdentityInfo:
    """One way in which sources name a person.

    `id` is homebody's own ("i12"). `chat` is the only chat in which a bare display name means them. `linked` is what made
    it this person's: "source", "contact" (an address book) or "owner".
    """

    id: str
    person: int
    kind: str
    value: str
    name: str
    chat: str | None
    linked: Literal["source", "contact", "owner"]
    messages: int


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """One file that was added."""

    id: int
    kind: str
    path: str
    state: Literal["reading", "done", "failed"]
    messages: int
    passages: int
    problems: tuple[Problem, ...]
    added: datetime


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A hit in its chat or file: neighbours in order, the hit itself at `position` in `hits`."""

    hits: tuple[Hit, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A text that was made of messages; `cites` are their public ids. It goes when one of them changes or is deleted."""

    text: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked, what a follow-up needs to know of it (JSON), and the answer's lines that still hold."""

    question: str
    carry: str
    lines: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class TalkInfo:
    """A kept conversation with the assistant: when it went on last (ms), its questions counted, and the first of them."""

    id: int
    at_ms: int
    turns: int
    first: str


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """What `doctor` reports of the store."""

    path: str
    bytes: int
    schema: int
    integrity: str
    """"ok", or SQLite's first complaint."""
    messages: int
    files: int
    passages: int
    embedded: int
    conversations: int
    encrypted: bool


# ── Events of long work ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class FileStarted:
    """Reading of a file begins; `bytes_total` is its size."""

    path: str
    kind: str
    bytes_total: int
    position: int
    files_total: int


@dataclass(frozen=True, slots=True)
class FileProgress:
    """Records read so far from the file that was started last, and how far into its bytes the reading is."""

    path: str
    records: int
    bytes_done: int = 0


@dataclass(frozen=True, slots=True)
class FileDone:
    """A file is in: `added` new records, `known` that were there already, `removed` that are gone from the file."""

    path: str
    kind: str
    added: int
    known: int
    removed: int
    problems: tuple[Problem, ...]
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class FileSkipped:
    """A file that was not read. `failed` is False for what is left out on purpose."""

    path: str
    reason: str
    next_step: str = ""
    failed: bool = True


@dataclass(frozen=True, slots=True)
class FileGone:
    """A file that was added and is no longer there: `removed` from the index with what only it held, or kept."""

    path: str
    kind: str
    messages: int
    passages: int
    removed: bool


@dataclass(frozen=True, slots=True)
class EmbeddingProgress:
    """Passages given vectors so far, of all that need one."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class IngestDone:
    """The totals of one `add` or `sync`."""

    files: int
    unchanged: int
    skipped: int
    failed: int
    added: int
    known: int
    removed: int
    problems: int
    left_out: int
    """Files left out on purpose: hidden, caches, ignored, binaries found in a folder."""
    gone: int = 0
    """Files that are no longer there; `removed` counts the records that went with them."""


IngestEvent = FileStarted | FileProgress | FileDone | FileSkipped | FileGone | EmbeddingProgress | IngestDone


# ── Forgetting ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What to forget: everything that one of these names. Paths are absolute."""

    paths: tuple[str, ...] = ()
    conversations: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much is, or would be, forgotten. `files` counts those whose every record goes."""

    messages: int
    passages: int
    files: int


@dataclass(frozen=True, slots=True)
class ForgetProgress:
    """Messages and passages taken out so far."""

    done: int
