"""WhatsApp's exported chat, as Android and iOS write it, in any of their locales."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from index.errors import SourceProblem
from index.sources import whatsapp_phrases as phrases
from index.sources.base import InputFile, ReadContext
from index.sources.encoding import encoding_of, lines
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

Order = Literal["dmy", "mdy", "ymd"]

HEAD_LINES = 40
"""A chat shows its first header within so many lines."""
SCAN_SENDERS = 2000

_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u2009": " ", "\u2011": "-"})
_MARKS = "\u200e\u200f\u202a\u202b\u202c\ufeff"
"""Direction marks. U+200E before a text marks it as the app's own on iOS."""

_DATE = r"(?P<a>\d{1,4})(?P<sep>[./-]|\. )(?P<b>\d{1,2})(?:[./-]|\. )(?P<c>\d{1,4})\.?"
_HALF = rf"(?:{phrases.HALVES})"
_TIME = rf"(?P<pre>{_HALF} ?)?(?P<h>\d{{1,2}})[:.](?P<m>\d{{2}})(?:[:.](?P<s>\d{{2}}))?(?: ?(?P<post>{_HALF}))?"
_BETWEEN = r"(?:,|،)? ?(?:klo|um|à|às|kl\.|a las)? ?"
_HEADER = re.compile(
    rf"(?P<open>\[)?{_DATE}{_BETWEEN}{_TIME}(?(open)\] ?|(?: ?[-–—] |: ))(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_AUTHOR = re.compile(r"(?P<name>[^:\n]{1,100}?): ?(?P<text>.*)", re.DOTALL)
_TITLE = re.compile(rf"(?:{phrases.TITLES})[ _-]*(?P<name>.+?)(?: \(\d+\))?\.(?:txt|zip)", re.IGNORECASE)


class WhatsApp:
    """An exported chat: a text file, usually in a zip with its media."""

    kind: ClassVar[str] = "whatsapp"
    title: ClassVar[str] = "WhatsApp export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for headers with a date, a time and a sender near the beginning."""
        try:
            text = head.decode(encoding_of(head), "replace")
        except (SourceProblem, LookupError):
            return False
        found = [header for line in text.splitlines()[:HEAD_LINES] if (header := _header(line))]
        return any(_AUTHOR.match(header.rest) for header in found) or len(found) >= 3

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the chat and its messages. The file is read twice: dates first have to be understood as a whole."""
        scan = _scan(file)
        if not scan.headers:
            raise SourceProblem("It has no line that begins like a WhatsApp message.", "Name another kind with --as.")
        title = _title(file, scan, context)
        yield ConversationRecord(title.casefold(), title, "group" if scan.group or len(scan.senders) > 2 else "direct")
        for dates in scan.shapes.values():
            if dates.guessed:
                order = "day before month" if dates.order == "dmy" else "month before day"
                reason = f"dates like {dates.example} were read with the {order}: nothing in the file decides"
                yield Problem(reason, severity="guess")
        yield from _messages(file, title.casefold(), scan, context)


# ── Headers ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Header:
    shape: str
    numbers: tuple[int, int, int]
    hour: int
    minute: int
    second: int | None
    half: str
    rest: str
    marked: bool


def _header(line: str) -> _Header | None:
    """Read a line's header, or None when it has none: then it goes on with the message before it."""
    if not any(character.isdigit() for character in line[:6]):
        return None
    plain = line.translate(_SPACES).lstrip(_MARKS)
    found = _HEADER.match(re.sub(f"[{_MARKS}]", "", plain[:60]) + plain[60:])
    if found is None:
        return None
    first, third = found["a"], found["c"]
    if (len(first) == 3 or len(third) == 3) or (len(first) == 4 and len(third) > 2):
        return None
    hour, minute = int(found["h"]), int(found["m"])
    second = int(found["s"]) if found["s"] else None
    if hour > 24 or minute > 59 or (second or 0) > 59:
        return None
    half = _half((found["pre"] or found["post"] or "").strip())
    year = "y" if len(first) == 4 else "n"
    shape = f"{found['open'] or ''}{year}{found['sep'].strip()}{len(third)}{'h' if half else ''}"
    rest = found["rest"]
    marked = rest.startswith("\u200e") or "\u200e" in line[found.start("rest") : found.start("rest") + 40]
    return _Header(shape, (int(first), int(found["b"]), int(third)), hour, minute, second, half, rest, marked)


def _half(word: str) -> str:
    """Return "am", "pm" or nothing."""
    bare = re.sub(r"[\s.]", "", word.lower())
    if not bare:
        return ""
    return "pm" if bare in phrases.AFTERNOON else "am"


# ── Reading the dates ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Dates:
    """What the headers of one shape say about the order of day and month."""

    example: str = ""
    order: Order | None = None
    guessed: bool = False
    last: tuple[int, int, int] | None = None
    falls: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    above: Counter[str] = field(default_factory=Counter)

    def see(self, numbers: tuple[int, int, int], example: str) -> None:
        self.example = self.example or example
        a, b, c = numbers
        self.above["a"] += 12 < a <= 31
        self.above["b"] += 12 < b <= 31
        if self.last is not None and self.last != numbers:
            x, y, z = self.last
            self.falls["dmy"] += (c, b, a) < (z, y, x)
            self.falls["mdy"] += (c, a, b) < (z, x, y)
            self.changes["a"] += a != x
            self.changes["b"] += b != y
        self.last = numbers

    def decide(self, shape: str) -> None:
        self.order = "dmy"
        if "y" in shape:
            self.order = "ymd"
        elif self.above["a"] or self.above["b"]:
            self.order = "dmy" if self.above["a"] >= self.above["b"] else "mdy"
        elif self.falls["dmy"] != self.falls["mdy"]:
            self.order = "dmy" if self.falls["dmy"] < self.falls["mdy"] else "mdy"
        elif "." in shape:
            self.order = "dmy"  # no locale of WhatsApp's writes dots and the month first
        elif self.changes["a"] != self.changes["b"]:
            self.order = "dmy" if self.changes["a"] > self.changes["b"] else "mdy"
        else:
            # Twelve hours and slashes are the habit of those who write the month first.
            self.order = "mdy" if shape.endswith("h") and "/" in shape else "dmy"
            self.guessed = True


@dataclass(slots=True)
class _Scan:
    headers: int = 0
    shapes: dict[str, _Dates] = field(default_factory=dict)
    senders: Counter[str] = field(default_factory=Counter)
    group: bool = False


def _scan(file: InputFile) -> _Scan:
    scan = _Scan()
    for line in lines(file):
        header = _header(line)
        if header is None:
            continue
        scan.headers += 1
        dates = scan.shapes.setdefault(header.shape, _Dates())
        dates.see(header.numbers, line.split(",")[0].strip(_MARKS + "[ ")[:12])
        author = _author(header)
        if author is not None and len(scan.senders) < SCAN_SENDERS:
            scan.senders[author[0]] += 1
        scan.group = scan.group or (author is None and phrases.is_about_a_group(header.rest))
    for shape, dates in scan.shapes.items():
        dates.decide(shape)
    return scan


def _moment(header: _Header, order: Order) -> datetime:
    """Return the wall-clock time. Raises ValueError for a date that does not exist."""
    a, b, c = header.numbers
    year, month, day = {"dmy": (c, b, a), "mdy": (c, a, b), "ymd": (a, b, c)}[order]
    hour = header.hour % 24
    if header.half:
        hour = header.hour % 12 + (12 if header.half == "pm" else 0)
        if header.hour > 12:
            hour = header.hour % 24
    if year < 100:
        year += 2000
    elif 2400 < year < 2700:
        year -= 543  # the Buddhist calendar, as phones in Thai write it
    return datetime(year, month, day, hour, header.minute, header.second or 0)  # noqa: DTZ001  wall time, zoned later


# ── Messages ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _author(header: _Header) -> tuple[str, str] | None:
    """Return who wrote and what, or None for a line of the app's own."""
    found = _AUTHOR.match(header.rest)
    if found is None:
        return None
    name = found["name"].strip(_MARKS + " ").removeprefix("~").strip(_MARKS + " ")
    if not name or any(quote in name for quote in '"“”„«»'):
        return None
    return name, found["text"]


@dataclass(slots=True)
class _Draft:
    header: _Header
    line: int
    body: list[str]
    author: str | None


def _messages(file: InputFile, conversation: str, scan: _Scan, context: ReadContext) -> Iterator[Record]:
    draft: _Draft | None = None
    for number, line in enumerate(lines(file), 1):
        header = _header(line)
        if header is not None and _moment_or_none(header, scan) is None:
            yield Problem("the date does not exist", f"line {number}")
            header = None
        if header is None:
            if draft is not None:
                draft.body.append(line)
            elif line.strip(_MARKS + " \r"):
                yield Problem("a line before the first message belongs to none", f"line {number}")
            continue
        if draft is not None:
            yield _record(draft, conversation, scan, context)
        author = _author(header)
        draft = _Draft(header, number, [author[1] if author else header.rest], author[0] if author else None)
    if draft is not None:
        yield _record(draft, conversation, scan, context)


def _moment_or_none(header: _Header, scan: _Scan) -> datetime | None:
    try:
        return _moment(header, scan.shapes[header.shape].order or "dmy")
    except ValueError:
        return None


def _record(draft: _Draft, conversation: str, scan: _Scan, context: ReadContext) -> MessageRecord:
    header = draft.header
    moment = _moment_or_none(header, scan)
    precision: TimePrecision = "min" if header.second is None else "s"
    time = None
    if moment is not None:
        time = Timestamp.from_wall(moment, context.zone, guessed=context.zone_guessed, precision=precision)
    body = "\n".join(draft.body).strip("\r\n \u200e\u200f")
    edited = phrases.EDITED.search(body) is not None
    body = phrases.EDITED.sub("", body).rstrip("\u200e ")
    kind, body, attachments = _kind(body, draft, header.marked)
    sender = None
    if draft.author is not None:
        sender = Sender(*_identity(draft.author), draft.author, is_me=draft.author == context.me)
    return MessageRecord(
        conversation,
        None,
        sender,
        time,
        body,
        kind,
        edited=edited,
        attachments=attachments,
        locator=f"line {draft.line}",
    )


def _identity(name: str) -> tuple[str, str]:
    """Return the kind and the value of a sender: a number where the owner has no name for them."""
    digits = re.sub(r"[\s().-]", "", unicodedata.normalize("NFKC", name))
    if re.fullmatch(r"\+\d{6,15}", digits):
        return "phone", digits
    return "display_name", unicodedata.normalize("NFC", name)


def _kind(body: str, draft: _Draft, marked: bool) -> tuple[MessageKind, str, tuple[Attachment, ...]]:
    if draft.author is None or (marked and phrases.is_system(body)):
        return "system", body, ()
    if phrases.DELETED.fullmatch(body):
        return "deleted", "", ()
    if attached := phrases.ATTACHED.match(body):
        name = (attached["ios"] or attached["android"]).strip(_MARKS + " ")
        rest = (body[: attached.start()] + body[attached.end() :]).strip("\n \u200e")
        return ("text" if rest else "media"), rest, (Attachment(name, missing=False),)
    if omitted := phrases.OMITTED.fullmatch(body):
        return "media", "", (Attachment(omitted[0].strip("<>\u200e ."), missing=True),)
    return "text", body, ()


# ── The chat's name ───────────────────────────────────────────────────────────────────────────────────────────────────


def _title(file: InputFile, scan: _Scan, context: ReadContext) -> str:
    """Return the chat's name: from the file's, the zip's or the folder's, else from who is in it."""
    candidates = [file.base_name, file.path.name if file.member is not None else file.path.parent.name + ".txt"]
    for candidate in candidates:
        if found := _TITLE.fullmatch(candidate.translate(_SPACES)):
            return found["name"].strip(_MARKS + " ")
    people = sorted(name for name, _ in scan.senders.most_common(4) if name != context.me)
    return ", ".join(people[:3]) or "WhatsApp chat"
