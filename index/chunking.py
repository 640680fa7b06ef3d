"""Records into passages: stretches of text small enough to embed and to cite. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.types import DocumentPart

PASSAGE_CHARACTERS = 1200
"""The longest passage: about 250 words, which is what the usual embedding models take in whole."""
OVERLAP_CHARACTERS = 160
"""How much of a document's passage is said again at the start of the next, so that no sentence loses its neighbour."""

_BORDERS = (
    re.compile(r"\n(?=#{1,6} )"),  # before a heading
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…。！？])[\"'”’»)\]]*\s+"),
    re.compile(r"\s+"),
)
"""Where to cut, best first."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: character offsets, `end` exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentPassage:
    """A passage of a document. `locator` is where it begins: "page 3" or "line 120"."""

    text: str
    locator: str


def message_passages(body: str) -> list[Span]:
    """Cut a message's body into spans that cover it whole: one for all but very long messages, none for an empty one."""
    return list(_cut(body)) if body else []


def document_passages(parts: Iterable[DocumentPart]) -> Iterator[DocumentPassage]:
    """Cut a document's parts into passages, in order; blank stretches give none."""
    for part in parts:
        counted, line = 0, part.first_line
        for span in _cut(part.text):
            start = _lead_in(part.text, span.start)
            text = part.text[start : span.end]
            if not part.text[span.start : span.end].strip():
                continue
            first = start + len(text) - len(text.lstrip())
            if first >= counted:
                line += part.text.count("\n", counted, first)
            else:
                line -= part.text.count("\n", first, counted)
            counted = first
            yield DocumentPassage(text.strip(), part.label or f"line {line}")


def _cut(text: str) -> Iterator[Span]:
    start = 0
    while len(text) - start > PASSAGE_CHARACTERS:
        end = _border(text, start)
        yield Span(start, end)
        start = end
    if start < len(text):
        yield Span(start, len(text))


def _border(text: str, start: int) -> int:
    """Return the best place to cut in the second half of what fits."""
    earliest, latest = start + PASSAGE_CHARACTERS // 2, start + PASSAGE_CHARACTERS
    for border in _BORDERS:
        ends = [found.end() for found in border.finditer(text, earliest, latest)]
        if ends:
            return ends[-1]
    return latest


def _lead_in(text: str, start: int) -> int:
    """Return where a passage that begins at `start` shows its lead-in from: a sentence or line border before it."""
    if start == 0:
        return 0
    window = max(0, start - OVERLAP_CHARACTERS)
    for border in _BORDERS[1:4]:
        first = border.search(text, window, start)
        if first is not None and first.end() < start:
            return first.end()
    return start
