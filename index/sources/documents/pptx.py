"""PowerPoint presentations (.pptx)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.documents.office_package import Package, described, members, opened
from index.types.records import DocumentPart, Record

_DECK = "ppt/presentation.xml"


class Pptx:
    """A presentation: a part a slide, with its notes."""

    kind: ClassVar[str] = "pptx"
    title: ClassVar[str] = "PowerPoint presentation"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the member that lists the slides."""
        return _DECK in members(file, head)

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the slides in the order in which they are shown. Raises SourceProblem when it is damaged or none."""
        with opened(file) as package:
            if _DECK not in package.names:
                raise SourceProblem("It is not a PowerPoint presentation.", "Name another kind with --as.")
            yield described(file, package)
            for number, slide in enumerate(_slides(package), 1):
                lines = list(_paragraphs(package, slide))
                for note in package.relations(slide).values():
                    if note.startswith("ppt/notesSlides/"):
                        # The notes page shows the slide's number too.
                        lines += [line for line in _paragraphs(package, note) if line != str(number)]
                if lines:
                    yield DocumentPart("\n".join(lines), f"slide {number}")


def _slides(package: Package) -> list[str]:
    relations = package.relations(_DECK)
    return [
        relations[event.attributes.get("id", "")]
        for event in package.events(_DECK)
        if event.kind == "start"
        and event.name == "sldId"
        and relations.get(event.attributes.get("id", "")) in package.names
    ]


def _paragraphs(package: Package, name: str) -> Iterator[str]:
    text: list[str] = []
    inside = False
    for event in package.events(name):
        if event.kind == "text":
            if inside:
                text.append(event.text)
        elif event.name == "t":
            inside = event.kind == "start"
        elif event.name == "br" and event.kind == "start":
            text.append("\n")
        elif event.name == "p" and event.kind == "end":
            if line := "".join(text).strip():
                yield line
            text.clear()
