"""The program that reads a rare kind of file from standard input and writes its text as one line of JSON.

It runs in a process of its own, which can be ended; the library it uses is an extra. Its own caches are off: they would
leave text behind on the disk.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from index.sources.documents.reader_process import confine

CPU_SECONDS = 1800
"""A reader that hangs ends by itself at last, also where nobody waits for it any more."""
MEMORY_BYTES = 6_000_000_000
TEXT_CHARACTERS = 20_000_000
LANGUAGES = 6
"""So many of the languages that this machine can read pictures in are tried at once."""

_LANGUAGE_FOLDERS = (
    os.environ.get("TESSDATA_PREFIX", ""),
    "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata",
    "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata", "C:\\Program Files\\Tesseract-OCR\\tessdata",
)  # fmt: skip


def languages() -> tuple[str, list[str]]:
    """Return the folder with Tesseract's language data, and which languages are there; ("", []) where there is none."""
    for folder in filter(None, _LANGUAGE_FOLDERS):
        found = sorted(path.stem for path in Path(folder).glob("*.traineddata"))
        wanted = [one for one in found if one not in ("osd", "equ")]
        if wanted:
            return folder, sorted(wanted, key=lambda one: one != "eng")[:LANGUAGES]
    return "", []


def text_of(content: bytes, mime: str) -> dict[str, object]:
    """Return {"text": …}, or {"error": …} where it cannot be read, or {"languages": []} where none are there."""
    import kreuzberg

    ocr = None
    if mime.startswith("image/"):
        folder, known = languages()
        if not known:
            return {"languages": known}
        os.environ["TESSDATA_PREFIX"] = folder
        settings = kreuzberg.TesseractConfig(use_cache=False)
        ocr = kreuzberg.OcrConfig(backend="tesseract", language="+".join(known), tesseract_config=settings)
    try:
        found = kreuzberg.extract_bytes_sync(content, mime, kreuzberg.ExtractionConfig(use_cache=False, ocr=ocr))
    except (kreuzberg.KreuzbergError, ValueError, OSError, RuntimeError) as error:
        return {"error": str(error)[:2000]}
    return {"text": found.content[:TEXT_CHARACTERS]}


def main() -> None:
    """Read standard input, write to standard output. The one argument is the media type."""
    confine(MEMORY_BYTES, CPU_SECONDS)
    sys.stdout.write(json.dumps(text_of(sys.stdin.buffer.read(), sys.argv[1])) + "\n")


if __name__ == "__main__":
    main()
