"""The index's front door: everything the app does with what homebody knows goes through here.

What takes in and takes out is loaded when it is first asked for: a search waits for none of it.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from index.assistant_memory import AssistantMemory
from index.errors import AmbiguousName
from index.intake import targets
from index.retrieval import names, pages
from index.retrieval.words import dictionaries
from index.revision_cache import RevisionCache
from index.store.database import connection
from index.store.database.connection import Database
from index.store.database.copies import Watch
from index.store.people import decision_log, owner_decisions, owner_gaps, suggestions
from index.store.reading import export as exporting
from index.store.reading import hits, listing, paging, sets
from index.store.removal import forget_state as forget_marks
from index.store.search import coarse, scope, spaces, vectors, vocabulary, windows
from index.store.writing import roots

if TYPE_CHECKING:
    from apsw import Connection

    from index.intake import ingest
    from index.intake.sync import GonePolicy
    from index.sources.base import ReadContext
    from index.store.database.restoration import Restored
    from index.types.embedding import Embedder, Reranker
    from index.types.events import EmbeddingProgress, ForgetProgress, ForgetRequest, ForgetTotals, IngestEvent
    from index.types.kinds import GroupedBy, SetOf
    from index.types.listings import (
        ChatInfo,
        ChatPage,
        ChatPosition,
        ExportRecord,
        FailureInfo,
        IdentityInfo,
        OwnerGaps,
        OwnerGuess,
        PersonInfo,
        RootInfo,
        SameName,
        SourceInfo,
        StoreHealth,
        Surroundings,
    )
    from index.types.search import Filters, Hit, Query, SearchResult, Tally


def checked() -> bool:
    """Read the plain indexes that this process opened, each as a whole, before anybody is told that they are.

    True where they are sound, False where there is none that can be read. Raises StoreDamaged.
    """
    return connection.checked()


class Index(AssistantMemory):
    """One open store. Any number of threads may read while one adds.

    Every method may raise StoreDamaged, StoreLocked or another StoreProblem when the file itself fails.
    """

    def __init__(self, database: Database, zone: tzinfo) -> None:
        self._database = database
        self._zone = zone
        self._remembered = RevisionCache()

    @classmethod
    def open(cls, path: Path, *, zone: tzinfo, key: str | None = None, create: bool = False) -> Self:
        """Open the store at `path`; times that know no zone of their own are shown in `zone`.

        `key` opens an encrypted store, or with `create` makes a new one encrypted. Raises StoreMissing where there is
        none (and not `create`), StoreLocked, StoreDamaged, StoreTooNew.
        """
        return cls(Database(path, key=key, create=create), zone)

    @staticmethod
    def restore(
        path: Path, backup: Path, *, key: str | None, watch: Watch | None = None, discard: bool = False
    ) -> Restored:
        """Put a backup in the place of the store at `path`, which is kept; see `store.database.restoration`."""
        from index.store.database.restoration import restore

        return restore(path, backup, key, watch or Watch(), discard=discard)

    @property
    def in_place(self) -> bool:
        """Whether the file at its path is still the one that is open: someone may have removed or replaced it."""
        return self._database.in_place

    def close(self) -> None:
        """Close the file. May be called twice."""
        vocabulary.clear()
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
        zone: str | None = None,
        me: str | None = None,
        stop: threading.Event | None = None,
        formats: ingest.Formats | None = None,
    ) -> Iterator[IngestEvent]:
        """Take in files, folders and archives, then (with an embedder) give what is new its vectors.

        `sync` reads the paths in the same way again: as `as_kind`, and in the `zone` (its name) and as `me`, where the
        owner said them for these paths.
        Messages can be found by keyword as soon as an event says so; IngestDone comes last. What one file has wrong
        never stops the others. Raises Stopped soon after `stop` is set, DiskFull, UnknownFormat (no such `as_kind`).
        """
        from index.intake import ingest, scan_results
        from index.intake.sync import note_roots
        from index.sources.files.walk import storable

        work = ingest.Ingest(self._database, context, formats or ingest.standard_formats(), as_kind=as_kind, stop=stop)
        named = [path for path in map(os.path.abspath, paths) if storable(path)]  # as the walk names them
        there = [Path(path) for path in named if os.path.exists(path)]  # noqa: PTH110
        note_roots(self._database, there, as_kind=as_kind, zone=zone, me=me)
        yield from scan_results.ScanRecorder(self._database, named).follow(work.files(paths))
        if embedder is not None:
            yield from ingest.embed_pending(self._database, embedder, stop)
        yield work.done()

    def sync(
        self,
        paths: Sequence[Path] = (),
        *,
        context: Callable[[str | None, str | None], ReadContext],
        gone: GonePolicy = "documents",
        stop: threading.Event | None = None,
        formats: ingest.Formats | None = None,
    ) -> Iterator[IngestEvent]:
        """Look again at what was added (all, or at and below `paths`), and take in what changed.

        `context` makes the ReadContext for a zone's name and a name for "me", None for those of the home. `gone` says what
        goes with files that are gone. IngestDone comes last. Raises NotFound (never added), Stopped, DiskFull.
        """
        from index.intake import ingest, scan_results
        from index.intake.sync import Sync

        work = Sync(
            self._database,
            lambda root: context(root.zone, root.me),
            formats or ingest.standard_formats(),
            gone=gone,
            stop=stop,
        )
        yield from scan_results.ScanRecorder(self._database, work.whole_roots(paths)).follow(work.files(paths))
        yield work.done()

    def would_forget(self, what: ForgetRequest) -> ForgetTotals:
        """Return how much `forget` would take out. Raises NotFound when nothing is of what is named."""
        from index.intake import forgetting

        return forgetting.count(self._database, what)

    def forget(
        self, what: ForgetRequest, stop: threading.Event | None = None, beside: Callable[[], None] = lambda: None
    ) -> Iterator[ForgetProgress]:
        """Take out what is named for good, and leave no trace of it in the file. Raises NotFound, Stopped, DiskFull.

        From the first progress on it is written down, and what is left when it ends early is for `finish_forgetting`.
        `beside` takes out what the home holds besides the index. `sync` leaves it out from then on, `add` brings it back.
        """
        from index.intake import forgetting

        yield from forgetting.forget(self._database, what, stop, beside)

    def forget_state(self) -> tuple[bool, int]:
        """Return whether a `forget` has something left to do, and how often something was forgotten.

        Quick, for whoever is about to read. When the number grows, what was read before may be of what is gone.
        """
        with self._database.reading() as db:
            return forget_marks.is_due(db), forget_marks.how_often(db)

    def take_out_rest(self) -> bool:
        """Take out what an interrupted `forget` left to be seen; tell whether the file can be written anew now.

        It cannot while somebody writes. Waits for a process that is taking out. Raises DiskFull, StoreLocked.
        """
        from index.intake import forgetting

        forgetting.take_out_rest(self._database)
        return not self._database.is_written

    def let_go(self) -> None:
        """Drop what is held in memory of what was read."""
        self._remembered.clear()
        coarse.clear()
        vocabulary.clear()
        dictionaries.clear()
        self._database.let_go()

    def finish_forgetting(self, beside: Callable[[], None] = lambda: None) -> bool:
        """Do what an interrupted `forget` left to do; tell whether there was any. Raises DiskFull, StoreLocked."""
        from index.intake import forgetting

        return forgetting.finish(self._database, beside)

    def change_key(self, passphrase: str | None, watch: Watch | None = None) -> None:
        """Encrypt the store, change its passphrase, or with None take the encryption off: whole, or not at all.

        Raises StoreLocked (another process has it open), DiskFull, Stopped: it opens then as it did before.
        """
        self._database.change_key(passphrase, watch or Watch())

    @property
    def encrypted(self) -> bool:
        """Whether the store is encrypted."""
        return self._database.encrypted

    @property
    def key(self) -> str | None:
        """What opens the store at once; None where it is not encrypted."""
        return self._database.key

    @property
    def has_old_key(self) -> bool:
        """Whether the store is encrypted in the way of before Argon2id, and its passphrase is worth a better one."""
        return self._database.has_old_key

    def backup(self, target: Path, watch: Watch | None = None) -> None:
        """Write a whole copy of one moment, encrypted as the store is, while others go on. Raises StoreProblem, Stopped."""
        self._database.backup(target, watch or Watch())

    def added_paths(self) -> list[Path]:
        """Return the files and folders that were named to `add`."""
        with self._database.reading() as db:
            return [Path(root.path) for root in roots.roots(db)]

    def roots(self) -> list[RootInfo]:
        """Return what was named to `add`, in that order, with what came of the last look at each."""
        from index.intake import scan_results

        with self._database.reading() as db:
            return scan_results.infos(roots.all_looked(db), self._zone)

    def embed_pending(
        self, embedder: Embedder, stop: threading.Event | None = None, *, keep: bool = False
    ) -> Iterator[EmbeddingProgress]:
        """Give vectors to all passages that have none of this embedder's, newest first, then to the sentences of long ones.

        Raises Stopped, DiskFull.

        With `keep`, another embedder's vectors are what `search` takes until all passages have theirs.
        """
        from index.intake import ingest

        yield from ingest.embed_pending(self._database, embedder, stop, keep=keep)

    def space(self) -> str | None:
        """Return the fingerprint of the embedder whose vectors `search` takes; None before there are any."""
        with self._database.reading() as db:
            space = spaces.searched(db)
            return None if space is None else space.fingerprint

    def wanted_space(self) -> str | None:
        """Return the fingerprint of the embedder that passages are given vectors of; None before there are any."""
        with self._database.reading() as db:
            space = spaces.wanted(db)
            return None if space is None else space.fingerprint

    def waiting(self) -> int:
        """Return how many passages wait for a vector, or for those of their sentences."""
        with self._database.reading() as db:
            return vectors.count_pending(db) + windows.count_pending(db)

    # ── What the owner decides ────────────────────────────────────────────────────────────────────────────────────────

    def merge_people(self, keep: int, others: Sequence[int]) -> list[str]:
        """Make one person of several for good; return the ids of the identities that joined `keep`."""
        return self.merge_all([(keep, *others)])

    def merge_all(self, groups: Sequence[Sequence[int]]) -> list[str]:
        """Make one person of each group, as one decision; return the ids of the identities that joined its first."""
        groups = [group for group in groups if len(set(group)) > 1]
        if not groups:
            return []
        with self._database.write() as db:
            decision_log.note(db, "merge", [person for group in groups for person in group])
            return [f"i{number}" for keep, *others in groups for number in owner_decisions.merge(db, keep, others)]

    def split_person(self, person: int, identities: Sequence[str]) -> int:
        """Make another person of some of a person's identities ("i12"), for good; return that one. Raises BadQuery."""
        with self._database.write() as db:
            decision_log.note(db, "split", [person])
            return owner_decisions.split(db, person, [int(identity.removeprefix("i")) for identity in identities])

    def be_me(self, person: int | None, others: Sequence[int] = ()) -> list[str]:
        """Make a person, and `others` with them, the owner (None: nobody is).

        Returns the ids of the identities that joined the owner's.
        """
        with self._database.write() as db:
            decision_log.note(db, "me", [] if person is None else [person, *others])
            if person is None:
                owner_decisions.be_nobody(db)
                return []
            everyone = dict.fromkeys((person, *others))
            return [f"i{number}" for one in everyone for number in owner_decisions.be_me(db, one)]

    def not_me(self, people: Sequence[int], sources: Sequence[str] = ()) -> None:
        """Keep that these people are not the owner, whatever their name, and that the owner wrote in none of `sources`."""
        with self._database.write() as db:
            decision_log.note(db, "not me", people)
            owner_decisions.leave(db, people)
            owner_gaps.set_not_in(db, [*owner_gaps.not_in(db), *sources])

    def rename_person(self, person: int, name: str) -> None:
        """Call a person by the owner's name for them."""
        with self._database.write() as db:
            decision_log.note(db, "rename", [person])
            owner_decisions.rename(db, person, name)

    def undo_decision(self) -> tuple[str, list[int]] | None:
        """Take back what the owner decided last about people; return what it was, and whom it concerned."""
        with self._database.write() as db:
            return decision_log.undo(db)

    def same_names(self) -> list[SameName]:
        """Return the names that several people have, the surest first, as far as the owner has not decided on them."""
        with self._database.reading() as db:
            return suggestions.same_names(self._memberships(db), self._remembered.get(db, "people", listing.people))

    def owner_guesses(self, sources: Sequence[str] = ()) -> list[OwnerGuess]:
        """Return who may be the owner in some kinds of source, or in all; one who is likely comes alone."""
        with self._database.reading() as db:
            people = self._remembered.get(db, "people", listing.people)
            kinds = dict(self._remembered.get(db, "chat kinds", listing.chat_kinds))
            members = self._memberships(db)
            return suggestions.owner_guesses(members, people, kinds, sources or {one.source for one in members})

    def _memberships(self, db: Connection) -> list[owner_gaps.Membership]:
        return self._remembered.get(db, "memberships", owner_gaps.memberships)

    def owner_gaps(self, chats: Sequence[int] = (), sources: Sequence[str] = ()) -> OwnerGaps:
        """Return what is open about who the owner is in some chats and kinds of source, or in all."""
        with self._database.reading() as db:
            return owner_gaps.gaps(db, self._memberships(db), chats, sources)

    # ── Finding ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def search(
        self,
        query: Query,
        embedder: Embedder | None = None,
        reranker: Reranker | None = None,
        *,
        explain: bool = False,
    ) -> SearchResult:
        """Return the best hits: by keyword, by meaning with an embedder, read again with a reranker. Any text is a query.

        An empty text returns the newest of the scope. Raises BadQuery for ids in the filters that are none.
        """
        return pages.find(self._database, query, embedder, reranker, zone=self._zone, explain=explain)

    def tally(self, query: Query, by: GroupedBy | None = None) -> Tally:
        """Count the hits that hold all words of a query, exactly, and how they spread. Raises BadQuery as `search`."""
        return pages.tally(self._database, query, by, zone=self._zone)

    def messages(self, filters: Filters, *, newest: int | None = None, limit: int | None = None) -> list[Hit]:
        """Return the messages of a scope, oldest first, without system and deleted lines.

        `newest` keeps that many of the newest, `limit` the first so many of what is left.
        """
        with self._database.reading() as db:
            return hits.messages(db, scope.messages(filters), self._zone, newest=newest, limit=limit)

    def count(self, filters: Filters) -> int:
        """Return how many messages `messages` would return."""
        with self._database.reading() as db:
            return hits.count(db, scope.messages(filters))

    def show(self, public_id: str, context: int = 5) -> Surroundings:
        """Return a hit among its neighbours, system lines included. Raises NotFound, BadQuery."""
        with self._database.reading() as db:
            return hits.around(db, public_id, max(0, context), self._zone)

    def page(self, at: ChatPosition, limit: int) -> ChatPage:
        """Return up to `limit` lines of a chat at a place. Raises NotFound, BadQuery."""
        with self._database.reading() as db:
            return paging.page(db, at, limit, self._zone)

    def replies(self, public_ids: Sequence[str]) -> dict[str, str]:
        """Return which message each of these answers, whatever export brought it. Raises BadQuery for ids that are none."""
        messages = [number for letter, number in map(scope.parse_id, public_ids) if letter == "m"]
        with self._database.reading() as db:
            return {f"m{one}": f"m{answered}" for one, answered in hits.replies(db, messages).items()}

    def by_ids(self, ids: Sequence[str]) -> list[Hit]:
        """Return the messages and passages of these public ids in this order, without those that are gone."""
        with self._database.reading() as db:
            found = hits.hits(db, ids, self._zone)
        return [found[public_id] for public_id in ids if public_id in found]

    # ── Whole sets ────────────────────────────────────────────────────────────────────────────────────────────────────

    def holding(self, what: SetOf, filters: Filters, words: Sequence[str] = ()) -> list[Hit]:
        """Return every message of a scope that may hold such things (or one of `words`), oldest first."""
        with self._database.reading() as db:
            return sets.messages(db, scope.messages(filters), what, words, self._zone)

    def files_about(self, words: Sequence[str], filters: Filters) -> list[Hit]:
        """Return the first passage of every file of a scope with one of `words` in its name or text."""
        with self._database.reading() as db:
            return sets.files(db, scope.passages(replace(filters, kind=filters.kind or "file")), words, self._zone)

    def wrote(self, filters: Filters) -> list[tuple[str, int]]:
        """Return (name, messages) for each person who wrote in a scope, most first."""
        with self._database.reading() as db:
            return sets.by_sender(db, scope.messages(filters))

    def written_in(self, filters: Filters, *, mail: bool | None = None) -> list[tuple[str, int]]:
        """Return (title, messages) for each chat with messages in a scope, most first.

        With `mail` only the threads of mail, or where it is false only the others.
        """
        with self._database.reading() as db:
            return sets.by_chat(db, scope.messages(filters), mail=mail)

    def written_at(self, filters: Filters) -> list[tuple[datetime, int]]:
        """Return (its beginning, messages) for each quarter of an hour with messages in a scope, in order."""
        with self._database.reading() as db:
            return sets.by_quarter(db, scope.messages(filters), self._zone)

    def part_of(self, target: str) -> tuple[str, ...]:
        """Return the ids of all that a file, folder, title or id ("f3": its file, "m12": its chat) holds.

        Raises NotFound, and BadQuery for the name of several files.
        """
        with self._database.reading() as db:
            return targets.part_of(db, target, self._zone)

    def export(self, filters: Filters) -> Iterator[ExportRecord]:
        """Yield all of a scope: messages oldest first, system and deleted lines too, then file passages in order."""
        return exporting.exported(self._database, filters, self._zone)

    # ── What there is ─────────────────────────────────────────────────────────────────────────────────────────────────

    def chats(self, ids: Sequence[int] = ()) -> list[ChatInfo]:
        """Return every chat, or those of these ids, newest activity first. All of them are counted once a revision."""
        with self._database.reading() as db:
            if ids:
                return listing.chats(db, self._zone, ids)
            return self._remembered.get(db, "chats", lambda db: listing.chats(db, self._zone))

    def people(self) -> list[PersonInfo]:
        """Return everyone, those who wrote most first. They are counted once a revision."""
        with self._database.reading() as db:
            return self._remembered.get(db, "people", listing.people)

    def titles(self) -> dict[int, str]:
        """Return every chat's title by its id; quick, for nothing is counted."""
        with self._database.reading() as db:
            return dict(self._remembered.get(db, "titles", lambda db: list(listing.titles(db))))

    def title(self, chat: int) -> str | None:
        """Return a chat's title, None where there is no such chat."""
        with self._database.reading() as db:
            return listing.title(db, chat)

    def person_name(self, person: int) -> str | None:
        """Return a person's name, None where there is no such person."""
        with self._database.reading() as db:
            return listing.name(db, person)

    def source_kinds(self) -> frozenset[str]:
        """Return the kinds of source of which something is here ("whatsapp"); quick, for nothing is counted."""
        with self._database.reading() as db:
            return frozenset(self._remembered.get(db, "source kinds", listing.source_kinds))

    @staticmethod
    def readable_kinds() -> frozenset[str]:
        """Return every kind of source that can be read."""
        from index.sources.detect import SOURCES

        return frozenset(source.kind for source in SOURCES)

    def identities(self) -> list[IdentityInfo]:
        """Return the identities of all people; slow on a large store, for it counts each one's messages."""
        with self._database.reading() as db:
            return listing.identities(db)

    def sources(self) -> list[SourceInfo]:
        """Return every file that was added, in that order."""
        with self._database.reading() as db:
            return listing.sources(db, self._zone)

    def failures(self) -> list[FailureInfo]:
        """Return every file that could not be read when it was looked at last, in the order of their paths."""
        with self._database.reading() as db:
            return listing.failures(db, self._zone)

    def find_chats(self, name: str) -> tuple[int, ...]:
        """Return the chats that a name means: the title itself, else its words' beginnings.

        Several chats of one title are one choice. Raises AmbiguousName, NotFound.
        """
        with self._database.reading() as db:
            return names.find_chats(list(listing.titles(db)), name)

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
