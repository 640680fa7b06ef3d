"""Text messages and calls as Android apps write them: SMS Backup & Restore in XML, SMS Import / Export in lines of JSON."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any, ClassVar

from index.errors import SourceProblem
from index.sources.base import WRONG, InputFile, ReadContext, fault
from index.sources.parsing.encoding import clean
from index.sources.parsing.xml_stream import BrokenXml, Event, events
from index.types.kinds import MessageKind
from index.types.records import Attachment, ChatRecord, MessageRecord, Problem, Record, Sender, Timestamp

LINE_BYTES = 16_000_000
"""A longer line is no message."""
CHATS_KEPT = 20_000
SECONDS = 100_000_000_000
"""Times below this are in seconds."""
REFERENCE_BYTES = 16
"""A character reference is shorter than this: so much is held back where a block ends inside of one."""

# “<smses count="2">”, “<calls >”, “<allsms>”, “<sms address="+49" date="1709658000000"”
_OPENING = re.compile(rb"<(?:smses|calls|allsms)[\s>]|<sms\s[^<>]{0,500}\baddress=[^<>]{0,2000}\bdate=")
# “&#55357;&#56396;”
_REFERENCES = re.compile(rb"(?:&#(?:x[0-9a-fA-F]{1,6}|\d{1,7});)+")
# “&#55357;”, “&#x1F600;”
_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]+)|(\d+));")
# “a &#553”, “a &”; not “a &#55357;”
_UNFINISHED = re.compile(rb"&(?:#(?:x[0-9a-fA-F]{0,6}|\d{0,7}))?\Z")
_SENT = frozenset({"2", "4", "5", "6"})
"""SMS types of what the owner wrote: sent, outbox, failed, queued."""
_DRAFT = "3"
_FROM = "137"
"""What an MMS calls the address of its sender; the others are those it went to."""
_NOBODY = ("null", "(Unknown)")
_MMS_FIELDS = frozenset({"__parts", "__addresses", "__sender_address", "__recipient_addresses"})
_NO_ADDRESS = "insert-address-token"
"""What a phone writes where it leaves its own number out."""
_CALLS = {
    "1": "incoming call", "2": "outgoing call", "3": "missed call", "4": "voicemail", "5": "rejected call",
    "6": "refused call", "7": "call answered elsewhere",
}  # fmt: skip


class Sms:
    """Text and picture messages, or calls, of a phone."""

    kind: ClassVar[str] = "sms"
    title: ClassVar[str] = "SMS backup"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the element that holds all messages or calls."""
        if _is_lines(head):
            return True
        return _OPENING.search(head[:4000]) is not None and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield chats, each before its first message, streaming. Raises SourceProblem when nothing can be read."""
        reading = _Reading(context)
        if _is_lines(file.head()):
            yield from _read_lines(file, reading)
            return
        try:
            with file.open() as stream:
                for event in events(_Mended(stream)):
                    yield from reading.event(event)
        except BrokenXml:
            if not reading.count:
                raise SourceProblem("It is not valid XML, and no message could be read.", "Back up again.") from None
            yield Problem("the file breaks off here; what came before was read", f"after message {reading.count}")
        yield from reading.end()


def _is_lines(head: bytes) -> bool:
    """Tell by its first line whether a file is the other app's: an object with the fields of the phone's own database."""
    first = head.lstrip(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    if not first.startswith(b"{") or b'"date"' not in first:
        return False
    sms = all(field in first for field in (b'"address"', b'"body"', b'"type"'))
    call = all(field in first for field in (b'"number"', b'"duration"', b'"type"'))
    return sms or call or (b'"__parts"' in first and b'"msg_box"' in first)


def _read_lines(file: InputFile, reading: _Reading) -> Iterator[Record]:
    with file.open() as stream:
        number = 0
        while line := stream.readline(LINE_BYTES):
            number += 1
            if not line.strip():
                continue
            try:
                yield from reading.line(json.loads(line.removeprefix(b"\xef\xbb\xbf")))
            except WRONG as error:
                yield Problem(f"a line is not as the app writes them: {fault(error)}", f"line {number}")
    yield from reading.end()
    if not reading.count:
        raise SourceProblem("It holds no message.", "Back up again.")


class _Mended:
    """The file with references to halves of characters joined: older backups wrote emoji so, which is no XML."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._held = b""

    def read(self, count: int) -> bytes:
        """Return the next bytes, at the file's end none."""
        while True:
            block = self._stream.read(count)
            whole = self._held + block
            cut = _outside_pair(whole) if block else len(whole)
            self._held = whole[cut:]
            if cut or not block:
                return _REFERENCES.sub(_joined, whole[:cut])


