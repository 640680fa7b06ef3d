"""The closed sets of words that records, filters and hits use."""

from __future__ import annotations

from typing import Literal

HitKind = Literal["message", "file"]
ItemKind = Literal["message", "file", "mail", "note", "document", "event", "contact"]
"""What a search may be restricted to: a mail is a message; notes, documents, events and contacts are files."""
Held = Literal["link", "photo", "video", "voice", "file"]
"""What a hit may hold besides words: "file" is anything attached to a message, photos and recordings too."""
HitOrder = Literal["relevance", "newest", "oldest"]
GroupedBy = Literal["month", "person", "chat"]
MessageKind = Literal["text", "system", "call", "media", "deleted"]
ChatKind = Literal["direct", "group", "channel", "mail", "other"]
SetOf = Literal["link", "address", "number", "amount", "code", "photo", "video", "audio", "file", "words"]
"""A kind of thing of which a message may hold some; "words" are given with it."""
RelaxedPart = Literal[
    "person",
    "to",
    "chat",
    "time",
    "source",
    "kind",
    "has",
    "without",
    "either",
    "selection",
    "phrase",
    "excluded",
    "filters",
]
"""What of a search could be left out; "filters" are all of them at once."""
TimeOrigin = Literal["epoch", "explicit", "user", "guessed"]
"""Where the zone of a time comes from: an epoch, an offset in the file, the owner's named zone, or the machine's zone."""
TimePrecision = Literal["ms", "s", "min", "day"]
