"""What the service does while nobody asks anything of it: missing vectors, then summaries of ended exchanges."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.home.power import on_battery
from index.errors import IndexProblem
from models.errors import ModelProblem

if TYPE_CHECKING:
    from app.assistant.summarizing.precomputation import Precomputation
    from app.runtime.runtime import Runtime

QUIET_S = 60.0
"""How long nobody has asked anything before work begins, in seconds."""

END_S = 10.0
"""How long the end waits for a piece of work that was told to give way, in seconds: one batch of vectors takes less."""


class IdleWork:
    """A thread that works while the service is quiet, with the language model that is loaded, and gives way at once.

    `quiet_s` tells for how long nobody has asked anything; `engine_lock` is held by whoever generates.
    """

    def __init__(self, runtime: Runtime, engine_lock: threading.Lock, quiet_s: Callable[[], float]) -> None:
        self._runtime = runtime
        self._engine_lock = engine_lock
        self._quiet_s = quiet_s
        self._over = threading.Event()
        self._wanted = threading.Event()
        """Somebody asks: what is being done is given up."""
        self._working = False
        self._ahead: Precomputation | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to watch for quiet."""
        if self._runtime.settings.ahead != "off":
            self._thread.start()

    def give_way(self) -> None:
        """Give up what is being done: somebody asks."""
        self._wanted.set()
        if self._working:
            self._runtime.cancel()

    def end(self) -> None:
        """Give up what is being done and do no more."""
        self._over.set()
        self.give_way()
        if self._thread.is_alive():
            self._thread.join(END_S)

    def drop(self) -> None:
        """Hold no messages that wait to be summarized."""
        self._ahead = None

    def step(self) -> bool:
        """Do one piece of work if it is allowed and there is some; say whether it was done."""
        return self._allowed() and (self._embed() or self._summarize())

    def _embed(self) -> bool:
        """Give vectors to what waits for them: after a change of the embedder that may be everything."""
        self._wanted.clear()
        if self._over.is_set():
            return False
        try:
            if not self._runtime.home.store.exists() or not self._runtime.index().waiting():
                return False
            for _ in self._runtime.embed_pending(self._wanted):
                pass
            return not self._runtime.index().waiting()
        except (IndexProblem, ModelProblem):
            return False  # somebody asks, or it is locked, closed or gone

    def _summarize(self) -> bool:
        from app.assistant.summarizing.precomputation import Precomputation

        engine = self._runtime.loaded_engine
        # Nobody would be shown what a starter wrote ahead.
        if engine is None or not self._runtime.asks_model() or not self._engine_lock.acquire(blocking=False):
            return False
        self._wanted.clear()
        self._working = True
        try:
            if self._ahead is None:
                self._ahead = Precomputation(self._runtime.index(), self._runtime.reader)
            return self._ahead.step(engine, self._runtime.now(), self._given_up)
        except (IndexProblem, ModelProblem):
            self._ahead = None  # locked, closed or gone: begin anew when it is there again
            return False
        finally:
            self._working = False
            self._engine_lock.release()

    def _given_up(self) -> bool:
        return self._wanted.is_set() or self._over.is_set()

    def _allowed(self) -> bool:
        ahead = self._runtime.settings.ahead
        return ahead == "always" or (ahead == "plugged" and not on_battery())

    def _run(self) -> None:
        while not self._over.is_set():
            quiet = self._quiet_s()
            if quiet < QUIET_S:
                self._over.wait(QUIET_S - quiet)
            elif not self.step():
                self._over.wait(QUIET_S)
