"""The words inside of what Apple's Messages stores as archived objects: attributed strings and edit histories."""

from __future__ import annotations

import plistlib
import re
from typing import Any
from xml.parsers.expat import ExpatError

SUMMARY_BYTES = 4_000_000
"""A longer history of edits is left unread."""

_STRING = re.compile(rb"NS(?:Mutable)?String.{0,40}?\x01\+", re.DOTALL)
_END = b"\x86\x84"
_OBJECT = "\ufffc"
"""Stands where an attachment is shown."""
_PLIST_ERRORS = (plistlib.InvalidFileException, ExpatError, ValueError, TypeError, KeyError, IndexError, RecursionError,
                 OverflowError, AttributeError)  # fmt: skip


def archived_text(blob: bytes) -> str:
    """Return the text of an archived attributed string, typedstream or keyed; "" where it holds none."""
    if blob.startswith(b"bplist00"):
        return _keyed(blob)
    found = _STRING.search(blob)
    if found is None:
        return ""
    at = found.end()
    length = blob[at] if at < len(blob) else 0
    if length in (0x81, 0x82):
        size = 2 if length == 0x81 else 4
        length = int.from_bytes(blob[at + 1 : at + 1 + size], "little")
        at += size
    elif length > 0x82:
        length = len(blob)
    text = blob[at + 1 : at + 1 + length]
    if at + 1 + length > len(blob):
        # A length that leads out of the object is no length: the text ends where the object does.
        text = blob[at + 1 :].split(_END, 1)[0]
    return text.decode("utf-8", "replace")


def shown(text: str) -> str:
    """Return a text without the signs that stand for attachments."""
    return text.replace(_OBJECT, "").strip()


def edits(summary: bytes | None) -> tuple[str, bool]:
    """Return the last text in a message's history of edits ("" where there is none), and whether it was taken back."""
    found = _plist(summary)
    if not isinstance(found, dict):
        return "", False
    texts = []
    history = found.get("ec")
    if isinstance(history, dict):
        for _, versions in sorted(history.items(), key=lambda item: str(item[0])):
            last = versions[-1] if isinstance(versions, list) and versions else None
            blob = last.get("t") if isinstance(last, dict) else None
            if isinstance(blob, bytes):
                texts.append(archived_text(blob))
    return shown("\n".join(text for text in texts if text)), bool(found.get("rp"))


def _plist(blob: bytes | None) -> Any:  # noqa: ANN401  any property list
    if not blob or len(blob) > SUMMARY_BYTES:
        return None
    try:
        return plistlib.loads(blob)
    except _PLIST_ERRORS:
        return None


def _keyed(blob: bytes) -> str:
    found = _plist(blob)
    objects = found.get("$objects") if isinstance(found, dict) else None
    if not isinstance(objects, list):
        return ""
    for item in objects:
        place = item.get("NSString", item.get("NS.string")) if isinstance(item, dict) else None
        if isinstance(place, str):
            return place
        if isinstance(place, plistlib.UID) and place.data < len(objects):
            text = objects[place.data]
            if isinstance(text, dict):
                text = text.get("NS.string")
            if isinstance(text, str):
                return text
    return ""
