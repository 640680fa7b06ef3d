"""What is being forgotten: written down by its numbers, carried out in one transaction, struck out when all of it is gone.

The job holds no name. Whoever opens the index next, however the one before ended, finds it and finishes it. Everything that
hangs on what goes, goes with it: export files that held nothing else, their roots, people whom nothing names any more,
and the questions to the assistant that rest on it or mention it by a name.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import apsw

from index.store.removal import forget_state, removal
from index.store.removal.mentions import Names, words_of
from index.store.removal.removal import StoredSource
from index.store.search.scope import parse_id
from index.store.writing import failures, roots
from index.text.keywords import STOP_WORDS
from index.text.stored import clean
from index.types.events import ForgetRequest

_There = tuple[set[int], ...]
"""The numbers of the chats and of the people that there are."""


@dataclass(frozen=True, slots=True)
class _Job:
    """The numbers of what goes."""

    sources: tuple[int, ...] = ()
    roots: tuple[int, ...] = ()
    chats: tuple[int, ...] = ()
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """Names by their rows, and what hangs on messages: `named` are the identities that something names."""

    titles: frozenset[tuple[int, str]]
    people: frozenset[tuple[int, str]]
    identities: frozenset[tuple[str, str]]
    named: frozenset[int]
    kept: frozenset[tuple[int, int]]


@dataclass(slots=True)
class _Went:
    """What is noted of what goes, for what comes after: whole names, words of names, and the files' (key, path)."""

    names: list[str] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    files: list[tuple[str, str]] = field(default_factory=list)


def write_down(db: apsw.Connection, what: ForgetRequest, files: Sequence[StoredSource]) -> None:
    """Write down what is to go: the `files` with all that they hold, and the chats and people. It stays out of syncs."""
    chosen = [number for path in what.paths for number in _roots_below(db, path)]
    if what.sources:
        chosen += [number for source in files for number in _roots_below(db, source.path)]
    numbers = {
        "source": [source.id for source in files],
        "root": chosen,
        "conversation": what.chats,
        "person": what.people,
    }
    for kind, ids in numbers.items():
        db.executemany("INSERT OR IGNORE INTO forget_job VALUES (?, ?)", [(kind, number) for number in ids])
    roots.forget(db, _digests(db, what, [source.key for source in files]))


def carry_out(db: apsw.Connection) -> Iterator[int]:
    """Take all of it out of the tables, and strike it out; yield how many messages and passages went, portion by portion.

    The words of search and the coarse vectors are written anew, and the file is noted to hold traces. Raises whatever the
    store raises; the transaction has then to be rolled back.
    """
    job = _read(db)
    known, went = _known(db), _names(db, job)
    condition = removal.said_in_or_by(job.chats, job.people)
    touched = set() if condition is None else removal.sources_of(db, condition)
    for number in job.sources:
        yield from _take_source(db, number, went)
    while condition is not None and (ids := removal.some_messages(db, condition)):
        removal.messages(db, ids)
        yield len(ids)
    removal.reactions_by(db, job.people)
    removal.entries_of(db, job.people)
    removal.chats(db, job.chats)
    removal.people(db, job.people)
    for number in sorted(touched - set(job.sources)):
        if removal.is_empty(db, number):
            yield from _take_source(db, number, went)
    removal.tidy(db)
    removal.unnamed(db, known.named)
    _take_roots(db, job, went)
    _take_mentions(db, known, went)
    forget_state.note_traces(db)
    removal.merge_words(db)
    db.execute("DELETE FROM forget_job")
    forget_state.count_one(db)


def _read(db: apsw.Connection) -> _Job:
    numbers: dict[str, list[int]] = {"source": [], "root": [], "conversation": [], "person": []}
    for kind, number in db.execute("SELECT kind, number FROM forget_job"):
        numbers[kind].append(number)
    return _Job(*(tuple(ids) for ids in numbers.values()))


def _roots_below(db: apsw.Connection, path: str) -> list[int]:
    return [row[0] for row in db.execute(f"SELECT id FROM root WHERE {roots.BELOW}", roots.below(clean(path)))]


