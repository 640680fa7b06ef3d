"""What is attached to mail, read as the same file would be: in memory, within bounds, never written anywhere."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from index.errors import SourceProblem, UnknownFormat
from index.sources.base import InputFile, ReadContext, Source
from index.types.records import (
    ChatRecord,
    ContactRecord,
    DocumentPart,
    DocumentRecord,
    MessageRecord,
    Problem,
    Record,
    Timestamp,
)

FILE_BYTES = 30_000_000
"""A larger attachment is only named."""
DEPTH = 3
"""A mail attached to a mail is read with its own attachments, but no deeper than this."""
FILES = 50
"""So many of one message's attachments are read."""
TEXT_CHARACTERS = 5_000_000
"""So much text of one attachment is read."""

_UNREAD = (
    "image/",
    "audio/",
    "video/",
    "application/pgp",
    "application/pkcs7",
    "application/x-pkcs7",
    "application/ms-tnef",
)


@dataclass(frozen=True, slots=True)
class MailAttachment:
    """A file that a message carries. `content` is decoded."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class MemoryContainer:
    """A place for one file that is in memory. `depth` counts the mails around it."""

    name: str
    content: bytes
    depth: int

    def names(self) -> tuple[str, ...]:
        """Return the one name."""
        return (self.name,)

    def open(self, name: str) -> BinaryIO:
        """Open the one file. Raises KeyError for any other."""
        if name != self.name:
            raise KeyError(name)
        return io.BytesIO(self.content)


def readable(attached: list[MailAttachment], mail: InputFile) -> list[MailAttachment]:
    """Return the attachments that may have text which can be read here."""
    if _depth(mail) >= DEPTH:
        return []
    return [
        one for one in attached if one.content and not one.mime.startswith(_UNREAD) and len(one.content) <= FILE_BYTES
    ][:FILES]


def _depth(mail: InputFile) -> int:
    return mail.container.depth if isinstance(mail.container, MemoryContainer) else 0


def documents(
    attached: MailAttachment,
    mail: InputFile,
    context: ReadContext,
    detect: Callable[[InputFile], Source],
    *,
    belongs_to: str,
    time: Timestamp | None,
    where: str,
) -> Iterator[Record]:
    """Yield an attachment as a document that names its mail (`belongs_to`, “The cabin”), with the mail's time.

    `detect` says which source reads it. An event or a card keeps its own name and time. What cannot be read is a Problem
    of that attachment alone.
    """
    name = attached.name or "attachment"
    container = MemoryContainer(name, attached.content, _depth(mail) + 1)
    file = InputFile(mail.path, mail.member, name, len(attached.content), 0, container)
    begun, characters = False, 0
    try:
        source = detect(file)
        for record in source.read(file, context):
            if source.kind == "email" and isinstance(record, (ChatRecord, MessageRecord)):
                if isinstance(record, MessageRecord):
                    sender = f"From: {record.sender.name}\n\n" if record.sender else ""
                    yield DocumentRecord(f"{name}, attached to {belongs_to}", record.time or time)
                    yield DocumentPart(sender + record.body, where)
            elif isinstance(record, DocumentRecord):
                own = record.modified if source.kind == "calendar" else None
                begun = True
                yield DocumentRecord(f"{record.title}, attached to {belongs_to}", own or time)
            elif isinstance(record, DocumentPart) and begun:
                characters += len(record.text)
                if characters > TEXT_CHARACTERS:
                    yield Problem(f"only the beginning of the attachment “{name}” was read", where, "guess")
                    return
                yield DocumentPart(record.text, f"{where}, {record.label or f'line {record.first_line}'}")
            elif isinstance(record, ContactRecord):
                yield record
            elif isinstance(record, (ChatRecord, MessageRecord)):
                reason = f"the attachment “{name}” holds messages ({source.title}): save it and add it to read them"
                yield Problem(reason, where, "guess")
                return
    except UnknownFormat:
        return  # it is named with its message, and there is nothing more to say of it
    except SourceProblem as problem:
        said = str(problem)
        yield Problem(f"the attachment “{name}” cannot be read: {said[:1].lower()}{said[1:]}", where)
    except Exception as error:  # noqa: BLE001  whatever a parser raises costs that attachment
        yield Problem(f"the attachment “{name}” cannot be read ({type(error).__name__})", where)
