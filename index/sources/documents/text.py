"""Plain text in any encoding, source code included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from index.sources.base import InputFile, ReadContext
from index.sources.parsing.encoding import is_text, numbered_lines
from index.types.records import DocumentPart, DocumentRecord, Problem, Record, Timestamp

PART_CHARACTERS = 200_000
"""A document is handed on in parts of about this size, so that a huge file never stands in memory whole."""


class PlainText:
    """Anything that decodes."""

    kind: ClassVar[str] = "text"
    title: ClassVar[str] = "Text file"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Take whatever is text."""
        return is_text(head)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the file as one document of lines."""
        lines = numbered_lines(file)
        first = next(lines, None)
        yield DocumentRecord(file.base_name, modified(file))
        if first is not None:
            yield from text_parts(lines, first)


def modified(file: InputFile) -> Timestamp | None:
    """Return when a file was last changed, or None where nobody knows."""
    return Timestamp.from_epoch_ms(file.modified_ns // 1_000_000) if file.modified_ns else None


def text_parts(lines: Iterable[tuple[int, str]], *before: tuple[int, str]) -> Iterator[Record]:
    """Gather numbered lines (`before` come first) into parts, and say once where bytes could not be decoded."""
    gathered: list[str] = []
    size, start, broken = 0, 1, False
    for source in (before, lines):
        for number, line in source:
            if not gathered:
                start = number
            if not broken and "\ufffd" in line:
                broken = True
                yield Problem("some bytes are not text in the file's encoding", f"line {number}")
            gathered.append(line)
            size += len(line)
            if size >= PART_CHARACTERS:
                yield DocumentPart("".join(gathered), None, start)
                gathered, size = [], 0
    if gathered:
        yield DocumentPart("".join(gathered), None, start)
