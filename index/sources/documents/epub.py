"""Electronic books (.epub)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar
from urllib.parse import unquote

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.documents.office_package import Package, described, opened, resolved
from index.sources.documents.sections import parts
from index.sources.documents.webpage import HtmlText, decoded
from index.types.records import Problem, Record

CHAPTER_BYTES = 50_000_000


class Epub:
    """A book: its chapters in reading order, each cut at its headings."""

    kind: ClassVar[str] = "epub"
    title: ClassVar[str] = "Electronic book"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the type that the file's first member names."""
        return b"mimetypeapplication/epub+zip" in head[:200]

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the book. Raises SourceProblem when it is damaged or holds no chapter that can be read."""
        with opened(file) as package:
            book = next(_named(package, "META-INF/container.xml", "rootfile", "full-path"), "")
            if book not in package.names:
                raise SourceProblem("It is not an electronic book.", "Name another kind with --as.")
            record = described(file, package, book)
            creators = _creators(package, book)
            yield replace(record, title=f"{record.title} ({creators})") if creators else record
            yield from _chapters(package, book)


def _chapters(package: Package, book: str) -> Iterator[Record]:
    protected = {unquote(name) for name in _named(package, "META-INF/encryption.xml", "CipherReference", "URI")}
    read = 0
    chapters = _spine(package, book)
    for number, name in enumerate(chapters, 1):
        if name in protected or name not in package.names:
            yield Problem(
                "the chapter is protected" if name in protected else "the chapter is missing", f"chapter {number}"
            )
            continue
        content = package.read(name, CHAPTER_BYTES)
        for part in parts(HtmlText(decoded(content)).blocks() if content.strip() else ()):
            read += 1
            yield part if part.label else replace(part, label=f"chapter {number}")
    if chapters and not read:
        raise SourceProblem(
            "None of its chapters can be read: it is protected or damaged.", "Get a copy without protection."
        )


def _named(package: Package, member: str, element: str, attribute: str) -> Iterator[str]:
    return (
        event.attributes.get(attribute, "")
        for event in package.events(member)
        if event.kind == "start" and event.name == element
    )


def _creators(package: Package, book: str) -> str:
    names: list[str] = []
    inside = False
    for event in package.events(book):
        if event.name == "creator":
            inside = event.kind == "start"
        elif event.kind == "text" and inside and event.text.strip():
            names.append(event.text.strip())
    return ", ".join(names[:3])


def _spine(package: Package, book: str) -> list[str]:
    folder = book.rpartition("/")[0]
    items: dict[str, str] = {}
    order: list[str] = []
    for event in package.events(book):
        if event.kind == "start" and event.name == "item":
            items[event.attributes.get("id", "")] = resolved(folder, unquote(event.attributes.get("href", "")))
        elif event.kind == "start" and event.name == "itemref":
            order.append(event.attributes.get("idref", ""))
    return [items[name] for name in order if name in items]
