"""Org-mode files: headings, links as what they show, and the file's own title and date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice
from typing import ClassVar

from index.sources.base import InputFile, ReadContext
from index.sources.documents.text import modified, text_parts
from index.sources.parsing.encoding import is_text, numbered_lines
from index.types.records import DocumentRecord, Record, Timestamp

OPENING_LINES = 100
LINE_CHARACTERS = 5000
"""Lines beyond this are data rather than writing, and stay as they are."""

# “# -*- mode: org -*-”, “#+TITLE: Plans”
_SAYS_SO = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:#[^\n]{0,200}-\*-[^\n]{0,200}\bmode:[ \t]*org\b|#\+(?:title|startup):)", re.IGNORECASE
)
# “#+TITLE: Plans”
_KEYWORD = re.compile(r"[ \t]*#\+(\w+):[ \t]*(.*)")
# “** TODO Book the ferry”
_HEADING = re.compile(r"(\*+)[ \t]+(.*)")
# “[[https://example.org][the map]]”, “[[Packing]]”
_LINK = re.compile(r"\[\[([^\[\]\n]+)\](?:\[([^\[\]\n]+)\])?\]")
# “<2024-03-11 Mon 21:12>”, “[2024-03-11]”
_DAY = re.compile(r"[<\[]?(\d{4})-(\d{2})-(\d{2})(?:[^\d\n]{0,12}(\d{1,2}):(\d{2}))?")
# “:PROPERTIES:”, “  :END:”
_DRAWER = re.compile(r"[ \t]*:([\w-]+):[ \t]*$")


class Org:
    """An outline with notes and tasks."""

    kind: ClassVar[str] = "org"
    title: ClassVar[str] = "Org file"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Take text that calls itself Org, by its name or in its first line."""
        return is_text(head) and (
            file.base_name.lower().endswith((".org", ".org_archive")) or bool(_SAYS_SO.match(head))
        )

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the file as one document of lines."""
        lines = numbered_lines(file)
        opening = list(islice(lines, OPENING_LINES))
        said: dict[str, str] = {}
        for _, line in opening:
            if found := _KEYWORD.match(line[:500]):
                said.setdefault(found[1].lower(), found[2].strip())
        heading = next((found[2].strip() for _, line in opening if (found := _HEADING.match(line[:500]))), "")
        title = _shown(said.get("title", "")) or _shown(heading) or file.base_name
        yield DocumentRecord(title, _date(said.get("date", ""), context) or modified(file))
        yield from text_parts(_readable(chain(opening, lines)))


def _readable(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Write headings with "#", links as what they show, and leave drawers of properties empty: lines keep their numbers."""
    drawer = block = False
    for number, line in lines:
        if len(line) > LINE_CHARACTERS:
            yield number, line
            continue
        lower = line.strip().lower()
        if lower.startswith(("#+begin_src", "#+begin_example")):
            block = True
        elif lower.startswith(("#+end_src", "#+end_example")):
            block = False
        found = _DRAWER.match(line)
        if drawer or (found and not block and found[1].lower() in ("properties", "logbook")):
            drawer = not (found and found[1].lower() == "end") and not line.startswith("*")
            if not line.startswith("*"):
                yield number, "\n"
                continue
        if block:
            yield number, line
        elif heading := _HEADING.match(line):
            yield number, f"{'#' * min(6, len(heading[1]))} {_shown(heading[2])}\n"
        else:
            yield number, _shown(line) if "[[" in line else line


def _shown(text: str) -> str:
    return _LINK.sub(lambda link: link[2] or link[1].removeprefix("file:"), text) if "[[" in text else text


def _date(written: str, context: ReadContext) -> Timestamp | None:
    found = _DAY.match(written)
    if found is None:
        return None
    try:
        wall = datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
        precision = "min" if found[4] else "day"
        return Timestamp.from_wall(wall, context.zone, guessed=context.zone_guessed, precision=precision)  # type: ignore[arg-type]
    except (ValueError, OverflowError):
        return None
