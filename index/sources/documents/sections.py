"""Documents with headings: blocks of text gathered into parts that are called by the heading they stand under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.types.records import DocumentPart

SMALL_PART = 1000
LARGE_PART = 100_000
"""A part goes on past a heading until it has so many characters, and ends without one at so many."""
LABEL_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table row or heading. `level` is 1 to 6 for a heading and 0 for everything else."""

    text: str
    level: int = 0


def parts(blocks: Iterable[Block]) -> Iterator[DocumentPart]:
    """Gather blocks into parts. Headings are written with "#", which is where passages are best cut."""
    gathered: list[str] = []
    size, label, following = 0, None, False
    for block in blocks:
        text = block.text.strip("\n")
        if not text.strip():
            continue
        if gathered and (size >= LARGE_PART or (block.level and size >= SMALL_PART)):
            yield DocumentPart("".join(gathered), label)
            gathered, size, following = [], 0, False
        if block.level:
            heading = " ".join(text.split())
            if not gathered:
                label = f"section {heading[:LABEL_CHARACTERS]}"
            text = "#" * block.level + " " + heading
        # Rows and items that follow each other stay together; everything else is set apart.
        tight = following and not block.level and "\n" not in text and text.startswith(("- ", "| "))
        gathered.append(("\n" if tight else "\n\n") + text if gathered else text)
        size += len(text)
        following = text.startswith(("- ", "| "))
    if gathered:
        yield DocumentPart("".join(gathered), label)
