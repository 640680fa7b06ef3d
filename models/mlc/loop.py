"""mlc_llm's asynchronous engine seen from threads: the loop it belongs to, and an answer on its way across."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, Literal, TypeVar

from models.errors import ContextOverflow, EngineFailed
from models.mlc.threads import ThreadFailure
from models.types import Piece, Usage

Result = TypeVar("Result")

_PATIENCE_S = 600.0
_END = object()


class Generation:
    """One answer on its way from the engine's loop to the caller."""

    def __init__(self) -> None:
        self.cancelled = False
        self._queue: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._cut: Callable[[], object] | None = None
        self._finish: Literal["stop", "length"] | None = None
        self._figures: Any = None
        self._seen = 0

    def begin(self, cut: Callable[[], object]) -> bool:
        """Take the way to cancel; False when that was asked for already."""
        with self._lock:
            self._cut = cut
            return not self.cancelled

    def cancel(self) -> None:
        """End the answer. Does nothing to one that has ended."""
        with self._lock:
            if self._figures is None and not self.cancelled:
                self.cancelled = True
                if self._cut is not None:
                    self._cut()
                # The engine looks up only after the chunk it is computing; whoever reads need not wait for that.
                self._queue.put(_END)

    def take(self, chunk: Any) -> None:  # noqa: ANN401  mlc_llm has no types
        """Take one chunk, on the engine's loop."""
        if (figures := getattr(chunk, "usage", None)) is not None:
            self._figures = figures
        for choice in chunk.choices:
            if choice.finish_reason is not None:
                self._finish = "length" if choice.finish_reason == "length" else "stop"
            if choice.delta.content:
                self._queue.put(str(choice.delta.content))

    def ended(self, task: asyncio.Task[None]) -> None:
        """Take note that the consuming task is over."""
        self._queue.put(_END if task.cancelled() else task.exception() or _END)

    def fail(self, death: ThreadFailure) -> None:
        """Take note that a thread of mlc_llm has ended: the task would wait for ever."""
        self._queue.put(_stopped(death.kind, "Ask again; it starts anew."))

    def pieces(self) -> Iterator[Piece]:
        """Yield text until the answer ends. Raises ContextOverflow, EngineFailed."""
        while (item := self._queue.get()) is not _END:
            if self.cancelled:
                continue
            if isinstance(item, BaseException):
                raise _translated(item) from item
            self._seen += 1
            yield Piece(item)

    def usage(self, prompt: int) -> Usage:
        """Return the engine's figures for a prompt of that many tokens; a cancelled answer has only what was seen."""
        figures = self._figures
        if figures is None and not self.cancelled:
            raise EngineFailed("The model stopped in the middle of its answer.", "Ask again.")
        if self.cancelled:
            return Usage(prompt if self._seen else 0, 0, self._seen, 0.0, 0.0, "cancelled")
        extra = getattr(figures, "extra", None) or {}  # an answer that ended before it began has none
        prefilled = min(int(extra.get("prefill_tokens", prompt)), prompt)
        decoded = int(extra.get("decode_tokens", figures.completion_tokens))
        return Usage(
            prefilled,
            prompt - prefilled,
            int(figures.completion_tokens),
            _seconds(prefilled, extra.get("prefill_tokens_per_s")),
            _seconds(decoded, extra.get("decode_tokens_per_s")),
            self._finish or "stop",
        )


class Loop:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="homebody-mlc", daemon=True)
        self._lock = threading.Lock()
        self._death: Future[ThreadFailure] = Future()
        self._stuck = False
        self._fed: Generation | None = None
        self._thread.start()

    @property
    def dead(self) -> bool:
        """Tell whether a thread of mlc_llm has ended by an error."""
        return self._death.done()

    def die(self, death: ThreadFailure) -> None:
        """Take note that a thread of mlc_llm has ended, and end the answer that waits for it."""
        with self._lock:
            if not self._death.done():
                self._death.set_result(death)
            fed = self._fed
        if fed is not None:
            fed.fail(death)

    def load(self, work: Coroutine[Any, Any, None]) -> ThreadFailure | None:
        """Run a coroutine that loads a model to its end, or until a thread of mlc_llm has ended: then return how.

        The coroutine then hangs for ever, and the loop's thread in it, which is left behind.
        """
        loading = asyncio.run_coroutine_threadsafe(work, self._loop)
        either: tuple[Future[Any], ...] = (loading, self._death)
        wait(either, return_when=FIRST_COMPLETED)
        if loading.done():
            loading.result()
            return None
        self._stuck = True
        return self._death.result()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run a coroutine to its end and return its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE_S)

    def start(self, generation: Generation, work: Callable[[], Coroutine[Any, Any, None]]) -> bool:
        """Start the task that feeds `generation`, unless it was cancelled before."""

        async def begin() -> bool:
            task = asyncio.get_running_loop().create_task(work())
            # A task that is cancelled before its first step never runs; its callback does.
            task.add_done_callback(generation.ended)
            if generation.begin(lambda: self._loop.call_soon_threadsafe(task.cancel)):
                return True
            task.cancel()
            return False

        with self._lock:
            self._fed = generation
        begun = self.run(begin())
        if self.dead:
            generation.fail(self._death.result())
        return begun

    def settle(self) -> None:
        """Cancel every task and wait until they have ended."""
        if self._thread.is_alive() and not self._stuck:
            self.run(self._settle())

    def close(self) -> None:
        """Stop the loop and end its thread. May be called twice."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            if not self._stuck:
                self._thread.join()

    def _run(self) -> None:
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()

    async def _settle(self) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


def _translated(error: BaseException) -> ContextOverflow | EngineFailed:
    # What mlc_llm says may quote the prompt, so only the kind of its error is passed on.
    if isinstance(error, ContextOverflow | EngineFailed):
        return error
    return _stopped(type(error).__name__, "Ask again.")


def _stopped(kind: str, step: str) -> EngineFailed:
    return EngineFailed(f"The model stopped in the middle of its answer ({kind}).", step)


def _seconds(tokens: int, rate: float | None) -> float:
    return tokens / rate if rate else 0.0
