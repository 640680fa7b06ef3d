"""Tables as text (.csv, .tsv): each row with the names of its columns, and its number."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import ClassVar

from index.sources.base import InputFile, ReadContext
from index.sources.documents.text import modified
from index.sources.parsing.encoding import is_text, numbered_lines
from index.types.records import DocumentPart, DocumentRecord, Problem, Record

PART_CHARACTERS = 1000
"""Rows are handed on in parts of about this size, each called by its first row."""
CELL_CHARACTERS = 20_000
CELLS_IN_ROW = 500
SAMPLE_LINES = 30
PROBLEMS = 20

_NAMES = (".csv", ".tsv", ".tab")
# “12.50 €”, “2024-03-11”, “-3”, “true”; not “Amount”
_VALUE = re.compile(r"[\s$€£¥+\-]*\d[\d\s.,:/%€$£¥+\-TZ]*$|(?:true|false|yes|no|null|n/a)$", re.IGNORECASE)
"""What stands in a row of values, and never in one of names."""
# “https://example.org”, “maya@example.org”
_ADDRESS = re.compile(r"https?://|\S+@\S+\.\S+$")


class DelimitedTable:
    """Rows of cells between commas, semicolons or tabs."""

    kind: ClassVar[str] = "csv"
    title: ClassVar[str] = "Table (CSV)"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Take text that calls itself a table, or whose first lines have as many tabs each."""
        if not is_text(head):
            return False
        if file.base_name.lower().endswith(_NAMES):
            return True
        lines = head[:8000].split(b"\n")[:-1][:SAMPLE_LINES]
        tabs = {line.count(b"\t") for line in lines if line.strip()}
        return len(lines) >= 4 and len(tabs) == 1 and min(tabs) >= 2

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the table with parts of some rows. A row that cannot be read is a Problem."""
        lines = numbered_lines(file)
        sample = [found for _, found in zip(range(SAMPLE_LINES), lines, strict=False)]
        named = re.match(r"\ufeff?sep=(.)\r?\n", sample[0][1]) if sample else None
        if named:
            sample = sample[1:]
        delimiter = named[1] if named else _delimiter([line for _, line in sample])
        yield DocumentRecord(file.base_name, modified(file))
        rows = _rows((line for _, line in chain(sample, lines)), delimiter)
        yield from _parts(rows)


def _delimiter(lines: list[str]) -> str:
    """Return the sign by which most lines fall into the same number of cells, more than one."""
    best, chosen = (0.0, 0), ","
    for sign in (",", ";", "\t", "|"):
        try:
            counts = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if row)
        except csv.Error:
            continue
        several = [(number, cells) for cells, number in counts.items() if cells > 1]
        if several:
            number, cells = max(several)
            score = (number / sum(counts.values()), cells)
            if score > best:
                best, chosen = score, sign
    return chosen


def _rows(lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """Yield (number, cells) of each row; None for the cells of one that cannot be read (a quote that never ends)."""
    reader = csv.reader(lines, delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, None
            continue
        if any(cell.strip() for cell in row):
            yield number, [cell.strip()[:CELL_CHARACTERS] for cell in row[:CELLS_IN_ROW]]


def _parts(rows: Iterator[tuple[int, list[str] | None]]) -> Iterator[Record]:
    names: list[str] = []
    gathered: list[str] = []
    size, first, seen, broken = 0, 0, False, 0
    for number, cells in rows:
        if cells is None:
            broken += 1
            if broken <= PROBLEMS:
                yield Problem("the row cannot be read: a cell in it does not end", f"row {number}")
            continue
        if not seen and _are_names(cells):
            seen, names = True, cells
            continue
        seen = True
        text = _labelled(names, cells)
        if gathered and size + len(text) > PART_CHARACTERS:
            yield DocumentPart("\n".join(gathered), f"row {first}")
            gathered, size = [], 0
        if not gathered:
            first = number
        gathered.append(text)
        size += len(text)
    if gathered:
        yield DocumentPart("\n".join(gathered), f"row {first}")
    elif names and not broken:
        yield DocumentPart(" | ".join(names), "row 1")


def _are_names(cells: list[str]) -> bool:
    named = [cell for cell in cells if cell]
    return (
        len(named) >= max(1, len(cells) * 0.6)
        and len(set(named)) == len(named)
        and not any(len(cell) > 80 or _VALUE.match(cell) or _ADDRESS.match(cell) for cell in named)
    )


def _labelled(names: list[str], cells: list[str]) -> str:
    """Return "Name: Maya | Age: 30"; cells that are empty say nothing."""
    said: list[str] = []
    for at, cell in enumerate(cells):
        name = names[at] if at < len(names) else ""
        if cell:
            said.append(f"{name}: {cell}" if name else cell)
    return "| " + " | ".join(said)
