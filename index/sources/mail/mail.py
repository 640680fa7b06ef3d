"""Mail: single messages (.eml, .emlx, a Maildir's files) and mbox files of any size."""

from __future__ import annotations

import email
import email.errors
import email.header
import email.utils
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import Message
from typing import ClassVar

from index.errors import SourceProblem
from index.sources.base import WRONG, InputFile, ReadContext, Source
from index.sources.documents.webpage import plain
from index.sources.mail import files
from index.sources.mail.attachments import MailAttachment, documents, readable
from index.sources.mail.files import EMLX, FIELD, KNOWN, SEPARATOR, RawMail
from index.sources.mail.text import own_words, unflowed
from index.sources.parsing.encoding import decoded
from index.types.kinds import MessageKind
from index.types.records import Attachment, ChatRecord, MessageRecord, Problem, Record, Sender, Timestamp

BODY_CHARACTERS = 1_000_000
HEADER_CHARACTERS = 50_000
"""What goes beyond this in one header is left out."""
THREADS_KEPT = 50_000
PARTS = 1000
_NAMED = 100

_PREFIX = re.compile(
    r"\s*(?:(?:re|fwd?|aw|wg|antw|tr|rv|res|sv|vs|vl|odp|ynt|ilt|r|i|ref|回复|转发|答复|返信|転送|답장|전달)"
    r"\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*|\[external\]\s*)+",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"\s*(?:fwd?|wg|tr|rv|i|vs|转发|転送|전달)\s*[:：]", re.IGNORECASE)
_MOZILLA_EXPUNGED = 0x0008
_ID = re.compile(r"<([^<>\s]{1,500})>")


class Mail:
    """Mail by its headers, whatever the file is called."""

    kind: ClassVar[str] = "email"
    title: ClassVar[str] = "Mail"

    def __init__(self, detect: Callable[[InputFile], Source]) -> None:
        """Have what is attached read by the source that `detect` names."""
        self._detect = detect

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the header fields that begin a message, with a line before them in an mbox or an .emlx file."""
        head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
        if head.startswith(b"From ") and SEPARATOR.match(head):
            head = head.partition(b"\n")[2]
        elif found := EMLX.match(head):
            head = head[found.end() :]
        fields = 0
        for line in head.replace(b"\r\n", b"\n").split(b"\n")[:200]:
            if not line or not (FIELD.match(line) or line[:1] in b" \t"):
                break
            fields += KNOWN.match(line) is not None
        return fields >= 3 and re.search(rb"(?im)^(?:from|received|return-path)[ \t]*:", head) is not None

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield each message after the thread it belongs to."""
        threads: OrderedDict[str, None] = OrderedDict()
        read = 0
        for number, raw in enumerate(files.messages(file), 1):
            where = f"message {number}"
            if raw.draft:
                read += 1
                continue
            try:
                chat, message, attached = _message(raw, where, context)
            except WRONG as error:
                yield Problem(f"a message is not written as mail is ({type(error).__name__})", where)
                continue
            read += 1
            if chat.native_id not in threads:
                yield chat
            threads[chat.native_id] = None
            threads.move_to_end(chat.native_id)
            if len(threads) > THREADS_KEPT:
                threads.popitem(last=False)
            yield message
            chosen = readable(attached, file)
            by = f" from {message.sender.name}" if message.sender else ""
            for one in chosen:
                yield from documents(
                    one,
                    file,
                    context,
                    self._detect,
                    belongs_to=f"“{chat.title}”{by}",
                    time=message.time,
                    where=where,
                )
        if not read:
            raise SourceProblem("It has no mail in it that can be read.", "Name another kind with --as.")


