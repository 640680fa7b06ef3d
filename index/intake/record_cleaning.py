"""Records as the store can hold them: the one place where what a file says is made text, numbers and times. Pure.

A JSON string may hold half of a surrogate pair, which no UTF-8 can say; a NUL ends a text for SQLite; and a date may lie
outside the years that Python has. What is clean passes as it is, so that a message keeps the key by which it is known.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from index.text.stored import clean
from index.types.records import (
    Attachment,
    ChatRecord,
    ContactRecord,
    DocumentPart,
    DocumentRecord,
    MessageRecord,
    Problem,
    Reaction,
    Record,
    Sender,
    Timestamp,
)

LONGEST = 10_000
"""The most characters of a name, a title or an id: a longer one is cut, and an id's end is then told by its hash."""
_LATEST_MS = 253_402_300_799_999
"""The end of year 9999, beyond which Python has no dates."""
_EARLIEST_MS = -62_135_596_800_000
_DAY_MS = 86_400_000
_LONE = re.compile("[\ud800-\udfff]")


def cleaned(record: Record) -> Record:
    """Return the record as the store can hold it. Raises TypeError and the like for one that holds something else."""
    if isinstance(record, MessageRecord):
        return _message(record)
    if isinstance(record, DocumentPart):
        return replace(record, text=clean(record.text), label=None if record.label is None else shown(record.label))
    if isinstance(record, ChatRecord):
        return replace(record, native_id=identifier(record.native_id), title=shown(record.title))
    if isinstance(record, DocumentRecord):
        return replace(record, title=shown(record.title), modified=possible(record.modified))
    if isinstance(record, ContactRecord):
        return _contact(record)
    return Problem(shown(record.reason), shown(record.locator), record.severity)


def shown(text: str) -> str:
    """Return a name or a title: clean, and cut where it is longer than any name."""
    text = clean(text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def identifier(text: str) -> str:
    """Return an id: what differed before differs afterwards, so that no two messages or chats become one."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            # Pairs are joined first: they are one character, written in an older way.
            joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
            text = _LONE.sub(lambda lone: f"\ufffd{ord(lone[0]):x}", joined)
    if "\0" in text:
        text = text.replace("\0", "\u2400")
    if len(text) > LONGEST:
        digest = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
        text = f"{text[: LONGEST - 40]}… {digest}"
    return text


def possible(time: Timestamp | None) -> Timestamp | None:
    """Return the time unless it lies outside the years 1 to 9999, with a day to spare for any zone."""
    if time is None or not _EARLIEST_MS + _DAY_MS <= time.utc_ms <= _LATEST_MS - _DAY_MS:
        return None
    if time.offset_s is not None and abs(time.offset_s) >= _DAY_MS // 1000:
        return replace(time, offset_s=None)
    return time


def _message(record: MessageRecord) -> MessageRecord:
    return MessageRecord(
        identifier(record.chat),
        None if record.native_id is None else identifier(record.native_id),
        None if record.sender is None else _sender(record.sender),
        possible(record.time),
        clean(record.body),
        record.kind,
        None if record.reply_to is None else identifier(record.reply_to),
        None if record.thread is None else identifier(record.thread),
        record.edited,
        tuple(map(_attachment, record.attachments)) if record.attachments else (),
        tuple(map(_reaction, record.reactions)) if record.reactions else (),
        shown(record.locator),
        tuple(map(identifier, record.related)),
    )


def _sender(sender: Sender) -> Sender:
    # A display name is what it shows, and belongs to its chat alone.
    value = shown(sender.value) if sender.kind == "display_name" else identifier(sender.value)
    name = shown(sender.name)
    if value is sender.value and name is sender.name:
        return sender
    return Sender(identifier(sender.kind), value, name, sender.is_me)


def _attachment(file: Attachment) -> Attachment:
    return Attachment(shown(file.name), shown(file.mime), file.missing)


def _reaction(reaction: Reaction) -> Reaction:
    return Reaction(shown(reaction.emoji), tuple(map(shown, reaction.by)))


def _contact(record: ContactRecord) -> ContactRecord:
    return replace(
        record,
        name=shown(record.name),
        identities=tuple((identifier(kind), identifier(value)) for kind, value in record.identities),
        nickname=shown(record.nickname),
        organisation=shown(record.organisation),
        note=clean(record.note),
        locator=shown(record.locator),
    )
