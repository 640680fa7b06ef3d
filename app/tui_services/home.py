"""One home as the terminal app sees it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from app.home.paths import SAVED_CONVERSATION
from app.tui_services.lock import HomeLock
from app.tui_services.models import HomeModels

if TYPE_CHECKING:
    from datetime import datetime

    from app.assistant.events import WorkProgress
    from app.broker.client import Broker
    from app.home.config import DateOrder
    from app.runtime.runtime import Runtime
    from app.tui.services import (
        AssistantService,
        CatchUpService,
        ConversationStore,
        IndexService,
        SettingsService,
        Status,
        SuggestionService,
    )
    from index.index import Index
    from index.types.events import ForgetProgress, IngestEvent

NO_MODEL = "No language model yet: F7 shows those that fit this machine."
QUOTES = "quotes only"
"""Stands for a model that is too small to be asked."""
SAMPLE = "The sample home is in the index: F5, then d on it, removes it."


class HomeServices:
    """One home as the terminal app sees it; fits app.tui.services.Services."""

    def __init__(self, runtime: Runtime, broker: Broker | str = "The app was opened without it.") -> None:
        from app.home.paths import downloads_folder

        self._runtime = runtime
        self.downloads = downloads_folder()
        self._models = HomeModels(runtime, broker)
        self._lock = HomeLock(runtime)

    @property
    def theme(self) -> str:
        """Return the theme in the settings."""
        return self._runtime.settings.theme

    def keep_theme(self, name: str) -> None:
        """Write the theme to the settings."""
        self._runtime.change_settings(theme=name)

    def preferences(self) -> SettingsService:
        """Return the settings."""
        from app.tui_services.settings import HomePreferences

        return HomePreferences(self._runtime)

    def models(self) -> HomeModels:
        """Return the models of this machine."""
        return self._models

    def locking(self) -> HomeLock:
        """Return the lock of this home."""
        return self._lock

    def index(self) -> IndexService | None:
        """Open the index; None when nothing was added yet."""
        return self._index()

    def _index(self) -> Index | None:
        from index.errors import StoreMissing

        try:
            return self._runtime.index()
        except StoreMissing:
            return None

    def forgettings(self) -> int | None:
        """Return how often something was forgotten; None while the index is not open, or cannot be read."""
        from index.errors import StoreProblem

        try:
            return None if self._runtime.opened.index is None else self._runtime.index().forget_state()[1]
        except StoreProblem:
            return None  # whoever asks something of the index is told

    def suggestions(self) -> SuggestionService | None:
        """Return what searches can be restricted to; None when nothing was added yet."""
        from app.assistant.question.suggestions import Suggestions

        index = self._index()
        return None if index is None else Suggestions(index, self._runtime.now, self._runtime.date_order)

    def now(self) -> datetime:
        """Return the present moment, in the owner's zone."""
        return self._runtime.now()

    def date_order(self) -> DateOrder:
        """Return in which order the owner writes dates in numbers; empty where nobody knows."""
        return self._runtime.date_order

    def conversations(self) -> ConversationStore | None:
        """Return the kept conversations; None when nothing was added yet."""
        from app.assistant.conversations import Conversations

        index = self._index()
        return None if index is None else Conversations(index, self._runtime.zone)

    def keep_aside(self, text: str) -> str:
        """Write text into a new file of the home, closed to everyone but the owner; nowhere when the index is encrypted."""
        from index.errors import StoreProblem

        home = self._runtime.home
        try:
            if self._runtime.is_encrypted():
                return ""
        except StoreProblem:
            return ""  # nobody knows, and then it may be
        home.ensure()
        number, path = tempfile.mkstemp(".md", f"{SAVED_CONVERSATION}{self._runtime.now():%Y-%m-%d}-", home.root)
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def news(self) -> CatchUpService | None:
        """Return what is new in each chat; None when nothing was added yet."""
        from app.assistant.summarizing.catch_up import CatchUp

        index = self._index()
        return None if index is None else CatchUp(index, self._runtime.zone)

    def assistant(self) -> AssistantService:
        """Return the assistant, in the warm process where it may."""
        return self._runtime.assistant()

    def warm_up(self) -> Iterator[WorkProgress]:
        """Load the models that are installed, in the warm process where it may."""
        yield from self._runtime.warm_up()

    def status(self) -> Status:
        """Count what there is, and say what runs it."""
        from app.runtime.language_fit import language_advice
        from app.sealing.seal import state
        from app.tui.services import Status
        from index.errors import StoreMissing
        from models.catalogue.installation import is_installed

        try:
            messages, files = self._runtime.index().size()
        except StoreMissing:
            messages, files = 0, 0
        entry = self._runtime.model_entry()
        installed = is_installed(entry, self._runtime.home.models)
        sealed_by = state()
        return Status(
            sealed_by="" if sealed_by == "open" else sealed_by,
            model=(entry.name if self._runtime.asks_model() else QUOTES) if installed else "",
            messages=messages,
            files=files,
            note=self._runtime.note
            or ("" if installed else NO_MODEL)
            or (SAMPLE if self._has_sample(messages) else "")
            or (language_advice(self._runtime) if messages else ""),
        )

    def _has_sample(self, messages: int) -> bool:
        return bool(messages) and self._runtime.home.sample.exists()

    def add(self, paths: Sequence[Path], stop: Event) -> Iterator[IngestEvent]:
        """Take in files, making the index where there is none."""
        yield from self._runtime.add(paths, stop=stop)

    def add_sample(self, stop: Event) -> Iterator[IngestEvent]:
        """Copy the sample home into this home, and take it in like any folder."""
        from app.home.sample_home import OWNER, ZONE, write_sample_home

        self._runtime.home.ensure()
        folder = self._runtime.home.sample
        shutil.rmtree(folder, ignore_errors=True)
        write_sample_home(folder)
        yield from self._runtime.add([folder], me=OWNER, zone=ZONE, stop=stop)

    def sync(self, paths: Sequence[Path], stop: Event) -> Iterator[IngestEvent]:
        """Look again at what was added, as the command does."""
        yield from self._runtime.sync(paths, gone="documents", stop=stop)

    def forget(self, path: str, stop: Event) -> Iterator[ForgetProgress]:
        """Take what came from a file or folder out of the index for good."""
        from index.types.events import ForgetRequest

        yield from self._runtime.forget(ForgetRequest(paths=(path,)), stop)
        if path == str(self._runtime.home.sample):
            # It was copied here to be looked at, and is nobody's own file.
            shutil.rmtree(path, ignore_errors=True)
