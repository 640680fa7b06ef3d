"""PDF text, page by page, read in a process of its own: a PDF that hangs or crashes the reader costs itself alone."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import IO, Any, ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.documents import pdf_reader
from index.sources.documents.text import modified
from index.sources.parsing.encoding import clean
from index.types.records import DocumentPart, DocumentRecord, Problem, Record

PAGE_SECONDS = 20.0
"""A page (and the opening of the document) that takes longer ends the reading."""
DOCUMENT_SECONDS = 600.0
"""So does a document that takes longer as a whole."""
PAGES = 20_000
FILE_BYTES = 500_000_000
"""A larger file is refused: the reader needs it in memory."""


class Pdf:
    """A PDF with text in it."""

    kind: ClassVar[str] = "pdf"
    title: ClassVar[str] = "PDF document"

    def recognises(self, file: InputFile, head: bytes) -> bool:
        """Look for the mark, which may have a little junk before it."""
        return b"%PDF-" in head[:1024]

    def read(self, file: InputFile, context: ReadContext) -> Iterator[Record]:
        """Yield the document and its pages; raises SourceProblem when it is encrypted, damaged, or has no text."""
        if file.size > FILE_BYTES:
            raise SourceProblem(f"It is larger than {FILE_BYTES // 1_000_000} MB.", "Split it, or leave it out.")
        reading = _Reading(file)
        yield from reading.records()
        if not reading.texts and reading.broken:
            raise _problem("")
        if not reading.texts:
            raise SourceProblem("It has no text, only pictures of pages.", "Run it through OCR, then add it again.")
        blank = reading.total - reading.broken - reading.texts
        if blank > reading.texts and not reading.stopped:
            yield Problem(f"{blank} of {reading.total} pages have no text, only pictures")


class _Reading:
    """One document's pages as they come, counted."""

    def __init__(self, file: InputFile) -> None:
        self._file = file
        self.total = self.texts = self.broken = 0
        self.stopped = False

    def records(self) -> Iterator[Record]:
        page = 0
        for message in _pages(self._file):
            if "pages" in message:
                self.total = int(message["pages"])
                continue
            page += 1
            if "error" in message and not self.total:
                raise _problem(str(message["error"]))
            if "error" in message or "slow" in message or page > PAGES:
                self.stopped = True
                if not self.texts:
                    raise SourceProblem(_stopped(message), "Print it to a new PDF and add that, or leave it out.")
                yield Problem(f"{_stopped(message)} The pages before were read.", f"page {page}")
                return
            yield from self._page(page, message)

    def _page(self, page: int, message: dict[str, Any]) -> Iterator[Record]:
        text = clean(str(message.get("text", "")))
        if "broken" in message:
            self.broken += 1
            if self.texts:
                yield Problem("the page cannot be read", f"page {page}")
        elif text.strip():
            if not self.texts:
                yield DocumentRecord(self._file.base_name, modified(self._file))
            self.texts += 1
            yield DocumentPart(text, f"page {page}")


def _problem(error: str) -> SourceProblem:
    if "password" in error.lower():
        return SourceProblem("It is encrypted and needs a password.", "Save a copy without the password and add that.")
    if "security" in error.lower():
        return SourceProblem(
            "It is encrypted in a way that cannot be read.", "Save a copy without the protection and add that."
        )
    return SourceProblem("It is damaged or cut short: no page can be read.", "Get the file again, or leave it out.")


def _stopped(message: dict[str, Any]) -> str:
    if "slow" in message:
        return "Reading was stopped: a page took too long."
    if "error" in message:
        return "Reading broke off: the page is damaged."
    return f"It has more than {PAGES:,} pages."


def _pages(file: InputFile) -> Iterator[dict[str, Any]]:
    """Yield what the reading process says: a value a page. The bytes go in through a pipe, never through a file."""
    try:
        process = subprocess.Popen(
            [sys.executable, "-I", pdf_reader.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        # Where the seal lets no process be started, a PDF is read right here, without a limit on its time.
        with file.open() as stream:
            yield from pdf_reader.pages(stream.read())
        return
    if process.stdin is None or process.stdout is None:
        raise AssertionError("both ends were asked for")
    feeder = threading.Thread(target=_feed, args=(file, process.stdin), daemon=True)
    feeder.start()
    slow = threading.Event()
    deadline = time.monotonic() + DOCUMENT_SECONDS
    try:
        while True:
            patience = max(0.0, min(PAGE_SECONDS, deadline - time.monotonic()))
            watchdog = threading.Timer(patience, _give_up, (process, slow))
            watchdog.daemon = True
            watchdog.start()
            line = process.stdout.readline()
            watchdog.cancel()
            if not line.endswith(b"\n"):
                break
            yield json.loads(line)
        if slow.is_set():
            yield {"slow": True}
        elif process.wait():
            yield {"error": "the reader crashed"}
    finally:
        process.kill()
        process.stdout.close()
        feeder.join()
        process.wait()


def _give_up(process: subprocess.Popen[bytes], slow: threading.Event) -> None:
    slow.set()
    process.kill()


def _feed(file: InputFile, pipe: IO[bytes]) -> None:
    try:
        with pipe, file.open() as stream:
            while block := stream.read(1 << 20):
                pipe.write(block)
    except OSError:
        return  # the reader has ended; what it said tells why
