"""Word documents (.docx)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.documents.office_package import Package, described, members, opened
from index.sources.documents.sections import Block, parts
from index.sources.parsing.xml_stream import Event, outside
from index.types.records import Record

_TEXT = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")
_HEADING = re.compile(r"heading ([1-9])$", re.IGNORECASE)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOT_SHOWN = frozenset({"Fallback", "del", "moveFrom", "instrText"})
"""What another part of the document says again, or what was deleted while changes were tracked."""


class Docx:
    """A Word document: its text with headings, lists and tables, then notes and comments."""

    kind: ClassVar[str] = "docx"
    title: ClassVar[str] = "Word document"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the member that holds a Word document's text."""
        return _TEXT in members(file, head)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the document with a part a section. Raises SourceProblem when it is damaged, encrypted or no document."""
        with opened(file) as package:
            if _TEXT not in package.names:
                raise SourceProblem("It is not a Word document.", "Name another kind with --as.")
            yield described(file, package)
            levels = _levels(package)
            yield from parts(
                block for name in (_TEXT, *_NOTES) for block in _Reading(levels).blocks(package.events(name))
            )


def _levels(package: Package) -> dict[str, int]:
    """Return the level of each style that is a heading's: its name is English whatever the style is called by."""
    found: dict[str, int] = {}
    style = ""
    for event in package.events("word/styles.xml"):
        value = event.attributes.get("val", "")
        if event.kind != "start":
            continue
        if event.name == "style":
            style = event.attributes.get("styleId", "")
        elif event.name == "name":
            if heading := _HEADING.match(value):
                found[style] = min(6, int(heading[1]))
            elif value.lower() == "title":
                found[style] = 1
        elif event.name == "outlineLvl" and value in ("0", "1", "2", "3", "4", "5"):
            found.setdefault(style, int(value) + 1)
    return found


class _Reading:
    """The state of reading one member."""

    def __init__(self, levels: dict[str, int]) -> None:
        self._levels = levels
        self._text: list[str] = []
        self._cells: list[list[str]] | None = None
        self._in_text = self._in_run = False
        self._level = 0
        self._item = False

    def blocks(self, events: Iterator[Event]) -> Iterator[Block]:
        for event in outside(events, _NOT_SHOWN):
            if event.kind == "text":
                if self._in_text:
                    self._text.append(event.text)
            elif event.kind == "start":
                self._start(event)
            else:
                yield from self._end(event.name)

    def _start(self, event: Event) -> None:
        name = event.name
        if name == "t":
            self._in_text = True
        elif name == "r":
            self._in_run = True
        elif name in _SIGNS and self._in_run:
            # Outside of a run a tab is where one would stop, and no text.
            self._text.append(_SIGNS[name])
        elif name == "pStyle":
            self._level = self._levels.get(event.attributes.get("val", ""), 0)
        elif name == "numPr":
            self._item = True
        elif name == "p":
            self._level, self._item = 0, False
        elif name == "tr":
            self._cells = []
        elif name == "tc" and self._cells is not None:
            self._cells.append([])

    def _end(self, name: str) -> Iterator[Block]:
        if name == "t":
            self._in_text = False
        elif name == "r":
            self._in_run = False
        elif name == "p":
            text = "".join(self._text)
            self._text.clear()
            if self._cells:
                self._cells[-1].append(text)
            elif text.strip():
                yield Block(f"- {text.strip()}" if self._item and not self._level else text, self._level)
        elif name == "tr":
            cells = [" ".join(" ".join(cell).split()) for cell in self._cells or ()]
            self._cells = None
            if any(cells):
                yield Block("| " + " | ".join(cells))
