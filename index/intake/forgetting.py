"""Forgetting: taking out for good what the owner names, and leaving no trace of it in the file.

What is to go is written down first, by its numbers. Then all of it goes from the tables in one transaction, so that nobody
ever sees a part of it; the words of search and the coarse vectors are written anew, and at the end the whole file is, so
that nothing lingers in pages that are no longer used. Wherever this is interrupted, `finish` does the rest. What lies in
the owner's own files is not touched.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from index.errors import NotFound, Stopped
from index.intake.gate import check
from index.store.database.connection import Connection, Database
from index.store.removal import forget_job, forget_state, removal
from index.store.writing import failures, roots
from index.text.stored import clean
from index.types.events import ForgetProgress, ForgetRequest, ForgetTotals


def count(database: Database, what: ForgetRequest) -> ForgetTotals:
    """Return how much would go. Raises NotFound when nothing is of what is named."""
    with database.reading() as db:
        files = _sources(db, what)
        messages = sum(source.messages for source in files)
        if (condition := removal.said_in_or_by(what.chats, what.people)) is not None:
            messages += removal.count_messages(db, condition)
        named = any(roots.has(db, clean(path)) or failures.within(db, clean(path)) for path in what.paths)
    found = ForgetTotals(messages, sum(source.passages for source in files), len(files))
    if not (found.messages or found.passages or found.files or what.chats or what.people or named):
        raise NotFound("Nothing in the index came from there.", "`homebody sources` lists what was added.")
    return found


def forget(
    database: Database,
    what: ForgetRequest,
    stop: threading.Event | None = None,
    beside: Callable[[], None] = lambda: None,
) -> Iterator[ForgetProgress]:
    """Take out what is named, with what was left to be taken out before. Raises NotFound, DiskFull before it begins.

    `beside` takes out what the home holds of it besides the index. Once the first progress is told it is written down: what
    ends it from there on (Stopped, DiskFull, StoreLocked) puts off the rest, until `finish`.
    """
    check(stop)
    finished = finish(database, beside)
    try:
        count(database, what)
    except NotFound:
        if finished:  # that was it
            yield ForgetProgress(0)
            return
        raise
    # Once it is written down nothing is read before it is carried out, and that takes room.
    database.make_room("Forgetting for good")
    with database.write(quietly=True) as db:
        for path in what.paths:
            failures.drop(db, clean(path))  # a file of which nothing was ever read has no number to be written down by
        forget_job.write_down(db, what, _sources(db, what))
    yield ForgetProgress(0)
    yield from _finish(database, beside, stop)


def finish(database: Database, beside: Callable[[], None] = lambda: None) -> bool:
    """Do the rest of an earlier `forget`; tell whether there was any. Raises DiskFull, StoreLocked."""
    with database.reading() as db:
        due, interrupted = forget_state.is_due(db), forget_state.was_interrupted(db)
    if due:
        for _ in _finish(database, beside, None):
            pass
    return interrupted


def take_out_rest(database: Database) -> None:
    """Take out what an interrupted `forget` left in the tables; nothing of it is read from here on.

    It waits for a process that is doing so. Raises DiskFull, StoreLocked.
    """
    for _ in _take_out(database, None):
        pass


def _finish(database: Database, beside: Callable[[], None], stop: threading.Event | None) -> Iterator[ForgetProgress]:
    done = 0
    for went in _take_out(database, stop):
        done += went
        yield ForgetProgress(done)
    beside()
    with database.reading() as db:
        due = forget_state.has_traces(db)
    if due:  # else another has done it meanwhile
        database.write_anew()
        with database.write(quietly=True) as db:
            forget_state.no_traces(db)
    yield ForgetProgress(done)


def _take_out(database: Database, stop: threading.Event | None) -> Iterator[int]:
    with database.reading() as db:
        if not forget_state.is_pending(db):
            return
    with database.write() as db:
        for went in forget_job.carry_out(db):
            if stop is not None and stop.is_set():
                raise Stopped("Stopped.", "What is being forgotten is written down: the next command finishes it.")
            yield went


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


def _sources(db: Connection, what: ForgetRequest) -> list[removal.StoredSource]:
    chosen = [*map(removal.at_or_below, what.paths), *map(removal.of_kind, what.sources)]
    chosen += map(removal.numbered, removal.sent_along(db, what.chats))
    found = {source.id: source for condition in chosen for source in removal.sources(db, condition)}
    return list(found.values())
