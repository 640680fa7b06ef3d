"""WhatsApp's exported chat, as Android and iOS write it, in any of their locales.

The file is read twice: once to learn how its dates are written and who is in it, once for the messages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from index.errors import SourceProblem
from index.sources import whatsapp_phrases as phrases
from index.sources.base import InputFile, ReadContext
from index.sources.encoding import encoding_of, numbered_lines
from index.sources.whatsapp_headers import MARKS, Dates, Header, read_header, time_of
from index.types import (
    Attachment,
    ConversationRecord,
    MessageKind,
    MessageRecord,
    Problem,
    Record,
    Sender,
    TimePrecision,
    Timestamp,
)

HEAD_LINES = 40
NAMES_KEPT = 20_000
BODY_CHARACTERS = 1_000_000
"""A longer message goes on in a further record."""
PENDING = 100
"""So many lines in a row may wait for the next sure header to decide what they are."""

_APP = "\u200e"
_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u2009": " ", "\u2007": " ", "\u2011": "-"})
_AUTHOR = re.compile(rf"(?P<name>[^:\n]{{1,100}}?):(?:[ \u00a0\u202f{MARKS}]|$|(?=\W|[^\W\d]))(?P<text>.*)", re.DOTALL)
_QUOTES = re.compile('["“”„«»]')
_QUOTED = re.compile('["“„«]([^"“”„«»\n]{1,100})["“”»]')
_LEVELS = frozenset("info debug error warn warning notice critical fatal trace verbose".split())
_MENTION = re.compile("@\u2068([^\u2068\u2069\n]*)\u2069")
_PLACEHOLDER = re.compile(r"<[^<>\n@/\\=]{4,60}>")
_LAST_WORD = re.compile(r"[^\W\d_]+\W*$")


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
        if not authors or any(author in _LEVELS for author in authors):
            return bool(lines and read_header(lines[0])) and len(headers) >= 3 and not authors
        return read_header(lines[0]) is not None or len(headers) >= 3

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the chat and its messages. Raises SourceProblem when no line begins like a message."""
        scan = _scan(file)
        if not scan.headers:
            raise SourceProblem("It has no line that begins like a WhatsApp message.", "Name another kind with --as.")
        chat = _chat(file, scan, context)
        yield chat.record
        for dates in scan.dates.values():
            if dates.guessed:
                order = "day before the month" if dates.order(0) == "dmy" else "month before the day"
                reason = f"dates like {dates.example} were read with the {order}; nothing in the file decides it"
                yield Problem(reason, severity="guess")
        yield from _Reading(file, scan, chat, context).records()


def split_author(rest: str) -> tuple[str, str] | None:
    """Return who wrote and what, or None for a line of the app's own."""
    colon = rest.find(": ", 1, 100)
    if (
        colon > 0
        and rest.find(":", 0, colon) < 0
        and (name := rest[:colon].strip()).isascii()
        and name
        and "\n" not in name
        and name[0] != "~"
    ):
        return name, rest[colon + 2 :]
    found = _AUTHOR.match(rest)
    if found is None or found["text"].startswith("//"):
        return None
    name = found["name"].translate(_SPACES).strip(MARKS + " ").removeprefix("~").strip(MARKS + " ")
    return (name, found["text"]) if name else None


# ── The first reading ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Scan:
    headers: int = 0
    shapes: Counter[str] = field(default_factory=Counter)
    dates: dict[str, Dates] = field(default_factory=dict)
    senders: Counter[str] = field(default_factory=Counter)
    """How often each name stands before a text."""
    people: Counter[str] = field(default_factory=Counter)
    """How often of these the text can only be a person's."""
    app: Counter[str] = field(default_factory=Counter)
    """How often it is surely the app's own."""
    owners: Counter[str] = field(default_factory=Counter)
    """Who deleted a message in the words that the app keeps for the phone's owner."""
    placeholders: Counter[str] = field(default_factory=Counter)
    group: bool = False
    names: list[str] = field(default_factory=list)
    """The group's first and last name, as lines of the app's own tell them."""

    def see(self, header: Header, written: str, line: int) -> None:
        self.headers += 1
        self.shapes[header.shape] += 1
        self.dates.setdefault(header.dates, Dates()).see(header, written, line)
        author = split_author(header.rest)
        if author is None or _QUOTES.search(author[0]):
            if phrases.is_about_a_group(header.rest):
                self.group = True
                self._see_name(header.rest)
            if author is None:
                return
        name, text = author
        if name not in self.senders and len(self.senders) >= NAMES_KEPT:
            return
        self.senders[name] += 1
        text = text.rstrip("\r\n ")
        marked = text.startswith(_APP)
        self.people[name] += not marked or _is_of_a_person(text)
        self.app[name] += marked and phrases.is_system(text, marked=True)
        if len(text) < 70:
            if phrases.DELETED_BY_OWNER.fullmatch(text):
                self.owners[name] += 1
            elif _could_be_placeholder(text) and len(self.placeholders) < NAMES_KEPT:
                self.placeholders[text] += 1

    def _see_name(self, line: str) -> None:
        quoted = _QUOTED.findall(line)
        if quoted:
            self.names = [self.names[0] if self.names else quoted[0], quoted[-1]]

    def is_name(self, name: str) -> bool:
        """Tell whether what stands before a colon is somebody's name: titles in quotes belong to the app's own lines."""
        return not _QUOTES.search(name) or self.senders[name] > 1

    def is_sure(self, header: Header) -> bool:
        """Tell whether most headers look like this one."""
        count = self.shapes[header.shape]
        return count == max(self.shapes.values()) or (count > 2 and count * 20 >= self.headers)


