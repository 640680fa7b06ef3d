"""What the assistant takes: a selection in people's words, and the plan that it is read into.

What it yields is in `app.assistant.events`, apart from this because a search needs none of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.types.search import Filters

if TYPE_CHECKING:
    from index.types.kinds import Held, ItemKind


@dataclass(frozen=True, slots=True)
class Scope:
    """A selection in people's words, as flags or a question give it; the index resolves it to `Filters`.

    The times are what the person typed; `before` ends where its time begins, `until` where it ends. All in `has` must be
    there ("link"), none of `without` may hold, and of each group in `one_of` one must. `last` keeps only the newest that
    many, `new` only what was taken in since this scope was last summarized that way. `target` is a file or folder, or an
    id: "f3" for its file, "m12" for its chat.
    """

    chat: str | None = None
    person: str | None = None
    source: str | None = None
    to: str | None = None
    kind: ItemKind | None = None
    has: tuple[Held, ...] = ()
    since: str | None = None
    until: str | None = None
    before: str | None = None
    during: str | None = None
    last: int | None = None
    new: bool = False
    target: str | None = None
    without: tuple[Scope, ...] = ()
    one_of: tuple[tuple[Scope, ...], ...] = ()

    @property
    def timed(self) -> bool:
        """Whether it says when."""
        return any((self.since, self.until, self.before, self.during))


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
    to: str | None = None
    since: str | None = None
    until: str | None = None
    last: int | None = None
    asked: str | None = None
    target: str | None = None
