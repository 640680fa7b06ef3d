"""What the assistant takes and yields: the contract that commands, the terminal app and (later) the service share.

Long work is an iterator of events that ends with its result (`Answer` or `Summary`). Nothing that a model wrote is in any
event before it was checked against the evidence.

What every search needs stands here; the rest is loaded when a name of it is first asked for, as in `index.types.search`.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from index.types.search import Filters

if TYPE_CHECKING:
    from app.assistant.events import (
        Answer,
        AnswerEvent,
        Choice,
        Digest,
        DigestsReady,
        Dropped,
        EvidenceFound,
        PlanMade,
        Sentence,
        SentenceDropped,
        SentenceReady,
        Summary,
        SummaryEvent,
        WhichOne,
        Working,
    )


@dataclass(frozen=True, slots=True)
class Scope:
    """A selection in people's words, as flags or a question give it; the index resolves it to `Filters`.

    `since` and `until` are what the person typed. `last` keeps only the newest that many, `new` only what was taken in
    since this scope was last summarized that way. `target` is a file or folder, or an id: "f3" for its file, "m12" for its
    chat.
    """

    chat: str | None = None
    person: str | None = None
    source: str | None = None
    kind: Literal["message", "file"] | None = None
    since: str | None = None
    until: str | None = None
    last: int | None = None
    new: bool = False
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How a request was read, by code: the exact filters, the text left to search for, and one line to show.

    `asked` is when the scope was last summarized with `new` (ISO 8601), None when it never was or `new` is not asked for.
    """

    filters: Filters
    text: str
    line: str
    chat: str | None = None
    person: str | None = None
    since: str | None = None
    until: str | None = None
    last: int | None = None
    asked: str | None = None
    target: str | None = None


__all__ = [
    "Answer",
    "AnswerEvent",
    "Choice",
    "Digest",
    "DigestsReady",
    "Dropped",
    "EvidenceFound",
    "Plan",
    "PlanMade",
    "Scope",
    "Sentence",
    "SentenceDropped",
    "SentenceReady",
    "Summary",
    "SummaryEvent",
    "WhichOne",
    "Working",
]


def __getattr__(name: str) -> object:
    """Load `app.assistant.events` when a name of it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'app.assistant.types' has no attribute {name!r}")
    found: object = getattr(importlib.import_module("app.assistant.events"), name)
    globals()[name] = found
    return found