def _digests(db: apsw.Connection, what: ForgetRequest, keys: list[str]) -> Iterator[int]:
    """Yield what stands for all that is named, and is to stay out when files are looked at again."""
    yield from map(roots.of_path, (*what.paths, *keys))
    for kind, native_id in removal.chat_names(db, what.chats):
        yield roots.of_chat(kind, native_id)
    for kind, value, chat in removal.identity_names(db, what.people):
        yield roots.of_person(kind, value, chat)


# ── Names ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _known(db: apsw.Connection) -> _Known:
    return _Known(
        titles=frozenset(db.execute("SELECT id, title FROM conversation")),
        people=frozenset(db.execute("SELECT id, name FROM person")),
        identities=frozenset(db.execute("SELECT value, name FROM identity")),
        named=frozenset(
            row[0]
            for row in db.execute(
                "SELECT identity_id FROM member UNION SELECT sender_id FROM message WHERE sender_id > 0"
            )
        ),
        kept=frozenset(db.execute("SELECT id, turn_id FROM kept WHERE turn_id IS NOT NULL")),
    )


def _names(db: apsw.Connection, job: _Job) -> _Went:
    """Return the names of the chats and people that are to go."""
    went = _Went()
    for number in job.chats:
        title, kind = db.execute("SELECT title, kind FROM conversation WHERE id = ?", (number,)).get or ("", "")
        went.names.append(title)
        if kind == "direct":
            went.words |= _telling(title)
    went.names += [native_id for _, native_id in removal.chat_names(db, job.chats)]
    for number in job.people:
        name = db.execute("SELECT name FROM person WHERE id = ?", (number,)).get or ""
        went.names.append(name)
        went.words |= _telling(name)
        for value, called in db.execute("SELECT value, name FROM identity WHERE person_id = ?", (number,)):
            went.names += [value, called]
    return went


def _telling(name: str) -> set[str]:
    """Return the words of a name that mean its bearer by themselves."""
    return {word for word in words_of(name) if len(word) > 1 and word not in STOP_WORDS}


def _with_vanished(db: apsw.Connection, before: _Known, went: _Went) -> Names:
    """Return the names of what went, with those that stand nowhere any more."""
    now = _known(db)
    left = {text for _, text in now.titles | now.people} | {text for pair in now.identities for text in pair}
    words_left = {word for text in left for word in words_of(text)}
    people = {name for _, name in before.people} - left
    names = {title for _, title in before.titles} | people | {text for pair in before.identities for text in pair}
    words = {word for name in people for word in _telling(name)} - words_left
    return Names.of([*went.names, *(names - left), *went.words, *words])


# ── Files and roots ───────────────────────────────────────────────────────────────────────────────────────────────────


def _take_source(db: apsw.Connection, number: int, went: _Went) -> Iterator[int]:
    row = db.execute("SELECT key, path FROM source WHERE id = ?", (number,)).get
    if row is None:
        return
    key, path = row
    went.files.append((key, path))
    for name in {os.path.basename(key), os.path.basename(path)}:  # noqa: PTH119  a key may lead into an archive
        went.names += [name, os.path.splitext(name)[0]]  # noqa: PTH122
    went.names += [row[0] for row in db.execute("SELECT title FROM document WHERE source_id = ?", (number,))]
    roots.forget(db, [roots.of_path(key)])
    while count := removal.messages_of_source(db, number):
        yield count
    yield removal.end_source(db, number)


def _take_roots(db: apsw.Connection, job: _Job, went: _Went) -> None:
    """Take out the roots that were named, and those of files that went where they are such a file or are named alike."""
    for number in job.roots:
        for (path,) in list(db.execute("SELECT path FROM root WHERE id = ?", (number,))):
            _take_root(db, number, path)
    names = Names.of([*went.names, *went.words])
    for number, path in list(db.execute("SELECT id, path FROM root")):
        held = [one for key, one in went.files if one == path or key.startswith(path.rstrip(os.sep) + os.sep)]
        alike = path in held or names.are_in(os.path.basename(path))  # noqa: PTH119
        if held and alike and not removal.keys(db, path):
            _take_root(db, number, path)


