"""Forgetting: taking out for good what the owner names, and leaving no trace of it in the file.

Rows are overwritten as they go, the words of search and the coarse vectors are written anew, and at the end the whole file
is, so that nothing lingers in pages that are no longer used. What lies in the owner's own files is not touched.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator

from index.errors import NotFound
from index.gate import check
from index.store import removal, roots
from index.store.connection import Connection, Database
from index.types import ForgetProgress, Forgetting, Forgotten


def count(database: Database, what: Forgetting) -> Forgotten:
    """Return how much would go. Raises NotFound when nothing is of what is named."""
    with database.reading() as db:
        files = _sources(db, what)
        messages = sum(source.messages for source in files)
        if (condition := removal.said_in_or_by(what.conversations, what.people)) is not None:
            messages += removal.count_messages(db, condition)
    found = Forgotten(messages, sum(source.passages for source in files), len(files))
    if not (found.messages or found.passages or found.files or what.conversations or what.people):
        raise NotFound("Nothing in the index came from there.", "`homebody sources` lists what was added.")
    return found


def forget(database: Database, what: Forgetting, stop: threading.Event | None = None) -> Iterator[ForgetProgress]:
    """Take out what is named. Raises NotFound, and Stopped, DiskFull or StoreLocked (what went is gone, the rest is whole).

    Until the end, or until `finish`, pages of the file may still hold what went.
    """
    count(database, what)
    done = 0
    with database.write() as db:
        removal.note_traces(db)
        files = _sources(db, what)
        roots.forget(db, _digests(db, what, [source.key for source in files]))
        for path in (*what.paths, *(source.path for source in files if what.sources)):
            roots.drop(db, path)
    for source in files:
        for went in remove_source(database, source.id, stop):
            done += went
            yield ForgetProgress(done)
    condition = removal.said_in_or_by(what.conversations, what.people)
    while condition is not None:
        check(stop)
        with database.write() as db:
            ids = removal.some_messages(db, condition)
            removal.messages(db, ids)
        if not ids:
            break
        done += len(ids)
        yield ForgetProgress(done)
    with database.write() as db:
        removal.chats(db, what.conversations)
        removal.people(db, what.people)
        removal.tidy(db)
        removal.merge_words(db)
    finish(database)
    yield ForgetProgress(done)


def remove_source(database: Database, source_id: int, stop: threading.Event | None) -> Iterator[int]:
    """Take out a file and what only it held; yield how much went, batch by batch."""
    while True:
        check(stop)
        with database.write() as db:
            went = removal.messages_of_source(db, source_id)
        if not went:
            break
        yield went
    with database.write() as db:
        went = removal.end_source(db, source_id)
    yield went


def finish(database: Database) -> bool:
    """Write the file anew where an earlier `forget` could not; tell whether it was due. Raises DiskFull, StoreLocked."""
    with database.reading() as db:
        due = removal.has_traces(db)
    if due:
        database.write_anew()
        with database.write(quietly=True) as db:
            removal.no_traces(db)
    return due


def _sources(db: Connection, what: Forgetting) -> list[removal.StoredSource]:
    chosen = [*map(removal.at_or_below, what.paths), *map(removal.of_kind, what.sources)]
    found = {source.id: source for condition in chosen for source in removal.sources(db, condition)}
    return list(found.values())


def _digests(db: Connection, what: Forgetting, keys: list[str]) -> Iterator[int]:
    """Yield what stands for all that is named, and is to stay out when files are looked at again."""
    yield from map(roots.of_path, (*what.paths, *keys))
    for kind, native_id in removal.chat_names(db, what.conversations):
        yield roots.of_chat(kind, native_id)
    for kind, value, chat in removal.identity_names(db, what.people):
        yield roots.of_person(kind, value, chat)
