"""The warm process of a home, from the side of who asks it: started, unlocked, and its models loaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from app.home import config
from app.runtime.model_access import ModelAccess

if TYPE_CHECKING:
    from app.assistant.events import WorkProgress
    from app.service_client.client import ServiceClient


class ServiceAccess(ModelAccess):
    """Leaves work to the warm process where it may."""

    def service(self) -> ServiceClient | None:
        """Return the warm process, started if need be; None when it is turned off or cannot run here."""
        if not self.use_service or not self.settings.service_minutes or self.opened.locked:
            return None
        from app.service_client.client import connect

        client = connect(self.home, self.settings, self.fixed_now or config.fixed_now(self.zone))
        if client is not None and self.is_encrypted():
            if (key := self.unlocked()) is not None:
                client.unlock(key)
            # One that takes over needs the key as well.
            client = replace(client, again=self.service)
        return client if client is None or not self.phrase else replace(client, phrase=True)

    def warm_up(self) -> Iterator[WorkProgress]:
        """Load the models that are installed, in the warm process where it may, saying what goes on."""
        from app.assistant.events import WorkProgress

        if (client := self.service()) is not None:
            yield from client.warm_up()
            return
        yield WorkProgress("loading the embedder")
        self.embedder()
        if self.has_reader() or self.settings.reranker:
            yield WorkProgress("loading the reader")
            self.reader()
            self.reranker()
        if self.asks_model():
            yield WorkProgress("loading the model")
            self.engine()