def _outside_pair(content: bytes) -> int:
    """Return where to cut so that neither a reference nor a pair of halves is cut in two."""
    cut = len(content)
    if unfinished := _UNFINISHED.search(content, max(0, cut - REFERENCE_BYTES)):
        cut = unfinished.start()
    start = content.rfind(b"&", max(0, cut - REFERENCE_BYTES), cut)
    last = _REFERENCE.fullmatch(content, start, cut) if start >= 0 else None
    if last and 0xD800 <= (int(last[1], 16) if last[1] else int(last[2])) < 0xDC00:
        cut = start
    return cut


def _joined(found: re.Match[bytes]) -> bytes:
    codes = [int(one[1], 16) if one[1] else int(one[2]) for one in _REFERENCE.finditer(found[0])]
    out: list[bytes] = []
    at = 0
    while at < len(codes):
        code, after = codes[at], codes[at + 1] if at + 1 < len(codes) else 0
        if 0xD800 <= code < 0xDC00 <= after < 0xE000:
            code, at = 0x10000 + ((code - 0xD800) << 10) + (after - 0xDC00), at + 1
        # What XML cannot hold at all, not even as a reference, becomes the sign for "unreadable".
        allowed = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
        out.append(b"&#%d;" % (code if allowed else 0xFFFD))
        at += 1
    return b"".join(out)


@dataclass(slots=True)
class _Mms:
    attributes: dict[str, str]
    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    sender: str = ""
    receivers: list[str] = field(default_factory=list)


class _Reading:
    def __init__(self, context: ReadContext) -> None:
        self._context = context
        self._told: set[str] = set()
        self._mms: _Mms | None = None
        self._own: set[str] = {""}
        """Numbers that are the owner's, as far as messages have told."""
        self.count = self.untimed = 0

    def end(self) -> Iterator[Record]:
        """Say what all messages had wrong."""
        if self.untimed:
            yield Problem(f"no time stands by {self.untimed} of its messages", severity="guess")

    def line(self, found: dict[str, Any]) -> Iterator[Record]:
        """Yield the message or call of a line of JSON, whose fields are those of the phone's own database."""
        attributes = {key: str(value) for key, value in found.items() if isinstance(value, str | int | float)}
        attributes["contact_name"] = attributes.get("__display_name") or attributes.get("name") or ""
        if not _MMS_FIELDS.isdisjoint(found):
            self._mms = _Mms(attributes)
            for part in found.get("__parts") or ():
                told = {key: str(value) for key, value in part.items() if value is not None}
                _take_part(self._mms, told | ({"data": ""} if told.get("_data") else {}))
            sender = found.get("__sender_address")
            listed = [*(found.get("__addresses") or ()), *(found.get("__recipient_addresses") or ())]
            for address in [*([sender] if isinstance(sender, dict) else ()), *listed]:
                self._address(str(address.get("address") or ""), str(address.get("type") or ""))
            yield from self._guarded("mms", attributes)
            self._mms = None
        else:
            yield from self._guarded("call" if "number" in found and "body" not in found else "sms", attributes)

    def _address(self, written: str, role: str) -> None:
        """Note one of a picture message's addresses, by the role that it has there."""
        number = "".join(_numbers("" if written in _NOBODY else written)[:1])
        if self._mms is None or not number:
            return
        if role == _FROM:
            self._mms.sender = number
        else:
            self._mms.receivers.append(number)

    def event(self, event: Event) -> Iterator[Record]:
        if event.kind == "start":
            if event.name in ("sms", "call"):
                yield from self._guarded(event.name, event.attributes)
            elif event.name == "mms":
                self._mms = _Mms(event.attributes)
            elif self._mms is not None and event.name == "part":
                _take_part(self._mms, event.attributes)
            elif self._mms is not None and event.name == "addr":
                self._address(event.attributes.get("address", ""), event.attributes.get("type", ""))
        elif event.kind == "end" and event.name == "mms" and self._mms is not None:
            yield from self._guarded("mms", self._mms.attributes)
            self._mms = None

    def _guarded(self, name: str, attributes: dict[str, str]) -> Iterator[Record]:
        self.count += 1
        where = f"message {self.count}"
        try:
            if name == "sms":
                records = self._sms(attributes, where)
            elif name == "call":
                records = self._call(attributes, where)
            else:
                records = self._picture_message(attributes, where)
            yield from records
        except WRONG as error:
            yield Problem(f"a message is not as the app writes them: {fault(error)}", where)

    def _sms(self, found: dict[str, str], where: str) -> list[Record]:
        if found.get("type") == _DRAFT:
            return []
        mine = found.get("type") in _SENT
        numbers = _numbers(_told(found, "address") or _told(found, "number"))
        chat = self._chat(numbers, _told(found, "contact_name"))
        body = "\n".join(part for part in (_told(found, "subject"), _told(found, "body")) if part)
        return self._records(chat, found, mine, chat.title, numbers[0] if numbers else "", body, "text", (), where)

    def _call(self, found: dict[str, str], where: str) -> list[Record]:
        number = found.get("number", "")
        chat = self._chat([number], _told(found, "contact_name"))
        seconds = found.get("duration", "0")
        body = _CALLS.get(found.get("type", ""), "call")
        body += f", {seconds} s" if seconds.isdigit() and int(seconds) else ""
        return self._records(chat, found, found.get("type") == "2", chat.title, number, body, "call", (), where)

    def _picture_message(self, found: dict[str, str], where: str) -> list[Record]:
        if self._mms is None or found.get("msg_box") == _DRAFT:
            return []
        # The box is right even where the sender that stands beside it is wrong.
        mine = found.get("msg_box") in _SENT
        numbers = _numbers(_told(found, "address")) or self._correspondents(self._mms, mine=mine)
        names = _told(found, "contact_name")
        chat = self._chat(numbers, names)
        sender = self._mms.sender or (numbers[0] if numbers else "")
        name = chat.title if len(numbers) < 2 else self._name_of(sender, numbers, names)
        body = "\n".join(part for part in (_told(found, "sub"), *self._mms.texts) if part.strip())
        attachments = tuple(self._mms.attachments)
        kind: MessageKind = "media" if attachments and not body else "text"
        return self._records(chat, found, mine, name, sender, body, kind, attachments, where)

    def _correspondents(self, mms: _Mms, *, mine: bool) -> list[str]:
        """Return who a picture message is from and to, without the owner, where nothing but its envelope tells it."""
        if mine:
            self._own.add(_number(mms.sender))
            everyone = mms.receivers
        else:
            if len(mms.receivers) == 1:
                # What comes to one number alone came to the owner's.
                self._own.add(_number(mms.receivers[0]))
            everyone = [mms.sender, *mms.receivers]
        return list(dict.fromkeys(number for number in everyone if number and _number(number) not in self._own))

    @staticmethod
    def _name_of(sender: str, numbers: list[str], names: str) -> str:
        shown = [name.strip() for name in names.split(",")]
        if len(shown) == len(numbers):
            for number, name in zip(numbers, shown, strict=True):
                if _number(number) == _number(sender):
                    return name
        return sender

    def _chat(self, numbers: list[str], name: str) -> ChatRecord:
        native = "~".join(sorted(_number(number) for number in numbers)) or "unknown"
        title = clean(name) or ", ".join(numbers) or "Unknown"
        return ChatRecord(native, title, "group" if len(numbers) > 1 else "direct")

    def _records(
        self, chat: ChatRecord, found: dict[str, str], mine: bool, name: str, number: str, body: str,
        kind: MessageKind, attachments: tuple[Attachment, ...], where: str,
    ) -> list[Record]:  # fmt: skip
        if mine:
            sender = Sender("sms", "self", self._context.me or "me", is_me=True)
        else:
            sender = Sender("phone", _number(number), clean(name) or number or "Unknown")
        time = _time(found)
        self.untimed += time is None
        message = MessageRecord(
            chat.native_id, None, sender, time, clean(body), kind, attachments=attachments, locator=where
        )
        if chat.native_id in self._told:
            return [message]
        if len(self._told) < CHATS_KEPT:
            self._told.add(chat.native_id)
        return [chat, message]


