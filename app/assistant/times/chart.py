"""The rows of the grammar put to tokens: whatever a stretch of tokens can be, from the short to the long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from app.assistant.times.grammar import PATTERNS, Pattern
from app.assistant.times.tokens import Token

LONGEST = 18
"""Tokens that one time has at most, by hand; a longer one is not read, and so refused."""

_LONGEST_ROW = 60
"""Tokens with a reading side by side, by hand: in a longer one, a table of numbers, no more is looked at."""

Cell = dict[str, object]


@cache
def _rows() -> tuple[tuple[Pattern, tuple[str, ...]], ...]:
    return tuple((row, tuple(row.of.split())) for row in PATTERNS)


@cache
def _renaming() -> tuple[tuple[Pattern, tuple[str, ...]], ...]:
    return tuple((row, parts) for row, parts in _rows() if len(parts) == 1)


class Chart:
    """What each stretch of tokens can be: `chart[first, end]` has the values by their kinds."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._inside = [token.has("inside", "leading", "of") for token in tokens]
        self._ties = [token.has("of") for token in tokens]
        self._cells: dict[tuple[int, int], Cell] = {}
        # What begins and what ends at each place: most rows lack their first or last part there.
        self._begins: list[set[str]] = [set() for _ in tokens]
        self._ends: list[set[str]] = [set() for _ in range(len(tokens) + 1)]
        for first, end in _rows_of_read(tokens):
            for length in range(1, min(end - first, LONGEST) + 1):
                for start in range(first, end - length + 1):
                    self._fill(start, start + length)

    def cell(self, first: int, end: int) -> Cell:
        """Return the kinds of a stretch, and their values."""
        return self._cells.get((first, end), {})

    def found(self, kinds: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Yield where something of these kinds stands, and of which of them it is."""
        for first, end in self._cells:
            for kind in kinds:
                if kind in self._cells[first, end]:
                    yield first, end, kind

    def _fill(self, first: int, end: int) -> None:
        cell: Cell = {}
        if end - first == 1:
            cell.update(dict(reversed(self._tokens[first].readings)))
            self._note(cell, first, end)
        self._cells[first, end] = cell
        self._make(cell, first, end, _rows())
        known = 0
        while len(cell) > known:  # what is only another name for a kind may have been made after it was looked for
            known = len(cell)
            self._make(cell, first, end, _renaming())

    def _make(self, cell: Cell, first: int, end: int, rows: Sequence[tuple[Pattern, tuple[str, ...]]]) -> None:
        for row, parts in rows:
            if row.makes in cell or parts[0] not in self._begins[first] or parts[-1].lstrip("=") not in self._ends[end]:
                continue
            made = (row.by(*taken) for taken in self._ways(parts, first, end))
            value = next((value for value in made if value is not None), None)
            if value is not None:
                cell[row.makes] = value
                self._begins[first].add(row.makes)
                self._ends[end].add(row.makes)

    def _note(self, cell: Cell, first: int, end: int) -> None:
        self._begins[first].update(cell)
        self._ends[end].update(cell)

    def _ways(self, parts: tuple[str, ...], first: int, end: int) -> Iterator[list[object]]:
        """Yield the values of the parts for each way in which they fill a stretch."""
        kind, rest = parts[0].lstrip("="), parts[1:]
        if not rest:
            cell = self.cell(first, end)
            if kind in cell:
                yield [cell[kind]] if kind[0].isupper() else []
            return
        for middle in range(first + 1, end - len(rest) + 1):
            cell = self.cell(first, middle)
            if kind not in cell:
                continue
            taken = [cell[kind]] if kind[0].isupper() else []
            skipped = self._ties if rest[0][0] == "=" else self._inside
            start = middle
            while True:
                for others in self._ways(rest, start, end):
                    yield taken + others
                if start >= end - len(rest) or not skipped[start]:
                    break
                start += 1


def _rows_of_read(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    start = None
    for place in range(len(tokens) + 1):
        known = place < len(tokens) and bool(tokens[place].readings)
        if known and start is None:
            start = place
        elif not known and start is not None:
            yield start, min(place, start + _LONGEST_ROW)
            start = None
