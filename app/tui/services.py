"""What the terminal app needs from the rest of homebody, by shape.

Everything here may block (open a file, load a model) and is called from threads of the app, several at once, never from
its event loop. Errors are those of `index.errors` and `models.errors`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from app.assistant.conversations import Conversation
    from app.assistant.events import AnswerEvent, SummaryEvent, WorkProgress
    from app.assistant.question.suggestions import Bound, Suggestion, What
    from app.assistant.summarizing.catch_up import ChatUpdates, CheckpointUndo
    from app.assistant.types import Plan, Scope
    from app.home.config import DateOrder, Settings
    from app.home.model_table import ModelTable
    from index.types.events import ForgetProgress, ForgetRequest, ForgetTotals, IngestEvent
    from index.types.listings import (
        ChatInfo,
        ChatPage,
        ChatPosition,
        KeptTurn,
        OwnerGuess,
        PersonInfo,
        RootInfo,
        SameName,
        SourceInfo,
        Surroundings,
    )
    from index.types.search import Hit, Query, SearchResult

Heard = Literal["locked", "free"]
"""What happened elsewhere: the index was locked, or what was locked needs no passphrase any more."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the status line always shows.

    `sealed_by` is what closes the network ("seccomp"), empty when nothing does. `model` is the name of the language model,
    "quotes only" where it is too small to be asked, empty when none is installed. `note` is one sentence on what is missing
    and what to do about it.
    """

    sealed_by: str
    model: str
    messages: int
    files: int
    note: str = ""


class IndexService(Protocol):
    """What was indexed. Fitted by index.index.Index."""

    def search(self, query: Query, /, *, explain: bool = False) -> SearchResult:
        """Search by words alone."""
        ...

    def show(self, public_id: str, /, context: int = 5) -> Surroundings:
        """Return a hit with `context` neighbours on either side."""
        ...

    def page(self, at: ChatPosition, limit: int, /) -> ChatPage:
        """Return up to `limit` lines of a chat at a place."""
        ...

    def sources(self) -> list[SourceInfo]:
        """Return every file that was added."""
        ...

    def roots(self) -> list[RootInfo]:
        """Return what was named to `add`, with what came of the last look at each."""
        ...

    def would_forget(self, what: ForgetRequest, /) -> ForgetTotals:
        """Return how much forgetting would take out."""
        ...

    def chats(self) -> list[ChatInfo]:
        """Return the chats, newest activity first."""
        ...


class SuggestionService(Protocol):
    """What searches can be restricted to. Fitted by app.assistant.question.suggestions.Suggestions."""

    def query(self, typed: str, scope: Scope, limit: int, /) -> Query:
        """Return the query that a text makes while it is typed, with its operators, within a scope."""
        ...

    def spoken_of(self, text: str, scope: Scope, /) -> tuple[Suggestion, ...]:
        """Return what a text speaks of beyond the scope."""
        ...

    def choices(self, what: What, /) -> tuple[Suggestion, ...]:
        """Return what the index holds of a kind."""
        ...

    def time(self, words: str, bound: Bound, /) -> Suggestion:
        """Read a time in people's words."""
        ...


class AssistantService(Protocol):
    """What answers. Fitted by app.assistant.assistant.Assistant."""

    def search(self, text: str, scope: Scope, limit: int = 10, *, explain: bool = False) -> tuple[Plan, SearchResult]:
        """Search by words and by meaning, within a scope."""
        ...

    def ask(self, question: str, scope: Scope, conversation: str = "", /) -> Iterator[AnswerEvent]:
        """Answer a question from the index, in a conversation ("new", "t3"); closing the iterator ends it."""
        ...

    def summarize(self, scope: Scope, /) -> Iterator[SummaryEvent]:
        """Summarize exactly the messages of the scope; closing the iterator ends it."""
        ...

    def cancel(self) -> None:
        """End what is being generated. Returns at once; called from another thread than the one that iterates."""
        ...


class ConversationStore(Protocol):
    """The kept conversations. Fitted by app.assistant.conversations.Conversations."""

    def all(self) -> tuple[Conversation, ...]:
        """Return the conversations, the most recent first."""
        ...

    def turns(self, conversation: str, /) -> Sequence[KeptTurn]:
        """Return the turns of one, oldest first."""
        ...

    def evidence(self, ids: Sequence[str], /) -> Sequence[Hit]:
        """Return the hits of these ids that are still there."""
        ...

    def rename(self, conversation: str, title: str, /) -> Conversation:
        """Call one by a title, empty for its first question."""
        ...

    def rescue(self, conversation: str, turns: Sequence[KeptTurn], now: datetime, /) -> str:
        """Keep turns that a mistake cut off, at the end of their conversation ("new" for another); return its id."""
        ...

    def forget(self, conversation: str, /) -> int:
        """Forget one."""
        ...


class CatchUpService(Protocol):
    """What is new. Fitted by app.assistant.summarizing.catch_up.CatchUp."""

    def all(self) -> tuple[ChatUpdates, ...]:
        """Return the chats that have something new, the newest first."""
        ...

    def catch_up(self, chats: Sequence[int], now: datetime, /) -> CheckpointUndo:
        """Mark chats as caught up; with none, all."""
        ...

    def undo(self, undo: CheckpointUndo, /) -> None:
        """Put the marks back."""
        ...

    def align(self, chat: int | None, now: datetime, /) -> None:
        """Let the mark of a chat, or of all, reach as far as the others do."""
        ...


