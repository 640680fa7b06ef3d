"""The index's front door: everything the app does with what homebody knows goes through here."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from pathlib import Path
from types import TracebackType
from typing import Self

from index import ingest
from index.errors import AmbiguousName
from index.retrieval import names, search
from index.sources.base import ReadContext
from index.store import deciding, listing, reading, scope
from index.store.connection import Database
from index.types import (
    ConversationInfo,
    Embedder,
    EmbeddingProgress,
    Filters,
    Hit,
    IdentityInfo,
    IngestEvent,
    PersonInfo,
    Query,
    SearchResult,
    SourceInfo,
    StoreHealth,
    Surroundings,
)


class Index:
    """One open store. Any number of threads may read while one adds.

    Every method may raise StoreDamaged, StoreLocked or another StoreProblem when the file itself fails.
    """

    def __init__(self, database: Database, zone: tzinfo) -> None:
        self._database = database
        self._zone = zone

    @classmethod
    def open(cls, path: Path, *, zone: tzinfo, key: str | None = None, create: bool = False) -> Self:
        """Open the store at `path`; times that know no zone of their own are shown in `zone`.

        `key` opens an encrypted store, or with `create` makes a new one encrypted. Raises StoreMissing where there is
        none (and not `create`), StoreLocked, StoreDamaged, StoreTooNew.
        """
        return cls(Database(path, key=key, create=create), zone)

    def close(self) -> None:
        """Close the file. May be called twice."""
        self._database.close()

    def __enter__(self) -> Self:
        """Return self."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    # ── Taking in ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def add(
        self,
        paths: Sequence[Path],
        *,
        embedder: Embedder | None,
        context: ReadContext,
        as_kind: str | None = None,
        stop: threading.Event | None = None,
        formats: ingest.Formats | None = None,
    ) -> Iterator[IngestEvent]:
        """Take in files, folders and archives, then (with an embedder) give what is new its vectors.

        Messages can be found by keyword as soon as an event says so; IngestDone comes last. What one file has wrong
        never stops the others. Raises Stopped soon after `stop` is set, DiskFull, UnknownFormat (no such `as_kind`).
        """
        work = ingest.Ingest(self._database, context, formats or ingest.standard_formats(), as_kind=as_kind, stop=stop)
        yield from work.files(paths)
        if embedder is not None:
            yield from ingest.embed_pending(self._database, embedder, stop)
        yield work.done()

    def embed_pending(self, embedder: Embedder, stop: threading.Event | None = None) -> Iterator[EmbeddingProgress]:
        """Give vectors to all passages that have none of this embedder's, newest first. Raises Stopped, DiskFull."""
        yield from ingest.embed_pending(self._database, embedder, stop)

    # ── What the owner decides ────────────────────────────────────────────────────────────────────────────────────────

    def merge_people(self, keep: int, others: Sequence[int]) -> list[str]:
        """Make one person of several for good; return the ids of the identities that joined `keep`."""
        with self._database.write() as db:
            return [f"i{number}" for number in deciding.merge(db, keep, others)]

    def split_person(self, person: int, identities: Sequence[str]) -> int:
        """Make another person of some of a person's identities ("i12"), for good; return that one. Raises BadQuery."""
        with self._database.write() as db:
            return deciding.split(db, person, [int(identity.removeprefix("i")) for identity in identities])

    def be_me(self, person: int | None) -> list[str]:
        """Make a person the owner (None: nobody is); return the ids of the identities that joined the owner's."""
        with self._database.write() as db:
            if person is None:
                deciding.be_nobody(db)
                return []
            return [f"i{number}" for number in deciding.be_me(db, person)]

    def rename_person(self, person: int, name: str) -> None:
        """Call a person by the owner's name for them."""
        with self._database.write() as db:
            deciding.rename(db, person, name)

    # ── Finding ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def search(self, query: Query, embedder: Embedder | None = None, *, explain: bool = False) -> SearchResult:
        """Return the best hits: by keyword, and with an embedder by meaning too. Any text is a query.

        An empty text returns the newest of the scope. Raises BadQuery for ids in the filters that are none.
        """
        return search.search(self._database, query, embedder, zone=self._zone, explain=explain)

    def messages(self, filters: Filters, *, newest: int | None = None, limit: int | None = None) -> list[Hit]:
        """Return the messages of a scope, oldest first, without system and deleted lines.

        `newest` keeps that many of the newest, `limit` the first so many of what is left.
        """
        with self._database.reading() as db:
            return reading.messages(db, scope.messages(filters), self._zone, newest=newest, limit=limit)

    def count(self, filters: Filters) -> int:
        """Return how many messages `messages` would return."""
        with self._database.reading() as db:
            return reading.count(db, scope.messages(filters))

    def show(self, public_id: str, context: int = 5) -> Surroundings:
        """Return a hit among its neighbours, system lines included. Raises NotFound, BadQuery."""
        with self._database.reading() as db:
            return reading.around(db, public_id, max(0, context), self._zone)

    def replies(self, public_ids: Sequence[str]) -> dict[str, str]:
        """Return which message each of these answers, whatever export brought it. Raises BadQuery for ids that are none."""
        messages = [number for letter, number in map(scope.parse_id, public_ids) if letter == "m"]
        with self._database.reading() as db:
            return {f"m{one}": f"m{answered}" for one, answered in reading.replies(db, messages).items()}

    # ── What there is ─────────────────────────────────────────────────────────────────────────────────────────────────

    def conversations(self) -> list[ConversationInfo]:
        """Return every chat, newest activity first."""
        with self._database.reading() as db:
            return listing.conversations(db, self._zone)

    def people(self) -> list[PersonInfo]:
        """Return everyone, those who wrote most first."""
        with self._database.reading() as db:
            return listing.people(db)

    def identities(self) -> list[IdentityInfo]:
        """Return the identities of all people; slow on a large store, for it counts each one's messages."""
        with self._database.reading() as db:
            return listing.identities(db)

    def sources(self) -> list[SourceInfo]:
        """Return every file that was added, in that order."""
        with self._database.reading() as db:
            return listing.sources(db, self._zone)

    def find_conversations(self, name: str) -> tuple[int, ...]:
        """Return the chats that a name means: the title itself, else its words' beginnings.

        Several chats of one title are one choice. Raises AmbiguousName, NotFound.
        """
        with self._database.reading() as db:
            return names.find_conversations(list(listing.titles(db)), name)

    def find_people(self, name: str) -> tuple[int, ...]:
        """Return the people that a name means, as for chats; "me" is the owner. Raises AmbiguousName, NotFound."""
        with self._database.reading() as db:
            return names.find_people(list(listing.names(db)), name)

    def find_person(self, name: str) -> int:
        """Return the one person that an id ("p3") or a name means. Raises AmbiguousName, NotFound."""
        found = re.fullmatch(r"p?(\d{1,15})", name.strip())
        with self._database.reading() as db:
            if found is not None and any(number == int(found[1]) for number, _, _ in listing.names(db)):
                return int(found[1])
            ids = names.find_people(list(listing.names(db)), name)
            if len(ids) == 1:
                return ids[0]
            shown = tuple(
                f"p{person.id}  {person.name} in {', '.join(person.chats)}"
                for person in listing.people(db)
                if person.id in ids
            )
        raise AmbiguousName(f"There are {len(ids)} people named “{name}”.", shown, "Name one by its id:")

    def size(self) -> tuple[int, int]:
        """Return how many messages and how many files there are; quick, unlike `health`."""
        with self._database.reading() as db:
            return listing.size(db)

    def health(self) -> StoreHealth:
        """Check the whole file and count what is in it."""
        with self._database.reading() as db:
            return listing.health(db, self._database.path, encrypted=self._database.encrypted)

    def revision(self) -> int:
        """Return a number that grows with every committed change."""
        with self._database.reading() as db:
            return listing.revision(db)
