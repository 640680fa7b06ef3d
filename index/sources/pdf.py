"""PDF text, page by page, read in a process of its own: a PDF that hangs or crashes the reader costs itself alone."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import IO, ClassVar

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.text import modified
from index.types import DocumentPart, DocumentRecord, Problem, Record

PAGE_SECONDS = 20
"""A page that takes longer ends the reading."""
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
        yield DocumentRecord(file.base_name, modified(file))
        texts = 0
        for page, message in enumerate(_pages(file), 1):
            if "error" in message:
                raise _problem(str(message["error"]))
            if "slow" in message:
                yield Problem(f"reading stopped: it took longer than {PAGE_SECONDS} s", f"page {page}")
                break
            if "broken" in message:
                yield Problem("the page cannot be read", f"page {page}")
            elif str(message["text"]).strip():
                texts += 1
                yield DocumentPart(str(message["text"]), f"page {page}")
        if not texts:
            raise SourceProblem("It has no text, only pictures of pages.", "Run it through OCR, then add it again.")


def _problem(error: str) -> SourceProblem:
    if "password" in error.lower():
        return SourceProblem("It is encrypted and needs a password.", "Save a copy without the password and add that.")
    return SourceProblem("It is damaged or cut short: no page can be read.", "Get the file again, or leave it out.")


def _pages(file: InputFile) -> Iterator[dict[str, object]]:
    """Yield what the reading process says: a value a page. The bytes go in through a pipe, never through a file."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-c", _READER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    if process.stdin is None or process.stdout is None:
        raise AssertionError("both ends were asked for")
    feeder = threading.Thread(target=_feed, args=(file, process.stdin), daemon=True)
    feeder.start()
    slow = threading.Event()
    try:
        while True:
            watchdog = threading.Timer(PAGE_SECONDS, _give_up, (process, slow))
            watchdog.start()
            line = process.stdout.readline()
            watchdog.cancel()
            if not line:
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


_READER = """
import json, sys
import pypdfium2
def say(**value):
    sys.stdout.write(json.dumps(value) + "\\n")
    sys.stdout.flush()
try:
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    count = len(document)
except Exception as error:
    say(error=str(error))
    sys.exit(0)
for number in range(count):
    try:
        say(text=document[number].get_textpage().get_text_bounded().replace("\\r\\n", "\\n"))
    except Exception:
        say(broken=True)
"""