def _scan(file: InputFile) -> _Scan:
    scan = _Scan()
    last = 0
    for number, line in numbered_lines(file):
        if number != last and (header := read_header(line)) is not None:
            scan.see(header, line, number)
        last = number
    for shape, dates in scan.dates.items():
        dates.decide(shape)
    return scan


def _is_of_a_person(text: str) -> bool:
    return bool(phrases.ATTACHED.search(text) or phrases.OMITTED.search(text) or phrases.is_deleted(text))


def _could_be_placeholder(text: str) -> bool:
    return (text.startswith("<") and _PLACEHOLDER.fullmatch(text) is not None) or (
        text.startswith(_APP) and len(text) < 40 and _LAST_WORD.search(text) is not None
    )


# ── The chat ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Chat:
    record: ConversationRecord
    owner: str | None
    app: frozenset[str]
    """Names that stand only before lines of the app's own: the group's, mostly."""


def _chat(file: InputFile, scan: _Scan, context: ReadContext) -> _Chat:
    people = [name for name, _ in scan.people.most_common() if scan.people[name] and scan.is_name(name)]
    named = _name_of_file(file)
    app = frozenset(
        name
        for name in scan.senders
        if not scan.people[name] and scan.is_name(name) and (scan.app[name] or _same(name, named))
    )
    owner = context.me or (scan.owners.most_common(1)[0][0] if scan.owners else None)
    if owner is None and named and len(people) == 2:
        others = [name for name in people if _same(name, named)]
        owner = next((name for name in people if name not in others), None) if len(others) == 1 else None
    group = scan.group or len(people) > 2
    if named:
        native, title = named.casefold(), named
    elif group and (scan.names or len(app) == 1):
        title = next(iter(app)) if len(app) == 1 else scan.names[-1]
        native = (scan.names[0] if scan.names else title).casefold()
    else:
        everyone = sorted(people)[:3] if group else sorted({*people, *app})[:3]
        native = ", ".join(everyone).casefold() or "whatsapp chat"
        others = [name for name in everyone if owner is None or not _same(name, owner)]
        title = ", ".join(others or everyone) or "WhatsApp chat"
    return _Chat(ConversationRecord(native, title, "group" if group else "direct"), owner, app)


def _name_of_file(file: InputFile) -> str:
    """Return the chat's name as the file, the zip or the folder gives it."""
    inside = file.name.split("/")[-2::-1]
    outside = [file.path.name] if file.member is not None else [file.path.parent.name]
    for candidate in (file.base_name, *inside, *outside):
        plain = re.sub(r"\.(?:txt|zip)$", "", candidate.translate(_SPACES), flags=re.IGNORECASE).strip(MARKS + " ")
        for pattern in phrases.TITLES:
            if found := pattern.fullmatch(unicodedata.normalize("NFC", plain)):
                return found["name"].strip(MARKS + " ")
    return ""


def _same(one: str, other: str) -> bool:
    return _identity(one)[1].casefold() == _identity(other)[1].casefold()


def _identity(name: str) -> tuple[str, str]:
    """Return the kind and the value of a sender: a number where the owner has no name for them."""
    digits = re.sub(r"[\s().-]", "", unicodedata.normalize("NFKC", name))
    if re.fullmatch(r"\+\d{6,15}", digits):
        return "phone", "+" + str(int(digits[1:]))
    return "display_name", unicodedata.normalize("NFC", name)


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

    def __init__(self, file: InputFile, scan: _Scan, chat: _Chat, context: ReadContext) -> None:
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
            header = read_header(line) if number != last else None
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
            body = phrases.EDITED.sub("", body).rstrip(" " + _APP)
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
            known = Sender(*_identity(name), name, is_me=owner is not None and _same(name, owner))
            if len(self._senders) < NAMES_KEPT:
                self._senders[name] = known
        return known

    def _content(self, draft: _Draft, body: str) -> tuple[MessageKind, str, tuple[Attachment, ...]]:
        marked = body.startswith(_APP)
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
        if _APP in body and (found := phrases.OMITTED.search(body)) and found.end() == len(body.split("\n", 1)[0]):
            name, rest = _plain(body[: found.start()]).split(" • ")[0], _plain(body[found.end() :])
            return ("text" if rest else "media"), rest, (Attachment(name or found[0].strip("<>. " + MARKS)),)
        if phrases.is_call(body):
            return "call", _plain(body), ()
        if phrases.is_system(body, marked=marked) or (marked and draft.author in self._chat.app):
            return "system", _plain(body), ()
        if _could_be_placeholder(body) and self._scan.placeholders[body] > 2:
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
    return re.sub(rf"(?m)^{_APP}+|(?<=\(){_APP}", "", body).strip(" \r\n" + _APP)
