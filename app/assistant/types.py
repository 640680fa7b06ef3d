"""What the assistant takes: a selection in people's words, and the plan that it is read into.

What it yields is in `app.assistant.events`, apart from this because a search needs none of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.types.search import Filters


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
