"""What one process knows and has open of a home: the state that everything in this room works on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Self, cast

from app.home import config, ownership
from app.home.paths import Home, default_home

if TYPE_CHECKING:
    from index.index import Index
    from index.types.embedding import Embedder, Reranker
    from models.engine import Engine
    from models.reader.reader import Reader


@dataclass
class OpenResources:
    """What a process has opened and loaded of a home."""

    lock: Lock = field(default_factory=Lock)
    locked: bool = False
    """Whether the owner locked the index in this process: nothing opens it until they unlock it here."""
    index: Index | None = None
    embedders: dict[str, Embedder] = field(default_factory=dict)
    """By name: the one in the settings, and the one before while the index still has vectors of it."""
    reader: Reader | None = None
    reranker: Reranker | None = None
    """The one in the settings, where that is another than the reader."""
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
class State:
    """One process's view of a home, and what is open of it. The classes of this room add what is done with it."""

    home: Home
    settings: config.Settings
    fixed_now: datetime | None = None
    zone_name: str = ""
    """The owner's zone for this process alone; empty takes the one in the settings."""
    use_service: bool = True
    """Whether the warm process may do the work (it also has to be allowed by the settings)."""
    insist: bool = False
    """Whether the language model was named for this command alone: then it is an error when it cannot be had."""
    phrase: bool = False
    """Whether the language model is asked however small it is."""
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
    opened: OpenResources = field(default_factory=OpenResources, repr=False)

    @classmethod
    def from_environment(cls) -> Self:
        """Take the home that the environment names, with its settings. Raises SettingsProblem, HomeRefused."""
        home = default_home()
        ownership.check(home)
        return cls(home, config.load_settings(home.settings))

    def lent(self, fixed_now: datetime | None, *, phrase: bool = False) -> Self:
        """Return a view on what is open here for one request, at its own time; closing it is left to this one.

        With `phrase` its language model is asked however small it is.
        """
        return replace(
            self,
            fixed_now=fixed_now or self.fixed_now,
            use_service=False,
            phrase=phrase,
            note="",
            ask_key=None,
            tell=None,
        )

    @cached_property
    def _zone(self) -> tuple[tzinfo, bool]:
        if self.zone_name:
            return config.named_zone(self.zone_name), False
        return config.owner_zone(self.settings, self.home.settings)

    @property
    def zone(self) -> tzinfo:
        """Return the owner's time zone."""
        return self._zone[0]

    @property
    def date_order(self) -> config.DateOrder:
        """Return in which order the owner writes dates in numbers; empty where nobody knows."""
        return config.date_order(self.settings)

    def now(self) -> datetime:
        """Return the present moment, in the owner's zone."""
        return self.fixed_now or config.now(self.zone)

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

    def close(self) -> None:
        """Close what was opened."""
        engine, self.opened.engine = self.opened.engine, None
        if engine is not None:
            engine.close()
        index, self.opened.index = self.opened.index, None
        if index is not None:
            index.close()
