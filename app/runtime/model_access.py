"""The models of a home: the embedder, the reranker and the language model, loaded when they are first asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.home.config import NO_RERANKER
from app.runtime.index_access import IndexAccess

if TYPE_CHECKING:
    from index.types.embedding import Embedder, Reranker
    from models.catalogue.catalogue import ModelEntry
    from models.engine import Engine
    from models.reader.reader import Reader


class ModelAccess(IndexAccess):
    """Loads models, and says in `note` why one cannot be had."""

    def embedder(self) -> Embedder | None:
        """Load the embedding model that search takes; None when it cannot be had (then `note` says why).

        It is the one in the settings, or, until all vectors are of that one, the one that the stored vectors are of.
        """
        return self._loaded_embedder(self._former() or self.embedder_name())

    def embedder_name(self) -> str:
        """Return the name of the embedder that passages are given vectors of.

        A home in whose settings none is chosen keeps the one that its vectors are of: what a new home begins with may be
        another by now, and embedding everything anew is the owner's decision. It is named in the settings then.
        """
        from index.errors import StoreProblem

        if not self.settings.embedder and self.home.store.exists():
            try:
                held = (self.index().wanted_space() or "").partition(":")[0]
            except StoreProblem:
                held = ""  # whoever opens the index is told; a model is no place for it
            if held != self.settings.embedder_name and self._is_embedder(held):
                self._keep_embedder(held)
        return self.settings.embedder_name

    def _is_embedder(self, name: str) -> bool:
        from models.catalogue.installation import lookup
        from models.errors import UnknownModel

        try:
            return lookup(name, self.home.models).role == "embedder"
        except UnknownModel:
            return False

    def _keep_embedder(self, name: str) -> None:
        from app.home.config import SettingsProblem

        try:
            self.change_settings(embedder=name)
        except (SettingsProblem, OSError):
            self.settings = replace(self.settings, embedder=name)  # in a home that cannot be written, for this process

    def _former(self) -> str:
        """Return the installed embedder that the stored vectors are of, where that is not the one in the settings."""
        from index.errors import StoreProblem
        from models.catalogue.installation import embedder_of

        try:
            space = self.index().space() if self.home.store.exists() else None
        except StoreProblem:
            return ""  # whoever opens the index is told; a model is no place for it
        entry = embedder_of(space, self.home.models) if space else None
        return "" if entry is None or entry.name == self.embedder_name() else entry.name

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
                usual = self.settings.embedder_name
                self.opened.embedders = {one: model for one, model in self.opened.embedders.items() if one == usual}
                self.opened.embedders[name] = loaded
            return self.opened.embedders[name]

    def searches_at_once(self) -> bool:
        """Tell whether a search need load no model first: each is loaded, or not to be had. Raises UnknownModel."""
        from models.catalogue.catalogue import find
        from models.catalogue.installation import is_installed

        if not self.opened.reader and not self.settings.reranker and self.has_reader():
            return False
        reranker = self.settings.reranker if self.settings.reranker != NO_RERANKER else ""
        loaded = ((self.settings.embedder_name, self.opened.embedders), (reranker, self.opened.reranker))
        missing = [find(name) for name, model in loaded if name and not model]
        return not any(is_installed(entry, self.home.models) for entry in missing)

    def has_reader(self) -> bool:
        """Tell whether the reader can be loaded: the embedder on whose word vectors it stands is installed."""
        from models.catalogue.catalogue import find, reader_pin
        from models.catalogue.installation import is_installed

        return is_installed(find(reader_pin().embedder), self.home.models)

    def reader(self) -> Reader | None:
        """Load the reader that comes with homebody; None where its embedder is not installed."""
        from models.errors import DependencyMissing
        from models.load import load_reader

        with self.opened.lock:
            if self.opened.reader is None and self.has_reader():
                try:
                    self.opened.reader = load_reader(self.home.models)
                except DependencyMissing as problem:
                    self.note = f"Hits are not read again: {problem} {problem.next_step}"
            return self.opened.reader

    def reranker(self) -> Reranker | None:
        """Load what reads the best hits again; None where that is turned off, or cannot be had (then `note` says why)."""
        from models.errors import DependencyMissing, ModelMissing
        from models.load import load_reranker

        if not self.settings.reranker:
            return self.reader()
        with self.opened.lock:
            if self.opened.reranker is None and self.settings.reranker != NO_RERANKER:
                try:
                    self.opened.reranker = load_reranker(self.settings.reranker, self.home.models)
                except (ModelMissing, DependencyMissing) as problem:
                    self.note = f"Hits stay in the order in which they were found: {problem} {problem.next_step}"
            return self.opened.reranker

    def override(self, *, model: str | None = None, engine: str | None = None) -> None:
        """Answer with another model or engine in this process, and without the warm one, which holds the usual."""
        self.settings = replace(self.settings, model=model or self.settings.model, engine=engine or "")
        self.use_service = False
        self.insist = True

    def model_entry(self) -> ModelEntry:
        """Return the language model that answers here: the one set, in the form that fits. Raises UnknownModel."""
        from models.machine.choice import choose

        return choose(self.settings.model, self.settings.engine, self.home.models)

    def asks_model(self) -> bool:
        """Tell whether the language model takes part: a starter does only where it was named or asked for."""
        from models.errors import UnknownModel

        try:
            return self._may_ask(self.model_entry())
        except UnknownModel:
            return True  # whoever loads it is told

    def _may_ask(self, entry: ModelEntry) -> bool:
        from models.machine.choice import is_starter

        return self.phrase or self.insist or not is_starter(entry)

    def engine(self) -> Engine | None:
        """Load the language model that takes part.

        None for a starter that nobody asked for, and for one that is not installed or cannot run here (`note` says why).
        """
        from models.catalogue.installation import lookup
        from models.errors import DependencyMissing, EngineFailed, ModelMissing

        if not self.asks_model():
            return None
        if self.opened.outdated:
            self.let_go()
        with self.opened.lock:
            if self.opened.engine is None:
                entry = self.model_entry()
                try:
                    self.opened.engine = self._load(entry.name)
                except (ModelMissing, DependencyMissing) as problem:
                    if self.insist or self.phrase:
                        raise
                    self.note = f"No language model takes part: {problem} {problem.next_step}".strip()
                except EngineFailed as problem:
                    if entry.name == self.settings.model or self.settings.engine:
                        raise
                    # The machine's own choice is no reason to go without an answer.
                    self.note = f"{entry.title} cannot be used: {problem} {problem.next_step}".strip()
                    if self._may_ask(lookup(self.settings.model, self.home.models)):
                        self.opened.engine = self._load(self.settings.model)
            return self.opened.engine

    def _load(self, name: str) -> Engine:
        from app.home.paths import private_folder
        from models.load import load_engine

        return load_engine(name, self.home.models, socket_dir=private_folder(self.home.run))

    @property
    def loaded_engine(self) -> Engine | None:
        """Return the language model if it is loaded already."""
        return self.opened.engine

    def cancel(self) -> None:
        """End the running generation, if there is one."""
        if self.opened.engine is not None:
            self.opened.engine.cancel()
