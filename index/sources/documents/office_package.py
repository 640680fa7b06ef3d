"""Documents that are zips of XML: opening them, and reading their XML in bounded memory."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import IO

from index.errors import SourceProblem
from index.sources.base import InputFile
from index.sources.documents.text import modified
from index.sources.parsing import xml_stream
from index.sources.parsing.xml_stream import Event
from index.types.records import DocumentRecord, Timestamp

MEMBER_BYTES = 2_000_000_000
RATIO = 100
SPARE_BYTES = 10_000_000
"""A member that unpacks to more than RATIO times its size and SPARE_BYTES is refused: a zip bomb. XML of real documents
unpacks to 5 to 40 times its size; what it costs to read goes by that and not by the file's size."""


class Package:
    """An open document. What its methods raise, `opened` turns into a SourceProblem."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())

    def open(self, name: str) -> IO[bytes]:
        """Open a member. Raises KeyError, ValueError (it is a bomb)."""
        member = self._archive.getinfo(name)
        if member.file_size > min(MEMBER_BYTES, RATIO * member.compress_size + SPARE_BYTES):
            raise ValueError("it unpacks to far more than it should")
        return self._archive.open(member)

    def read(self, name: str, limit: int = 50_000_000) -> bytes:
        """Return a member's bytes, at most `limit`; nothing where there is no such member."""
        if name not in self.names:
            return b""
        with self.open(name) as stream:
            return stream.read(limit)

    def events(self, name: str) -> Iterator[Event]:
        """Yield the XML events of a member; none where it is absent."""
        if name in self.names:
            with self.open(name) as stream:
                yield from xml_stream.events(stream)

    def relations(self, name: str) -> dict[str, str]:
        """Return the members that a member refers to, by the ids it calls them with."""
        folder, _, base = name.rpartition("/")
        listing = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
        return {
            event.attributes.get("Id", ""): resolved(folder, event.attributes.get("Target", ""))
            for event in self.events(listing)
            if event.kind == "start" and event.name == "Relationship"
        }


def resolved(folder: str, target: str) -> str:
    """Return the name of a member that is named relative to a folder of the package."""
    parts = [] if target.startswith("/") or not folder else folder.split("/")
    for part in target.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


@contextmanager
def opened(file: InputFile) -> Iterator[Package]:
    """Open a document; what is wrong with it is raised as a SourceProblem."""
    try:
        with file.open() as stream, zipfile.ZipFile(stream) as archive:
            yield Package(archive)
    except SourceProblem:
        raise
    except Exception as error:  # noqa: BLE001  zipfile raises much besides BadZipFile
        if isinstance(error, RuntimeError) and "password" in str(error):
            raise SourceProblem(
                "It is encrypted and needs a password.", "Save a copy without the password and add that."
            ) from None
        raise SourceProblem("It is damaged or cut short.", "Get the file again, or leave it out.") from None


def members(file: InputFile, head: bytes) -> frozenset[str]:
    """Return the names of a zip's members; nothing for another kind of file, or a damaged one."""
    if head.startswith(b"PK\x03\x04"):
        with suppress(Exception), file.open() as stream, zipfile.ZipFile(stream) as archive:
            return frozenset(archive.namelist())
    return frozenset()


def described(file: InputFile, package: Package, member: str = "docProps/core.xml") -> DocumentRecord:
    """Return what a document says of itself: its title (else the file's name) and when it was changed."""
    title, changed, element = "", modified(file), ""
    with suppress(xml_stream.BrokenXml):
        for event in package.events(member):
            text = event.text.strip()
            if event.kind != "text":
                element = event.name if event.kind == "start" else ""
            elif element == "title" and not title:
                title = " ".join(text.split())
            elif element in ("modified", "date"):
                changed = _written(text) or changed
    return DocumentRecord(title or file.base_name, changed)


def _written(text: str) -> Timestamp | None:
    try:
        moment = datetime.fromisoformat(text)
        return Timestamp.from_aware(moment) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
