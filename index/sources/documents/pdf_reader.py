"""The program that reads a PDF from standard input and writes a line of JSON a page. It runs in a process of its own.

It also says what is wrong: {"error": …} for a document that cannot be opened, {"broken": true} for a page.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator

from index.sources.documents.reader_process import confine

CPU_SECONDS = 600
"""A reader that hangs ends by itself at last, also where nobody waits for it any more."""
MEMORY_BYTES = 4_000_000_000
PAGE_CHARACTERS = 2_000_000
# The mark that PDFium leaves of a hyphen at a line's end when it joins the two lines: “Donaudampf\x02schiff”.
_HYPHEN = re.compile("\x02(?=(.?))", re.DOTALL)


def pages(data: bytes) -> Iterator[dict[str, object]]:
    """Yield {"pages": count}, then {"text": …} or {"broken": true} for each page; or only {"error": …}."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except (pypdfium2.PdfiumError, ValueError) as error:
        yield {"error": str(error)}
        return
    yield {"pages": count}
    for number in range(count):
        try:
            page = document[number]
            text_page = page.get_textpage()
            text = text_page.get_text_bounded()
            text_page.close()
            page.close()
        except (pypdfium2.PdfiumError, ValueError):
            yield {"broken": True}
        else:
            yield {"text": _HYPHEN.sub(_whole, text.replace("\r\n", "\n"))[:PAGE_CHARACTERS]}


def _whole(broken: re.Match[str]) -> str:
    """Return what stands for a hyphen at a line's end: nothing where a small letter goes on with the word."""
    return "" if broken[1].islower() else "-"


def main() -> None:
    """Read standard input, write to standard output."""
    confine(MEMORY_BYTES, CPU_SECONDS)
    for line in pages(sys.stdin.buffer.read()):
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
