"""Questions about a whole set ("how many", "who wrote most", "when did … last write"), answered exactly from the index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.assistant.evidence import one_line, when
from app.assistant.plan import Reading
from app.assistant.types import Sentence
from index.types import Filters, Hit

if TYPE_CHECKING:
    from index.index import Index

_LISTED = 3


@dataclass(frozen=True, slots=True)
class Counted:
    """An exact answer and the messages that show it."""

    sentences: tuple[Sentence, ...]
    hits: tuple[Hit, ...]


def answer_from_set(reading: Reading, index: Index, now: datetime) -> Counted | None:
    """Answer a whole-set question, or return None when the reading is none. Counts messages, not files."""
    filters = replace(reading.plan.filters, kind="message")
    if reading.whole_set == "count":
        return _count(reading, filters, index)
    if reading.whole_set == "most":
        return _most(reading, filters, index)
    if reading.whole_set in ("first", "last"):
        return _end(reading, filters, index, now)
    return None


def _count(reading: Reading, filters: Filters, index: Index) -> Counted:
    total = index.count(filters)
    noun = "message" if total == 1 else "messages"
    shown = tuple(index.messages(filters, newest=_LISTED)) if total else ()
    text = f"{total:,} {noun}{_of(reading)}."
    return Counted((Sentence(text, tuple(range(1, len(shown) + 1))),), shown)


def _most(reading: Reading, filters: Filters, index: Index) -> Counted:
    by_name: dict[str, tuple[int, ...]] = {}
    for person in index.people():
        if not filters.people or person.id in filters.people:
            by_name[person.name] = (*by_name.get(person.name, ()), person.id)
    counts = [(index.count(replace(filters, people=ids)), name, ids) for name, ids in by_name.items()]
    ranked = sorted((c for c in counts if c[0]), key=lambda c: (-c[0], c[1]))
    if not ranked:
        return Counted((Sentence(f"No messages{_of(reading)}.", ()),), ())
    most = ranked[0][0]
    leaders = [c for c in ranked if c[0] == most]
    shown = tuple(h for _, _, ids in leaders[:_LISTED] for h in index.messages(replace(filters, people=ids), newest=1))
    names = " and ".join(name for _, name, _ in leaders)
    each = " each" if len(leaders) > 1 else ""
    text = f"{names} wrote most{_of(reading)}: {most:,} message{'' if most == 1 else 's'}{each}."
    sentences = [Sentence(text, tuple(range(1, len(shown) + 1)))]
    others = [f"{name} {count:,}" for count, name, _ in ranked if count < most][:_LISTED]
    if others:
        sentences.append(Sentence(f"Then {', '.join(others)}.", ()))
    return Counted(tuple(sentences), shown)


def _end(reading: Reading, filters: Filters, index: Index, now: datetime) -> Counted:
    last = reading.whole_set == "last"
    hits = index.messages(filters, newest=1) if last else index.messages(filters, limit=1)
    if not hits:
        return Counted((Sentence(f"No messages{_of(reading)}.", ()),), ())
    hit = hits[0]
    quoted = f"“{one_line(hit.text)}”" if hit.text.strip() else "(no text)"
    moment = when(hit.time, now)
    at = f" on {moment}" if moment else ""
    where = f" in {hit.chat}" if hit.chat and not reading.plan.chat else ""
    text = f"{hit.sender or 'Someone'} {'last' if last else 'first'} wrote{at}{where}: {quoted}"
    if not reading.plan.person:
        at = f", {moment}" if moment else ""
        text = f"The {'last' if last else 'first'} message is from {hit.sender or 'someone'}{at}{where}: {quoted}"
    return Counted((Sentence(text, (1,)),), (hit,))


def _of(reading: Reading) -> str:
    line = reading.plan.line
    return "" if line in ("", "everything") else f" ({line})"
