"""Markdown notes: front matter gives title and date, wikilinks become what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice
from typing import ClassVar

from index.sources.base import InputFile, ReadContext
from index.sources.encoding import is_text, lines
from index.sources.text import modified, text_parts
from index.types import DocumentRecord, Record, TimePrecision, Timestamp

NAMES = (".md", ".markdown", ".mdown", ".mkd")
FRONT_MATTER_LINES = 200
"""Front matter that does not end within so many lines is none."""

_WIKILINK = re.compile(r"!?\[\[([^\[\]|#]*)(#[^\[\]|]*)?(?:\|([^\[\]]*))?\]\]")
_HEADING = re.compile(r"#{1,6} +(.+?)(?: +#+)? *$")
_FIELD = re.compile(r"(title|date|created)\s*:\s*(.+)", re.IGNORECASE)


class Markdown:
    """A note."""

    kind: ClassVar[str] = "markdown"
    title: ClassVar[str] = "Markdown note"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Take text that calls itself Markdown: nothing in the content tells it from other text for sure."""
        return file.base_name.lower().endswith(NAMES) and is_text(head)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the note as one document of lines, without its front matter."""
        stream = lines(file)
        opening = list(islice(stream, FRONT_MATTER_LINES))
        fields, length = _front_matter(opening)
        body = opening[length:]
        heading = next((found[1] for line in body if (found := _HEADING.match(line))), None)
        yield DocumentRecord(fields.get("title") or heading or file.base_name, _date(fields, context) or modified(file))
        yield from text_parts(map(_readable, chain(body, stream)), length + 1)


def _front_matter(opening: list[str]) -> tuple[dict[str, str], int]:
    """Return the fields we use and the number of lines that the front matter takes."""
    if not opening or opening[0].strip() not in ("---", "\ufeff---"):
        return {}, 0
    for number, line in enumerate(opening[1:], 1):
        if line.strip() in ("---", "..."):
            fields = {
                found[1].lower(): found[2].strip().strip("\"'")
                for at in opening[1:number]
                if (found := _FIELD.match(at))
            }
            return fields, number + 1
    return {}, 0


def _date(fields: dict[str, str], context: ReadContext) -> Timestamp | None:
    written = fields.get("date") or fields.get("created")
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        return Timestamp.from_aware(moment)
    precision: TimePrecision = "s" if ":" in written else "day"
    return Timestamp.from_wall(moment, context.zone, guessed=context.zone_guessed, precision=precision)


def _readable(line: str) -> str:
    return _WIKILINK.sub(lambda link: link[3] or (link[1] + (link[2] or "").replace("#", " › ")).strip(), line)