def _take_root(db: apsw.Connection, number: int, path: str) -> None:
    """Take out a root, and the names of what could not be read below it."""
    db.execute("DELETE FROM root WHERE id = ?", (number,))
    failures.drop(db, path)


# ── What the assistant remembers ──────────────────────────────────────────────────────────────────────────────────────


def _take_mentions(db: apsw.Connection, before: _Known, went: _Went) -> None:
    """Take out the questions that rest on what went or mention it, with their answers, and what else mentions it."""
    names = _with_vanished(db, before, went)
    there = tuple({row[0] for row in db.execute(f"SELECT id FROM {table}")} for table in ("conversation", "person"))
    resting = {turn for _, turn in before.kept - frozenset(db.execute("SELECT id, turn_id FROM kept"))}
    _take_turns(db, names, resting, there)
    titles = [
        (conversation,) for conversation, title in list(db.execute("SELECT id, title FROM talk")) if names.are_in(title)
    ]
    db.executemany("UPDATE talk SET title = '' WHERE id = ?", titles)
    problems = [
        (number,)
        for number, *texts in list(db.execute("SELECT id, locator, reason FROM problem"))
        if any(map(names.are_in, texts))
    ]
    db.executemany("DELETE FROM problem WHERE id = ?", problems)
    marks = [(scope,) for (scope,) in list(db.execute("SELECT scope FROM mark")) if not _is_of(scope, there)]
    db.executemany("DELETE FROM mark WHERE scope = ?", marks)


def _take_turns(db: apsw.Connection, names: Names, resting: set[int], there: _There) -> None:
    """Take out the questions of the turns in `resting`, those that mention or lead to what is gone, and what follows on."""
    lines: dict[int, list[tuple[str, bool]]] = {}
    for turn, line, cites in db.execute("SELECT turn_id, value, cites <> '[]' FROM kept WHERE turn_id IS NOT NULL"):
        lines.setdefault(turn, []).append((line, bool(cites)))
    gone: list[tuple[int]] = []
    conversations: set[int] = set()
    for turn, conversation, question, carry in list(
        db.execute("SELECT id, talk_id, question, carry FROM turn ORDER BY id")
    ):
        said = lines.get(turn, [])
        # A line that counts cites nothing, and a follow-up that rests on nothing was about what was asked before it.
        if (
            turn in resting
            or names.are_in(question)
            or any(names.are_in(line) for line, cites in said if not cites)
            or (conversation in conversations and not any(cites for _, cites in said))
            or _leads_to(db, carry, names, there)
        ):
            gone.append((turn,))
            conversations.add(conversation)
    db.executemany("DELETE FROM turn WHERE id = ?", gone)
    if gone:
        db.execute("DELETE FROM talk WHERE id NOT IN (SELECT talk_id FROM turn)")


def _leads_to(db: apsw.Connection, carry: str, names: Names, there: _There) -> bool:
    """Tell whether what a follow-up would lean on mentions a name, or a chat, person or message that is not there."""
    try:
        found = json.loads(carry)
    except ValueError:
        return True  # nobody can read it
    if any(map(names.are_in, _texts(found))):
        return True
    if not isinstance(found, dict):
        return False
    filters = found.get("filters")
    chosen = [filters.get(kind) or () for kind in ("conversations", "people")] if isinstance(filters, dict) else []
    if not all(known.issuperset(ids) for known, ids in zip(there, chosen, strict=False)):
        return True
    return any(not _is_there(db, str(public_id)) for public_id in found.get("nearest") or ())


def _is_there(db: apsw.Connection, public_id: str) -> bool:
    letter, number = parse_id(public_id)
    table = "message" if letter == "m" else "passage"
    return db.execute(f"SELECT 1 FROM {table} WHERE id = ?", (number,)).get is not None


def _texts(value: object) -> Iterator[str]:
    """Yield every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _is_of(scope: str, there: _There) -> bool:
    """Tell whether the chats and people of a mark's scope (JSON, lists of their numbers first) are there."""
    try:
        return all(known.issuperset(ids) for known, ids in zip(there, json.loads(scope), strict=False))
    except (ValueError, TypeError):
        return True
