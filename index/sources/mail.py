"""Mail: single messages (.eml, .emlx, a Maildir's files) and mbox files of any size."""

from __future__ import annotations

import email
import email.errors
import email.header
import email.utils
import re
from collections import OrderedDict
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from typing import ClassVar

from index.errors import SourceProblem
from index.sources import mail_text
from index.sources.base import InputFile, ReadContext
from index.sources.mail_text import own_words, unflowed
from index.sources.webpage import plain
from index.types import Attachment, ConversationRecord, MessageRecord, Problem, Record, Sender, Timestamp

MESSAGE_BYTES = 64_000_000
"""What goes beyond this in one message is the end of an attachment, and is left out."""
BODY_CHARACTERS = 1_000_000
THREADS_KEPT = 50_000
PARTS = 1000

_FROM = re.compile(rb"From \S.*\d\d:\d\d.*\d{4}|From \S+\s*$|From - ")
"""The line before each message of an mbox file."""
_FIELD = re.compile(rb"[!-9;-~]{1,80}[ \t]*:")
_KNOWN = re.compile(
    rb"(?:From|To|Subject|Date|Message-ID|Received|Return-Path|Delivered-To|MIME-Version|Content-Type|X-[\w-]+)[ \t]*:",
    re.IGNORECASE,
)
_EMLX = re.compile(rb"(\d{1,12})\s*\n(?=[!-9;-~]{1,80}:)")
_PREFIX = re.compile(
    r"\s*(?:(?:re|fwd?|aw|wg|antw|tr|rv|res|sv|vs|vl|odp|ynt|ilt|r|i|ref|回复|转发|答复|返信|転送|답장|전달)"
    r"\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*|\[external\]\s*)+",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"\s*(?:fwd?|wg|tr|rv|i|vs|转发|転送|전달)\s*[:：]", re.IGNORECASE)
_ID = re.compile(r"<([^<>\s]{1,500})>")
_FAULTY = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)
"""What the standard library's mail reader raises on mail that is not as it should be."""


class Mail:
    """Mail by its headers, whatever the file is called."""

    kind: ClassVar[str] = "email"
    title: ClassVar[str] = "Mail"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the header fields that begin a message, with a line before them in an mbox or an .emlx file."""
        head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
        if head.startswith(b"From ") and _FROM.match(head):
            head = head.partition(b"\n")[2]
        elif found := _EMLX.match(head):
            head = head[found.end() :]
        fields = 0
        for line in head.replace(b"\r\n", b"\n").split(b"\n")[:200]:
            if not line or not (_FIELD.match(line) or line[:1] in b" \t"):
                break
            fields += _KNOWN.match(line) is not None
        return fields >= 3 and re.search(rb"(?im)^(?:from|received|return-path)[ \t]*:", head) is not None

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield each message after the thread it belongs to."""
        threads: OrderedDict[str, None] = OrderedDict()
        read = 0
        for number, (content, separator) in enumerate(_split(file), 1):
            where = f"message {number}"
            try:
                conversation, message = _message(content, separator, where, context)
            except _FAULTY as error:
                yield Problem(f"a message is not written as mail is ({type(error).__name__})", where)
                continue
            read += 1
            if conversation.native_id not in threads:
                yield conversation
            threads[conversation.native_id] = None
            threads.move_to_end(conversation.native_id)
            if len(threads) > THREADS_KEPT:
                threads.popitem(last=False)
            yield message
        if not read:
            raise SourceProblem("It has no mail in it that can be read.", "Name another kind with --as.")


# ── Files into messages ───────────────────────────────────────────────────────────────────────────────────────────────


def _split(file: InputFile) -> Iterator[tuple[bytes, bytes]]:
    """Yield each message's bytes and the "From " line before it (empty in a file of one message)."""
    with file.open() as stream:
        first = stream.readline(10_000)
        while first and not first.strip(b"\xef\xbb\xbf \t\r\n"):
            first = stream.readline(10_000)
        if not first.startswith(b"From "):
            length = int(first) if first.strip().isdigit() else MESSAGE_BYTES
            beginning = b"" if first.strip().isdigit() else first
            yield beginning + stream.read(max(0, min(length, MESSAGE_BYTES) - len(beginning))), b""
            return
        separator, lines, size, blank = first, list[bytes](), 0, False
        line = stream.readline(1 << 20)
        while line:
            following = stream.readline(1 << 20)
            if blank and line.startswith(b"From ") and _FROM.match(line) and _FIELD.match(following):
                yield b"".join(lines), separator
                separator, lines, size = line, [], 0
            elif size < MESSAGE_BYTES:
                # Lines of a body that would begin like the next message were written with ">" before them.
                lines.append(line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line)
                size += len(line)
            blank = not line.strip()
            line = following
        yield b"".join(lines), separator


