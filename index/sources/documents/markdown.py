"""Markdown notes: front matter gives title and date, wikilinks become what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice
from typing import ClassVar

from index.sources.base import InputFile, ReadContext
from index.sources.documents.text import modified, text_parts
from index.sources.parsing.encoding import is_text, numbered_lines
from index.types.kinds import TimePrecision
from index.types.records import DocumentRecord, Record, Timestamp

NAMES = (".md", ".markdown", ".mdown", ".mkd", ".mdx")
FRONT_MATTER_LINES = 200
"""Front matter that does not end within so many lines is none."""

LINK_LINE_CHARACTERS = 5000
"""Lines beyond this are data rather than writing: wikilinks in them stay as they are."""

# “```python”, “~~~”
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# “[[Packing]]”, “[[Packing#Food|the food]]”, “![[map.png]]”
_WIKILINK = re.compile(r"!?\[\[([^\[\]|#\n]*)(#[^\[\]|\n]*)?(?:\|([^\[\]\n]*))?\]\]")
# “`[[not a link]]`”, “``a ` b``”
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
# “## Packing”, “# Food #”; not “#food”
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$")
# “title: Packing”, “Date = 2024-03-11”
_FIELD = re.compile(r"(title|date|created)[ \t]*[:=][ \t]*(.+)", re.IGNORECASE)
# “2024-03-11”, “2024/3/11 21:12”, “2024-03-11T21:12:07”
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


class Markdown:
    """A note."""

    kind: ClassVar[str] = "markdown"
    title: ClassVar[str] = "Markdown note"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Take text that calls itself Markdown: nothing in the content tells it from other text for sure."""
        return file.base_name.lower().endswith(NAMES) and is_text(head)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the note as one document of lines, without its front matter."""
        lines = numbered_lines(file)
        opening = list(islice(lines, FRONT_MATTER_LINES))
        fields, length = _front_matter([line for _, line in opening])
        opening = opening[length:]
        heading = next((found[1] for _, line in opening if (found := _HEADING.match(line[:500]))), None)
        title = fields.get("title") or (_plain(heading) if heading else "") or file.base_name
        yield DocumentRecord(title, _date(fields, context) or modified(file))
        yield from text_parts(_readable(chain(opening, lines)))


def _front_matter(opening: list[str]) -> tuple[dict[str, str], int]:
    """Return the fields we use and the number of lines that the front matter takes."""
    fence = opening[0].lstrip("\ufeff").strip() if opening else ""
    if fence not in ("---", "+++"):
        return {}, 0
    for number, line in enumerate(opening[1:], 1):
        if line.strip() in (fence, "...") and line[:1] not in " \t":
            fields: dict[str, str] = {}
            for at in opening[1:number]:
                if found := _FIELD.match(at):
                    fields.setdefault(found[1].lower(), _scalar(found[2]))
            return fields, number + 1
    return {}, 0


def _scalar(written: str) -> str:
    """Return a one-line YAML or TOML value without its quotes or its comment."""
    written = written.strip()
    if written[:1] in ("'", '"') and (end := written.find(written[0], 1)) > 0:
        return written[1:end]
    written = written.split(" #", 1)[0].strip()
    return "" if written in ("|", ">", "|-", ">-", "null", "~") else written


def _date(fields: dict[str, str], context: ReadContext) -> Timestamp | None:
    written = fields.get("date") or fields.get("created") or ""
    zone, guessed = context.zone, context.zone_guessed
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        found = _DAY.match(written)
        if found is None:
            return None
        try:
            moment = datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
        except ValueError:
            return None
    try:
        if moment.tzinfo is not None:
            return Timestamp.from_aware(moment)
        precision: TimePrecision = "s" if ":" in written else "day"
        return Timestamp.from_wall(moment, zone, guessed=guessed, precision=precision)
    except (OverflowError, ValueError):
        return None  # a year at the edge of the calendar, moved over it by its offset


def _readable(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Show wikilinks as what they say, except in code."""
    fence = ""
    for number, line in lines:
        found = _FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence) and not line[found.end() :].strip():
            fence = ""
        yield number, line if fence or "[[" not in line or len(line) > LINK_LINE_CHARACTERS else _plain(line)


def _plain(line: str) -> str:
    """Replace the wikilinks of a line, but not inside `code`."""
    parts: list[str] = []
    at = 0
    for code in _CODE.finditer(line):
        parts += [_WIKILINK.sub(_shown, line[at : code.start()]), code[0]]
        at = code.end()
    return "".join(parts) + _WIKILINK.sub(_shown, line[at:])


def _shown(link: re.Match[str]) -> str:
    target, section, alias = link[1].strip(), (link[2] or "").lstrip("#^").strip(), (link[3] or "").strip()
    return alias or " › ".join(part for part in (target, *section.split("#")) if part)
