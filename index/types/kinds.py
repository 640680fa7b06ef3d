"""The closed sets of words that records, filters and hits use."""

from __future__ import annotations

from typing import Literal

HitKind = Literal["message", "file"]
ItemKind = Literal["message", "file", "mail", "note", "document", "event", "contact"]
"""What a search may be restricted to: a mail is a message; notes, documents, events and contacts are files."""
AttachmentKind = Literal["photo", "video", "voice", "sticker", "document", "contact", "media"]
"""What a file that a message carries is; "media" where its export does not say."""
Held = Literal["link", "photo", "video", "voice", "sticker", "document", "media", "file"]
"""What a hit may hold besides words: "file" is anything attached to a message, "media" a photo, a video, a recording, or
what its export only calls media."""
HitOrder = Literal["relevance", "newest", "oldest"]
GroupedBy = Literal["month", "person", "chat"]
MessageKind = Literal["text", "system", "call", "media", "deleted"]
ChatKind = Literal["direct", "group", "channel", "mail", "other"]
SetOf = Literal[
    "link",
    "address",
    "number",
    "amount",
    "code",
    "photo",
    "video",
    "audio",
    "sticker",
    "document",
    "visual",
    "media",
    "file",
    "words",
]
"""A kind of thing of which a message may hold some; "visual" are photos and videos, "words" are given with it."""
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