# ── One message ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _message(
    content: bytes, separator: bytes, where: str, context: ReadContext
) -> tuple[ConversationRecord, MessageRecord]:
    mail = email.message_from_bytes(content)
    if not mail.keys():
        raise ValueError("no header")
    subject = " ".join(_text(mail, "Subject").split())
    native = _first_id(mail, "Message-ID")
    parent = _first_id(mail, "In-Reply-To") or _last_id(mail, "References")
    root = _text(mail, "X-GM-THRID").strip() or _first_id(mail, "References") or parent or native
    bare = _PREFIX.sub("", subject, count=1)
    body, attachments = _content(mail)
    words = own_words(body, forwarded=_FORWARDED.match(subject) is not None)
    if subject and bare == subject:
        # What opens a thread is said in its subject too; answers only repeat it.
        words = f"{subject}\n\n{words}" if words else subject
    thread = root or f"{bare.casefold()} {_text(mail, 'From')}"
    return (
        ConversationRecord(thread, bare or "(no subject)", "mail"),
        MessageRecord(
            thread,
            native,
            _sender(mail, context),
            _time(mail, separator),
            words,
            "media" if attachments and not words else "text",
            reply_to=parent,
            thread=root,
            attachments=tuple(attachments),
            locator=where,
        ),
    )


def _raw(mail: Message, name: str) -> str:
    """Return a header unfolded and undecoded; bytes beyond ASCII are taken for UTF-8, else for Latin-1."""
    value: str = next((value for key, value in mail.raw_items() if key.lower() == name.lower()), "")
    written = value.encode("utf-8", "surrogateescape")
    try:
        text = written.decode("utf-8")
    except UnicodeDecodeError:
        text = written.decode("cp1252", "replace")
    return re.sub(r"\r?\n[ \t]*", " ", text)


def _text(mail: Message, name: str) -> str:
    return decoded_words(_raw(mail, name))


def decoded_words(value: str) -> str:
    """Decode the encoded words (RFC 2047) of a header's value."""
    if "=?" not in value:
        return value
    try:
        found = email.header.decode_header(value)
    except (email.errors.HeaderParseError, ValueError):
        return value
    return "".join(
        piece if isinstance(piece, str) else mail_text.decoded(piece, charset or "utf-8") for piece, charset in found
    )


def _first_id(mail: Message, name: str) -> str | None:
    found = _ID.search(_raw(mail, name))
    return found[1] if found else None


def _last_id(mail: Message, name: str) -> str | None:
    found = _ID.findall(_raw(mail, name))
    return str(found[-1]) if found else None


def _sender(mail: Message, context: ReadContext) -> Sender | None:
    for field in ("From", "Sender", "Return-Path"):
        for written, address in email.utils.getaddresses([_raw(mail, field)]):
            name = " ".join(decoded_words(written).split()).strip("\"'")
            value = address.strip().lower()
            if value or name:
                shown = name or value
                mine = context.me is not None and context.me.casefold() in (shown.casefold(), value)
                return Sender("email", value or name, shown, is_me=mine)
    return None


def _time(mail: Message, separator: bytes) -> Timestamp | None:
    received = _raw(mail, "Received").rpartition(";")[2]
    marked = separator.decode("ascii", "replace").partition(" ")[2].partition(" ")[2]
    for written in (_raw(mail, "Date"), received, marked):
        try:
            moment = email.utils.parsedate_to_datetime(written.strip())
            if not 1970 <= moment.year <= 2200:
                continue
            if moment.tzinfo is None:
                # "-0000", and the line before a message in an mbox file, are UTC without saying where it was written.
                utc = moment.replace(tzinfo=UTC)
                return Timestamp.from_epoch_ms(
                    int((utc - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1000, "s"
                )
            return Timestamp.from_aware(moment)
        except _FAULTY:
            continue
    return None


def _content(mail: Message) -> tuple[str, list[Attachment]]:
    """Return the text of a message (of HTML only where there is no other) and what is attached to it."""
    texts: list[str] = []
    pages: list[str] = []
    attachments: list[Attachment] = []
    for part in _leaves(mail):
        kind = part.get_content_type()
        name = _file_name(part)
        if name or part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html"):
            attachments.append(Attachment(name or kind, kind, missing=False))
            continue
        payload = part.get_payload(decode=True)
        text = mail_text.decoded(payload if isinstance(payload, bytes) else b"", _charset(part))
        if kind == "text/html":
            pages.append(plain(text[: BODY_CHARACTERS * 4]))
        elif kind == "text/plain":
            flowed = str(part.get_param("format", "")).lower() == "flowed"
            texts.append(unflowed(text, joined=str(part.get_param("delsp", "")).lower() == "yes") if flowed else text)
    chosen = texts if any(text.strip() for text in texts) else pages
    return "\n".join(text.strip() for text in chosen)[:BODY_CHARACTERS], attachments


def _leaves(mail: Message) -> Iterator[Message]:
    """Yield the parts that hold no parts themselves; an attached mail is one."""
    waiting = [mail]
    for _ in range(PARTS):
        if not waiting:
            return
        part = waiting.pop()
        held = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(held, list):
            waiting += [inner for inner in reversed(held) if isinstance(inner, Message)]
        else:
            yield part


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset() or ""
    except _FAULTY:
        return ""


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename()
    except _FAULTY:
        return ""
    if not name and part.get_content_maintype() == "message":
        held = part.get_payload()
        return _text(held[0], "Subject") if isinstance(held, list) and held and isinstance(held[0], Message) else ""
    return re.split(r"[\\/]", decoded_words(name))[-1].strip() if name else ""
