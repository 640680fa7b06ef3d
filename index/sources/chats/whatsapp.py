"""WhatsApp's exported chat, as Android and iOS write it, in any of their locales.

The file is read twice: once to learn how its dates are written and who is in it, once for the messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.chats import whatsapp_phrases as phrases
from index.sources.chats.clock import LEVELS
from index.sources.chats.whatsapp_chat import (
    APP_MARK,
    NAMES_KEPT,
    Chat,
    Scan,
    chat_of,
    could_be_placeholder,
    identity,
    order_problems,
    same,
    scan_of,
    split_author,
)
from index.sources.chats.whatsapp_headers import MARKS, Header, read_header, time_of
from index.sources.parsing.encoding import encoding_of, numbered_lines
from index.types.kinds import MessageKind, TimePrecision
from index.types.records import Attachment, MessageRecord, Problem, Record, Sender, Timestamp

HEAD_LINES = 40
BODY_CHARACTERS = 1_000_000
"""A longer message goes on in a further record."""
PENDING = 100
"""So many lines in a row may wait for the next sure header to decide what they are."""

# “13. 6. 2018. 21:25:15 ”; not “13. 6. 2018. 21:25 ”
_SPACED_DAY = re.compile(r"\d{1,2}\. \d{1,2}\. \d{4}\.?,? \d{1,2}[:.]\d\d[:.]\d\d ")
_MENTION = re.compile("@\u2068([^\u2068\u2069\n]*)\u2069")


class WhatsApp:
    """An exported chat: a text file, usually in a zip with its media."""

    kind: ClassVar[str] = "whatsapp"
    title: ClassVar[str] = "WhatsApp export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for headers with a date, a time and a sender from the first line on."""
        if not any(48 <= byte < 58 or byte >= 128 for byte in head[:64]):
            return False
        try:
            text = head.decode(encoding_of(head), "replace")
        except (SourceProblem, LookupError):
            return False
        lines = [line for line in text.splitlines() if line.strip()][:HEAD_LINES]
        headers = [header for line in lines if (header := read_header(line))]
        authors = [author[0].rsplit(".", 1)[-1].lower() for header in headers if (author := split_author(header.rest))]
        if not headers:
            return _is_bare(lines)
        if not authors or any(author in LEVELS for author in authors):
            return bool(lines and read_header(lines[0])) and len(headers) >= 3 and not authors
        return read_header(lines[0]) is not None or len(headers) >= 3

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the chat and its messages. Raises SourceProblem when no line begins like a message."""
        scan = scan_of(file, context.dates)
        if not scan.headers:
            raise SourceProblem("It has no line that begins like a WhatsApp message.", "Name another kind with --as.")
        chat = chat_of(file, scan, context)
        yield chat.record
        yield from order_problems(scan.dates.values())
        yield from _Reading(file, scan, chat, context).records()


def _is_bare(lines: list[str]) -> bool:
    """Tell a chat without a mark between time and name from a program's log by its names and the way of its dates."""
    headers = [header for line in lines if (header := read_header(line, bare=True))]
    if headers and _SPACED_DAY.match(lines[0]):
        # “13. 6. 2018. 21:25:15” is how no program and hardly a diary writes it.
        return True
    authors = {author[0] for header in headers if (author := split_author(header.rest))}
    if len(headers) < 2 or read_header(lines[0], bare=True) is None or any(name.lower() in LEVELS for name in authors):
        return False
    return any(name != name.lower() or not name.isascii() for name in authors)


# ── The messages ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Draft:
    header: Header
    line: int
    moment: datetime
    author: str | None
    body: list[str]
    size: int
    written: str = ""
    """The whole line, where it may turn out to be text after all."""
    slack: timedelta | None = None
    """None for a sure header; else how far out of order it may be and still be believed."""

    def add(self, text: str) -> None:
        self.body.append(text)
        self.size += len(text)