def _take_part(mms: _Mms, found: dict[str, str]) -> None:
    mime = found.get("ct", "").lower()
    if mime == "text/plain":
        mms.texts.append(_told(found, "text") or _held(found))
    elif mime != "application/smil":
        name = next((_told(found, key) for key in ("fn", "cl", "name") if _told(found, key)), mime or "file")
        mms.attachments.append(Attachment(clean(name), mime, missing="data" not in found))


def _told(found: dict[str, str], key: str) -> str:
    """Return an attribute; the app writes "null" and "(Unknown)" for what there is none of."""
    value = found.get(key, "")
    return "" if value in _NOBODY else value


def _held(part: dict[str, str]) -> str:
    """Return the text of a part that holds it as a file does."""
    try:
        return base64.b64decode(_told(part, "data"), validate=True).decode()
    except ValueError:
        return ""


def _time(found: dict[str, str]) -> Timestamp | None:
    """Return when a message came or went; None where neither is written."""
    for name in ("date", "date_sent"):
        written = found.get(name, "")
        if re.fullmatch(r"\d{1,16}", written) and int(written):
            # An MMS's moment of sending is in seconds, and some programs write all times so: in milliseconds these would
            # lie before there were text messages.
            return Timestamp.from_epoch_ms(int(written) * (1000 if int(written) < SECONDS else 1))
    return None


def _numbers(written: str) -> list[str]:
    """Return the numbers of an address: those of a group are parted by "~"."""
    return [number for number in written.split("~") if number.strip() and number != _NO_ADDRESS]


def _number(written: str) -> str:
    """Return a phone number without its spaces; the name of a service as it is."""
    bare = re.sub(r"[\s().-]", "", written)
    return bare if re.fullmatch(r"\+?\d+", bare) else written.strip()
