"""`homebody` alone: the terminal app, and what it needs of one home."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from app import report
from app.commands.base import sealed_command
from app.commands.home_lock import HomeLock
from app.commands.model_services import BrokeredCommand, HomeModels, current_broker
from app.paths import SAVED_CONVERSATION

if TYPE_CHECKING:
    from datetime import datetime

    from app.assistant.types import Working
    from app.broker.client import Broker
    from app.tui.kept import CatchingUp, Remembering
    from app.tui.preferences import Preferences
    from app.tui.services import Answering, Library, Restricting, Status
    from app.wiring import Runtime
    from index.types import ForgetProgress, IngestEvent


NO_MODEL = "No language model yet: F7 shows those that fit this machine."
SAMPLE = "The sample home is in here: F5, then d on it, takes it out again."


@sealed_command(service=True, cls=BrokeredCommand, short_help="Open the terminal app.")
def command(runtime: Runtime) -> int:
    """Open the terminal app."""
    if not report.at_terminal(sys.stdin, sys.stdout):
        report.fail("The terminal app needs a terminal.", "See `homebody --help` for the commands.")
        return report.USAGE
    from app.tui import run

    # What the environment says, or the warm process holds; else the app asks, on a screen of its own.
    runtime.ask_key = None
    runtime.unlocked()
    runtime.tell = lambda sentence: setattr(runtime, "note", sentence)
    return run(HomeServices(runtime, current_broker()))


class HomeServices:
    """One home as the terminal app sees it; fits app.tui.services.Services."""

    def __init__(self, runtime: Runtime, broker: Broker | str = "The app was opened without it.") -> None:
        from app.paths import downloads_folder

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

    def preferences(self) -> Preferences:
        """Return the settings."""
        from app.commands.preferences import HomePreferences

        return HomePreferences(self._runtime)

    def models(self) -> HomeModels:
        """Return the models of this machine."""
        return self._models

    def locking(self) -> HomeLock:
        """Return the lock of this home."""
        return self._lock

    def index(self) -> Library | None:
        """Open the index; None when nothing was added yet."""
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

    def narrowings(self) -> Restricting | None:
        """Return what searches can be restricted to; None when nothing was added yet."""
        from app.assistant.narrowing import Narrowings
        from index.errors import StoreMissing

        try:
            return Narrowings(self._runtime.index(), self._runtime.now)
        except StoreMissing:
            return None

    def now(self) -> datetime:
        """Return the present moment, in the owner's zone."""
        return self._runtime.now()

    def talks(self) -> Remembering | None:
        """Return the kept conversations; None when nothing was added yet."""
        from app.assistant.talks import Talks
        from index.errors import StoreMissing

        try:
            return Talks(self._runtime.index(), self._runtime.zone)
        except StoreMissing:
            return None

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

    def news(self) -> CatchingUp | None:
        """Return what is new in each chat; None when nothing was added yet."""
        from app.assistant.news import News
        from index.errors import StoreMissing

        try:
            return News(self._runtime.index(), self._runtime.zone)
        except StoreMissing:
            return None

    def assistant(self) -> Answering:
        """Return the assistant, in the warm process where it may."""
        return self._runtime.assistant()

    def warm_up(self) -> Iterator[Working]:
        """Load the models that are installed, in the warm process where it may."""
        yield from self._runtime.warm_up()

    def status(self) -> Status:
        """Count what there is, and say what runs it."""
        from app.seal import state
        from app.tui.services import Status
        from index.errors import StoreMissing
        from models.installation import is_installed

        try:
            messages, files = self._runtime.index().size()
        except StoreMissing:
            messages, files = 0, 0
        entry = self._runtime.model_entry()
        installed = is_installed(entry, self._runtime.home.models)
        sealed_by = state()
        return Status(
            sealed_by="" if sealed_by == "open" else sealed_by,
            model=entry.name if installed else "",
            messages=messages,
            files=files,
            note=self._runtime.note
            or ("" if installed else NO_MODEL)
            or (SAMPLE if self._has_sample(messages) else ""),
        )

    def _has_sample(self, messages: int) -> bool:
        return bool(messages) and self._runtime.home.sample.exists()

    def add(self, paths: Sequence[Path], stop: Event) -> Iterator[IngestEvent]:
        """Take in files, making the index where there is none."""
        yield from self._runtime.add(paths, stop=stop)

    def add_sample(self, stop: Event) -> Iterator[IngestEvent]:
        """Copy the sample home into this home, and take it in like any folder."""
        from app.demo_home import OWNER, ZONE, write_sample_home

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
        from index.types import Forgetting

        yield from self._runtime.forget(Forgetting(paths=(path,)), stop)
        if path == str(self._runtime.home.sample):
            # It was copied here to be looked at, and is nobody's own file.
            shutil.rmtree(path, ignore_errors=True)
