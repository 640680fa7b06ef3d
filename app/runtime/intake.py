"""Taking in, with vectors: `add`, `sync`, and embedding what has no vector yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, cast

from app.home import config
from app.runtime.service_access import ServiceAccess

if TYPE_CHECKING:
    from collections.abc import Generator

    from index.intake.sync import GonePolicy
    from index.sources.base import DateOrder as SaidOrder
    from index.sources.base import ReadContext
    from index.types.events import EmbeddingProgress, IngestEvent


class Intake(ServiceAccess):
    """Reads files into the index, and has them given vectors."""

    def add(
        self,
        paths: Sequence[Path],
        *,
        as_kind: str | None = None,
        zone: str | None = None,
        me: str | None = None,
        dates: SaidOrder | None = None,
        stop: Event | None = None,
    ) -> Iterator[IngestEvent]:
        """Take in files, then give vectors to what has none; see Index.add for the events and errors.

        `zone`, `me` and the order of `dates` in numbers are for these paths alone. Reading comes first and alone, so that
        words can be searched while the embedder still loads.
        """
        events = self.index(create=True).add(
            paths,
            embedder=None,
            context=self._context(zone, me, dates),
            as_kind=as_kind,
            zone=zone or self.zone_name or None,
            me=me,
            stop=stop,
        )
        yield from self._with_vectors(events, stop)

    def sync(self, paths: Sequence[Path] = (), *, gone: GonePolicy, stop: Event | None = None) -> Iterator[IngestEvent]:
        """Look again at what was added, then give vectors to what has none; see Index.sync for the events and errors."""
        events = self.index().sync(paths, context=self._context, gone=gone, stop=stop)
        yield from self._with_vectors(events, stop)

    def _context(self, zone: str | None, me: str | None, dates: SaidOrder | None = None) -> ReadContext:
        """Return what a source needs to know of the owner, who may have said it for some paths alone."""
        from index.sources.base import ReadContext

        named, guessed = (config.named_zone(zone), False) if zone else self._zone
        return ReadContext(named, guessed, me or self.settings.me or None, dates)

    def _with_vectors(self, events: Iterator[IngestEvent], stop: Event | None) -> Iterator[IngestEvent]:
        from index.types.events import IngestDone

        total: IngestDone | None = None
        for event in events:
            if isinstance(event, IngestDone):
                total = event
            else:
                yield event
        yield from self._embed(stop)
        if total is not None:
            yield total

    def _embed(self, stop: Event | None) -> Iterator[IngestEvent]:
        from index.intake.gate import Gate

        client = self.service()
        if client is None:
            yield from self.embed_pending(stop)
            return
        # Closing the iterator ends the work there; asked again, it goes on with what is left.
        with closing(cast("Generator[EmbeddingProgress]", client.embed_pending())) as events:
            for event in events:
                if stop is not None and stop.is_set():
                    return
                if isinstance(stop, Gate) and stop.paused:
                    break
                yield event
            else:
                return
        stop.hold()
        yield from self._embed(stop)

    def embed_pending(self, stop: Event | None = None) -> Iterator[EmbeddingProgress]:
        """Give vectors of the embedder in the settings to what has none, in this process; see Index.embed_pending."""
        embedder = self._loaded_embedder(self.embedder_name())
        if embedder is not None:
            yield from self.index().embed_pending(embedder, stop, keep=bool(self._former()))
