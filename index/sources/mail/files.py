"""Mail files into single messages: mbox in its variants, .emlx, a Maildir's files and .eml."""

from __future__ import annotations

import plistlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from index.sources.base import InputFile

MESSAGE_BYTES = 30_000_000
"""What goes beyond this in one message is the end of an attachment, and is left out: few providers take larger mail, and
taking a message apart needs ten times its size in memory."""
HEADER_BYTES = 1_000_000
LINE_BYTES = 1 << 20

# “From maya@example.org Mon Mar 11 21:12:07 2024”, “From MAILER-DAEMON”, “From - ”
SEPARATOR = re.compile(rb"From \S.*\d\d:\d\d.*\d{4}|From \S+\s*$|From - ")
"""The line before each message of an mbox file."""
# “Subject: Boat”, “X-Spam-Status : No”
FIELD = re.compile(rb"[!-9;-~]{1,80}[ \t]*:")
# “Message-ID: <1@example.org>”, “X-GM-THRID: 1”; not “Note: bring socks”
KNOWN = re.compile(
    rb"(?:From|To|Subject|Date|Message-ID|Received|Return-Path|Delivered-To|MIME-Version|Content-Type|X-[\w-]+)[ \t]*:",
    re.IGNORECASE,
)
EMLX = re.compile(rb"(\d{1,12})\s*\n(?=[!-9;-~]{1,80}:)")
# “Content-Length: 1024”
_LENGTH = re.compile(rb"Content-Length[ \t]*:[ \t]*(\d{1,12})[ \t]*\r?\n?$", re.IGNORECASE)
# “1710191527.M1P2.host:2,FS”, “1710191527.M1P2.host;2,”
_MAILDIR = re.compile(r"[:;!]2,([A-Za-z]*)$")
"""The flags at the end of a Maildir's file names; ";" and "!" stand for ":" where a file system has none."""
_EMLX_DELETED, _EMLX_DRAFT = 1 << 1, 1 << 6


@dataclass(frozen=True, slots=True)
class RawMail:
    """One message's bytes. `separator` is the "From " line before it, empty where there is none."""

    content: bytes
    separator: bytes = b""
    deleted: bool = False
    draft: bool = False


def messages(file: InputFile) -> Iterator[RawMail]:
    """Yield each message of a file, holding one at a time, and of a huge one its first MESSAGE_BYTES."""
    with file.open() as stream:
        first = stream.readline(LINE_BYTES)
        while first and not first.strip(b"\xef\xbb\xbf \t\r\n"):
            first = stream.readline(LINE_BYTES)
        if first.startswith(b"From "):
            yield from _mbox(stream, first)
        elif first.strip().isdigit() and len(first) < 20:
            yield _emlx(stream, int(first))
        else:
            flags = _MAILDIR.search(file.base_name)
            named = flags[1] if flags else ""
            content = first + stream.read(max(0, MESSAGE_BYTES - len(first)))
            yield RawMail(content, b"", deleted="T" in named, draft="D" in named)


def _emlx(stream: BinaryIO, length: int) -> RawMail:
    """Read Apple's form: the message's length, the message, and a property list with its flags."""
    content = stream.read(min(length, MESSAGE_BYTES))
    flags = 0
    if length <= MESSAGE_BYTES:
        try:
            flags = int(plistlib.loads(stream.read(HEADER_BYTES)).get("flags", 0))
        except (plistlib.InvalidFileException, ExpatError, ValueError, LookupError, TypeError, AttributeError):
            flags = 0
    return RawMail(content, b"", deleted=bool(flags & _EMLX_DELETED), draft=bool(flags & _EMLX_DRAFT))


def _mbox(stream: BinaryIO, separator: bytes) -> Iterator[RawMail]:
    lines, size, blank = bytearray(), 0, False
    in_header, stated = True, 0
    line = stream.readline(LINE_BYTES)
    while line:
        following = stream.readline(LINE_BYTES)
        # A message that states its length (mboxcl2) may hold lines that begin like the next: those need better evidence.
        begins = KNOWN if size < stated else FIELD
        if blank and line.startswith(b"From ") and SEPARATOR.match(line) and begins.match(following):
            yield RawMail(bytes(lines), separator)
            separator, size, in_header, stated = line, 0, True, 0
            lines.clear()
        else:
            if in_header and (found := _LENGTH.match(line)):
                stated = size + int(found[1])
            in_header = in_header and bool(line.strip())
            if size < MESSAGE_BYTES:
                # Lines of a body that would begin like the next message were written with ">" before them.
                quoted = line.startswith(b">") and line.lstrip(b">").startswith(b"From ")
                lines += line[1:] if quoted else line
            size += len(line)
        blank = not line.strip()
        line = following
    yield RawMail(bytes(lines), separator)
