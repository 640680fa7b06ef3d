"""What a compound file (OLE2), an Outlook store or a picture is, by its content."""

from __future__ import annotations

import struct
from typing import BinaryIO

from index.sources.base import InputFile

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OUTLOOK_STORE = b"!BDN"
DIRECTORY_SECTORS = 200
FREE_SECTOR = 0xFFFF_FFFA

ENCRYPTED = "encrypted"
_BY_STREAM = (
    ("EncryptedPackage", ENCRYPTED),
    ("WordDocument", "application/msword"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
)
"""The stream that shows which program wrote a compound file."""


def kind_of(file: InputFile, head: bytes) -> str:
    """Return the media type, ENCRYPTED, or nothing for what is none of these."""
    if head.startswith(OUTLOOK_STORE):
        return "application/vnd.ms-outlook-pst"
    if head.startswith(COMPOUND):
        names = _streams(file, head)
        return next((kind for name, kind in _BY_STREAM if name in names), "")
    return _picture(head)


def _picture(head: bytes) -> str:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith((b"II*\0", b"MM\0*")):
        return "image/tiff"
    return "image/webp" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else ""


def _streams(file: InputFile, head: bytes) -> frozenset[str]:
    """Return the names in a compound file's directory; none where its structure is broken."""
    names: set[str] = set()
    try:
        shift, start = struct.unpack_from("<H", head, 30)[0], struct.unpack_from("<I", head, 48)[0]
        if shift not in (9, 12):
            return frozenset()
        tables = struct.unpack_from("<109I", head, 76)
        with file.open() as stream:
            sector, seen = start, set[int]()
            while sector < FREE_SECTOR and sector not in seen and len(seen) < DIRECTORY_SECTORS:
                seen.add(sector)
                names.update(_names(_sector(stream, sector, shift)))
                per_table = (1 << shift) // 4
                table = tables[sector // per_table] if sector // per_table < len(tables) else FREE_SECTOR
                if table >= FREE_SECTOR:
                    break
                (sector,) = struct.unpack_from("<I", _sector(stream, table, shift), sector % per_table * 4)
    except (struct.error, OSError, ValueError, OverflowError):
        return frozenset(names)
    return frozenset(names)


def _sector(stream: BinaryIO, number: int, shift: int) -> bytes:
    stream.seek((number + 1) << shift)
    return bytes(stream.read(1 << shift))


def _names(sector: bytes) -> list[str]:
    found: list[str] = []
    for at in range(0, len(sector) - 127, 128):
        (length,) = struct.unpack_from("<H", sector, at + 64)
        if 2 <= length <= 64:
            found.append(sector[at : at + length - 2].decode("utf-16-le", "replace"))
    return found
