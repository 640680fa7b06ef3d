"""Where the words of a query stand in a text, by the folding and the stems of keyword search. Pure.

The index cuts words out of another form of a text (`tokens.searchable`), which is longer or shorter than the text. So a
text is taken apart at its spaces, each piece is put into that form by itself, and only a piece that holds a word of the
query is looked at closely.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.text import tokens
from index.text.excerpts.graphemes import whole, whole_after

Cut = Callable[[str], Iterable[tuple[int, int, str]]]
"""Cuts what `tokens.searchable` gives into (start, end, word), in bytes of UTF-8."""

# “+49 151 2345678”, “1 299.50”: what is written in groups may be one word to the index.
_GROUPED = 8
"""Pieces with digits that are looked at together at most."""
_APART = 3
"""Characters between two words of a phrase at most, for both to be marked as one."""
_PIECE = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of a text, in characters, and which words of the query it holds."""

    start: int
    end: int
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words as the index knows them, beginnings of such words, and words that follow one another.

    `rows` are those: phrases, and what is written as one word and known as several ("wi-fi"). `runs` are stretches of
    scripts without spaces, as they were typed.
    """

    words: frozenset[str]
    beginnings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    runs: tuple[str, ...] = ()

    @classmethod
    def of(cls, terms: Iterable[str], cut: Cut, text: str = "") -> Wanted:
        """Read terms as they were typed, a beginning with a star; `text` is the whole query, for its runs."""
        words: set[str] = set()
        beginnings: list[str] = []
        rows: list[tuple[str, ...]] = []
        for term in terms:
            seen, begins = tokens.phrase(term.rstrip("*"))
            found = [word for _, _, word in cut(seen)]
            if (begins or term.endswith("*")) and found:
                beginnings.append(found.pop())
            if len(found) > 1:
                rows.append(tuple(found))
            words.update(found[:1] if len(found) == 1 else ())
        return cls(frozenset(words), tuple(beginnings), tuple(rows), tuple(tokens.runs(text)))

    def places(self, words: Sequence[str]) -> Iterator[int]:
        """Yield which of the words of a text are wanted, as places in it; some may come twice."""
        for place, word in enumerate(words):
            if word in self.words or word.startswith(self.beginnings):
                yield place
            for row in self.rows:
                if word == row[0] and tuple(words[place : place + len(row)]) == row:
                    yield from range(place, place + len(row))

    def held(self, words: Sequence[str]) -> frozenset[str]:
        """Return which of these words are wanted, where they follow one another."""
        return frozenset(words[place] for place in self.places(words))

    def in_a_row(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Tell whether words of one match may go on in the next."""
        return any(one & set(row) and other & set(row) for row in self.rows)


def matches(text: str, wanted: Wanted, cut: Cut) -> list[Match]:
    """Return where a text holds what is wanted, in order; matches do not overlap."""
    pieces = [(found.start(), found.end()) for found in _PIECE.finditer(text)]
    found: list[Match] = []
    for place, spans in _by_piece(text, pieces, wanted, cut).items():
        start, end = pieces[place]
        found += _within(text[start:end], start, spans, wanted, cut)
    sought = wanted.words.union(*wanted.rows)
    missing = {word for word in sought if any(one.isdigit() for one in word)}
    if missing - {word for one in found for word in one.words}:
        found += _grouped(text, pieces, wanted, cut)
    whole_signs = [replace(one, start=whole(text, one.start), end=whole_after(text, one.end)) for one in found]
    return _joined(text, whole_signs, wanted)


