"""Writing messages: each is kept once however many exports hold it, and found again when it has changed.

Records come cleaned (`index/intake/record_cleaning.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import apsw

from index.store.people.directory import Directory
from index.store.writing import passages, roots, threads
from index.store.writing.duplicate_chats import DuplicateChats
from index.store.writing.duplicate_lines import DuplicateLines
from index.store.writing.duplicate_messages import RepeatCounter, key_of
from index.text.chunking import message_passages
from index.text.stored import number
from index.types.records import Attachment, MessageRecord, Timestamp

_DAY_MS = 86_400_000

_Row = tuple[
    int, int, int | None, int, int, str | None, int, int | None, str | None, str | None, int, str, int, int, str,
    str | None, str | None, str,
]  # fmt: skip
"""A row of `message` in the order of its columns, without its id."""


@dataclass(slots=True)
class _Place:
    """Where the reading of a chat stands: undated messages take the time, new ones a `seq` after the last."""

    at_ms: int = 0
    seq: int = 0


@dataclass(slots=True)
class Counts:
    """What became of the messages of a batch."""

    added: int = 0
    known: int = 0
    left_out: int = 0
    """Of what was forgotten."""


@dataclass(slots=True)
class _Line:
    """A record on its way into the store. `message_id` is the stored one of its key, `known_as` one of another key."""

    record: MessageRecord
    chat: int
    sender_id: int | None
    person_id: int | None
    dedup: int
    message_id: int | None
    known_as: int | None = None


class MessageWriter:
    """Writes the messages of one reading of one file. A batch must lie within one write transaction.

    After a transaction that was rolled back `undo` has to be called before the next.
    """

    def __init__(
        self,
        source_id: int,
        source_kind: str,
        directory: Directory,
        *,
        owner_named: bool,
        forgotten: roots.KeptOut | None = None,
        bring_back: bool = True,
    ) -> None:
        """Leave out the chats and people that were `forgotten`, or with `bring_back` take them in again."""
        self.forgotten = forgotten or roots.KeptOut()
        self._bring_back = bring_back
        self._source_id = source_id
        self._source_kind = source_kind
        self._directory = directory
        self._owner_named = owner_named
        self._occurrences = RepeatCounter()
        self._overlap = DuplicateLines()
        self._duplicate_chats = DuplicateChats(source_kind, directory)
        self._places: dict[int, _Place] = {}
        self._formerly: dict[int, bool] = {}
        self._first_own = 0
        self._places_before: dict[int, _Place | None] = {}

    def write(self, db: apsw.Connection, records: Sequence[MessageRecord]) -> Counts:
        """Write a batch. The lines of one minute of a chat should not be parted."""
        counts = Counts()
        self._keep()
        self._first_own = self._first_own or _highest(db, "message") + 1
        moves = self._directory.moves
        fresh = _Fresh(db, self._source_kind)
        if self.forgotten:
            given, records = len(records), self._without_forgotten(db, records)
            counts.left_out = given - len(records)
        threads.gather(db, self._directory, self._source_kind, records)
        self._duplicate_chats.look(db, records)
        lines = [self._line(db, record) for record in records]
        if self._directory.moves != moves:
            # An identity changed hands after some of the lines had been noted under its former person.
            _note_people(db, lines)
        self._overlap.pair(db, lines, self._first_own)
        for line in lines:
            known = self._write_one(db, fresh, line)
            counts.known += known
            counts.added += not known
        fresh.flush()
        return counts

    def _keep(self) -> None:
        self._occurrences.keep()
        self._overlap.keep()
        self._duplicate_chats.keep()
        self._places_before.clear()

    def undo(self) -> None:
        """Take back what was noted while the last batch was written, which is not in the store."""
        self._occurrences.undo()
        self._overlap.undo()
        self._duplicate_chats.undo()
        for chat, place in self._places_before.items():
            if place is None:
                self._places.pop(chat, None)
            else:
                self._places[chat] = place
        self._places_before.clear()
        self._formerly.clear()
        self._directory.forget()

    def _place(self, chat: int) -> _Place:
        place = self._places.get(chat)
        if chat not in self._places_before:
            self._places_before[chat] = replace(place) if place is not None else None
        if place is None:
            place = self._places[chat] = _Place()
        return place

    def _without_forgotten(self, db: apsw.Connection, records: Sequence[MessageRecord]) -> list[MessageRecord]:
        if self._bring_back:
            roots.recall(db, self.forgotten.of(one for record in records for one in self._digests(record)))
            return list(records)
        wanted = [record for record in records if not self.forgotten.holds(*self._digests(record))]
        return [self._without_reactions(record) if record.reactions else record for record in wanted]

    def _without_reactions(self, record: MessageRecord) -> MessageRecord:
        """Return a message without the reactions of people who were forgotten."""
        chat = f"{self._source_kind}:{record.chat}"
        by = [
            replace(one, by=tuple(name for name in one.by if not self._is_forgotten(name, chat)))
            for one in record.reactions
        ]
        left = tuple(one for one, was in zip(by, record.reactions, strict=True) if one.by or not was.by)
        return record if left == record.reactions else replace(record, reactions=left)

    def _is_forgotten(self, name: str, chat: str) -> bool:
        return self.forgotten.holds(roots.of_person("display_name", name, chat))

    def _digests(self, record: MessageRecord) -> Iterator[int]:
        """Yield what stands for a message's chat and sender among what was forgotten."""
        yield roots.of_chat(self._source_kind, record.chat)
        if record.sender is not None:
            kind, value = self._directory.key(record.sender.kind, record.sender.value)
            chat = f"{self._source_kind}:{record.chat}" if kind == "display_name" else ""
            yield roots.of_person(kind, value, chat)

    def _line(self, db: apsw.Connection, record: MessageRecord) -> _Line:
        chat = self._directory.chat_id(db, self._source_kind, record.chat)
        record = self._duplicate_chats.canonical(db, chat, record)
        sender_id = person_id = None
        if record.sender is not None:
            sender_id, person_id = self._directory.sender(db, record.sender, chat, owner_named=self._owner_named)
        dedup = key_of(record, chat, self._occurrences)
        return _Line(record, chat, sender_id, person_id, dedup, self._find(db, chat, dedup))

    def _find(self, db: apsw.Connection, chat: int, dedup: int) -> int | None:
        found: int | None = db.execute(
            "SELECT id FROM message WHERE conversation_id = ? AND dedup = ?", (chat, dedup)
        ).get
        if found is None and self._has_former(db, chat):
            found = db.execute(
                "SELECT message_id FROM former WHERE conversation_id = ? AND dedup = ?", (chat, dedup)
            ).get
        return found

    def _has_former(self, db: apsw.Connection, chat: int) -> bool:
        known = self._formerly.get(chat)
        if known is None:
            known = db.execute("SELECT 1 FROM former WHERE conversation_id = ? LIMIT 1", (chat,)).get is not None
            self._formerly[chat] = known
        return known

    def _write_one(self, db: apsw.Connection, fresh: _Fresh, line: _Line) -> bool:
        """Write one message; return whether it was there already."""
        record, chat, dedup = line.record, line.chat, line.dedup
        place = self._place(chat)
        # The same native id again in one batch: it is looked at as a change of the one before, which no look-up found.
        before = fresh.written.get((chat, dedup))
        if before is not None:
            line.message_id = before
        if record.time is not None:
            place.at_ms = record.time.utc_ms
        message_id = line.message_id if line.message_id is not None else line.known_as
        if message_id is None:
            place.seq += 1
            fresh.add(record, self._row(line, _content(record, place.at_ms), place), line.person_id)
            return False
        fresh.settle(message_id)
        old_content, place.seq, source_id, was_edited, old_kind, *moment = db.execute(
            "SELECT content, seq, source_id, edited, kind, precision, at_ms, offset_s, origin FROM message WHERE id = ?",
            (message_id,),
        ).get
        if record.time is not None and record.native_id is None and moment[0] not in (None, record.time.precision):
            # Among lines that are timed to the minute, one timed to the second would change its place.
            precision, place.at_ms, offset_s, origin = moment
            record = line.record = replace(record, time=Timestamp(place.at_ms, offset_s, origin, precision))
        content = _content(record, place.at_ms)
        if source_id != self._source_id:
            db.execute("INSERT OR IGNORE INTO also_in VALUES (?, ?)", (message_id, self._source_id))
        # An export from before an edit or a deletion must not undo it.
        outdated = record.kind != "deleted" and ((was_edited and not record.edited) or old_kind == "deleted")
        if line.known_as is not None:
            db.execute("INSERT OR IGNORE INTO former VALUES (?, ?, ?)", (chat, dedup, message_id))
            self._formerly[chat] = True
            # A line that only another key leads to says nothing new unless it is marked so.
            outdated = outdated or not (record.edited or record.kind == "deleted")
        if content != old_content and not outdated:
            fresh.change(message_id, record, self._row(line, content, place), line.person_id)
        return True

    def _row(self, line: _Line, content: int, place: _Place) -> _Row:
        record = line.record
        time = record.time
        return (
            line.chat,
            self._source_id,
            line.sender_id,
            line.dedup,
            content,
            record.native_id,
            place.at_ms,
            time.offset_s if time else None,
            time.origin if time else None,
            time.precision if time else None,
            place.seq,
            record.kind,
            int(_visible(record)),
            int(record.edited),
            record.body,
            record.reply_to,
            record.thread,
            record.locator,
        )


