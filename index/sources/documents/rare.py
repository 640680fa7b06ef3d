"""The rare rest: Word, Excel and PowerPoint of before 2007, Outlook's .msg and .pst, and pictures of text.

A library that is an extra reads them, in a process of its own with bounded time and memory. Without the extra such a file
is named, with the command that installs it.
"""

from __future__ import annotations

import importlib.util
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.documents import rare_reader
from index.sources.documents.rare_kinds import ENCRYPTED, kind_of
from index.sources.documents.text import PART_CHARACTERS, modified
from index.sources.parsing.encoding import clean
from index.types.records import DocumentPart, DocumentRecord, Record

SECONDS = 180.0
"""A file that takes longer is given up."""
FILE_BYTES = 1_000_000_000
MEMBER_BYTES = 100_000_000
"""Of a file on disk, and of one inside an archive or a mail: a larger one is refused."""

_NAMES = {
    "application/msword": "a Word document from before 2007",
    "application/vnd.ms-excel": "an Excel workbook from before 2007",
    "application/vnd.ms-powerpoint": "a PowerPoint presentation from before 2007",
    "application/vnd.ms-outlook": "a message that Outlook saved",
    "application/vnd.ms-outlook-pst": "an Outlook data file",
}


class Rare:
    """What needs the extra."""

    kind: ClassVar[str] = "rare"
    title: ClassVar[str] = "Older Office or Outlook file, or picture of text"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look at the streams of a compound file, and at the first bytes of others."""
        return bool(kind_of(file, head))

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the file as one document. Raises SourceProblem when the extra is absent, or it cannot be read."""
        kind = kind_of(file, file.head())
        if kind == ENCRYPTED:
            raise SourceProblem(
                "It is encrypted and needs a password.", "Save a copy without the password and add that."
            )
        if not kind:
            raise SourceProblem("The extra does not read this kind of file.", "Name another kind with --as.")
        if importlib.util.find_spec("kreuzberg") is None:
            raise SourceProblem(f"It is {_NAMES.get(kind, 'a picture')}, which an extra reads.", install_command())
        text = clean(_text(file, kind)).strip()
        if not text:
            raise SourceProblem("It has no text in it.", "Leave it out.")
        yield DocumentRecord(file.base_name, modified(file))
        line = 1
        for start in range(0, len(text), PART_CHARACTERS):
            part = text[start : start + PART_CHARACTERS]
            yield DocumentPart(part, None, line)
            line += part.count("\n")


def install_command() -> str:
    """Return what to do to have these read."""
    return f"Run `{sys.executable} -m pip install 'homebody[rare]'`, then add it again."


def _text(file: InputFile, kind: str) -> str:
    found = _asked(file, kind)
    error = str(found.get("error", ""))
    if "languages" in found:
        raise SourceProblem(
            "It is a picture, and this machine has no language data to read text in pictures with.",
            "Install Tesseract with the languages you need, then add it again.",
        )
    if "password" in error.lower() or "encrypt" in error.lower():
        raise SourceProblem("It is encrypted and needs a password.", "Save a copy without the password and add that.")
    if error or "text" not in found:
        raise SourceProblem(
            "It is damaged, or written in a way that the extra cannot read.", "Save it in a newer format and add that."
        )
    return str(found["text"])


def _asked(file: InputFile, kind: str) -> dict[str, object]:
    """Ask the reading process. The bytes go in through a pipe, never through another file."""
    with file.open() as stream:
        try:
            stream.fileno()
            on_disk, most = True, FILE_BYTES
        except (OSError, AttributeError, io.UnsupportedOperation):
            on_disk, most = False, MEMBER_BYTES
        if file.size > most:
            raise SourceProblem(f"It is larger than {most // 1_000_000} MB.", "Split it, or leave it out.")
        # A home that is none: what the library beneath may want to keep of what it read has no place to go.
        nowhere = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "KREUZBERG_CACHE_DIR", "LOCALAPPDATA"), os.devnull)
        try:
            done = subprocess.run(
                [sys.executable, "-I", rare_reader.__file__, kind],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
                env={**os.environ, **nowhere},
                stdin=stream if on_disk else None,
                input=None if on_disk else stream.read(MEMBER_BYTES),
            )
        except subprocess.TimeoutExpired:
            raise SourceProblem(
                "Reading was stopped: it took too long.", "Save it in a newer format and add that."
            ) from None
    try:
        found = json.loads(done.stdout)
    except ValueError:
        return {"error": "the reader crashed"}
    return found if isinstance(found, dict) else {}
