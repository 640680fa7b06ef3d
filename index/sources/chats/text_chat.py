"""One chat written as text whose people are known by the names shown: the records of its messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from index.sources.base import ReadContext
from index.types.kinds import MessageKind, TimePrecision
from index.types.records import Attachment, ChatRecord, MessageRecord, Record, Sender, Timestamp


@dataclass(slots=True)
class TextChat:
    """A chat with its title (to be set before the first message) and the count of its messages so far."""

    context: ReadContext
    title: str
    messages: int = 0

    def message(
        self,
        locator: str,
        moment: datetime,
        name: str,
        body: str,
        kind: MessageKind,
        attachments: tuple[Attachment, ...] = (),
        precision: TimePrecision = "min",
    ) -> Iterator[Record]:
        """Yield a message, and the chat before the first; without a name it is the app's own."""
        if not self.messages:
            yield ChatRecord(self.title, self.title, "other")
        self.messages += 1
        zone, guessed = self.context.zone, self.context.zone_guessed
        yield MessageRecord(
            self.title,
            None,
            Sender("display_name", name, name, name == self.context.me) if name else None,
            Timestamp.from_wall(moment, zone, guessed=guessed, precision=precision),
            body,
            kind,
            attachments=attachments,
            locator=locator,
        )
