"""What the index holds, as it is listed and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from index.types.kinds import ChatKind
from index.types.records import Problem, Reaction
from index.types.search import Hit


@dataclass(frozen=True, slots=True)
class ChatInfo:
    """A chat with its extent."""

    id: int
    title: str
    source: str
    kind: ChatKind
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
class OwnerGaps:
    """What is not known of who the owner is: `people` may be them by their name, in `sources` nobody is known to be.

    `nowhere` says that they are known nowhere.
    """

    nowhere: bool = False
    people: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is open."""
        return bool(self.nowhere or self.people or self.sources)


@dataclass(frozen=True, slots=True)
class SameName:
    """People of one name, who may be one person: the one to keep first. `doubt` says why it is not sure, if it is not."""

    name: str
    people: tuple[PersonInfo, ...]
    sources: tuple[str, ...]
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class OwnerGuess:
    """Who may be the owner, by the chats in which their name is: `in_twos` of the `of_twos` chats of two, and of all.

    `likely` says that the chats leave nobody else.
    """

    name: str
    people: tuple[PersonInfo, ...]
    in_twos: int
    of_twos: int
    chats: int
    of_chats: int
    likely: bool = False

    def made_likely(self) -> OwnerGuess:
        """Return the same guess, as one that leaves nobody else."""
        return replace(self, likely=True)


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
class FailureInfo:
    """A file that could not be read when it was looked at last, and since when."""

    path: str
    reason: str
    next_step: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What came of looking at a root the last time; the fields are those of IngestDone.

    `stopped` says that it was not gone through to its end, `reason` why it could not be looked at.
    """

    files: int = 0
    unchanged: int = 0
    failed: int = 0
    added: int = 0
    known: int = 0
    removed: int = 0
    problems: int = 0
    stopped: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RootInfo:
    """A file or folder that was named to `add`. `at` and `looked` are None for one that was never gone through."""

    path: str
    at: datetime | None = None
    looked: ScanResult | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A hit in its chat or file: neighbours in order, the hit itself at `position` in `hits`."""

    hits: tuple[Hit, ...]
    position: int


@dataclass(frozen=True, slots=True)
class CachedText:
    """A text that was made of messages; `cites` are their public ids. It goes when one of them changes or is deleted."""

    text: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A question that was asked, what a follow-up needs to know of it (JSON), and the answer's lines that still hold."""

    question: str
    carry: str
    lines: tuple[CachedText, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptConversation:
    """A kept conversation with the assistant: when it went on last (ms), its questions counted, and the first of them.

    `title` is what the owner calls it, empty where they gave it no name.
    """

    id: int
    at_ms: int
    turns: int
    first: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """A hit with what only an export tells. `reply_to` is the id of the message that it answers."""

    hit: Hit
    edited: bool
    reply_to: str | None
    reactions: tuple[Reaction, ...]


@dataclass(frozen=True, slots=True)
class ChatPosition:
    """A place in a chat: its end where nothing else is said.

    Around a `message`, or before or after it (`which`), from a time on, or from the line of a `number` (from 0). A message
    brings its chat along.
    """

    chat: int | None = None
    message: str = ""
    which: Literal["around", "before", "after"] = "around"
    since_ms: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ChatPage:
    """Lines of a chat in order, system and deleted ones too, and the messages that they answer, by id.

    `first` is the number of the first line in its chat (from 0) and `total` that of all its lines; None beside a message,
    where the asker knows them.
    """

    chat: int
    title: str
    lines: tuple[ExportRecord, ...]
    answered: Mapping[str, Hit]
    first: int | None
    total: int | None


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
    chats: int
    encrypted: bool