class _Fresh:
    """Rows of a batch that wait to be inserted together, which is faster than one statement each."""

    def __init__(self, db: apsw.Connection, source_kind: str) -> None:
        self._db = db
        self._source_kind = source_kind
        self._next_id = _highest(db, "message") + 1
        self._messages: list[tuple[int | str | None, ...]] = []
        self._passages = passages.Batch(db)
        self._attachments: list[tuple[str | int, ...]] = []
        self._reactions: list[tuple[str | int, ...]] = []
        self._waiting: set[int] = set()
        self.written: dict[tuple[int, int], int] = {}
        """The ids of the batch's new messages by chat and key, inserted already or not."""

    def add(self, record: MessageRecord, row: _Row, person: int | None) -> None:
        message_id = self._next_id
        self._next_id += 1
        self._messages.append((message_id, *row))
        self.written[row[0], row[3]] = message_id
        self._waiting.add(message_id)
        self._add_files(message_id, record)
        self._add_passages(message_id, record, row[0], person)

    def settle(self, message_id: int) -> None:
        """Insert what waits if some of it is of this message, which is about to be looked at or changed."""
        if message_id in self._waiting:
            self.flush()

    def change(self, message_id: int, record: MessageRecord, row: _Row, person: int | None) -> None:
        db = self._db
        self._waiting.add(message_id)
        old = db.execute("SELECT body, visible FROM message WHERE id = ?", (message_id,)).get
        files = [name for (name,) in db.execute("SELECT name FROM attachment WHERE message_id = ?", (message_id,))]
        db.execute(
            "UPDATE message SET sender_id = ?, content = ?, native_id = ?, at_ms = ?, offset_s = ?, origin = ?,"
            " precision = ?, kind = ?, visible = ?, edited = ?, body = ?, reply_to = ?, thread = ? WHERE id = ?",
            (row[2], *row[4:10], *row[11:17], message_id),
        )
        db.execute("DELETE FROM attachment WHERE message_id = ?", (message_id,))
        db.execute("DELETE FROM reaction WHERE message_id = ?", (message_id,))
        self._add_files(message_id, record)
        if old == (record.body, int(_visible(record))) and files == [file.name for file in record.attachments]:
            # The words are the same: their vectors stay.
            db.execute(
                "UPDATE passage SET ts_ms = ?, person_id = ? WHERE message_id = ?",
                (record.time.utc_ms if record.time else None, person, message_id),
            )
            return
        passages.remove(
            db, [found[0] for found in db.execute("SELECT id FROM passage WHERE message_id = ?", (message_id,))]
        )
        self._add_passages(message_id, record, row[0], person)

    def _add_files(self, message_id: int, record: MessageRecord) -> None:
        for position, file in enumerate(record.attachments):
            self._attachments.append((message_id, position, file.name, file.mime, int(file.missing)))
        for position, reaction in enumerate(record.reactions):
            people = json.dumps(reaction.by, ensure_ascii=False)
            self._reactions.append((message_id, position, reaction.emoji, people))

    def _add_passages(self, message_id: int, record: MessageRecord, chat: int, person: int | None) -> None:
        if not _visible(record):
            return
        time_ms = record.time.utc_ms if record.time else None
        for part, (first, last) in enumerate(_spans(record.body)):
            words = record.body[first:last]
            if part == 0:
                words = "\n".join([words, *(file.name for file in record.attachments)])
            self._passages.add(
                message_id=message_id,
                part=part,
                first=first,
                last=last,
                chat_id=chat,
                person_id=person,
                source_kind=self._source_kind,
                ts_ms=time_ms,
                words=words,
                embed=bool(record.body[first:last].strip()),
            )

    def flush(self) -> None:
        self._db.executemany(f"INSERT INTO message VALUES ({', '.join('?' * 19)})", self._messages)
        self._db.executemany("INSERT INTO attachment VALUES (?, ?, ?, ?, ?)", self._attachments)
        self._db.executemany("INSERT INTO reaction VALUES (?, ?, ?, ?)", self._reactions)
        self._passages.flush()
        self._messages.clear()
        self._attachments.clear()
        self._reactions.clear()
        self._waiting.clear()


