"""Bytes into text: which encoding a file has, and its lines in bounded memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator

from index.errors import SourceProblem
from index.sources.base import InputFile

LINE_CHARACTERS = 1_000_000
"""A longer line is handed out in pieces of this length."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\b\x1b\x0b")


def encoding_of(head: bytes) -> str:
    """Return the encoding of a text by its beginning. Raises SourceProblem when it is no text, or empty."""
    if not head:
        raise SourceProblem("It is empty.", "Export it again, or leave it out.")
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    if b"\0" in head or sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in head) * 50 > len(head):
        raise SourceProblem("It is not text.", "Leave it out, or name its kind with --as.")
    try:
        # A character may be cut in two at the end of the head.
        codecs.getincrementaldecoder("utf-8")("strict").decode(head, final=False)
    except UnicodeDecodeError:
        return _guess(head)
    return "utf-8"


def _guess(head: bytes) -> str:
    import charset_normalizer

    broken = len(head.decode("utf-8", "ignore").encode()) / len(head)
    if broken > 0.98:
        return "utf-8"  # UTF-8 with a few broken bytes is far likelier than anything else that reads so
    best = charset_normalizer.from_bytes(head).best()
    if best is None:
        raise SourceProblem("It is not text in any encoding that homebody knows.", "Save it as UTF-8.")
    return best.encoding


def is_text(head: bytes) -> bool:
    """Tell whether a file is text by its beginning."""
    try:
        encoding_of(head)
    except SourceProblem:
        return False
    return True


def lines(file: InputFile) -> Iterator[str]:
    """Yield a text file's lines without their ends; bytes that do not decode become U+FFFD. Raises SourceProblem."""
    encoding = encoding_of(file.head())
    with io.TextIOWrapper(file.open(), encoding=encoding, errors="replace") as stream:
        while line := stream.readline(LINE_CHARACTERS):
            yield line.removesuffix("\n")
