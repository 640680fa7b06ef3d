"""A home at work: settings to index, embedder, engine and assistant. The one place where they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from app.runtime.intake import Intake

if TYPE_CHECKING:
    from types import TracebackType

    from app.assistant.assistant import Assistant
    from app.service_client.client import ServiceClient


class Runtime(Intake):
    """One process's view of a home. Everything in it is opened when it is first asked for, and closed at the end."""

    def assistant(self, *, words_only: bool = False) -> Assistant | ServiceClient:
        """Return the assistant over this home's index, in the warm process where it may.

        `words_only` keeps every model out, and works here. Raises StoreMissing when there is no index.
        """
        # A client needs neither the index nor the assistant, and importing them takes longer than its search.
        if not words_only and self.home.store.exists() and (client := self.service()) is not None:
            return client
        return self.assistant_here(words_only=words_only)

    def assistant_here(self, *, words_only: bool = False) -> Assistant:
        """Return the assistant of this process. Raises StoreMissing when there is no index."""
        index = self.index()
        from app.assistant.assistant import Assistant

        return Assistant(
            index,
            embedder=(lambda: None) if words_only else self.embedder,
            reranker=(lambda: None) if words_only else self.reranker,
            reader=(lambda: None) if words_only else self.reader,
            engine=(lambda: None) if words_only else self.engine,
            now=self.now,
            zone=self.zone,
            dates=self.date_order,
        )

    def __enter__(self) -> Self:
        """Return self."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()
