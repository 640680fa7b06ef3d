"""Lines without an id that stand in two exports and read differently: edited or deleted in between, or timed more finely.

What is compared are the lines that one sender wrote in one minute of one chat. Lines that read the same are
matched first; what is left over on both sides is paired in order. A line that is marked as edited or deleted is a later
state of the one it is paired with, whichever export was added first.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import apsw

from index.types.records import MessageRecord

MINUTE_MS = 60_000
# By hand: fifty lines against fifty, by one sender within one minute. Comparing more of them letter by letter would
# hold up the import.
_COMPARED = 2500
"""Where more pairs than these are possible, only the order decides."""


class IncomingLine(Protocol):
    """A line that is being written. `message_id` is the stored line that its key finds, `known_as` one of another key."""

    record: MessageRecord
    chat: int
    sender_id: int | None
    message_id: int | None
    known_as: int | None


@dataclass(frozen=True, slots=True)
class _Stored:
    id: int
    sender_id: int | None
    precision: str
    marked: bool
    body: str

    def same_as(self, other: _Stored) -> bool:
        """Tell whether two stored lines read the same: which of them a key finds is chance."""
        return (self.sender_id, self.marked, self.body) == (other.sender_id, other.marked, other.body)


class DuplicateLines:
    """Finds stored lines for those of one reading that no key finds. Remembers what the store holds of each chat."""

    def __init__(self) -> None:
        self._marked: dict[int, set[int]] = {}
        self._precisions: dict[int, set[str]] = {}
        self._before: frozenset[int] = frozenset()
        self._kept: frozenset[int] = frozenset()

    def keep(self) -> None:
        """Hold to what was noted so far: `undo` goes back to here."""
        self._kept = self._before

    def undo(self) -> None:
        """Take back what was noted since `keep`, and look at the store again."""
        self._before = self._kept
        self._marked.clear()
        self._precisions.clear()

    def pair(self, db: apsw.Connection, lines: Sequence[IncomingLine], before: int) -> None:
        """Set `known_as` of those lines that are another state of a stored one whose id is lower than `before`.

        What the same reading has written is from there on, and no other export of anything.
        """
        taken = {line.message_id for line in lines if line.message_id is not None} | self._before
        groups: dict[tuple[int, int, int], list[IncomingLine]] = {}
        for line in lines:
            if line.message_id is None and self._may_be_known(db, line):
                groups.setdefault(_place(line), [])
        for line in lines if groups else ():
            if line.record.time is not None and _place(line) in groups:
                groups[_place(line)].append(line)
        for (chat, sender_id, minute), group in groups.items():
            minute_of = _stored(db, chat, minute)
            stored = [
                row for row in minute_of if row.sender_id == sender_id and row.id < before and row.id not in taken
            ]
            if stored:
                left = [line for line in group if line.message_id is None and line.record.native_id is None]
                taken.update(_same_words(left, stored))
                places = {row.id: place for place, row in enumerate(minute_of)}
                left_over = [
                    (row, [places[other.id] for other in minute_of if other.same_as(row)])
                    for row in stored
                    if row.id not in taken
                ]
                _states(group, left_over, places)
                taken.update(line.known_as for line in left if line.known_as is not None)
        # A minute may be cut in two by the end of a batch.
        self._before = frozenset(taken)

    def _may_be_known(self, db: apsw.Connection, line: IncomingLine) -> bool:
        record, chat = line.record, line.chat
        if record.native_id is not None or record.time is None or line.sender_id is None:
            return False
        if chat not in self._marked:
            self._marked[chat] = {
                row[0] // MINUTE_MS
                for row in db.execute(
                    "SELECT at_ms FROM message WHERE conversation_id = ? AND native_id IS NULL"
                    " AND (edited = 1 OR kind = 'deleted')",
                    (chat,),
                )
            }
            self._precisions[chat] = {
                row[0]
                for row in db.execute(
                    "SELECT DISTINCT precision FROM message WHERE conversation_id = ? AND precision IS NOT NULL",
                    (chat,),
                )
            }
        return (
            _is_marked(record)
            or record.time.utc_ms // MINUTE_MS in self._marked[chat]
            or bool(self._precisions[chat] - {record.time.precision})
        )


def _same_words(left: Iterable[IncomingLine], stored: Sequence[_Stored]) -> set[int]:
    """Pair lines that read the same and are only timed more or less finely; return the stored lines that were taken."""
    taken: set[int] = set()
    for line in left:
        time = line.record.time
        for row in stored:
            finer = time is not None and row.precision != time.precision
            if finer and row.id not in taken and row.body.split() == line.record.body.split():
                line.known_as = row.id
                taken.add(row.id)
                break
    return taken


def _states(
    group: Sequence[IncomingLine], stored: Sequence[tuple[_Stored, list[int]]], places: Mapping[int, int]
) -> None:
    """Pair lines with stored ones of which they are an earlier or a later state, in order within what stands around them.

    `places` are the places in the store of all that stands in the minute; the stored ones come with the places they may
    have.
    """
    run: list[IncomingLine] = []
    low = 0
    for line in group:
        if line.message_id is None and line.known_as is None:
            run.append(line)
            continue
        high = places.get(line.message_id or line.known_as or 0)
        if high is not None:
            # The line itself may be any of its equals, so its own place is inside.
            _pair_run(run, [row for row, at in stored if any(low <= place <= high for place in at)])
            run, low = [], high
    _pair_run(run, [row for row, at in stored if any(low <= place for place in at)])
    # One "deleted" reads like the other, so which of several a key finds is chance as well.
    taken = {line.known_as for line in group}
    left = [line for line in group if line.message_id is None and line.known_as is None]
    deleted = [line for line in left if line.record.kind == "deleted"]
    _pair_run(deleted, [row for row, _ in stored if row.id not in taken])


def _pair_run(run: Sequence[IncomingLine], stored: Sequence[_Stored]) -> None:
    rest = list(stored)
    waiting = [line for line in run if any(row.marked or _is_marked(line.record) for row in rest)]
    # Equal numbers on both sides are the same lines in order, however edited; otherwise likeness decides which are
    # missing.
    in_order = len(waiting) == len(rest)
    for line in waiting:
        fitting = [row for row in rest if row.marked or _is_marked(line.record)]
        if not fitting:
            continue
        best = fitting[0]
        if not in_order and line.record.body and len(waiting) * len(rest) <= _COMPARED:
            best = max(fitting, key=lambda row: _likeness(row.body, line.record.body))
        line.known_as = best.id
        rest.remove(best)


def _likeness(one: str, other: str) -> float:
    # The beginnings are telling enough, and the time grows with the product of both lengths.
    return difflib.SequenceMatcher(None, one[:500], other[:500], autojunk=False).ratio()


def _is_marked(record: MessageRecord) -> bool:
    return record.edited or record.kind == "deleted"


def _place(line: IncomingLine) -> tuple[int, int, int]:
    time = line.record.time
    return line.chat, line.sender_id or 0, time.utc_ms // MINUTE_MS if time is not None else 0


def _stored(db: apsw.Connection, chat: int, minute: int) -> list[_Stored]:
    rows = db.execute(
        "SELECT id, sender_id, coalesce(precision, ''), edited = 1 OR kind = 'deleted', body FROM message"
        " WHERE conversation_id = ? AND at_ms >= ? AND at_ms < ? AND native_id IS NULL ORDER BY at_ms, seq, id",
        (chat, minute * MINUTE_MS, (minute + 1) * MINUTE_MS),
    )
    return [_Stored(number, sender, precision, bool(marked), body) for number, sender, precision, marked, body in rows]