@dataclass(frozen=True, slots=True)
class DownloadRoute:
    """How models are fetched from within the app.

    `missing` is a sentence on why they cannot be, empty where they can. `walls` names what keeps the process that fetches
    them from the owner's files ("landlock"); empty where nothing but what it takes does.
    """

    missing: str = ""
    walls: str = ""


@dataclass(frozen=True, slots=True)
class ModelProgress:
    """How far work is: `what` is being done, and `done` of `total` bytes (0 where they are not known)."""

    what: str
    done: int = 0
    total: int = 0


class ModelService(Protocol):
    """The models of this machine and what a home uses of them. Fitted by app.tui_services.models.HomeModels."""

    def table(self) -> ModelTable:
        """Return all models, installed or offered."""
        ...

    def way_out(self) -> DownloadRoute:
        """Return how models are fetched."""
        ...

    def pull(self, name: str, stop: Event, /) -> Iterator[ModelProgress]:
        """Fetch, check and install a model; ends early when cancelled, which is told by `stop` too."""
        ...

    def cancel_pull(self) -> None:
        """End what is being fetched. Returns at once; called from another thread than the one that iterates."""
        ...

    def verify(self, name: str, /) -> Iterator[ModelProgress]:
        """Hash an installed model's files and compare with the pins; closing the iterator leaves it."""
        ...

    def use(self, name: str, /) -> None:
        """Use an installed model from now on, as `homebody models use` does."""
        ...

    def remove(self, name: str, /) -> None:
        """Delete an installed model."""
        ...


@dataclass(frozen=True, slots=True)
class ModelOption:
    """A model that can be chosen: its name, and whether it is installed."""

    name: str
    installed: bool


class SettingsService(Protocol):
    """The settings of one home. Fitted by app.tui_services.settings.HomePreferences."""

    @property
    def warm(self) -> bool:
        """Return whether the warm process answers, which takes changed settings on with the next question."""
        ...

    @property
    def path(self) -> str:
        """Return where they are kept."""
        ...

    def read(self) -> Settings:
        """Return them as they are in the file now."""
        ...

    def change(self, name: str, typed: str) -> Settings:
        """Change one to what was typed (empty is its default), leaving the others as they are in the file now."""
        ...

    def rerankers(self) -> Sequence[ModelOption]:
        """Return the models that can put hits in order."""
        ...

    def people(self) -> Sequence[PersonInfo]:
        """Return those who wrote, most first; nobody when nothing was added yet."""
        ...

    def be_me(self, person: int, others: Sequence[int] = ()) -> str:
        """Make a person, and `others` with them, the owner, as `homebody people me` does; return what takes it back."""
        ...

    def who_is_who(self) -> tuple[Sequence[OwnerGuess], Sequence[SameName]]:
        """Return who may be the owner where that is open, and the full names that may be one person each."""
        ...

    def merge_all(self, groups: Sequence[Sequence[int]]) -> str:
        """Make one person of each group; return the command that takes it back."""
        ...


class LockService(Protocol):
    """The lock of one home. Fitted by app.tui_services.lock.HomeLock. All but the properties may block."""

    @property
    def encrypted(self) -> bool:
        """Return whether the index is encrypted. Known without blocking."""
        ...

    @property
    def asks(self) -> bool:
        """Return whether the index is encrypted and no key is at hand. Known without blocking."""
        ...

    def is_locked(self) -> bool:
        """Tell whether the index is encrypted and what is at hand does not open it."""
        ...

    def watch(self, stop: Event) -> Iterator[Heard]:
        """Yield what happens to the lock elsewhere, until `stop` is set."""
        ...

    def let_go(self) -> None:
        """Close the index and forget its key. Nothing opens it again here until `unlock` or `reopen`."""
        ...

    def lock(self) -> None:
        """Let go of an encrypted index, and have everyone else let go of it too, as `homebody lock` does."""
        ...

    def unlock(self, passphrase: str) -> None:
        """Open the index. Raises StoreLocked when that is not its passphrase; it stays locked then."""
        ...

    def reopen(self) -> None:
        """Let the index be opened again, which needs no passphrase."""
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

    def preferences(self) -> SettingsService:
        """Return the settings."""
        ...

    def models(self) -> ModelService:
        """Return the models of this machine. Known without blocking."""
        ...

    def locking(self) -> LockService:
        """Return the lock of this home. Known without blocking."""
        ...

    def index(self) -> IndexService | None:
        """Open the index; None when nothing was added yet."""
        ...

    def forgettings(self) -> int | None:
        """Return how often something was forgotten; None while the index is not open, or cannot be read."""
        ...

    def suggestions(self) -> SuggestionService | None:
        """Return what searches can be restricted to; None when nothing was added yet."""
        ...

    def now(self) -> datetime:
        """Return the present moment, in the owner's zone."""
        ...

    def date_order(self) -> DateOrder:
        """Return in which order the owner writes dates in numbers; empty where nobody knows."""
        ...

    def conversations(self) -> ConversationStore | None:
        """Return the kept conversations; None when nothing was added yet."""
        ...

    def keep_aside(self, text: str) -> str:
        """Write what cannot be kept in the index into a private file of the home; return its path.

        Nothing is written, and the path is empty, where the index is encrypted. Raises OSError.
        """
        ...

    def news(self) -> CatchUpService | None:
        """Return what is new in each chat; None when nothing was added yet."""
        ...

    def assistant(self) -> AssistantService:
        """Return the assistant over the index."""
        ...

    def warm_up(self) -> Iterator[WorkProgress]:
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
