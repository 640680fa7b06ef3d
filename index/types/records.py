"""What a source reads out of a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal

from index.types.kinds import ChatKind, MessageKind, TimeOrigin, TimePrecision


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
    identifier in it. A `display_name` belongs to its chat alone: the store never merges two people by name.
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
class ChatRecord:
    """A chat, channel or mail thread. Yielded before its first message; `native_id` is unique within the source kind."""

    native_id: str
    title: str
    kind: ChatKind = "other"


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """One message of the chat that `chat` names by native id.

    `native_id` is the message's id in its export, or None where the export has none (then identical messages are told
    apart by their position among their equals). `time` is None when the source knows no time. `body` is what the person
    wrote and nothing else. `locator` says where in the file it stands ("line 120"). `related` are ids of messages that
    belong to the same chat, by which chats that came apart find together.
    """

    chat: str
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
    related: tuple[str, ...] = ()


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


Record = ChatRecord | MessageRecord | ContactRecord | DocumentRecord | DocumentPart | Problem


def entry_label(name: str) -> str:
    """Return what the part of an address book is called that shows the entry of this name."""
    return f"contact {name[:80]}"
