"""Google Keep's notes out of Takeout: a file a note, as JSON and once more as a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.documents.text import modified
from index.sources.documents.webpage import plain
from index.sources.parsing.encoding import clean
from index.types.records import DocumentPart, DocumentRecord, Record, Timestamp

FILE_BYTES = 10_000_000
"""A larger file is no note."""

_MARKS = (b'"isTrashed"', b'"userEditedTimestampUsec"')
_PAGE_MARKS = (b'class="note"', b'class="heading"')


class Keep:
    """A note with its list, labels and links."""

    kind: ClassVar[str] = "keep"
    title: ClassVar[str] = "Google Keep note"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the fields that every note has; or for a note's page that has its JSON beside it."""
        if all(mark in head for mark in _PAGE_MARKS) and file.name.endswith(".html"):
            return file.name.removesuffix(".html") + ".json" in file.container.names()
        if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or file.size > FILE_BYTES:
            return False
        if len(head) < file.size:
            # The fields may stand behind a long text.
            with file.open() as stream:
                head = stream.read(FILE_BYTES)
        return all(mark in head for mark in _MARKS)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the note; nothing for its page, which says the same again, and for one in the bin."""
        if file.name.endswith(".html"):
            return
        with file.open() as stream:
            try:
                note = json.loads(stream.read(FILE_BYTES))
            except ValueError:
                raise SourceProblem("It is not valid JSON.", "Export it again.") from None
        if not isinstance(note, dict):
            raise SourceProblem("It is not a note.", "Name another kind with --as.")
        if note.get("isTrashed") is True:
            return
        title = clean(" ".join(str(note.get("title") or "").split()))
        text = clean(_text(note))
        first = next((line for line in text.splitlines() if line.strip()), "")
        time = _time(note.get("userEditedTimestampUsec")) or _time(note.get("createdTimestampUsec")) or modified(file)
        yield DocumentRecord(title or first[:80] or file.base_name, time)
        body = f"{title}\n\n{text}" if title and text else title or text
        if body.strip():
            yield DocumentPart(body)


def _text(note: dict[str, Any]) -> str:
    written = note.get("textContent")
    if not written and note.get("textContentHtml"):
        written = plain(str(note["textContentHtml"]))
    lines = [str(written)] if written else []
    lines += [
        f"- [{'x' if item.get('isChecked') is True else ' '}] {item.get('text') or ''}"
        for item in _dicts(note.get("listContent"))
    ]
    lines += [
        " ".join(str(link[key]) for key in ("title", "url") if link.get(key))
        for link in _dicts(note.get("annotations"))
    ]
    labels = ", ".join(str(label["name"]) for label in _dicts(note.get("labels")) if label.get("name"))
    return "\n".join([*lines, *([f"Labels: {labels}"] if labels else [])])


def _dicts(found: object) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _time(microseconds: object) -> Timestamp | None:
    if isinstance(microseconds, int) and 0 < microseconds < 10**16:
        return Timestamp.from_epoch_ms(microseconds // 1000)
    return None
