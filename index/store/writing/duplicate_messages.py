"""When two messages are the same: the key by which a message is kept once, however many exports hold it.

A message with an id of its own is known by it. Any other is known by its wall-clock time, sender and text, and its number
among its equals in one reading: someone may write “ok” twice in a minute. Messages that read differently in two exports are
left to `duplicate_lines.py`, chats under two names to `duplicate_chats.py`.
"""

from __future__ import annotations

import unicodedata
from collections import OrderedDict

from index.text.stored import native_key, number
from index.types.records import MessageRecord

_UNIT_MS = {"ms": 1, "s": 1000, "min": 60_000, "day": 86_400_000}
_COUNTERS = 100_000


def key_of(record: MessageRecord, chat: int, repeats: RepeatCounter) -> int:
    """Return the key of a message within its chat, a signed 64-bit number; counts one without an id among its equals."""
    if record.native_id is not None:
        return native_key(record.native_id)
    moment = ""
    if record.time is not None:
        wall = record.time.utc_ms + (record.time.offset_s or 0) * 1000
        moment = str(wall // _UNIT_MS[record.time.precision])
    sender = f"{record.sender.kind}:{record.sender.value}" if record.sender is not None else ""
    base = number("at", moment, sender, _normalized(record.body))
    before = repeats.next(base ^ chat)
    return number("again", str(base), str(before)) if before else base


class RepeatCounter:
    """Counts how often each equal has come in one reading of a file, remembering only the latest of them."""

    def __init__(self, capacity: int = _COUNTERS) -> None:
        self._counts: OrderedDict[int, int] = OrderedDict()
        self._capacity = capacity
        self._steps: list[tuple[int, tuple[int, int] | None]] = []

    def next(self, key: int) -> int:
        """Return 0 for the first of its kind, 1 for the second and so on."""
        count = self._counts.pop(key, -1) + 1
        self._counts[key] = count
        dropped = self._counts.popitem(last=False) if len(self._counts) > self._capacity else None
        self._steps.append((key, dropped))
        return count

    def keep(self) -> None:
        """Hold to what was counted so far: `undo` goes back to here."""
        self._steps.clear()

    def undo(self) -> None:
        """Take back what was counted since `keep`."""
        for key, dropped in reversed(self._steps):
            if dropped is not None:
                self._counts[dropped[0]] = dropped[1]
                self._counts.move_to_end(dropped[0], last=False)
            if self._counts[key]:
                self._counts[key] -= 1
            else:
                del self._counts[key]
        self._steps.clear()


def _normalized(body: str) -> str:
    if body.isascii():
        return " ".join(body.split())
    return " ".join(unicodedata.normalize("NFC", body).split())