# ── One message ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _message(raw: RawMail, where: str, context: ReadContext) -> tuple[ChatRecord, MessageRecord, list[MailAttachment]]:
    mail = email.message_from_bytes(raw.content)
    if not mail.keys():
        raise ValueError("no header")
    deleted = raw.deleted or _marked_deleted(mail)
    subject = " ".join(_text(mail, "Subject").split())
    native = _first_id(mail, "Message-ID")
    before = _ID.findall(_raw(mail, "References"))
    parent = _first_id(mail, "In-Reply-To") or (before[-1] if before else None)
    root = _text(mail, "X-GM-THRID").strip() or (before[0] if before else parent) or native
    # The first one opened the thread, the last ones are nearest; a mail program that names more is no help.
    named = (native, parent, *before[:1], *before[-_NAMED:])
    bare = _PREFIX.sub("", subject, count=1)
    body, attachments, attached = ("", [], []) if deleted else _content(mail)
    words = own_words(body, forwarded=_FORWARDED.match(subject) is not None)
    kind: MessageKind = "deleted" if deleted else "media" if attachments and not words else "text"
    if subject and bare == subject and not deleted:
        # What opens a thread is said in its subject too; answers only repeat it.
        words = f"{subject}\n\n{words}" if words else subject
    thread = root or f"{bare.casefold()} {_text(mail, 'From')}"
    return (
        ChatRecord(thread, bare or "(no subject)", "mail"),
        MessageRecord(
            thread,
            native,
            _sender(mail, context),
            _time(mail, raw.separator),
            words,
            kind,
            reply_to=parent,
            thread=root,
            attachments=tuple(attachments),
            locator=where,
            related=tuple(dict.fromkeys(one for one in named if one)),
        ),
        attached,
    )


def _marked_deleted(mail: Message) -> bool:
    """Tell whether a mail program has marked a message in an mbox file as deleted without taking it out yet."""
    mozilla = _raw(mail, "X-Mozilla-Status").strip()
    try:
        return bool(int(mozilla or "0", 16) & _MOZILLA_EXPUNGED) or "D" in _raw(mail, "X-Status")
    except ValueError:
        return False


def _raw(mail: Message, name: str) -> str:
    """Return a header unfolded and undecoded; bytes beyond ASCII are taken for UTF-8, else for Latin-1."""
    value: str = next((value for key, value in mail.raw_items() if key.lower() == name.lower()), "")
    written = value[:HEADER_CHARACTERS].encode("utf-8", "surrogateescape")
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
    return "".join(piece if isinstance(piece, str) else decoded(piece, charset or "utf-8") for piece, charset in found)


def _first_id(mail: Message, name: str) -> str | None:
    found = _ID.search(_raw(mail, name))
    return found[1] if found else None


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
        except WRONG:
            continue
    return None


def _content(mail: Message) -> tuple[str, list[Attachment], list[MailAttachment]]:
    """Return the text of a message (of HTML only where there is no other), what is attached to it, and the files."""
    texts: list[str] = []
    pages: list[str] = []
    attachments: list[Attachment] = []
    attached: list[MailAttachment] = []
    for part in _leaves(mail):
        kind = part.get_content_type()
        name = _file_name(part)
        if name or part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html"):
            # Apple keeps large attachments beside the message, and its length in the place of each.
            missing = bool(part.get("X-Apple-Content-Length")) and not part.get_payload()
            attachments.append(Attachment(name or kind, kind, missing=missing))
            attached.append(MailAttachment(name or kind.replace("/", "."), kind, _bytes_of(part)))
            continue
        payload = part.get_payload(decode=True)
        text = decoded(payload if isinstance(payload, bytes) else b"", _charset(part))
        if kind == "text/html":
            pages.append(plain(text[: BODY_CHARACTERS * 4]))
        elif kind == "text/plain":
            flowed = str(part.get_param("format", "")).lower() == "flowed"
            texts.append(unflowed(text, joined=str(part.get_param("delsp", "")).lower() == "yes") if flowed else text)
    chosen = texts if any(text.strip() for text in texts) else pages
    return "\n".join(text.strip() for text in chosen)[:BODY_CHARACTERS], attachments, attached


def _bytes_of(part: Message) -> bytes:
    """Return a part's file; of an attached mail the mail as it was written."""
    held = part.get_payload()
    if isinstance(held, list):
        try:
            return held[0].as_bytes() if held and isinstance(held[0], Message) else b""
        except WRONG:
            return b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


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
    except WRONG:
        return ""


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename()
    except WRONG:
        return ""
    if not name and part.get_content_maintype() == "message":
        held = part.get_payload()
        return _text(held[0], "Subject") if isinstance(held, list) and held and isinstance(held[0], Message) else ""
    return re.split(r"[\\/]", decoded_words(name))[-1].strip() if name else ""
