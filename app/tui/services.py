"""What the terminal app needs from the rest of homebody, by shape.

Everything here may block (open a file, load a model) and is called from threads of the app, several at once, never from
its event loop. Errors are those of `index.errors` and `models.errors`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from app.assistant.events import AnswerEvent, SummaryEvent, Working
    from app.assistant.question.suggestions import Bound, Narrowing, What
    from app.assistant.types import Plan, Scope
    from app.tui.kept import CatchingUp, Remembering
    from app.tui.locking import Locking
    from app.tui.modelling import Modelling
    from app.tui.preferences import Preferences
    from index.types.events import ForgetProgress, Forgetting, Forgotten, IngestEvent
    from index.types.listings import ConversationInfo, Page, PageAt, RootInfo, SourceInfo, Surroundings
    from index.types.search import Filters, Query, SearchResult


@dataclass(frozen=True, slots=True)
class Status:
    """What the status line always shows.

    `sealed_by` is what closes the network ("seccomp"), empty when nothing does. `model` is the name of the language model,
    empty when none is installed. `note` is one sentence on what is missing and what to do about it.
    """

    sealed_by: str
    model: str
    messages: int
    files: int
    note: str = ""


class Library(Protocol):
    """What was indexed. Fitted by index.index.Index."""

    def search(self, query: Query, /, *, explain: bool = False) -> SearchResult:
        """Search by words alone."""
        ...

    def show(self, public_id: str, /, context: int = 5) -> Surroundings:
        """Return a hit with `context` neighbours on either side."""
        ...

    def page(self, at: PageAt, limit: int, /) -> Page:
        """Return up to `limit` lines of a chat at a place."""
        ...

    def sources(self) -> list[SourceInfo]:
        """Return every file that was added."""
        ...

    def roots(self) -> list[RootInfo]:
        """Return what was named to `add`, with what came of the last look at each."""
        ...

    def would_forget(self, what: Forgetting, /) -> Forgotten:
        """Return how much forgetting would take out."""
        ...

    def conversations(self) -> list[ConversationInfo]:
        """Return the chats, newest activity first."""
        ...


class Restricting(Protocol):
    """What searches can be restricted to. Fitted by app.assistant.question.suggestions.Narrowings."""

    def filters(self, scope: Scope, /) -> Filters:
        """Return the exact filters of a scope."""
        ...

    def spoken_of(self, text: str, scope: Scope, /) -> tuple[Narrowing, ...]:
        """Return what a text speaks of beyond the scope."""
        ...

    def choices(self, what: What, /) -> tuple[Narrowing, ...]:
        """Return what the index holds of a kind."""
        ...

    def time(self, words: str, bound: Bound, /) -> Narrowing:
        """Read a time in people's words."""
        ...


class Answering(Protocol):
    """What answers. Fitted by app.assistant.assistant.Assistant."""

    def search(self, text: str, scope: Scope, limit: int = 10, *, explain: bool = False) -> tuple[Plan, SearchResult]:
        """Search by words and by meaning, within a scope."""
        ...

    def ask(self, question: str, scope: Scope, talk: str = "", /) -> Iterator[AnswerEvent]:
        """Answer a question from the index, in a conversation ("new", "t3"); closing the iterator ends it."""
        ...

    def summarize(self, scope: Scope, /) -> Iterator[SummaryEvent]:
        """Summarize exactly the messages of the scope; closing the iterator ends it."""
        ...

    def cancel(self) -> None:
        """End what is being generated. Returns at once; called from another thread than the one that iterates."""
        ...


class Services(Protocol):
    """One home, as the app sees it."""

    @property
    def theme(self) -> str:
        """Return the chosen theme, empty for the default. Known without blocking."""
        ...

    @property
    def downloads(self) -> Path:
        """Return the folder that exports are usually saved to; it need not be there. Known without blocking."""
        ...

    def keep_theme(self, name: str) -> None:
        """Remember the chosen theme."""
        ...

    def preferences(self) -> Preferences:
        """Return the settings."""
        ...

    def models(self) -> Modelling:
        """Return the models of this machine. Known without blocking."""
        ...

    def locking(self) -> Locking:
        """Return the lock of this home. Known without blocking."""
        ...

    def index(self) -> Library | None:
        """Open the index; None when nothing was added yet."""
        ...

    def forgettings(self) -> int | None:
        """Return how often something was forgotten; None while the index is not open, or cannot be read."""
        ...

    def narrowings(self) -> Restricting | None:
        """Return what searches can be restricted to; None when nothing was added yet."""
        ...

    def now(self) -> datetime:
        """Return the present moment, in the owner's zone."""
        ...

    def talks(self) -> Remembering | None:
        """Return the kept conversations; None when nothing was added yet."""
        ...

    def keep_aside(self, text: str) -> str:
        """Write what cannot be kept in the index into a private file of the home; return its path.

        Nothing is written, and the path is empty, where the index is encrypted. Raises OSError.
        """
        ...

    def news(self) -> CatchingUp | None:
        """Return what is new in each chat; None when nothing was added yet."""
        ...

    def assistant(self) -> Answering:
        """Return the assistant over the index."""
        ...

    def warm_up(self) -> Iterator[Working]:
        """Load the models that are installed, saying what goes on."""
        ...

    def status(self) -> Status:
        """Count what there is and say what runs it."""
        ...

    def add(self, paths: Sequence[Path], stop: Event) -> Iterator[IngestEvent]:
        """Take in files, making the index where there is none; setting `stop` ends it within a moment."""
        ...

    def add_sample(self, stop: Event) -> Iterator[IngestEvent]:
        """Take in the sample home, which is a source like any other; as `add`."""
        ...

    def sync(self, paths: Sequence[Path], stop: Event) -> Iterator[IngestEvent]:
        """Look again at what was added, all of it or at and below `paths`; setting `stop` ends it within a moment."""
        ...

    def forget(self, path: str, stop: Event) -> Iterator[ForgetProgress]:
        """Take what came from a file or folder out of the index for good."""
        ...
