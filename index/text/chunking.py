"""Records into passages: stretches of text small enough to embed and to cite. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.types.records import DocumentPart

# Embedders cut off longer texts silently; shorter passages would part an answer from what it is about.
PASSAGE_CHARACTERS = 1200
"""The longest passage: about 250 words, which is what the usual embedding models take in whole."""
# By hand: a long sentence, or two short ones.
OVERLAP_CHARACTERS = 160
"""How much of a document's passage is said again at the start of the next, so that no sentence loses its neighbour."""

# “…\n## Costs”
_HEADING = re.compile(r"\n(?=#{1,6} )")
# “…\n\nThe second paragraph”
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n")
_LINE = re.compile(r"\n")
# “That was it.” ”, “Really?) ” and, with no space after it, “そうです。”
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*\s|[。！？][」』）]*")
_WORD = re.compile(r"\s")
_BORDERS = (_HEADING, _PARAGRAPH, _LINE, _SENTENCE, _WORD)
"""Where to cut, best first: always after what matches."""


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A stretch of a text: character offsets, `end` exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentPassage:
    """A passage of a document. `locator` is where it begins: "page 3" or "line 120"."""

    text: str
    locator: str


def message_passages(body: str) -> list[TextSpan]:
    """Cut a message's body into spans that cover it whole: one for all but very long messages, none for an empty one."""
    return list(_cut(body)) if body else []


def document_passages(parts: Iterable[DocumentPart]) -> Iterator[DocumentPassage]:
    """Cut a document's parts into passages, in order; blank stretches give none.

    Every character that is no white space is in a passage. Each passage but a part's first begins with the end of the one
    before it, where that has a sentence or a line to give.
    """
    for part in parts:
        text, counted, line = part.text, 0, part.first_line
        for span in _cut(text):
            if not text[span.start : span.end].strip():
                continue
            start = _lead_in(text, span.start)
            passage = text[start : span.end]
            first = start + len(passage) - len(passage.lstrip())
            # The lead-in may begin before the line that was counted last.
            line += text.count("\n", counted, first) - text.count("\n", first, counted)
            counted = first
            yield DocumentPassage(passage.strip(), part.label or f"line {line}")


def _cut(text: str) -> Iterator[TextSpan]:
    start = 0
    while len(text) - start > PASSAGE_CHARACTERS:
        end = _border(text, start)
        yield TextSpan(start, end)
        start = end
    if start < len(text):
        yield TextSpan(start, len(text))


def _border(text: str, start: int) -> int:
    """Return the best place to cut in the second half of what fits: the last one of the best kind."""
    # Not in the first half: a heading near the beginning would leave a passage of one line.
    earliest, latest = start + PASSAGE_CHARACTERS // 2, start + PASSAGE_CHARACTERS
    for border in _BORDERS:
        end = 0
        # A heading's border looks one mark ahead, so it is let see past the end.
        for found in border.finditer(text, earliest, latest + 8 if border is _HEADING else latest):
            if found.end() <= latest:
                end = found.end()
        if end:
            return end
    while latest > earliest and _belongs_to_the_one_before(text[latest], text[latest - 1]):
        latest -= 1
    return latest


def _belongs_to_the_one_before(character: str, before: str) -> bool:
    """Tell whether cutting between two characters would cut one sign in two: marks, joiners, skin tones."""
    joins = character == "\u200d" or before == "\u200d" or "\U0001f3fb" <= character <= "\U0001f3ff"
    return joins or unicodedata.combining(character) > 0 or "\ufe00" <= character <= "\ufe0f"


def _lead_in(text: str, start: int) -> int:
    """Return where a passage that begins at `start` shows its lead-in from: a sentence or line border before it."""
    window = max(0, start - OVERLAP_CHARACTERS)
    for border in (_PARAGRAPH, _LINE, _SENTENCE):
        first = border.search(text, window, start)
        if first is not None and first.end() < start and text[first.end() : start].strip():
            return first.end()
    return start
