"""A small home made of nothing but data, for the terminal app's tests and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from queue import Empty, Queue
from threading import Event
from typing import Any

from app.assistant.events import (
    Answer,
    AnswerEvent,
    Digest,
    DigestsReady,
    Dropped,
    EvidenceFound,
    PlanMade,
    Sentence,
    SentenceReady,
    Summary,
    SummaryEvent,
    WorkProgress,
)
from app.assistant.question import operators
from app.assistant.question.suggestions import Bound, Suggestion, What
from app.assistant.types import Plan, Scope
from app.home.config import DateOrder, Settings, read_setting
from app.tui.services import CatchUpService, ConversationStore, Heard, ModelOption, Status
from index.errors import BadQuery, NotFound, StoreLocked
from index.types.events import ForgetProgress, ForgetRequest, ForgetTotals, IngestEvent
from index.types.listings import (
    ChatInfo,
    ChatPage,
    ChatPosition,
    ExportRecord,
    OwnerGuess,
    PersonInfo,
    RootInfo,
    SameName,
    ScanResult,
    SourceInfo,
    Surroundings,
)
from index.types.records import Problem, Reaction
from index.types.search import Filters, Hit, Query, SearchResult
from tests.app.tui.fake_models import FakeModels

ZONE = timezone(timedelta(hours=2))
START = datetime(2026, 9, 10, 18, 0, tzinfo=ZONE)

LINES = (
    ("Maya", "Who is in for the cabin this autumn?"),
    ("Jonas", "Me! Only not the first weekend of October."),
    ("Priya", "Same here. The place with the lake again? 🛶"),
    ("Maya", "Yes, the one with the lake. I asked Henrik and the cabin is free from Friday 18 September."),
    ("Jonas", "Then the 18th it is. I can drive, four seats."),
    ("Priya", "I bring the stove. [bold red]Not markup[/] and \x1b[31mnot an escape\x1b[0m either."),
    ("Maya", "It is 240 euros for the three nights, so 80 each. Please send it to me by Wednesday."),
    ("Jonas", "Sent."),
    ("Priya", "Sent as well. 東京から帰ったら荷物をまとめます 👩‍👩‍👧"),
    ("Maya", "Meet at the station at 17:30 on Friday, platform 4."),
)


def hits() -> tuple[Hit, ...]:
    return tuple(
        Hit(
            id=f"m{n}",
            native_id=None,
            kind="message",
            source="whatsapp",
            chat="Cabin crew",
            sender=sender,
            time=START + timedelta(minutes=7 * n),
            text=text,
            path="/home/maya/Cabin crew.txt",
            locator=f"line {n}",
            from_me=sender == "Maya",
        )
        for n, (sender, text) in enumerate(LINES, 1)
    )


PAGE = Hit(
    id="f1",
    native_id=None,
    kind="file",
    source="pdf",
    chat="Packing list.pdf",
    sender=None,
    time=START,
    text="Stove, gas, two pans, the big water can, headlamps for the lake.",
    path="/home/maya/Packing list.pdf",
    locator="page 2",
)


ADDED = ("/home/maya/Cabin crew.txt", "/home/maya/Notes", "/media/old drive/Signal")
SOURCES = (
    SourceInfo(
        id=1,
        kind="whatsapp",
        path="/home/maya/Cabin crew.txt",
        state="done",
        messages=10,
        passages=0,
        problems=(Problem("There is no date.", "line 7"), Problem("The zone was guessed.", "", "guess")),
        added=START,
    ),
    SourceInfo(2, "pdf", "/home/maya/Notes/Packing list.pdf", "done", 0, 12, (), START + timedelta(days=1)),
    SourceInfo(3, "text", "/home/maya/Notes/deep/[red]odd[/].md", "reading", 0, 3, (), START),
)


def cabin_chat() -> tuple[ExportRecord, ...]:
    """The cabin's chat with what only an export tells, and a line of the system."""
    said = [ExportRecord(hit, edited=False, reply_to=None, reactions=()) for hit in hits()]
    said[4] = replace(said[4], reply_to="m4", reactions=(Reaction("👍", ("Maya", "Priya")),))
    said[6] = replace(said[6], edited=True)
    joined = Hit("m90", None, "message", "whatsapp", "Cabin crew", "", START, "Maya added Priya", None, None)
    return (ExportRecord(replace(joined, message_kind="system"), edited=False, reply_to=None, reactions=()), *said)


