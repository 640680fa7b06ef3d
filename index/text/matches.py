"""Where the words of a query stand in a text, by the folding and the stems of keyword search. Pure.

The index cuts words out of another form of a text (`tokens.searchable`), which is longer or shorter than the text. So a
text is taken apart at its spaces, each piece is put into that form by itself, and only a piece that holds a word of the
query is looked at closely.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from index.text import tokens
from index.text.graphemes import whole, whole_after

Cut = Callable[[str], Iterable[tuple[int, int, str]]]
"""Cuts what `tokens.searchable` gives into (start, end, word), in bytes of UTF-8."""

# “+49 151 2345678”, “1 299.50”: what is written in groups may be one word to the index.
_GROUPED = 8
"""Pieces with digits that are looked at together at most."""
_PIECE = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of a text, in characters, and which words of the query it holds."""

    start: int
    end: int
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words as the index knows them, beginnings of such words, and runs of scripts without spaces."""

    words: frozenset[str]
    beginnings: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()

    @classmethod
    def of(cls, terms: Iterable[str], cut: Cut, text: str = "") -> Wanted:
        """Read terms as they were typed, a beginning with a star; `text` is the whole query, for its runs."""
        words: set[str] = set()
        beginnings: list[str] = []
        for term in terms:
            seen, begins = tokens.phrase(term.rstrip("*"))
            found = [word for _, _, word in cut(seen)]
            if (begins or term.endswith("*")) and found:
                beginnings.append(found.pop())
            words.update(found)
        return cls(frozenset(words), tuple(beginnings), tuple(tokens.runs(text)))

    def held(self, words: Iterable[str]) -> frozenset[str]:
        """Return which of these words are wanted."""
        return frozenset(
            word for word in words if word in self.words or any(word.startswith(one) for one in self.beginnings)
        )


def matches(text: str, wanted: Wanted, cut: Cut) -> list[Match]:
    """Return where a text holds what is wanted, in order; matches do not overlap."""
    if not wanted.words and not wanted.beginnings:
        return []
    pieces = [(found.start(), found.end()) for found in _PIECE.finditer(text)]
    found: list[Match] = []
    for place, (words, spans) in _by_piece(text, pieces, cut).items():
        if held := wanted.held(words):
            start, end = pieces[place]
            found += _within(text[start:end], start, held, spans, wanted, cut)
    missing = {word for word in wanted.words if any(one.isdigit() for one in word)}
    if missing - {word for one in found for word in one.words}:
        found += _grouped(text, pieces, wanted, cut)
    return _joined([replace(one, start=whole(text, one.start), end=whole_after(text, one.end)) for one in found])


def _by_piece(
    text: str, pieces: list[tuple[int, int]], cut: Cut
) -> dict[int, tuple[list[str], list[tuple[int, int, str]]]]:
    """Return the words of each piece, and their places in it where it reads the same to the index."""
    starts: list[int] = []
    seen: list[str] = []
    length = 0
    for start, end in pieces:
        starts.append(length)
        seen.append(tokens.searchable(text[start:end]))
        length += len(seen[-1].encode()) + 1
    found: dict[int, tuple[list[str], list[tuple[int, int, str]]]] = {}
    for first, last, word in cut("\n".join(seen)):
        place = bisect_right(starts, first) - 1
        words, spans = found.setdefault(place, ([], []))
        words.append(word)
        start, end = pieces[place]
        if seen[place].isascii() and seen[place].startswith(text[start:end]) and last - starts[place] <= end - start:
            spans.append((first - starts[place], last - starts[place], word))
    return found


def _within(
    piece: str, at: int, held: frozenset[str], spans: list[tuple[int, int, str]], wanted: Wanted, cut: Cut
) -> Iterator[Match]:
    """Yield what matches within a piece that holds wanted words; the whole of it where that cannot be told."""
    exact = [(start, end, word) for start, end, word in spans if word in held]
    if exact:
        for start, end, word in exact:
            yield Match(at + start, at + end, frozenset([word]))
        return
    found = [one for start, end in tokens.written_parts(piece) for one in _part(piece, start, end, wanted, cut)]
    for start, end, words in found:
        yield Match(at + start, at + end, words)
    if not found:
        inner = [
            place for place, character in enumerate(piece) if tokens.is_letter(character) or tokens.is_sign(character)
        ]
        yield Match(at + inner[0], at + inner[-1] + 1, held) if inner else Match(at, at + len(piece), held)


def _part(piece: str, start: int, end: int, wanted: Wanted, cut: Cut) -> Iterator[tuple[int, int, frozenset[str]]]:
    part = piece[start:end]
    if not tokens.is_run(part):
        held = wanted.held(word for _, _, word in cut(tokens.searchable(part)))
        if held:
            yield start, end, held
        return
    whole = [(found.start(), found.end()) for run in wanted.runs for found in re.finditer(re.escape(run), part)]
    for first, last in whole:
        yield start + first, start + last, frozenset([part[first:last]])
    if whole:
        return
    for first in range(len(part) - 1):
        pair = part[first : first + 2]
        if held := wanted.held(word for _, _, word in cut(tokens.searchable(pair))):
            yield start + first, start + first + 2, held


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
                if held := wanted.held(w for _, _, w in cut(tokens.searchable(stretch)) if w not in alone):
                    yield Match(pieces[first][0], pieces[end - 1][1], held)
                    break
        place = max(last, place + 1)


def _joined(found: list[Match]) -> list[Match]:
    """Return matches in order, those that overlap as one."""
    joined: list[Match] = []
    for one in sorted(found, key=lambda match: (match.start, -match.end)):
        if joined and one.start < joined[-1].end:
            before = joined.pop()
            joined.append(Match(before.start, max(before.end, one.end), before.words | one.words))
        else:
            joined.append(one)
    return joined
