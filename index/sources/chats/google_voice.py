"""Google Voice as Google Takeout gives it: a web page for every stretch of texts, every call and every voicemail."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext, fault
from index.sources.documents.webpage import attributes
from index.sources.parsing.encoding import clean
from index.types.kinds import MessageKind
from index.types.records import Attachment, ChatRecord, MessageRecord, Problem, Record, Sender, Timestamp

FILE_BYTES = 50_000_000
"""A larger page is refused: it has to stand in memory."""

# “<div class="hChatLog hfeed">”
_PAGE = re.compile(rb"""class=["']?(?:hChatLog|haudio)\b""")
_PIECES = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>[^<>]*)>|(?P<text>[^<]+)|<")
# “PT1H2M3S”, “PT45S”
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?")
_CALLS = {
    "placed": "outgoing call", "received": "incoming call", "missed": "missed call", "recorded": "recorded call",
    "voicemail": "voicemail",
}  # fmt: skip
_KINDS = {"img": "image/jpeg", "audio": "audio/mpeg", "video": "video/mp4", "vcard": "text/vcard"}
_NO_TRANSCRIPT = "Unable to transcribe this message."


class GoogleVoice:
    """One page of texts with somebody, one call or one voicemail."""

    kind: ClassVar[str] = "google-voice"
    title: ClassVar[str] = "Google Voice export"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the class of the element that holds the texts or the call."""
        found = _PAGE.search(head)
        return found is not None and (b'class="tel"' in head or b"voice#" in head or b"<title>" in head)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the chat and its messages, or the call. Raises SourceProblem when there is neither."""
        if file.size > FILE_BYTES:
            raise SourceProblem("The page is too large to be one of Google Voice.", "Leave it out.")
        with file.open() as stream:
            page = _Page()
            page.read(stream.read().decode("utf-8", "replace"))
        if page.call is not None:
            yield from _call(page.call, context)
            return
        if not page.entries and not page.people:
            raise SourceProblem("It holds neither texts nor a call.", "Name another kind with --as.")
        chat = _chat(page)
        yield chat
        for count, entry in enumerate(page.entries, 1):
            where = f"message {count}"
            try:
                yield _text(chat.native_id, entry, where, context)
            except (ValueError, OverflowError) as error:
                yield Problem(f"a text is not as Google Voice writes it: {fault(error)}", where)


# ── The page ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Entry:
    """What is gathered of a text, a call or a voicemail."""

    time: str = ""
    number: str = ""
    name: str = ""
    mine: bool = False
    body: str = ""
    duration: str = ""
    labels: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


class _Page:
    """The page's pieces in order; what a text belongs to is told by the element that is open."""

    def __init__(self) -> None:
        self.title = ""
        self.people: dict[str, str] = {}
        """Names by number, of those in the chat."""
        self.entries: list[_Entry] = []
        self.call: _Entry | None = None
        self._entry: _Entry | None = None
        self._taking = ""
        self._taken: list[str] = []

    def read(self, content: str) -> None:
        for piece in _PIECES.finditer(content):
            if piece["text"]:
                if self._taking:
                    self._taken.append(piece["text"])
            elif piece["name"] and piece["end"]:
                self._close(piece["name"].lower())
            elif piece["name"]:
                self._open(piece["name"].lower(), attributes(piece["rest"]))

    def _open(self, name: str, found: dict[str, str]) -> None:
        classes = found.get("class", "").split()
        if name == "br" and self._taking == "q":
            self._taken.append("\n")
        elif name == "title":
            self._begin("title")
        elif name == "div" and "message" in classes:
            self._entry = _Entry()
            self.entries.append(self._entry)
        elif name == "div" and "haudio" in classes:
            self._entry = self.call = _Entry()
        elif name == "div" and "participants" in classes:
            self._entry = _Entry()  # gathers names, and belongs to no text
        elif self._entry is not None:
            self._inside(self._entry, name, classes, found)

    def _inside(self, entry: _Entry, name: str, classes: list[str], found: dict[str, str]) -> None:
        if name == "abbr" and ("dt" in classes or "published" in classes):
            entry.time = entry.time or found.get("title", "")
        elif name == "abbr" and "duration" in classes:
            entry.duration = found.get("title", "")
        elif name == "a" and "tel" in classes:
            entry.number = clean(found.get("href", "").removeprefix("tel:").strip())
        elif "fn" in classes:
            # The owner's own name is an abbreviation, everybody else's is not.
            entry.mine = name == "abbr"
            self._begin("fn")
        elif name == "q":
            self._begin("q")
        elif "full-text" in classes:
            self._begin("full-text")
        elif name == "a" and found.get("rel") == "tag":
            entry.labels.append(found.get("href", "").rpartition("#")[2].lower())
        elif name in ("img", "audio", "video") and found.get("src"):
            entry.attachments.append(_attachment(found["src"], name))
        elif name == "a" and found.get("href") and {"vcard", "video", "audio"} & set(classes):
            entry.attachments.append(_attachment(found["href"], next(iter({"vcard", "video", "audio"} & set(classes)))))

    def _begin(self, what: str) -> None:
        self._taking, self._taken = what, []

    def _close(self, name: str) -> None:
        ends = {"title": "title", "q": "q"}.get(self._taking, "")
        if not self._taking or (ends and name != ends) or (not ends and name not in ("span", "abbr")):
            return
        taken, text = self._taking, clean(html.unescape("".join(self._taken)))
        self._taking = ""
        if taken == "title":
            self.title = " ".join(text.split())
        elif self._entry is not None and taken == "fn":
            # A call's page has a heading of the same class before it names the other side.
            self._entry.name = " ".join(text.split()) if self._entry.number else ""
            if self._entry.number and not self._entry.mine:
                self.people[self._entry.number] = self._entry.name
        elif self._entry is not None:
            self._entry.body = text.strip()


