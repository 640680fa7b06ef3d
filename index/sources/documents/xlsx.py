"""Excel workbooks (.xlsx)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.documents.office_package import Package, described, members, opened
from index.types.records import DocumentPart, Problem, Record

PART_CHARACTERS = 1000
"""Rows are handed on in parts of about this size, each called by its first row and headed by the sheet's first."""
STRINGS_CHARACTERS = 200_000_000
CELLS_IN_ROW = 500
HEADING_CHARACTERS = 300

_WORKBOOK = "xl/workbook.xml"
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
# “dd.mm.yyyy”, “h:mm”; not “0.00”
_DATE_SIGNS = re.compile(r"[ymdhs]", re.IGNORECASE)
# “"days" 0”, “[Red]0”, “0\d”
_NOT_SIGNS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  cells have no zone


class Xlsx:
    """A workbook: its sheets' rows, with what the cells show."""

    kind: ClassVar[str] = "xlsx"
    title: ClassVar[str] = "Excel workbook"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the member that lists a workbook's sheets."""
        return _WORKBOOK in members(file, head)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the workbook with parts of some rows. Raises SourceProblem when it is damaged, encrypted or none."""
        with opened(file) as package:
            if _WORKBOOK not in package.names:
                raise SourceProblem("It is not an Excel workbook.", "Name another kind with --as.")
            yield described(file, package)
            book = _Book(package)
            for name, member in book.sheets:
                yield from _parts(name, book.rows(member))
            if book.cut:
                yield Problem("it holds more text than is read from a workbook; cells beyond that are left out")


class _Book:
    def __init__(self, package: Package) -> None:
        self._package = package
        self.cut = False
        self._epoch = _EPOCH
        self.sheets: list[tuple[str, str]] = []
        relations = package.relations(_WORKBOOK)
        for event in package.events(_WORKBOOK):
            if event.kind == "start" and event.name == "sheet":
                member = relations.get(event.attributes.get("id", ""), "")
                if member in package.names:
                    self.sheets.append((event.attributes.get("name", ""), member))
            elif (
                event.kind == "start"
                and event.name == "workbookPr"
                and event.attributes.get("date1904") in ("1", "true")
            ):
                self._epoch = _EPOCH_1904
        self._strings = self._shared()
        self._dates = self._date_styles()

    def _shared(self) -> list[str]:
        strings: list[str] = []
        text: list[str] = []
        size, phonetic, inside = 0, False, False
        for event in self._package.events("xl/sharedStrings.xml"):
            if event.kind == "text":
                if inside and not phonetic:
                    text.append(event.text)
            elif event.name == "t":
                inside = event.kind == "start"
            elif event.name == "rPh":
                phonetic = event.kind == "start"
            elif event.name == "si" and event.kind == "end":
                strings.append("".join(text))
                text.clear()
                size += len(strings[-1])
                if size > STRINGS_CHARACTERS:
                    self.cut = True
                    break
        return strings

    def _date_styles(self) -> frozenset[int]:
        """Return which cell styles show numbers as dates."""
        formats: dict[str, str] = {}
        dates: set[int] = set()
        inside, count = False, 0
        for event in self._package.events("xl/styles.xml"):
            if event.name == "cellXfs":
                inside = event.kind == "start"
            elif event.kind == "start" and event.name == "numFmt":
                formats[event.attributes.get("numFmtId", "")] = event.attributes.get("formatCode", "")
            elif event.kind == "start" and event.name == "xf" and inside:
                number = event.attributes.get("numFmtId", "0")
                code = _NOT_SIGNS.sub("", formats.get(number, ""))
                if (number.isdigit() and int(number) in _DATE_FORMATS) or _DATE_SIGNS.search(code):
                    dates.add(count)
                count += 1
        return frozenset(dates)

    def rows(self, member: str) -> Iterator[tuple[int, list[str]]]:
        """Yield (number, cells) of each row of a sheet that has anything in it."""
        row, cells = 0, list[str]()
        cell: dict[str, str] = {}
        text: list[str] = []
        inside = False
        for event in self._package.events(member):
            if event.kind == "text":
                if inside:
                    text.append(event.text)
            elif event.name in ("v", "t"):
                inside = event.kind == "start"
            elif event.name == "c" and event.kind == "start":
                cell, text = event.attributes, []
            elif event.name == "c" and len(cells) < CELLS_IN_ROW:
                if shown := self._shown(cell, "".join(text)):
                    # Cells that are empty are left out of the file: the others must not move over.
                    cells += [""] * (min(_column(cell.get("r", "")), CELLS_IN_ROW) - 1 - len(cells))
                    cells.append(shown)
            elif event.name == "row" and event.kind == "start":
                number = event.attributes.get("r", "")
                row = int(number) if number.isdigit() else row + 1
                cells = []
            elif event.name == "row":
                if any(cells):
                    yield row, cells
            elif event.name == "sheetData" and event.kind == "end":
                return

    def _shown(self, cell: dict[str, str], text: str) -> str:
        kind = cell.get("t", "n")
        if kind == "s":
            at = int(text) if text.isdigit() else -1
            return self._strings[at] if 0 <= at < len(self._strings) else ""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(text, text)
        if kind == "n" and text:
            return self._number(cell, text)
        return text

    def _number(self, cell: dict[str, str], text: str) -> str:
        try:
            value = float(text)
            style = cell.get("s", "")
            if style.isdigit() and int(style) in self._dates and value >= 0:
                moment = self._epoch + timedelta(seconds=round(value * 86400))
                shown = moment.isoformat(" ", "minutes").removesuffix(" 00:00")
                return shown[11:] if value < 1 and len(shown) > 11 else shown
            # What Excel stores as 0.30000000000000004 it shows as 0.3.
            return f"{value:.15g}" if "e" not in text.lower() and len(text) > 15 else text
        except (ValueError, OverflowError):
            return text


def _column(reference: str) -> int:
    """Return the number of a cell's column, 1 for "A7"; 0 where it is not told."""
    number = 0
    for letter in reference[:3]:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number


def _parts(sheet: str, rows: Iterator[tuple[int, list[str]]]) -> Iterator[DocumentPart]:
    heading = ""
    gathered: list[str] = []
    size = first = 0
    for number, cells in rows:
        line = "| " + " | ".join(" ".join(cell.split()) for cell in cells)
        if not heading:
            heading = line
        if gathered and size + len(line) > PART_CHARACTERS:
            yield DocumentPart("\n".join(gathered), f"sheet {sheet}, row {first}")
            gathered, size = [heading[:HEADING_CHARACTERS]], 0
            first = number
        elif not gathered:
            first = number
        gathered.append(line)
        size += len(line)
    if gathered:
        yield DocumentPart("\n".join(gathered), f"sheet {sheet}, row {first}")