class _Reading:
    """The second reading."""

    def __init__(self, file: InputFile, scan: Scan, chat: Chat, context: ReadContext) -> None:
        self._file = file
        self._scan = scan
        self._chat = chat
        self._context = context
        self._names = frozenset(file.container.names()) if file.member is not None else frozenset()
        self._folder = file.name.rpartition("/")[0]
        self._senders: dict[str, Sender] = {}

    def records(self) -> Iterator[Record]:
        draft: _Draft | None = None
        pending: list[_Draft] = []
        last = 0
        for number, line in numbered_lines(self._file):
            header = read_header(line, bare=self._scan.bare) if number != last else None
            last = number
            if header is not None and (moment := self._moment(header, number)) is None:
                yield Problem(
                    "the date does not exist; the line was read as a part of the message before it", f"line {number}"
                )
                header = None
            if header is None:
                target = pending[-1] if pending else draft
                if target is not None:
                    if target.size > BODY_CHARACTERS:
                        yield from self._settle(draft, pending, None)
                        draft, pending = _Draft(target.header, number, target.moment, target.author, [], 0), []
                        target = draft
                    target.add(line)
                elif line.strip(MARKS + " \r\n"):
                    yield Problem("a line before the first message belongs to none", f"line {number}")
                continue
            new = self._draft(header, line, number, moment)  # type: ignore[arg-type]  # None was ruled out above
            if draft is not None and new.slack is not None and len(pending) < PENDING:
                pending.append(new)
                continue
            yield from self._settle(draft, pending, new.moment)
            draft, pending = new, []
        yield from self._settle(draft, pending, None)

    def _settle(self, draft: _Draft | None, pending: list[_Draft], until: datetime | None) -> Iterator[Record]:
        """Close a message; lines after it that may be messages are, if their times fit in between."""
        if draft is None:
            return
        for doubtful in pending:
            slack = doubtful.slack or timedelta()
            fits = draft.moment - slack <= doubtful.moment and (until is None or doubtful.moment <= until + slack)
            if fits:
                yield self._record(draft)
                draft = doubtful
            else:
                draft.add(doubtful.written)
                for line in doubtful.body[1:]:
                    draft.add(line)
        yield self._record(draft)

    def _moment(self, header: Header, line: int) -> datetime | None:
        try:
            return time_of(header, self._scan.dates[header.dates].order(line))
        except ValueError:
            return None

    def _draft(self, header: Header, written: str, line: int, moment: datetime) -> _Draft:
        author = split_author(header.rest)
        if author is not None and not self._scan.is_name(author[0]):
            author = None
        slack = None
        if not self._scan.is_sure(header):
            slack = timedelta(minutes=1)
        elif self._scan.senders[author[0]] == 1 if author else not phrases.is_about_a_group(header.rest):
            slack = timedelta(days=1)
        name, text = author or (None, header.rest)
        return _Draft(header, line, moment, name, [text], len(text), written if slack is not None else "", slack)

    def _record(self, draft: _Draft) -> MessageRecord:
        precision: TimePrecision = "min" if draft.header.second is None else "s"
        guessed = self._context.zone_guessed
        time = Timestamp.from_wall(draft.moment, self._context.zone, guessed=guessed, precision=precision)
        body = "".join(draft.body).strip("\r\n ")
        edited = body.endswith(">") and phrases.EDITED.search(body) is not None
        if edited:
            body = phrases.EDITED.sub("", body).rstrip(" " + APP_MARK)
        kind, text, attachments = self._content(draft, body)
        return MessageRecord(
            self._chat.record.native_id,
            None,
            self._sender(draft.author),
            time,
            text,
            kind,
            edited=edited,
            attachments=attachments,
            locator=f"line {draft.line}",
        )

    def _sender(self, name: str | None) -> Sender | None:
        if name is None or (name in self._chat.app and self._chat.record.kind == "group"):
            return None
        known = self._senders.get(name)
        if known is None:
            owner = self._chat.owner
            known = Sender(*identity(name), name, is_me=owner is not None and same(name, owner))
            if len(self._senders) < NAMES_KEPT:
                self._senders[name] = known
        return known

    def _content(self, draft: _Draft, body: str) -> tuple[MessageKind, str, tuple[Attachment, ...]]:
        marked = body.startswith(APP_MARK)
        if draft.author is None:
            return ("call" if phrases.is_call(body) else "system"), _plain(body), ()
        if len(body) < 160 and phrases.is_deleted(body):
            return "deleted", "", ()
        if ("<" in body or "(" in body) and (found := phrases.ATTACHED.search(body)):
            name = next(group for group in found.groups() if group).strip(MARKS + " ")
            rest = _plain((body[: found.start()] + body[found.end() :]).replace(f"{name} • ", ""))
            return ("text" if rest else "media"), rest, (Attachment(name, missing=not self._came_along(name)),)
        if (
            omitted := phrases.OMITTED.fullmatch(body.rsplit("\n", 1)[0] if marked else body)
            if len(body) < 80
            else None
        ):
            return "media", "", (Attachment(omitted[0].strip("<>. " + MARKS)),)
        if APP_MARK in body and (found := phrases.OMITTED.search(body)) and found.end() == len(body.split("\n", 1)[0]):
            name, rest = _plain(body[: found.start()]).split(" • ")[0], _plain(body[found.end() :])
            return ("text" if rest else "media"), rest, (Attachment(name or found[0].strip("<>. " + MARKS)),)
        if phrases.is_call(body):
            return "call", _plain(body), ()
        if phrases.is_system(body, marked=marked) or (marked and draft.author in self._chat.app):
            return "system", _plain(body), ()
        if could_be_placeholder(body) and self._scan.placeholders[body] > 2:
            return "media", "", (Attachment(body.strip("<>. " + MARKS)),)
        return "text", _plain(body), ()

    def _came_along(self, name: str) -> bool:
        if self._file.member is None:
            # Whether the export was made with its media cannot be told from the text; the name says that it was.
            return True
        return (f"{self._folder}/{name}" if self._folder else name) in self._names


def _plain(body: str) -> str:
    """Return a body without the app's own marks."""
    if body.isascii():
        return body.strip()
    body = _MENTION.sub(r"@\1", body) if "\u2068" in body else body
    return re.sub(rf"(?m)^{APP_MARK}+|(?<=\(){APP_MARK}", "", body).strip(" \r\n" + APP_MARK)
