"""Jupyter notebooks (.ipynb)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from index.sources.base import InputFile, ReadContext
from index.sources.documents.text import modified
from index.sources.parsing.encoding import clean
from index.sources.parsing.json_stream import Broken, Choice, walk_json
from index.sources.parsing.json_stream import Path as JsonPath
from index.types.records import DocumentPart, DocumentRecord, Record

OUTPUT_CHARACTERS = 2000
"""So much of each output is kept: beyond that it is data rather than writing."""

_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)


class Notebook:
    """A notebook: a part a cell, with what the cell printed."""

    kind: ClassVar[str] = "ipynb"
    title: ClassVar[str] = "Jupyter notebook"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for cells, in a file that calls itself a notebook or says so."""
        if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or b'"cells"' not in head:
            return False
        return file.base_name.lower().endswith(".ipynb") or (b'"cell_type"' in head and b'"source"' in head)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the notebook and its cells. The file is read twice: its title stands in a cell or at the end."""
        title, cells = "", 0
        with file.open() as stream:
            for found in walk_json(stream, _to_title):
                if isinstance(found, Broken) or found.kind == "open":
                    continue
                if found.path[0] == "metadata":
                    title = str(found.value or "") or title
                elif not title and isinstance(found.value, dict) and found.value.get("cell_type") == "markdown":
                    heading = _HEADING.search(_text(found.value.get("source")))
                    title = heading[1] if heading else ""
        yield DocumentRecord(clean(title) or file.base_name, modified(file))
        with file.open() as stream:
            for found in walk_json(stream, _to_cells):
                if isinstance(found, Broken):
                    yield found.problem("cell", cells, "Save it again.")
                elif found.kind == "value":
                    cells += 1
                    if text := clean(_cell(found.value)).strip("\n"):
                        yield DocumentPart(text, f"cell {cells}")


def _to_title(path: JsonPath) -> Choice:
    return "build" if path == ("metadata", "title") else "enter" if path == ("metadata",) else _to_cells(path)


def _to_cells(path: JsonPath) -> Choice:
    # Up to version 3 of the format, cells stood in worksheets.
    if path in (("cells", "*"), ("worksheets", "*", "cells", "*")):
        return "build"
    return (
        "enter"
        if path in ((), ("cells",), ("worksheets",), ("worksheets", "*"), ("worksheets", "*", "cells"))
        else "skip"
    )


def _cell(cell: Any) -> str:  # noqa: ANN401  whatever stands in the list
    if not isinstance(cell, dict):
        return ""
    parts = [_text(cell.get("source", cell.get("input")))]
    if cell.get("cell_type") == "heading":
        parts[0] = f"# {parts[0]}"
    outputs = cell.get("outputs")
    for output in outputs if isinstance(outputs, list) else ():
        if isinstance(output, dict):
            data = output.get("data")
            printed = output.get("text") or (data.get("text/plain") if isinstance(data, dict) else None)
            if shown := _text(printed).strip("\n"):
                parts.append(shown[:OUTPUT_CHARACTERS])
    return "\n\n".join(part for part in parts if part.strip())


def _text(value: Any) -> str:  # noqa: ANN401  a string, or a list of lines
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""
