"""OpenDocument text, tables and slides (.odt, .ods, .odp)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.documents.office_package import described, members, opened
from index.sources.documents.sections import Block, parts
from index.sources.parsing.xml_stream import Event, outside
from index.types.records import Record

SPACES = 200
"""A run of spaces is written as a number; it is believed up to here."""

_NOT_SHOWN = frozenset({"tracked-changes", "forms", "object", "annotation-end", "sequence-decls", "variable-decls"})


class OpenDocument:
    """A document of LibreOffice and its relatives, with a part a section."""

    kind: ClassVar[str] = "opendocument"
    title: ClassVar[str] = "OpenDocument file"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the type that the file's first member names."""
        return b"mimetypeapplication/vnd.oasis.opendocument." in head[:200]

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the document. Raises SourceProblem when it is damaged, encrypted or none."""
        if "content.xml" not in members(file, file.head()):
            raise SourceProblem("It is not an OpenDocument file.", "Name another kind with --as.")
        with opened(file) as package:
            if b"encryption-data" in package.read("META-INF/manifest.xml"):
                raise SourceProblem(
                    "It is encrypted and needs a password.", "Save a copy without the password and add that."
                )
            yield described(file, package, "meta.xml")
            yield from parts(_Reading().blocks(package.events("content.xml")))


class _Reading:
    def __init__(self) -> None:
        self._paragraphs: list[list[str]] = []
        """Texts of the paragraphs that are open: a frame or a note stands inside of one."""
        self._level = 0
        self._lists = 0
        self._row: list[list[str]] | None = None

    def blocks(self, events: Iterator[Event]) -> Iterator[Block]:
        for event in outside(events, _NOT_SHOWN):
            if event.kind == "text":
                if self._paragraphs:
                    self._paragraphs[-1].append(event.text)
            elif event.kind == "start":
                yield from self._start(event)
            else:
                yield from self._end(event.name)

    def _start(self, event: Event) -> Iterator[Block]:
        name = event.name
        if name in ("p", "h"):
            self._paragraphs.append([])
            level = event.attributes.get("outline-level", "1")
            self._level = min(6, int(level)) if name == "h" and level.isdigit() else 0
        elif name in ("s", "tab", "line-break") and self._paragraphs:
            count = event.attributes.get("c", "1")
            spaces = " " * min(SPACES, int(count) if count.isdigit() else 1)
            self._paragraphs[-1].append({"s": spaces, "tab": "\t"}.get(name, "\n"))
        elif name == "list":
            self._lists += 1
        elif name in ("table", "page") and event.attributes.get("name"):
            yield Block(event.attributes["name"], 2)
        elif name == "table-row":
            self._row = []
        elif name == "table-cell" and self._row is not None:
            self._row.append([])

    def _end(self, name: str) -> Iterator[Block]:
        if name in ("p", "h") and self._paragraphs:
            text = "".join(self._paragraphs.pop()).strip()
            if self._row:
                self._row[-1].append(text)
            elif text:
                yield Block(f"- {text}" if self._lists and not self._level else text, self._level)
            self._level = 0
        elif name == "list":
            self._lists -= 1
        elif name == "table-row":
            cells = [" ".join(" ".join(cell).split()) for cell in self._row or ()]
            self._row = None
            if any(cells):
                yield Block("| " + " | ".join(cells).rstrip(" |"))
