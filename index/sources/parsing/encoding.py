"""Bytes into text: which encoding a file has, and its lines in bounded memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from index.errors import SourceProblem
from index.sources.base import HEAD_BYTES, InputFile

LINE_CHARACTERS = 1_000_000
"""A longer line is handed out in pieces of about this length."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-16", "utf-32", "utf_16", "utf_32")
_TEXT_BYTES = bytes(range(32, 256)) + b"\t\n\r\f\b\x1b\x0b"
_HABITUAL = ("cp1252", "latin_1", "cp1250", "iso8859_2", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256")
"""Single-byte encodings in order of how often files have them: what is preferred where a guess is close."""
_CLOSE = 0.04
"""Guesses whose share of odd characters differs by less are equally good."""

_CHARSETS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",  # as browsers read them
    "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "shift_jis": "cp932",
    "x-sjis": "cp932", "unicode-1-1-utf-7": "utf-7", "utf8mb4": "utf-8", "iso-8859-8-i": "iso-8859-8",
    "iso-2022-jp": "iso2022_jp_ext",
}  # fmt: skip

_WITH_ASCII = frozenset(
    ("", "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "latin1")
)


def encoding_of(head: bytes) -> str:
    """Return the encoding of a text by its beginning. Raises SourceProblem when it is no text, or empty."""
    if not head:
        raise SourceProblem("It is empty.", "Export it again, or leave it out.")
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    if wide := _wide_without_mark(head):
        return wide
    if b"\0" in head or len(head.translate(None, _TEXT_BYTES)) * 50 > len(head):
        raise SourceProblem("It is not text.", "Leave it out, or name its kind with --as.")
    if b"\x1b$" in head and head.isascii() and _decodes(head[: head.rfind(b"\x1b(") + 3], "iso2022_jp"):
        return "iso2022_jp"
    try:
        # A character may be cut in two at the end of the head.
        codecs.getincrementaldecoder("utf-8")("strict").decode(head, final=len(head) < HEAD_BYTES)
    except UnicodeDecodeError:
        return _guess(head)
    return "utf-8"


def is_text(head: bytes) -> bool:
    """Tell whether a file is text by its beginning."""
    try:
        encoding_of(head)
    except SourceProblem:
        return False
    return True


def clean(text: str) -> str:
    """Return text that every store can hold: NUL and lone halves of surrogate pairs become U+FFFD, whole pairs join."""
    if text.isascii():
        return text.replace("\0", "\ufffd") if "\0" in text else text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\0", "\ufffd") if "\0" in text else text


def decoded_head(head: bytes) -> str:
    """Return a file's first bytes as text to recognise it by; nothing when it is no text."""
    try:
        return head.decode(encoding_of(head), "replace").removeprefix("\ufeff")
    except (SourceProblem, LookupError):
        return ""


def numbered_lines(file: InputFile) -> Iterator[tuple[int, str]]:
    r"""Yield (1-based number, line), each line with its "\n"; the pieces of a long one share their number.

    Bytes that do not decode become U+FFFD. Raises SourceProblem when the file is no text, OSError.
    """
    head = file.head()
    encoding = encoding_of(head)
    number = 1
    for line in _pieces(file, head, encoding):
        yield number, line
        number += line.endswith("\n")


def _pieces(file: InputFile, head: bytes, encoding: str) -> Iterator[str]:
    only_returns = b"\r" in head and b"\n" not in head
    if encoding.startswith(_WIDE) or only_returns or encoding.startswith(("iso2022", "hz")):
        with io.TextIOWrapper(file.open(), encoding=encoding, errors="replace") as stream:
            while line := stream.readline(LINE_CHARACTERS):
                yield clean(line)
        return
    with file.open() as raw:
        if encoding == "utf-8-sig":
            raw.read(len(codecs.BOM_UTF8))
        yield from _byte_lines(raw, "utf-8" if encoding.startswith("utf-8") else encoding, plain=head.isascii())


def _byte_lines(raw: BinaryIO, encoding: str, *, plain: bool) -> Iterator[str]:
    """Decode line by line, so that a file whose first bytes were `plain` ASCII can still turn out to be of another kind."""
    held = b""
    while block := raw.readline(LINE_CHARACTERS):
        line = held + block
        held = b""
        if not line.endswith(b"\n") and len(block) == LINE_CHARACTERS:
            # A character may be cut in two at the end of a piece.
            line, held = _whole_characters(line)
        try:
            text = line.decode(encoding)
        except UnicodeDecodeError:
            if plain and encoding == "utf-8":
                encoding = _guess(line)
            text = line.decode(encoding, "replace")
        plain = plain and text.isascii()
        if text.endswith("\r\n"):
            text = text[:-2] + "\n"
        yield clean(text)
    if held:
        yield clean(held.decode(encoding, "replace"))


def _whole_characters(line: bytes) -> tuple[bytes, bytes]:
    """Split off the beginning of a UTF-8 character that is not whole yet."""
    for back in range(1, 4):
        byte = line[-back]
        if byte >= 0xC0:
            length = 4 if byte >= 0xF0 else 3 if byte >= 0xE0 else 2
            return (line[:-back], line[-back:]) if back < length else (line, b"")
        if byte < 0x80:
            break
    return line, b""


def _wide_without_mark(head: bytes) -> str:
    """Recognise UTF-16 without a byte order mark by the zeros in every other byte of what is mostly Latin text."""
    even, odd = head[0::2], head[1::2]
    for zeros, letters, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros and zeros.count(0) * 2 > len(zeros) and letters.count(0) * 50 <= len(letters):
            return name
    return ""


def _guess(head: bytes) -> str:
    # UTF-8 with a few broken bytes is far likelier than anything else that has so many whole characters of it.
    whole = head.decode("utf-8", "ignore")
    marks = len(whole.encode()) - sum(character.isascii() for character in whole)
    broken = len(head) - len(whole.encode())
    if marks >= 2 * broken:
        return "utf-8"
    import charset_normalizer

    found = charset_normalizer.from_bytes(head[:HEAD_BYTES])
    best = found.best()
    if best is None:
        raise SourceProblem("It is not text in any encoding that homebody knows.", "Save it as UTF-8.")
    if best.encoding in ("utf_16", "utf_32") or _is_single_byte(best.encoding):
        close = {match.encoding for match in found if match.chaos <= best.chaos + _CLOSE} | set(
            best.could_be_from_charset
        )
        return next((name for name in _HABITUAL if name in close and _decodes(head, name)), best.encoding)
    return best.encoding


def _is_single_byte(encoding: str) -> bool:
    try:
        return len(bytes(range(128)).decode(encoding)) == 128 and len(b"\xe4\xe4".decode(encoding, "replace")) == 2
    except (UnicodeDecodeError, LookupError):
        return False


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        head.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def decoded(content: bytes, charset: str) -> str:
    """Decode a part in the encoding that it names, else in the one that it seems to be in. Never fails."""
    if (
        charset.lower().strip("\"' ") in _WITH_ASCII
        and content.isascii()
        and b"\x1b" not in content
        and b"\0" not in content
    ):
        # By far the most frequent.
        return content.decode("ascii").replace("\r\n", "\n")
    named = _CHARSETS.get(charset.lower().strip("\"' "), charset.lower().strip("\"' "))
    for encoding in (named, "utf-8") if named != "cp1252" else ("utf-8", "cp1252"):
        try:
            return content.decode(encoding).replace("\r\n", "\n") if encoding else _guessed(content)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return _guessed(content)


def _guessed(content: bytes) -> str:
    try:
        return content.decode(encoding_of(content[:65_536]) if content else "utf-8", "replace").replace("\r\n", "\n")
    except (SourceProblem, LookupError, ValueError):
        return content.decode("utf-8", "replace").replace("\r\n", "\n")
