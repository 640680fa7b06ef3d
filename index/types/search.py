"""What search takes and gives: filters, a query, hits.

Times are milliseconds since 1970-01-01 UTC, lists of ids mean "any of these", and an empty tuple means "no restriction".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.types.kinds import AttachmentKind, GroupedBy, Held, HitKind, HitOrder, ItemKind, MessageKind, RelaxedPart


@dataclass(frozen=True, slots=True)
class Filters:
    """Exact restrictions, applied before ranking. Empty tuples and None restrict nothing; all given ones must hold."""

    conversations: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    """Who wrote it."""
    to: tuple[int, ...] = ()
    """To whom it was written: by somebody else, in a chat of two with one of them or a thread of mails."""
    sources: tuple[str, ...] = ()
    kind: ItemKind | None = None
    has: tuple[Held, ...] = ()
    """All of these."""
    since_ms: int | None = None
    until_ms: int | None = None
    """`since_ms` is the first millisecond included, `until_ms` the first one left out."""
    ids: tuple[str, ...] = ()
    """Public ids ("m12", "f3"): only these."""
    after: int | None = None
    """Only messages that were taken in after the one of this number."""
    without: tuple[Filters, ...] = ()
    """None of these may hold."""
    one_of: tuple[tuple[Filters, ...], ...] = ()
    """Of each group one at least must hold."""
    wordings: tuple[tuple[str, ...], ...] = ()
    """Of each group of words and phrases (these in quotes) one at least must stand in it. Only searches look at them."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. `limit` is the number of hits wanted (at least 1).

    `typing` says that the text is still being typed: its last word may only have begun. `near` is the time it speaks of,
    as the first millisecond and the first one after (None is open): messages of then are preferred, others not left out.
    `all` asks for what would be folded or cut off as well.
    `stop_words` are words, in lower case, that only ask or stand everywhere in its language; English ones are known.
    `page` counts from 1, by `limit` hits each. In another `order` than by relevance all words must stand in a hit.
    """

    text: str
    filters: Filters = field(default_factory=Filters)
    limit: int = 10
    typing: bool = False
    near: tuple[int | None, int | None] | None = None
    all: bool = False
    stop_words: frozenset[str] = frozenset()
    page: int = 1
    order: HitOrder = "relevance"


@dataclass(frozen=True, slots=True)
class Hit:
    """One message or one file passage.

    `id` is homebody's own ("m12" for a message, "f3" for a file passage) and stays the same for the life of the index.
    `native_id` is the message's id in its export. `sender` is a display name, empty for files and system lines.
    `time` has an offset; None where the source knows no time. `score` orders hits of one search and means nothing else.
    `explain` holds each list's rank and score, by list name, when it was asked for. A search also gives the `snippet`: what
    of the text to show, on one line, and in `spans` what of it matched, as [start, end) in characters.
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
    attachment_kinds: tuple[AttachmentKind, ...] = ()
    """What each of them is."""
    alike: tuple[str, ...] = ()
    """Ids of further hits that say the same and were folded into this one, best first."""
    explain: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    snippet: str = ""
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A part of a search without which there would be `hits` (1,000 at most are counted); `text` is a phrase or word."""

    what: RelaxedPart
    text: str
    hits: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first. `lists` names the ranked lists that were fused ("keyword", "meaning").

    `note` is one sentence when something a person should know limited the search ("search by meaning is off: …").
    `reading` says in lines how the query was understood: which words, names and phrases.
    `loosen` says, when there are no hits, what to leave out to get some. `far` is how many of those wanted were left out
    because they are far from the query. `terms` are the words that were looked for.
    """

    hits: tuple[Hit, ...]
    took_ms: float
    lists: tuple[str, ...]
    note: str = ""
    reading: tuple[str, ...] = ()
    loosen: tuple[Relaxation, ...] = ()
    far: int = 0
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TallyGroup:
    """How many of the hits that were counted are of one month ("2026-03"), person or chat.

    `id` is "p3" or "c12", None for months. `name` is None for what belongs nowhere: without a time, sender or chat.
    """

    id: str | None
    name: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many messages and file passages hold all words of a query, exactly, and how they spread.

    `groups` are the months in order, those without a hit between them too, or the people or chats with most first.
    `unknown` are words that nothing holds; `any_word` is how many hits hold one of the words, where none holds all.
    `note` says which words were taken for others.
    """

    messages: int
    passages: int
    by: GroupedBy | None = None
    groups: tuple[TallyGroup, ...] = ()
    unknown: tuple[str, ...] = ()
    any_word: int = 0
    note: str = ""
