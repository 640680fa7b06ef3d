"""The part of the app that locks: every screen that shows something of the home goes, and the passphrase is asked for."""

from __future__ import annotations

import asyncio
import gc
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from textual import on

from app.tui.application.clipboard import ClipboardActions
from app.tui.application.garbage_collection import GarbageCollection
from app.tui.ask.screen import MainScreen
from app.tui.base.background import Job
from app.tui.passphrase import feed
from app.tui.passphrase.messages import Locked, Unlocked

if TYPE_CHECKING:
    from threading import Event

    from app.tui.services import Services

NOT_ENCRYPTED = "The index is not encrypted, so nothing can be locked: `homebody lock` in a terminal encrypts it first."


class Lockable(ClipboardActions):
    """Shows the main screen, or in its place the one that asks for the passphrase."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.main = MainScreen(services)
        self._garbage = GarbageCollection()
        self._threads: ThreadPoolExecutor | None = None
        self._lock_watch: Job | None = None
        self.locked = False
        """Whether the passphrase is asked for."""

    async def begin(self) -> None:
        """Show the first screen: where a key is missing, nothing else is ever there to be typed into."""
        self._take_new_threads()
        if self._services.locking().asks:
            await self._show_passphrase(everywhere=False)
        else:
            await self.push_screen(self.main)

        def watch(stop: Event) -> None:
            for message in feed.watch(self._services, stop):
                self.post_message(message)

        self._lock_watch = Job("lock watch", watch)

    def end_watch(self) -> None:
        """Listen no more for what becomes of the lock."""
        if self._lock_watch is not None:
            self._lock_watch.stop()

    def action_lock(self) -> None:
        """Lock at once, here and for all others."""
        if self._services.locking().encrypted:
            self.post_message(Locked(everywhere=True))
        else:
            self.notify(NOT_ENCRYPTED, markup=False)

    @on(Locked)
    async def _lock(self, event: Locked) -> None:
        """Stop what runs, and show nothing of the home. What showed it is made anew, so that nothing is left in it."""
        if self.locked:
            return
        self.main.stop_all()
        with self.batch_update():
            await self._drop_screens()
            await self._show_passphrase(everywhere=event.everywhere)
        self.main = MainScreen(self._services)
        self._take_new_threads()
        self._garbage.release()
        gc.collect()

    def _take_new_threads(self) -> None:
        """Have workers run in threads of their own from here on: each thread remembers the last, and so its screen."""
        before, self._threads = self._threads, ThreadPoolExecutor(thread_name_prefix="worker")
        asyncio.get_running_loop().set_default_executor(self._threads)
        if before is not None:
            before.shutdown(wait=False, cancel_futures=True)

    @on(Unlocked)
    async def _unlocked(self) -> None:
        if not self.locked:
            return
        with self.batch_update():
            await self._drop_screens()
            self.main = MainScreen(self._services)
            await self.push_screen(self.main)
        self.locked = False

    async def _drop_screens(self) -> None:
        """Take every screen down, without what their answers would have led to."""
        self.clear_notifications()
        self.workers.cancel_all()
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    async def _show_passphrase(self, *, everywhere: bool) -> None:
        from app.tui.passphrase.screen import PassphraseScreen

        self.locked = True
        await self.push_screen(PassphraseScreen(self._services, everywhere=everywhere))
