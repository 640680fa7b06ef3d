"""Settings to Index, Embedder and Engine: the only place where they meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from functools import cached_property
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, Self, cast

from app import config, ownership
from app.paths import Home, default_home

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import TracebackType

    from app.assistant.assistant import Assistant
    from app.assistant.types import Working
    from app.service.client import ServiceClient
    from index.index import Index
    from index.sources.base import ReadContext
    from index.sync import Gone
    from index.types import Embedder, EmbeddingProgress, ForgetProgress, Forgetting, IngestEvent
    from models.catalogue import ModelEntry
    from models.engine import Engine
    from models.reranker import CrossEncoderReranker


@dataclass
class Opened:
    """What a process has opened and loaded of a home."""

    lock: Lock = field(default_factory=Lock)
    locked: bool = False
    """Whether the owner locked the index in this process: nothing opens it until they unlock it here."""
    index: Index | None = None
    embedders: dict[str, Embedder] = field(default_factory=dict)
    """By name: the one in the settings, and the one before while the index still has vectors of it."""
    reranker: CrossEncoderReranker | None = None
    engine: Engine | None = None
    forgetting: bool = False
    """Whether this process takes something out of the index for good."""
    forgettings: int | None = None
    """How often something had been forgotten when the index was last asked for."""
    put_off: int | None = None
    """That number when what was taken out could not be overwritten: this process does not try again."""
    outdated: bool = False
    """Whether the language model may hold text of what was forgotten."""


@dataclass
class Runtime:
    """One process's view of a home. Everything in it is opened when it is first asked for, and closed at the end."""

    home: Home
    settings: config.Settings
    fixed_now: datetime | None = None
    zone_name: str = ""
    """The owner's zone for this process alone; empty takes the one in the settings."""
    use_service: bool = True
    """Whether the warm process may do the work (it also has to be allowed by the settings)."""
    insist: bool = False
    """Whether the language model was named for this command alone: then it is an error when it cannot be had."""
    note: str = ""
    """One sentence when a model that was asked for could not be had, and what to do about it."""
    key: str | None = field(default=None, repr=False)
    """What opens an encrypted index, once it is known."""
    ask_key: Callable[[], str] | None = field(default=None, repr=False)
    """Asks the owner for the passphrase of an encrypted index; None where nobody can be asked."""
    tell: Callable[[str], None] | None = field(default=None, repr=False)
    """Says a sentence to the owner; None where nobody reads it."""
    finished_forgetting: bool = False
    """Whether an interrupted `forget` was finished when the index was opened here."""
    opened: Opened = field(default_factory=Opened, repr=False)

    @classmethod
    def from_environment(cls) -> Self:
        """Take the home that the environment names, with its settings. Raises SettingsProblem, HomeRefused."""
        home = default_home()
        ownership.check(home)
        return cls(home, config.load_settings(home.settings))

    def lent(self, fixed_now: datetime | None) -> Self:
        """Return a view on what is open here for one request, at its own time; closing it is left to this one."""
        return replace(self, fixed_now=fixed_now or self.fixed_now, use_service=False, note="", ask_key=None, tell=None)

    @cached_property
    def _zone(self) -> tuple[tzinfo, bool]:
        if self.zone_name:
            return config.named_zone(self.zone_name), False
        return config.owner_zone(self.settings, self.home.settings)

    @property
    def zone(self) -> tzinfo:
        """Return the owner's time zone."""
        return self._zone[0]

    def now(self) -> datetime:
        """Return the present moment, in the owner's zone."""
        return self.fixed_now or config.now(self.zone)

    def index(self, *, create: bool = False) -> Index:
        """Open the store, or the one that took its place since; what an interrupted `forget` left is taken out first.

        Raises StoreMissing when there is none and `create` is False, or another StoreProblem.
        """
        from index.errors import WrongKey
        from index.index import Index

        with self.opened.lock:
            self._ensure_open_to_us()
            if self.opened.index is not None and not self.opened.index.in_place:
                self.opened.index = None  # not closed: whoever still works in it is told there
            if self.opened.index is None:
                if create:
                    self.home.ensure()
                try:
                    self.opened.index = Index.open(self.home.store, zone=self.zone, key=self.unlocked(), create=create)
                except WrongKey:
                    self.key = None  # the next one who asks is asked anew
                    raise
            index = self.opened.index
        if not self.opened.forgetting:
            self._heed_forgetting(index)
        return index

    def forget(self, what: Forgetting, stop: Event | None = None) -> Iterator[ForgetProgress]:
        """Take out what is named for good, here and in the warm process; see Index.forget for the errors."""
        index = self.index()
        self.opened.forgetting = True
        try:
            yield from index.forget(what, stop, self._clear_beside)
        finally:
            self.opened.forgetting = False
            self._heed_forgetting(index, finish=False)
            if self.opened.outdated:
                self.let_go()
            self._pass_on_forgetting()

    def _heed_forgetting(self, index: Index, *, finish: bool = True) -> None:
        """Finish what an interrupted `forget` left, and drop what was read before something was forgotten."""
        due, count = index.forget_state()
        if due and finish and self.opened.put_off != count:
            self._finish_forgetting(index)
            _, count = index.forget_state()
        before, self.opened.forgettings = self.opened.forgettings, count
        if before is not None and before != count:
            index.let_go()
            self.opened.outdated = self.opened.engine is not None

    def _finish_forgetting(self, index: Index) -> None:
        from index.errors import DiskFull, StoreLocked

        try:
            free = index.take_out_rest()
        except DiskFull as problem:
            raise DiskFull(
                "An earlier `homebody forget` was interrupted, and the disk has no room to finish it.",
                f"Nothing is read before that: free about as much space as {self.home.store} takes, then run it again.",
            ) from problem
        if not free:
            return  # it is at work, or somebody else writes
        told = "An earlier `homebody forget` had been interrupted: it is finished now, and nothing of it is left."
        try:
            self.finished_forgetting = index.finish_forgetting(self._clear_beside)
        except (DiskFull, StoreLocked, OSError) as problem:
            # All of it is out of the tables: nothing shows it any more, and this is no reason to do without the rest.
            self.opened.put_off = index.forget_state()[1]
            step = getattr(problem, "next_step", "")
            told = f"What was forgotten is not overwritten yet. {problem} {step}".strip()
        else:
            told = told if self.finished_forgetting else ""
        if told and self.tell is not None:
            self.tell(told)
        self._pass_on_forgetting()

    def _clear_beside(self) -> None:
        """Remove the conversations that lie beside the index: nobody can tell what they rest on. Raises OSError."""
        for path in self.home.saved_conversations():
            path.unlink(missing_ok=True)

    def _pass_on_forgetting(self) -> None:
        """Have the warm process drop what it holds in memory, where one runs."""
        if not self.use_service:
            return
        from app.service.client import find

        client = find(self.home)
        if client is not None:
            client.drop_forgotten()

    def _ensure_open_to_us(self) -> None:
        if self.opened.locked:
            from index.errors import StoreLocked

            raise StoreLocked(f"The index {self.home.store} is locked.", "Its passphrase opens it.")

    def lock(self) -> None:
        """Close the index, forget its key and let go of what may hold text of it; nothing here opens it until `unlock`."""
        self.opened.locked, self.key = True, None
        if (index := self.opened.index) is not None:
            index.close()
        with self.opened.lock:  # a model that is being loaded holds it
            late, self.opened.index = self.opened.index, None
        if late is not None:
            late.close()
        self.let_go()

    def unlock(self, passphrase: str) -> None:
        """Open the index. Raises StoreLocked when that is not its passphrase; it stays as locked as it was."""
        from index.store import keys

        before, key = self.opened.locked, keys.opener(passphrase, self.home.store)
        self.opened.locked, self.key = False, key
        try:
            self.index()
        except BaseException:
            self.opened.locked, self.key = before, None
            raise

    def unlocked(self) -> str | None:
        """Return the key of an encrypted index: known, said in the environment, held by the warm process, or asked for.

        It is not the passphrase but what is made of it, once (of one from before that, the passphrase). None where the
        index is not encrypted, or nobody knows.
        """
        if self.opened.locked or not self.is_encrypted():
            return None
        store = self.home.store
        from index.store import keys

        if self.key and not keys.fits(self.key, store):
            self.key = None  # it was locked anew since
        if not self.key:
            said = config.passphrase() or self._held_key() or (self.ask_key() if self.ask_key else None)
            self.key = keys.opener(said, store) if said else None
        return self.key

    def is_encrypted(self) -> bool:
        """Tell whether the index is encrypted, once what a killed process left of it is tidied up. Raises StoreProblem."""
        from index.store.header import is_encrypted

        store = self.home.store
        # What would change what the file is: a change of the key that broke off, a backup that is still to be put in place.
        if any(store.with_name(store.name + ending).exists() for ending in ("-journal", ".restored")):
            from index.store.recovery import tidy

            tidy(store)
        return is_encrypted(store)

    def _held_key(self) -> str:
        from app.service.client import find
        from index.store import keys

        client = find(self.home) if self.use_service else None
        held = client.key() if client is not None else ""
        return held if keys.fits(held, self.home.store) else ""

    def embedder(self) -> Embedder | None:
        """Load the embedding model that search takes; None when it cannot be had (then `note` says why).

        It is the one in the settings, or, until all vectors are of that one, the one that the stored vectors are of.
        """
        return self._loaded_embedder(self._former() or self.settings.embedder)

    def _former(self) -> str:
        """Return the installed embedder that the stored vectors are of, where that is not the one in the settings."""
        from index.errors import StoreProblem
        from models.installation import embedder_of

        try:
            space = self.index().space() if self.home.store.exists() else None
        except StoreProblem:
            return ""  # whoever opens the index is told; a model is no place for it
        entry = embedder_of(space, self.home.models) if space else None
        return "" if entry is None or entry.name == self.settings.embedder else entry.name

    def _loaded_embedder(self, name: str) -> Embedder | None:
        from models.errors import DependencyMissing, ModelMissing
        from models.load import load_embedder

        with self.opened.lock:
            if name not in self.opened.embedders:
                try:
                    loaded = load_embedder(name, self.home.models)
                except (ModelMissing, DependencyMissing) as problem:
                    self.note = f"Search by meaning is off: {problem} {problem.next_step}".strip()
                    return None
                # While the index changes over there are two; the one before goes with the next that is loaded.
                usual = self.settings.embedder
                self.opened.embedders = {one: model for one, model in self.opened.embedders.items() if one == usual}
                self.opened.embedders[name] = loaded
            return self.opened.embedders[name]

    def searches_at_once(self) -> bool:
        """Tell whether a search need load no model first: each is loaded, or not to be had. Raises UnknownModel."""
        from models.catalogue import find
        from models.installation import is_installed

        loaded = ((self.settings.embedder, self.opened.embedders), (self.settings.reranker, self.opened.reranker))
        missing = [find(name) for name, model in loaded if name and not model]
        return not any(is_installed(entry, self.home.models) for entry in missing)

    def reranker(self) -> CrossEncoderReranker | None:
        """Load the reranking model; None where none is set, or it cannot be had (then `note` says why)."""
        from models.errors import DependencyMissing, ModelMissing
        from models.load import load_reranker

        with self.opened.lock:
            if self.opened.reranker is None and self.settings.reranker:
                try:
                    self.opened.reranker = load_reranker(self.settings.reranker, self.home.models)
                except (ModelMissing, DependencyMissing) as problem:
                    self.note = f"Hits are left in the order in which they were found: {problem} {problem.next_step}"
            return self.opened.reranker

    def override(self, *, model: str | None = None, engine: str | None = None) -> None:
        """Answer with another model or engine in this process, and without the warm one, which holds the usual."""
        self.settings = replace(self.settings, model=model or self.settings.model, engine=engine or "")
        self.use_service = False
        self.insist = True

    def model_entry(self) -> ModelEntry:
        """Return the language model that answers here: the one set, in the form that fits. Raises UnknownModel."""
        from models.choice import choose

        return choose(self.settings.model, self.settings.engine, self.home.models)

    def engine(self) -> Engine | None:
        """Load the language model; None when it is not installed or cannot run here (then `note` says why)."""
        from models.errors import DependencyMissing, EngineFailed, ModelMissing

        if self.opened.outdated:
            self.let_go()
        with self.opened.lock:
            if self.opened.engine is None:
                entry = self.model_entry()
                try:
                    self.opened.engine = self._load(entry.name)
                except (ModelMissing, DependencyMissing) as problem:
                    if self.insist:
                        raise
                    self.note = f"No language model takes part: {problem} {problem.next_step}".strip()
                except EngineFailed as problem:
                    if entry.name == self.settings.model or self.settings.engine:
                        raise
                    # The machine's own choice is no reason to go without an answer.
                    self.note = f"{entry.title} cannot be used: {problem} {problem.next_step}".strip()
                    self.opened.engine = self._load(self.settings.model)
            return self.opened.engine

    def _load(self, name: str) -> Engine:
        from app.paths import private_folder
        from models.load import load_engine

        return load_engine(name, self.home.models, socket_dir=private_folder(self.home.run))

    def warm_up(self) -> Iterator[Working]:
        """Load the models that are installed, in the warm process where it may, saying what goes on."""
        from app.assistant.types import Working

        if (client := self.service()) is not None:
            yield from client.warm_up()
            return
        yield Working("loading the embedder")
        self.embedder()
        if self.settings.reranker:
            yield Working("loading the reranker")
            self.reranker()
        yield Working("loading the model")
        self.engine()

    def change_settings(self, **changes: str | int) -> None:
        """Change settings in the home's file as it is now, and use what it says from here on. Raises SettingsProblem."""
        written = config.change_settings(self.home.settings, **changes)
        # What was named for this process alone stays as it was named.
        self.settings = replace(self.settings, **cast(dict[str, Any], changes)) if self.insist else written

    def let_go(self) -> None:
        """Close the language model and the reranker; those that are set are loaded when they are next asked for."""
        with self.opened.lock:
            engine, self.opened.engine, self.opened.reranker = self.opened.engine, None, None
            self.opened.outdated = False
        if engine is not None:
            engine.close()

    @property
    def loaded_engine(self) -> Engine | None:
        """Return the language model if it is loaded already."""
        return self.opened.engine

    def cancel(self) -> None:
        """End the running generation, if there is one."""
        if self.opened.engine is not None:
            self.opened.engine.cancel()

    def service(self) -> ServiceClient | None:
        """Return the warm process, started if need be; None when it is turned off or cannot run here."""
        if not self.use_service or not self.settings.service_minutes or self.opened.locked:
            return None
        from app.service.client import connect

        client = connect(self.home, self.settings, self.fixed_now or config.fixed_now(self.zone))
        if client is not None and self.is_encrypted():
            if (key := self.unlocked()) is not None:
                client.unlock(key)
            # One that takes over needs the key as well.
            client = replace(client, again=self.service)
        return client

    def assistant(self, *, words_only: bool = False) -> Assistant | ServiceClient:
        """Return the assistant over this home's index, in the warm process where it may.

        `words_only` keeps every model out, and works here. Raises StoreMissing when there is no index.
        """
        # A client needs neither the index nor the assistant, and importing them takes longer than its search.
        if not words_only and self.home.store.exists() and (client := self.service()) is not None:
            return client
        return self.assistant_here(words_only=words_only)

    def assistant_here(self, *, words_only: bool = False) -> Assistant:
        """Return the assistant of this process. Raises StoreMissing when there is no index."""
        index = self.index()
        from app.assistant.assistant import Assistant

        return Assistant(
            index,
            embedder=(lambda: None) if words_only else self.embedder,
            reranker=(lambda: None) if words_only else self.reranker,
            engine=(lambda: None) if words_only else self.engine,
            now=self.now,
            zone=self.zone,
        )

    def add(
        self,
        paths: Sequence[Path],
        *,
        as_kind: str | None = None,
        zone: str | None = None,
        me: str | None = None,
        stop: Event | None = None,
    ) -> Iterator[IngestEvent]:
        """Take in files, then give vectors to what has none; see Index.add for the events and errors.

        `zone` and `me` are for these paths alone. Reading comes first and alone, so that words can be searched while
        the embedder still loads.
        """
        events = self.index(create=True).add(
            paths,
            embedder=None,
            context=self._context(zone, me),
            as_kind=as_kind,
            zone=zone or self.zone_name or None,
            me=me,
            stop=stop,
        )
        yield from self._with_vectors(events, stop)

    def sync(self, paths: Sequence[Path] = (), *, gone: Gone, stop: Event | None = None) -> Iterator[IngestEvent]:
        """Look again at what was added, then give vectors to what has none; see Index.sync for the events and errors."""
        events = self.index().sync(paths, context=self._context, gone=gone, stop=stop)
        yield from self._with_vectors(events, stop)

    def _context(self, zone: str | None, me: str | None) -> ReadContext:
        """Return what a source needs to know of the owner, who may have said it for some paths alone."""
        from index.sources.base import ReadContext

        named, guessed = (config.named_zone(zone), False) if zone else self._zone
        return ReadContext(named, guessed, me or self.settings.me or None)

    def _with_vectors(self, events: Iterator[IngestEvent], stop: Event | None) -> Iterator[IngestEvent]:
        from index.types import IngestDone

        total: IngestDone | None = None
        for event in events:
            if isinstance(event, IngestDone):
                total = event
            else:
                yield event
        yield from self._embed(stop)
        if total is not None:
            yield total

    def _embed(self, stop: Event | None) -> Iterator[IngestEvent]:
        from index.gate import Gate

        client = self.service()
        if client is None:
            yield from self.embed_pending(stop)
            return
        # Closing the iterator ends the work there; asked again, it goes on with what is left.
        with closing(cast("Generator[EmbeddingProgress]", client.embed_pending())) as events:
            for event in events:
                if stop is not None and stop.is_set():
                    return
                if isinstance(stop, Gate) and stop.paused:
                    break
                yield event
            else:
                return
        stop.hold()
        yield from self._embed(stop)

    def embed_pending(self, stop: Event | None = None) -> Iterator[EmbeddingProgress]:
        """Give vectors of the embedder in the settings to what has none, in this process; see Index.embed_pending."""
        embedder = self._loaded_embedder(self.settings.embedder)
        if embedder is not None:
            yield from self.index().embed_pending(embedder, stop, keep=bool(self._former()))

    def close(self) -> None:
        """Close what was opened."""
        engine, self.opened.engine = self.opened.engine, None
        if engine is not None:
            engine.close()
        index, self.opened.index = self.opened.index, None
        if index is not None:
            index.close()

    def __enter__(self) -> Self:
        """Return self."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()