def _note_people(db: apsw.Connection, lines: Sequence[_Line]) -> None:
    """Look up again whose the senders of lines are."""
    people: dict[int, int] = {}
    for line in lines:
        if line.sender_id is not None:
            if line.sender_id not in people:
                found = db.execute("SELECT person_id FROM identity WHERE id = ?", (line.sender_id,)).get
                people[line.sender_id] = found
            line.person_id = people[line.sender_id]


def _spans(body: str) -> list[tuple[int, int]]:
    spans = [(span.start, span.end) for span in message_passages(body)] if body else []
    return spans or [(0, len(body))]


def _visible(record: MessageRecord) -> bool:
    if record.kind in ("system", "deleted"):
        return False
    return bool(record.body.strip() or record.attachments or record.kind in ("media", "call"))


def _content(record: MessageRecord, at_ms: int) -> int:
    sender = record.sender
    parts = [
        record.kind,
        record.body,
        "edited" if record.edited else "",
        # An undated message has its neighbour's place, which is no change of its own.
        f"{at_ms} {record.time.offset_s} {record.time.precision}" if record.time else "",
        record.reply_to or "",
        record.thread or "",
        f"{sender.kind}:{sender.value}" if sender else "",
    ]
    if record.attachments:
        parts.append(repr([_described(file) for file in record.attachments]))
    if record.reactions:
        parts.append(repr([(r.emoji, r.by) for r in record.reactions]))
    return number(*parts)


def _described(file: Attachment) -> tuple[str, str, bool]:
    return file.name, file.mime, file.missing


def _highest(db: apsw.Connection, table: str) -> int:
    """Return the highest id ever given out in a table, so that no id is ever used twice."""
    found: int | None = db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).get
    return found or 0
