"""Plain text in any encoding, source code included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from index.sources.base import InputFile, ReadContext
from index.sources.encoding import is_text, lines
from index.types import DocumentPart, DocumentRecord, Problem, Record, Timestamp

PART_CHARACTERS = 200_000
"""A document is handed on in parts of about this size, so that a huge file never stands in memory whole."""


class Text:
    """Anything that decodes."""

    kind: ClassVar[str] = "text"
    title: ClassVar[str] = "Text file"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Take whatever is text."""
        return is_text(head)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the file as one document of lines."""
        yield DocumentRecord(file.base_name, modified(file))
        yield from text_parts(lines(file), 1)


def modified(file: InputFile) -> Timestamp | None:
    """Return when a file was last changed, or None where nobody knows."""
    return Timestamp.from_epoch_ms(file.modified_ns // 1_000_000) if file.modified_ns else None


def text_parts(numbered: Iterator[str], first_line: int) -> Iterator[Record]:
    """Gather lines into parts, and say once where bytes could not be decoded."""
    gathered: list[str] = []
    size, start, broken = 0, first_line, False
    for number, line in enumerate(numbered, first_line):
        if not broken and "\ufffd" in line:
            broken = True
            yield Problem("some bytes are not text in the file's encoding", f"line {number}")
        gathered.append(line)
        size += len(line) + 1
        if size >= PART_CHARACTERS:
            yield DocumentPart("\n".join(gathered), None, start)
            gathered, size, start = [], 0, number + 1
    if gathered:
        yield DocumentPart("\n".join(gathered), None, start)
