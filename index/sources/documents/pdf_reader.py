"""The program that reads a PDF from standard input and writes a line of JSON a page. It runs in a process of its own.

It also says what is wrong: {"error": …} for a document that cannot be opened, {"broken": true} for a page.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator

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


def _end_with_owner() -> None:
    """Have the kernel end this process with whoever started it, and let no other program of the owner's read its memory."""
    import ctypes
    import signal

    set_death_signal, set_dumpable = 1, 4
    prctl = ctypes.CDLL(None).prctl
    prctl(ctypes.c_int(set_dumpable), *[ctypes.c_ulong(0)] * 4)
    prctl(ctypes.c_int(set_death_signal), ctypes.c_ulong(signal.SIGKILL), *[ctypes.c_ulong(0)] * 3)


def main() -> None:
    """Read standard input, write to standard output."""
    try:
        import resource
    except ImportError:
        pass  # a platform without limits
    else:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    if sys.platform == "linux":
        _end_with_owner()
    for line in pages(sys.stdin.buffer.read()):
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
