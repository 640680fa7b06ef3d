"""The broker itself: raises its walls, then serves one request a line until its input ends.

In:   "pull NAME", "cancel", which ends what was asked for until then, and "leave", which ends the broker at once. Anything
      else is refused.
Out:  JSON lines: {"event": "ready", "walls": "landlock" or ""}, then for each pull any number of
      {"event": "step", "what", "done", "total"} (bytes, 0 where they are not known) and at its end one
      {"event": "installed" | "stopped" | "failed" | "refused", "sentence", "next_step"}.

The models' code is imported with the first request, so that starting costs next to nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import BinaryIO

LONGEST_REQUEST = 200
"""Bytes of a request's line, which is far more than any name has."""
STEP_EVERY_S = 0.1
LEAVING_S, AT_ONCE_S = 8.0, 1.0
"""How long the end of the input waits for a fetch to tidy up, and how long "leave" does."""

_PULL = re.compile(rb"pull ([a-z0-9][a-z0-9._-]{0,99})\n")


class _Cancelled(BaseException):
    """The fetch that goes on was cancelled. Nothing beneath may take it for an error of its own."""


def main(arguments: Sequence[str]) -> int:
    """Serve standard input until it ends. `arguments` holds one JSON object: "models", "read" and "write" paths."""
    from app.sealing import memory

    memory.keep_private()
    reach = json.loads(arguments[0])
    walls = raise_walls(reach["read"], reach["write"])
    Serving(Path(reach["models"]), sys.stdin.buffer, sys.stdout.buffer).run(walls)
    return 0


def raise_walls(read: Sequence[str], write: Sequence[str]) -> str:
    """Keep this process, for good, to what it may reach; return what holds it there, or nothing where nothing can."""
    from app.sealing import landlock

    try:
        landlock.install(read, write)
    except landlock.LandlockUnavailable:
        return ""
    return "landlock"


class Serving:
    """One broker's work. Requests are read in a thread; models are fetched in the main one, which signals can interrupt."""

    def __init__(self, models: Path, requests: BinaryIO, answers: BinaryIO) -> None:
        self._models = models
        self._requests = requests
        self._answers = answers
        self._waiting: queue.SimpleQueue[tuple[int, str]] = queue.SimpleQueue()
        self._telling = threading.Lock()
        self._current = 0
        """Number of the request that is worked on; 0 between them."""
        self._ending = 0
        """Number of the request that was interrupted, so that its tidying up is not."""
        self._cancelled = 0
        """Requests up to this number were cancelled."""
        self._left = threading.Event()

    def run(self, walls: str) -> None:
        """Serve until the input ends, or nobody takes the answers."""
        signal.signal(signal.SIGINT, self._interrupted)
        with contextlib.suppress(BrokenPipeError):
            self._tell("ready", walls=walls)
            threading.Thread(target=self._read, name="requests", daemon=True).start()
            while (asked := self._waiting.get())[0]:
                try:
                    self._fetch(*asked)
                except _Cancelled:
                    self._current = 0
                    self._tell("stopped", sentence="", next_step="")
        self._left.set()

    # ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _read(self) -> None:
        number, patience = 0, LEAVING_S
        while line := self._requests.readline(LONGEST_REQUEST):
            if found := _PULL.fullmatch(line):
                number += 1
                self._waiting.put((number, found[1].decode("ascii")))
            elif line == b"cancel\n":
                self._cancel(number)
            elif line == b"leave\n":
                patience = AT_ONCE_S
                break
            else:
                with contextlib.suppress(OSError):
                    self._tell("refused", sentence="Only “pull NAME” and “cancel” are taken.", next_step="")
            if not line.endswith(b"\n"):
                break  # too long, or cut off: nothing that follows can be told apart
        self._cancel(number)
        self._waiting.put((0, ""))
        if not self._left.wait(patience):
            os._exit(1)

    def _cancel(self, number: int) -> None:
        self._cancelled = number
        if self._current:
            if hasattr(signal, "pthread_kill"):
                # The signal goes to the thread that fetches, and so ends its waiting for the network.
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            else:
                import _thread

                _thread.interrupt_main()

    def _interrupted(self, _signal: int, _frame: FrameType | None) -> None:
        if self._current and self._current <= self._cancelled and self._current != self._ending:
            self._ending = self._current
            raise _Cancelled

    # ── Fetching ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _fetch(self, number: int, name: str) -> None:
        self._current = number
        if number <= self._cancelled:
            self._ending = number
            raise _Cancelled
        from models.errors import ModelProblem, UnknownModel

        event, sentence, next_step = "installed", "", ""
        try:
            self._pull(name)
        except ModelProblem as problem:
            event = "refused" if isinstance(problem, UnknownModel) else "failed"
            sentence, next_step = str(problem), problem.next_step
        # Before the end is told: what is cancelled from here on has ended.
        self._current = 0
        self._tell(event, sentence=sentence, next_step=next_step)

    def _pull(self, name: str) -> None:
        from models.catalogue.catalogue import find
        from models.catalogue.download import pull

        steps = pull(find(name), self._models)
        told, at = "", 0.0
        try:
            for step in steps:
                now = time.monotonic()
                if step.what != told or now - at >= STEP_EVERY_S:
                    told, at = step.what, now
                    self._tell("step", what=step.what, done=step.done_bytes, total=step.total_bytes)
        finally:
            steps.close()

    def _tell(self, event: str, **fields: str | int) -> None:
        line = json.dumps({"event": event, **fields}).encode() + b"\n"
        with self._telling:
            self._answers.write(line)
            self._answers.flush()