def _attachment(path: str, kind: str) -> Attachment:
    return Attachment(clean(re.split(r"[\\/]", path)[-1]) or kind, _KINDS[kind])


# ── Records ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _chat(page: _Page) -> ChatRecord:
    others = [number for number in page.people if number]
    native = "~".join(sorted(others))
    title = ", ".join(name or number for number, name in page.people.items())
    # A stretch in which only the owner wrote names the other one in its title.
    alone = page.title.removeprefix("Me to").strip()
    return ChatRecord(native or alone or "unknown", title or alone or "Unknown",
                              "group" if len(others) > 1 else "direct")  # fmt: skip


def _sender(entry: _Entry, context: ReadContext) -> Sender | None:
    if entry.mine:
        return Sender("google-voice", "self", context.me or "me", is_me=True)
    if not entry.number:
        return Sender("display_name", entry.name, entry.name) if entry.name else None
    return Sender("phone", entry.number, entry.name or entry.number)


def _time(written: str) -> Timestamp | None:
    return Timestamp.from_aware(datetime.fromisoformat(written), "ms") if written else None


def _text(chat: str, entry: _Entry, where: str, context: ReadContext) -> MessageRecord:
    # What carries nothing but a picture says "MMS Sent" or "MMS Received".
    body = "" if entry.attachments and entry.body in ("MMS Sent", "MMS Received") else entry.body
    return MessageRecord(
        chat,
        None,
        _sender(entry, context),
        _time(entry.time),
        body,
        "media" if entry.attachments and not body else "text",
        attachments=tuple(entry.attachments),
        locator=where,
    )


def _call(entry: _Entry, context: ReadContext) -> Iterator[Record]:
    label = next((label for label in entry.labels if label in _CALLS), "")
    shown = _CALLS.get(label, "call")
    number = entry.number or "unknown"
    yield ChatRecord(number, entry.name or entry.number or "Unknown", "direct")
    transcript = "" if entry.body == _NO_TRANSCRIPT else entry.body
    kind: MessageKind = "call"
    body = shown + _length(entry.duration)
    if label == "voicemail" and transcript:
        kind, body = "text", transcript
    entry.mine = label == "placed"
    try:
        yield MessageRecord(
            number, None, _sender(entry, context), _time(entry.time), body, kind,
            attachments=tuple(entry.attachments), locator=shown,
        )  # fmt: skip
    except (ValueError, OverflowError) as error:
        yield Problem(f"a call is not as Google Voice writes it: {fault(error)}", shown)


def _length(written: str) -> str:
    found = _DURATION.fullmatch(written)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    total = hours * 3600 + minutes * 60 + seconds
    return f", {total} s" if total else ""