def _by_piece(
    text: str, pieces: list[tuple[int, int]], wanted: Wanted, cut: Cut
) -> dict[int, list[tuple[int, int, str]]]:
    """Return the wanted words of each piece that holds some, and their places in it; (0, 0) where that has to be seen."""
    starts: list[int] = []
    seen: list[str] = []
    length = 0
    for start, end in pieces:
        starts.append(length)
        seen.append(tokens.searchable(text[start:end]))
        length += len(seen[-1].encode()) + 1
    words = list(cut("\n".join(seen)))
    found: dict[int, list[tuple[int, int, str]]] = {}
    for at in sorted(set(wanted.places([word for _, _, word in words]))):
        first, last, word = words[at]
        place = bisect_right(starts, first) - 1
        start, end = pieces[place]
        same = seen[place].isascii() and seen[place].startswith(text[start:end]) and last - starts[place] <= end - start
        span = (first - starts[place], last - starts[place]) if same else (0, 0)
        found.setdefault(place, []).append((*span, word))
    return found


def _within(piece: str, at: int, spans: list[tuple[int, int, str]], wanted: Wanted, cut: Cut) -> Iterator[Match]:
    """Yield what matches within a piece that holds wanted words; the whole of it where that cannot be told."""
    held = frozenset(word for _, _, word in spans)
    exact = [(start, end, word) for start, end, word in spans if end]
    if exact:
        for start, end, word in exact:
            yield Match(at + start, at + end, frozenset([word]))
        return
    found = [one for start, end in tokens.written_parts(piece) for one in _part(piece, start, end, held, wanted, cut)]
    for start, end, words in found:
        yield Match(at + start, at + end, words)
    if not found:
        inner = [
            place for place, character in enumerate(piece) if tokens.is_letter(character) or tokens.is_sign(character)
        ]
        yield Match(at + inner[0], at + inner[-1] + 1, held) if inner else Match(at, at + len(piece), held)


def _part(
    piece: str, start: int, end: int, held: frozenset[str], wanted: Wanted, cut: Cut
) -> Iterator[tuple[int, int, frozenset[str]]]:
    part = piece[start:end]
    if not tokens.is_run(part):
        if there := held.intersection(word for _, _, word in cut(tokens.searchable(part))):
            yield start, end, there
        return
    runs = [(found.start(), found.end()) for run in wanted.runs for found in re.finditer(re.escape(run), part)]
    for first, last in runs:
        yield start + first, start + last, frozenset([part[first:last]])
    if runs:
        return
    for first in range(len(part) - 1):
        if there := held.intersection(word for _, _, word in cut(tokens.searchable(part[first : first + 2]))):
            yield start + first, start + first + 2, there


def _grouped(text: str, pieces: list[tuple[int, int]], wanted: Wanted, cut: Cut) -> Iterator[Match]:
    """Yield runs of pieces with digits that are one wanted word together."""
    numbers = [any(one.isdigit() for one in text[start:end]) for start, end in pieces]
    place = 0
    while place < len(pieces):
        last = place
        while last < len(pieces) and numbers[last]:
            last += 1
        for first in range(place, last):
            for end in range(first + 2, min(last, first + _GROUPED) + 1):
                stretch = text[pieces[first][0] : pieces[end - 1][1]]
                alone = {w for one in pieces[first:end] for _, _, w in cut(tokens.searchable(text[one[0] : one[1]]))}
                if held := wanted.held([w for _, _, w in cut(tokens.searchable(stretch)) if w not in alone]):
                    yield Match(pieces[first][0], pieces[end - 1][1], held)
                    break
        place = max(last, place + 1)


def _joined(text: str, found: list[Match], wanted: Wanted) -> list[Match]:
    """Return matches in order; those that overlap are one, and so are words that were looked for in a row."""
    joined: list[Match] = []
    for one in sorted(found, key=lambda match: (match.start, -match.end)):
        before = joined[-1] if joined else None
        if before is not None and (one.start < before.end or _goes_on(text, before, one, wanted)):
            joined[-1] = Match(before.start, max(before.end, one.end), before.words | one.words)
        else:
            joined.append(one)
    return joined


def _goes_on(text: str, before: Match, one: Match, wanted: Wanted) -> bool:
    between = text[before.end : one.start]
    return (
        len(between) <= _APART and not any(map(tokens.is_letter, between)) and wanted.in_a_row(before.words, one.words)
    )