def long_chat(count: int) -> tuple[ExportRecord, ...]:
    """A chat of `count` messages, six an hour."""
    return tuple(
        ExportRecord(
            Hit(
                id=f"m{n}",
                native_id=None,
                kind="message",
                source="whatsapp",
                chat="Cabin crew",
                sender=("Maya", "Jonas")[n // 3 % 2],
                time=START + timedelta(minutes=10 * n),
                text=f"Message number {n}.",
                path=None,
                locator=None,
            ),
            edited=False,
            reply_to=None,
            reactions=(),
        )
        for n in range(count)
    )


NAMES = ("Maya", "Jonas", "Priya")


def explained(found: Sequence[Hit], *lists: str) -> list[Hit]:
    """The hits with made-up reasons."""
    return [
        replace(
            hit,
            score=5.0 - place,
            explain={name: {"rank": place, "score": 0.5, "share": 2.5} for name in lists},
        )
        for place, hit in enumerate(found, 1)
    ]


class FakeNarrowings:
    """Knows three people, reads "from maya" and "from:maya" in a text, and the one time "last week"."""

    def __init__(self) -> None:
        self.people = tuple(
            Suggestion("person", f"from {name}", (("person", f"p{number}"),), "3 messages in Cabin crew")
            for number, name in enumerate(NAMES, 1)
        )

    def filters(self, scope: Scope, /) -> Filters:
        people = tuple(int(one.strip(" p")) for one in scope.person.split(",")) if scope.person else ()
        return Filters(people=people, kind=scope.kind, since_ms=1 if scope.since else None)

    def query(self, typed: str, scope: Scope, limit: int, /) -> Query:
        filters = self.filters(scope)
        for one in operators.typed(typed):
            known = [number for number, name in enumerate(NAMES, 1) if name.casefold() == one.value.casefold()]
            if not known:
                raise NotFound(f'No person is named "{one.value}".', "Did you mean “Maya”?")
            filters = replace(filters, people=tuple(known))
        return Query(operators.without_operators(typed), filters, limit, typing=True)

    def spoken_of(self, text: str, scope: Scope, /) -> tuple[Suggestion, ...]:
        said = [one for one in self.people if scope.person is None and one.label.casefold() in text.casefold()]
        time = [self.time("last week", "during")] if scope.since is None and "last week" in text else []
        return (*said, *time)

    def choices(self, what: What, /) -> tuple[Suggestion, ...]:
        match what:
            case "person":
                return self.people
            case "kind":
                return (Suggestion("kind", "files", (("kind", "file"),), "no messages"),)
        return ()

    def time(self, words: str, bound: Bound, /) -> Suggestion:
        if words != "last week":
            raise BadQuery(f"“{words}” is not a time that can be read.", "Write a date.")
        return Suggestion("time", "3–9 Sep", (("since", words), ("until", words)))


class FakeLibrary:
    """Finds what contains every word."""

    def __init__(self, held: Sequence[Hit] = (*hits(), PAGE)) -> None:
        self.held = tuple(held)
        self.queries: list[str] = []
        self.chat: tuple[ExportRecord, ...] = cabin_chat()
        self.pages: list[ChatPosition] = []
        self.files = SOURCES
        self.gone: list[str] = []
        self.problem: Exception | None = None
        self.gate: Event | None = None
        self.entered = Event()

    def search(self, query: Query, /, *, explain: bool = False) -> SearchResult:
        self.queries.append(query.text)
        self.entered.set()
        if self.gate is not None:
            assert self.gate.wait(60)
        if self.problem is not None:
            raise self.problem
        found = self.with_words(query.text, query.filters)[: query.limit]
        return SearchResult(tuple(explained(found, "keyword") if explain else found), 1.5, ("keyword",))

    def with_words(self, text: str, filters: Filters) -> list[Hit]:
        words = text.casefold().split()
        people = {NAMES[number - 1] for number in filters.people}
        held = [hit for hit in self.held if hit.kind == "message" or not (filters.conversations or people)]
        held = [hit for hit in held if filters.kind in (None, hit.kind) and (not people or hit.sender in people)]
        return [hit for hit in held if all(word in hit.text.casefold() for word in words)]

    def show(self, public_id: str, /, context: int = 5) -> Surroundings:
        for hit in self.held:
            if hit.id == public_id:
                same = [other for other in self.held if other.kind == hit.kind]
                place = same.index(hit)
                first = max(0, place - context)
                return Surroundings(tuple(same[first : place + context + 1]), place - first)
        raise NotFound(f"Nothing has the id {public_id}.", "Search again.")

    def sources(self) -> list[SourceInfo]:
        return [
            source for source in self.files if not any(Path(source.path).is_relative_to(gone) for gone in self.gone)
        ]

    def roots(self) -> list[RootInfo]:
        looked = (ScanResult(files=1, added=10, problems=2), ScanResult(files=1, added=15, failed=1), None)
        found = zip(ADDED, looked, strict=True)
        return [RootInfo(path, START if came else None, came) for path, came in found if path not in self.gone]

    def would_forget(self, what: ForgetRequest, /) -> ForgetTotals:
        held = [one for one in self.sources() if one.path.startswith(what.paths)]
        return ForgetTotals(sum(one.messages for one in held), sum(one.passages for one in held), len(held))

    def page(self, at: ChatPosition, limit: int, /) -> ChatPage:
        if at.chat not in (None, 1):
            raise NotFound("That chat is not in the index any more.", "`homebody chats` lists those that are.")
        self.pages.append(at)
        lines = self.chat
        ids = [line.hit.id for line in lines]
        if at.message and at.message not in ids:
            raise NotFound(f"No message has the id {at.message}.", "Search again.")
        first, last = max(0, len(lines) - limit), len(lines)
        if at.message:
            place = ids.index(at.message)
            first = {"before": max(0, place - limit), "after": place + 1}.get(at.which, max(0, place - limit // 2))
            last = place if at.which == "before" else first + limit
        elif at.number is not None:
            first, last = at.number, at.number + limit
        elif at.since_ms is not None:
            times = [line.hit.time.timestamp() * 1000 if line.hit.time else 0 for line in lines]
            first = min(sum(time < at.since_ms for time in times), first)
            last = first + limit
        by_id = {line.hit.id: line.hit for line in lines}
        part = tuple(lines[first:last])
        answered = {line.reply_to: by_id[line.reply_to] for line in part if line.reply_to in by_id}
        return ChatPage(1, "Cabin crew", part, answered, first, len(lines))

    def chats(self) -> list[ChatInfo]:
        if not self.held:
            return []
        first, last = START, START + timedelta(hours=1)
        people = ("Jonas", "Maya", "Priya")
        return [
            ChatInfo(1, "Cabin crew", "whatsapp", "group", 10, people, first, last),
            ChatInfo(2, "Mum", "telegram", "direct", 214, ("Mum",), first, first),
        ]


PLAN = Plan(Filters(), "cabin weekend", "Everything · words: cabin weekend")


class FakeAssistant:
    """Plays a script of events; blocks on `gate` before the last where one is given, until cancelled."""

    def __init__(self, script: Callable[[str], Sequence[AnswerEvent | SummaryEvent | Exception]]) -> None:
        self.script = script
        self.asked: list[str | Scope] = []
        self.scopes: list[Scope] = []
        self.searched: list[tuple[str, Scope]] = []
        self.library: FakeLibrary | None = None
        self.near: tuple[Hit, ...] | None = None
        """What a search by meaning finds, in place of what has the words."""
        self.meaning_gate: Event | None = None
        self.meaning_problem: Exception | None = None
        self.conversations: list[str] = []
        self.gate: Event | None = None
        self.waiting = Event()
        self.cancelled = Event()
        self.closed = Event()

    def ask(self, question: str, scope: Scope, conversation: str = "", /) -> Iterator[AnswerEvent]:
        self.asked.append(question)
        self.scopes.append(scope)
        self.conversations.append(conversation)
        yield from self._play(question)  # type: ignore[misc]

    def search(self, text: str, scope: Scope, limit: int = 10, *, explain: bool = False) -> tuple[Plan, SearchResult]:
        self.searched.append((text, scope))
        if self.meaning_gate is not None:
            assert self.meaning_gate.wait(60)
        if self.meaning_problem is not None:
            raise self.meaning_problem
        library = self.library or FakeLibrary()
        filters = FakeNarrowings().filters(scope)
        left = library.with_words("", filters)
        found = [hit for hit in self.near if hit in left] if self.near else library.with_words(text, filters)
        hits = tuple(explained(found, "keyword", "meaning") if explain else found)[:limit]
        reading = ("words: “lake”", "time: “last week” is 3–9 Sep") if "last week" in text else ("words: “lake”",)
        return replace(PLAN, line="everything"), SearchResult(hits, 2.0, ("keyword", "meaning"), reading=reading)

    def summarize(self, scope: Scope, /) -> Iterator[SummaryEvent]:
        self.asked.append(scope)
        yield from self._play("summary")  # type: ignore[misc]

    def _play(self, name: str) -> Iterator[AnswerEvent | SummaryEvent]:
        events = self.script(name)
        try:
            for place, event in enumerate(events):
                if self.gate is not None and place == len(events) - 1:
                    self.waiting.set()
                    assert self.gate.wait(60)
                if isinstance(event, Exception):
                    raise event
                yield event
        finally:
            self.closed.set()

    def cancel(self) -> None:
        self.cancelled.set()
        if self.gate is not None:
            self.gate.set()


def cabin_answer(question: str) -> list[AnswerEvent | SummaryEvent | Exception]:
    evidence = (hits()[3], hits()[4], hits()[6], hits()[9])
    sentences = (
        Sentence("The cabin is free from Friday 18 September.", (1, 2)),
        Sentence("Maya, 10 Sep 2026: “Meet at the station at 17:30 on Friday, platform 4.”", (4,), verbatim=True),
    )
    return [
        PlanMade(PLAN),
        EvidenceFound(evidence),
        WorkProgress("reading", 2, 4),
        *map(SentenceReady, sentences),
        Answer(
            question=question,
            sentences=sentences,
            dropped=(Dropped("The cabin costs 300 euros.", "says 300, which no cited message does"),),
            evidence=evidence,
            abstained=False,
            model="smollm2-135m",
            plan=PLAN,
            timings={"search_s": 0.02, "total_s": 3.2},
        ),
    ]


def no_answer(question: str) -> list[AnswerEvent | SummaryEvent | Exception]:
    evidence = (hits()[0], hits()[2])
    return [
        PlanMade(PLAN),
        EvidenceFound(evidence),
        Answer(question, (), (), evidence, True, "smollm2-135m", PLAN),
    ]


def cabin_summary(_: str) -> list[AnswerEvent | SummaryEvent | Exception]:
    read = hits()[5:]
    plan = Plan(Filters(), "", "The newest 5 messages of Cabin crew", chat="Cabin crew", last=5)
    sentences = (Sentence("Maya asks for 80 euros each by Wednesday.", (2,)),)
    asked = (Sentence("Maya: 80 euros each by Wednesday, please", (2,), verbatim=True),)
    digests = (Digest("Cabin crew", 5, asked=asked, dates=asked),)
    return [
        PlanMade(plan),
        WorkProgress("reading", 3, 5),
        DigestsReady(digests, read),
        SentenceReady(sentences[0]),
        Summary(plan, read, 5, sentences, (), (read[4],), "smollm2-135m", {"total_s": 2.0}, digests=digests),
    ]


PEOPLE = (
    PersonInfo(1, "Maya", False, 4, ("Cabin crew",)),
    PersonInfo(2, "Jonas", False, 3, ("Cabin crew", "Mum")),
    PersonInfo(3, "[b]Odd[/] \x1b[31mone", False, 1, ("Mum",)),
)


@dataclass
class FakePreferences:
    """Settings in memory, checked as the real ones are."""

    settings: Settings = field(default_factory=lambda: Settings(zone="Europe/Berlin"))
    warm: bool = True
    path: str = "/home/maya/.local/share/homebody/settings.toml"
    problem: Exception | None = None
    me: int | None = None
    changed: list[tuple[str, str]] = field(default_factory=list)
    open_questions: tuple[Sequence[OwnerGuess], Sequence[SameName]] = ((), ())
    decided: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)

    def read(self) -> Settings:
        if self.problem is not None:
            raise self.problem
        return self.settings

    def change(self, name: str, typed: str) -> Settings:
        self.changed.append((name, typed))
        value = read_setting(name, typed)
        if self.problem is not None:
            raise self.problem
        changes: dict[str, Any] = {name: value}
        self.settings = replace(self.settings, **changes)
        return self.settings

    def rerankers(self) -> Sequence[ModelOption]:
        return [ModelOption("ms-marco-minilm-l6-v2", installed=False)]

    def people(self) -> Sequence[PersonInfo]:
        return [replace(person, is_me=person.id == self.me) for person in PEOPLE]

    def be_me(self, person: int, others: Sequence[int] = ()) -> str:
        self.me = person
        self.decided.append(("me", (person, *others)))
        return "homebody people undo"

    def who_is_who(self) -> tuple[Sequence[OwnerGuess], Sequence[SameName]]:
        return self.open_questions

    def merge_all(self, groups: Sequence[Sequence[int]]) -> str:
        self.decided += [("merge", tuple(group)) for group in groups]
        return "homebody people undo"


@dataclass
class FakeLocking:
    """The lock of a home: encrypted where there is a passphrase. `heard` is what happens to it elsewhere."""

    passphrase: str = ""
    is_open: bool = True
    has_key: bool = False
    """Whether a key is at hand at the start; it does not open a home that is not open."""
    gate: Event | None = None
    """Holds a try back until it is set."""
    tried: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    heard: Queue[Heard] = field(default_factory=Queue)

    @property
    def encrypted(self) -> bool:
        return bool(self.passphrase)

    @property
    def asks(self) -> bool:
        return self.encrypted and not self.is_open and not self.has_key

    def is_locked(self) -> bool:
        return self.encrypted and not self.is_open

    def watch(self, stop: Event) -> Iterator[Heard]:
        while not stop.is_set():
            with suppress(Empty):
                yield self.heard.get(timeout=0.05)

    def let_go(self) -> None:
        self.done.append("let go")
        self.is_open = False

    def lock(self) -> None:
        self.done.append("lock")
        self.is_open = False

    def unlock(self, passphrase: str) -> None:
        self.tried.append(passphrase)
        if self.gate is not None:
            assert self.gate.wait(10)
        if passphrase != self.passphrase:
            raise StoreLocked("The passphrase does not open the index.", "Try again.")
        self.is_open = True

    def reopen(self) -> None:
        self.done.append("reopen")
        self.is_open = True


@dataclass
class FakeServices:
    """A home. `library` None is an empty one; `warm_gate` holds the models back until it is set."""

    library: FakeLibrary | None = field(default_factory=FakeLibrary)
    answering: FakeAssistant = field(default_factory=lambda: FakeAssistant(cabin_answer))
    theme: str = ""
    problem: Exception | None = None
    sealed_by: str = "seccomp"
    note: str = ""
    warm_gate: Event | None = None
    warm_problem: Exception | None = None
    adding: Callable[[Sequence[Path], Event], Iterator[IngestEvent]] | None = None
    kept_theme: str = ""
    kept: ConversationStore | None = None
    aside: list[str] = field(default_factory=list)
    whats_new: CatchUpService | None = None
    syncing: Callable[[Sequence[Path], Event], Iterator[IngestEvent]] | None = None
    downloads: Path = Path("/home/maya/Downloads")
    modelling: FakeModels = field(default_factory=FakeModels)
    warmed: int = 0
    preferred: FakePreferences = field(default_factory=FakePreferences)
    forgotten: int = 0

    def forgettings(self) -> int | None:
        return self.forgotten

    lock: FakeLocking = field(default_factory=FakeLocking)

    def keep_theme(self, name: str) -> None:
        self.kept_theme = name

    def preferences(self) -> FakePreferences:
        return self.preferred

    def models(self) -> FakeModels:
        return self.modelling

    def locking(self) -> FakeLocking:
        return self.lock

    def index(self) -> FakeLibrary | None:
        if self.problem is not None:
            raise self.problem
        if not self.lock.is_open:
            raise StoreLocked("The index is locked.")
        return self.library

    def suggestions(self) -> FakeNarrowings | None:
        return FakeNarrowings() if self.library is not None else None

    def now(self) -> datetime:
        return START + timedelta(days=2)

    def date_order(self) -> DateOrder:
        return "dmy"

    def conversations(self) -> ConversationStore | None:
        return self.kept

    def keep_aside(self, text: str) -> str:
        self.aside.append(text)
        return "/home/maya/conversation.md"

    def news(self) -> CatchUpService | None:
        return self.whats_new

    def assistant(self) -> FakeAssistant:
        self.answering.library = self.library
        return self.answering

    def warm_up(self) -> Iterator[WorkProgress]:
        self.warmed += 1
        yield WorkProgress("loading smollm2-135m")
        if self.warm_gate is not None:
            assert self.warm_gate.wait(60)
        if self.warm_problem is not None:
            raise self.warm_problem

    def status(self) -> Status:
        held = self.library.held if self.library else ()
        files = sum(hit.kind == "file" for hit in held)
        return Status(self.sealed_by, "smollm2-135m", len(held) - files, files, self.note)

    def add(self, paths: Sequence[Path], stop: Event) -> Iterator[IngestEvent]:
        assert self.adding is not None
        yield from self.adding(paths, stop)

    def add_sample(self, stop: Event) -> Iterator[IngestEvent]:
        yield from self.add([Path("Sample home (demo)")], stop)

    def sync(self, paths: Sequence[Path], stop: Event) -> Iterator[IngestEvent]:
        assert self.syncing is not None
        yield from self.syncing(paths, stop)

    def forget(self, path: str, stop: Event) -> Iterator[ForgetProgress]:
        assert self.library is not None
        assert not stop.is_set()
        self.library.gone.append(path)
        yield ForgetProgress(15)
