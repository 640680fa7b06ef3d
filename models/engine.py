"""The engine contract: everything the assistant asks of a language model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Protocol, Self

from models.types import ChatMessage, EngineInfo, Piece, Sampling, Usage


class Engine(Protocol):
    """A loaded language model. One generation at a time; `cancel` may come from any thread.

    An engine that inherits from this can be used in a `with` statement once it has a `close`.
    """

    def describe(self) -> EngineInfo:
        """Say what is running."""
        ...

    def count_tokens(self, messages: Sequence[ChatMessage]) -> int:
        """Return the length in tokens of the whole prompt, the template's own tokens included."""
        ...

    def stream(self, messages: Sequence[ChatMessage], sampling: Sampling) -> Iterator[Piece | Usage]:
        """Yield the answer piece by piece, then one Usage.

        Closing the iterator, or `cancel`, ends the generation within one decode step or prefill batch; after a `cancel`
        the iterator still yields its Usage with finish "cancelled". Raises ContextOverflow before anything is yielded,
        EngineFailed when the engine dies.
        """
        ...

    def cancel(self) -> None:
        """End the running generation, if there is one. Returns at once."""
        ...

    def close(self) -> None:
        """Free the model. May be called twice."""
        ...

    def __enter__(self) -> Self:
        """Return self."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()
