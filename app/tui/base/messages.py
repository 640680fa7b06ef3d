"""What the app's threads post to its screen. Each is typed; those of a turn carry its number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from app.assistant.conversations import Talk
    from app.assistant.events import Digest, Dropped, Sentence
    from app.assistant.summarizing.catch_up import ChatNews, Undo
    from app.home.downloads import Lying
    from app.tui.base.problem_report import Trouble
    from app.tui.services import Status
    from app.tui.settings.feed import Choice
    from app.tui.sources.feed import Root
    from app.tui.sources.folder_listing import Listing
    from index.types.events import Forgotten
    from index.types.listings import ConversationInfo, Page, PageAt, PersonInfo, Surroundings
    from index.types.search import Hit


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of an answer or a summary, ready to show.

    Cites in `sentences` and `digests` are 1-based positions in `evidence`.
    """

    sentences: tuple[Sentence, ...]
    dropped: tuple[Dropped, ...]
    evidence: tuple[Hit, ...]
    digests: tuple[Digest, ...] = ()
    abstained: bool = False
    read: str = ""
    model: str = ""
    note: str = ""
    timings: Mapping[str, float] | None = None
    talk: str = ""
    """The conversation that it is kept in ("t3")."""


@dataclass
class HomeRead(Message):
    """The index was opened and counted, or could not be. `chats` are the chats, newest activity first.

    `locked` is True where its passphrase is what is missing.
    """

    status: Status | None
    chats: tuple[ConversationInfo, ...] = ()
    trouble: Trouble | None = None
    locked: bool = False


@dataclass
class Warming(Message):
    """The models are being loaded."""

    what: str
    done: int
    total: int


@dataclass
class WarmedUp(Message):
    """The models are loaded, or cannot be."""

    trouble: Trouble | None = None


@dataclass
class Forgettings(Message):
    """How often something was forgotten in this home, by whatever process."""

    count: int


@dataclass
class Looked(Message):
    """A message in its surroundings."""

    surroundings: Surroundings | None
    trouble: Trouble | None = None


@dataclass
class PageRead(Message):
    """Lines of a chat for a place in it. `start` is the number of the line to begin with, where there is one."""

    at: PageAt
    page: Page | None
    start: int | None = None
    trouble: Trouble | None = None


@dataclass
class FoundInChat(Message):
    """The messages of a chat that have what was looked for, oldest first; `more` if there are too many to list."""

    typed: str
    ids: tuple[str, ...]
    more: bool = False
    trouble: Trouble | None = None


@dataclass
class ExportsFound(Message):
    """What lies in the downloads folder, by its names."""

    lying: Lying | None
    trouble: Trouble | None = None


@dataclass
class FolderRead(Message):
    """What lies in a folder; `more` when there is too much to list."""

    folder: Path
    entries: Listing
    more: bool = False
    trouble: Trouble | None = None


@dataclass
class PathsTyped(Message):
    """What a typed text names; `folder` when it is one folder."""

    typed: str
    paths: tuple[Path, ...]
    folder: bool = False
    trouble: Trouble | None = None


@dataclass
class SourcesRead(Message):
    """What was added, in the order in which it was."""

    added: tuple[Root, ...] = ()
    trouble: Trouble | None = None


@dataclass
class WouldForget(Message):
    """How much removing a path would take out."""

    path: str
    found: Forgotten | None
    trouble: Trouble | None = None


@dataclass
class SettingsRead(Message):
    """Each setting as text by its name, None when they cannot be read; what can be chosen; and where they are kept."""

    values: Mapping[str, str] | None
    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    path: str = ""
    trouble: Trouble | None = None


@dataclass
class SettingChanged(Message):
    """A setting was saved, or could not be. `asks` is someone of the index who may be the owner."""

    name: str
    values: Mapping[str, str]
    said: str = ""
    asks: PersonInfo | None = None
    trouble: Trouble | None = None


@dataclass
class OwnerKnown(Message):
    """A person of the index is the owner now; `undo` is the command that takes it back."""

    undo: str
    trouble: Trouble | None = None


@dataclass
class NewsRead(Message):
    """What is new in each chat; `undo` takes back the mark that was just made."""

    news: tuple[ChatNews, ...]
    undo: Undo | None = None
    trouble: Trouble | None = None


@dataclass
class TalksRead(Message):
    """The kept conversations, the most recent first."""

    talks: tuple[Talk, ...]
    trouble: Trouble | None = None


@dataclass
class Resumed(Message):
    """A kept conversation, each question with its answer."""

    talk: str
    turns: tuple[tuple[str, Outcome], ...]
    trouble: Trouble | None = None


@dataclass
class Exported(Message):
    """A conversation was written to a file, or could not be."""

    path: str
    trouble: Trouble | None = None


@dataclass
class Opened(Message):
    """A file was handed to the system's program, as `said` tells; else `path` is to be copied."""

    said: str = ""
    path: str = ""
    trouble: Trouble | None = None


@dataclass
class OfTurn(Message):
    """Base of what belongs to one turn of the conversation."""

    turn: int


@dataclass
class Planned(OfTurn):
    """How the request was read: a line to show, and the words that are searched for."""

    line: str
    words: str = ""


@dataclass
class Gathered(OfTurn):
    """The evidence."""

    hits: tuple[Hit, ...]


@dataclass
class Progressed(OfTurn):
    """What goes on, with a rate and the seconds left where they are known."""

    what: str
    done: int = 0
    total: int = 0
    unit: str = ""
    rate: float = 0.0
    left_s: float | None = None


@dataclass
class Said(OfTurn):
    """A checked sentence."""

    sentence: Sentence


@dataclass
class Digested(OfTurn):
    """What stands in each chat of a summary's scope, before a model has begun; cites are positions in `hits`."""

    digests: tuple[Digest, ...]
    hits: tuple[Hit, ...]


@dataclass
class Answered(OfTurn):
    """The answer or summary is finished."""

    outcome: Outcome


@dataclass
class Noted(OfTurn):
    """Something about a file that was added, in one line."""

    line: str
    broken: bool = True


@dataclass
class Added(OfTurn):
    """Adding has ended: the result in one line."""

    line: str
    stopped: bool = False


@dataclass
class Failed(OfTurn):
    """The turn ended in trouble."""

    trouble: Trouble
