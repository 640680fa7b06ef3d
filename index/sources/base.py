"""The contract between a file format and the index.

To read another format, write one file in `chats` or `documents` with a class that fits `Source`, list it in
`detect.SOURCES`, and say in `files/export_names.py` how the app calls its exports.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import BinaryIO, ClassVar, Literal, Protocol

from index.types.records import Record

HEAD_BYTES = 65_536
"""How much of a file's beginning a source is shown to recognise it."""

WRONG = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, NotImplementedError)
"""What a parser raises on a record that is not as its app writes them: it costs that record, and is told as a Problem."""

DateOrder = Literal["dmy", "mdy", "ymd"]
"""In which order a date in numbers has its day, month and year."""
DATED_BY_NUMBERS = frozenset({"whatsapp", "line"})
"""Kinds of source whose dates may be read in more than one order."""

# “address”, “dateSent”; not “Ann's boat”
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,30}")


def fault(error: Exception) -> str:
    """Say in plain words what is wrong with a record on which a parser raised this: "it has no “address”".

    A missing field is named where its name can be no text of anybody's; nothing else of the record is repeated.
    """
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return "it is not JSON"
    if isinstance(error, KeyError):
        name = error.args[0] if error.args else None
        named = isinstance(name, str) and _FIELD.fullmatch(name)
        return f"it has no “{name}”" if named else "a part of it is missing"
    if isinstance(error, IndexError):
        return "a part of it is missing"
    if isinstance(error, UnicodeError):
        return "its text is in an encoding that cannot be read"
    if isinstance(error, ArithmeticError):
        return "a number in it is out of range"
    if isinstance(error, TypeError | AttributeError):
        return "a part of it is of another kind than it should be"
    if isinstance(error, ValueError):
        return "a value in it cannot be read"
    return "it cannot be understood"


class Container(Protocol):
    """A folder or an archive: where a file's siblings are."""

    def names(self) -> tuple[str, ...]:
        """Return the relative names ("a/b.json", always with "/") of all readable files."""
        ...

    def open(self, name: str) -> BinaryIO:
        """Open one of `names()` for reading. Raises KeyError for a name that is not among them."""
        ...


@dataclass(frozen=True)
class InputFile:
    """One file to read: on disk, or a member of an archive.

    `path` is the file on disk, or the archive's. `member` is the name inside the archive, or None. `name` is the file's
    name relative to its container, with "/". `size` is in bytes (uncompressed for a member), `modified_ns` in ns since
    1970.
    """

    path: Path
    member: str | None
    name: str
    size: int
    modified_ns: int
    container: Container

    @property
    def key(self) -> str:
        """Identify this file for good: absolute path, and the member after "!/"."""
        return str(self.path) if self.member is None else f"{self.path}!/{self.member}"

    @property
    def base_name(self) -> str:
        """Return the last part of the name."""
        return self.name.rsplit("/", 1)[-1]

    def open(self) -> BinaryIO:
        """Open the bytes for reading from the start."""
        return self.container.open(self.name)

    def head(self, count: int = HEAD_BYTES) -> bytes:
        """Return the first `count` bytes."""
        with self.open() as stream:
            return stream.read(count)


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What a source needs to know about the owner.

    `zone` turns wall-clock times into moments; `zone_guessed` is True when it is the machine's own zone rather than one
    the owner named. `me` is the owner's display name in exports that do not say who exported them. `dates` is the order
    that the owner says dates in numbers have in these files; None where the files themselves are to tell it.
    """

    zone: tzinfo
    zone_guessed: bool = True
    me: str | None = None
    dates: DateOrder | None = None


class Source(Protocol):
    """A file format. Instances hold no state."""

    kind: ClassVar[str]
    """Short name as in `--as` and `--source`: "whatsapp"."""
    title: ClassVar[str]
    """Name for people: "WhatsApp export"."""

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Tell by content (the first HEAD_BYTES, and siblings where needed) whether this file is of the format."""
        ...

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield records in the file's order, streaming, in bounded memory.

        A broken record is yielded as a `Problem` and the rest goes on. Raises SourceProblem, with one sentence that does
        not name the file (the caller does), when nothing can be read.
        """
        ...
