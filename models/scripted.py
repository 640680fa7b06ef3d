"""An engine that says what it was told to: for tests, examples and documentation. Deterministic, instant, no model."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from models.engine import Engine
from models.errors import ContextOverflow, EngineFailed
from models.single_answer import OneAtATime
from models.types import ChatMessage, EngineInfo, Piece, Sampling, Usage

_WORD = re.compile(r"\s*\S+\s*?(?=\s|$)|\s+")


class ScriptedEngine(Engine):
    """A token is a word; each message costs one more, as a template would.

    `replies` is what to answer, in order, or a function of the messages. `prompts` holds every prompt that was asked.
    With `hold_after` a stream stops after that many words until it is cancelled or closed; `holding` is set when it does.
    With `fail_after` it dies there with EngineFailed.
    """

    def __init__(
        self,
        replies: Sequence[str] | Callable[[Sequence[ChatMessage]], str] = (),
        *,
        context: int = 4096,
        hold_after: int | None = None,
        fail_after: int | None = None,
    ) -> None:
        self.prompts: list[tuple[ChatMessage, ...]] = []
        self.holding = threading.Event()
        self.closed = False
        self.hold_after = hold_after
        self.fail_after = fail_after
        self._reply = replies if callable(replies) else None
        self._replies = [] if callable(replies) else list(replies)
        self._context = context
        self._last: tuple[str, ...] = ()
        self._answers = OneAtATime(_Turn)

    def describe(self) -> EngineInfo:
        """Say what is running."""
        return EngineInfo("scripted", "scripted", self._context, "none")

    def count_tokens(self, messages: Sequence[ChatMessage]) -> int:
        """Return the number of words, and one more for each message."""
        return len(_tokens(messages))

    def stream(self, messages: Sequence[ChatMessage], sampling: Sampling) -> Iterator[Piece | Usage]:
        """Yield the next reply word by word; see Engine.stream."""
        return self._generate(self._answers.begin(), tuple(messages), sampling)

    def cancel(self) -> None:
        """End the running generation, if there is one."""
        self._answers.cancel()

    def close(self) -> None:
        """End what is running and refuse from now on. May be called twice."""
        self.cancel()
        self.closed = True

    def _generate(self, turn: _Turn, messages: tuple[ChatMessage, ...], sampling: Sampling) -> Iterator[Piece | Usage]:
        if self.closed:
            raise EngineFailed("The model has been closed.")
        prompt = _tokens(messages)
        if len(prompt) >= self._context:
            raise ContextOverflow.of(len(prompt), self._context)
        with self._answers.working(turn):
            cached = min(_common(prompt, self._last), len(prompt) - 1) if prompt else 0
            if not turn.cancelled.is_set():
                self.prompts.append(messages)
                self._last = prompt
            generated = 0
            finish: Literal["stop", "length", "cancelled"] = "stop"
            words = [] if turn.cancelled.is_set() else _WORD.findall(self._next(messages))
            for word in words:
                self._misbehave(turn, generated)
                if turn.cancelled.is_set():
                    break
                if generated == sampling.max_tokens:
                    finish = "length"
                    break
                generated += 1
                yield Piece(word)
            self._misbehave(turn, generated)
            if turn.cancelled.is_set():
                finish = "cancelled"
            prefilled = len(prompt) - cached if words or finish != "cancelled" else 0
            yield Usage(prefilled, cached if prefilled else 0, generated, 0.0, 0.0, finish)

    def _misbehave(self, turn: _Turn, generated: int) -> None:
        if generated == self.fail_after:
            raise EngineFailed("The model stopped in the middle of its answer.", "Ask again.")
        if generated == self.hold_after and not turn.cancelled.is_set():
            self.holding.set()
            turn.cancelled.wait()

    def _next(self, messages: Sequence[ChatMessage]) -> str:
        if self._reply is not None:
            return self._reply(messages)
        if not self._replies:
            raise EngineFailed("The script has no further reply.")
        return self._replies.pop(0)


class _Turn:
    def __init__(self) -> None:
        self.cancelled = threading.Event()

    def cancel(self) -> None:
        """Say so to who generates."""
        self.cancelled.set()


def _tokens(messages: Sequence[ChatMessage]) -> tuple[str, ...]:
    # A role is a token that no content can spell.
    return tuple(
        token for message in messages for token in (f"\0{message.role}", *message.content.replace("\0", " ").split())
    )


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return next(
        (i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
