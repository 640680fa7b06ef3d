"""What is left out without a look inside: by a file's first bytes, and by the name that an archive gives a member."""

from __future__ import annotations

from index.sources.documents.rare_kinds import COMPOUND, OUTLOOK_STORE
from index.sources.files.ignore_rules import LEFT_OUT_FOLDERS

SNIFF_BYTES = 1024
"""So much of a file's beginning is looked at."""
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_READ_THOUGH_BINARY = (b"SQLite format 3\0", b"bplist00", COMPOUND, OUTLOOK_STORE, *ZIP)
_PACKED = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_PICTURES_AND_SOUND = (
    b"\xff\xd8\xff", b"\x89PNG",
    b"GIF8", b"RIFF", b"OggS", b"ID3", b"\xff\xfb", b"\xff\xf1", b"#!AMR", b"fLaC", b"\x1aE\xdf\xa3",
)  # fmt: skip


def why_unreadable(head: bytes) -> str:
    """Say what a file is that nothing here reads, by its first bytes; or nothing, when something might."""
    if head.startswith(_PACKED):
        return "It is a packed archive; unpack it to add it."
    if head.startswith(_PICTURES_AND_SOUND) or head[4:8] == b"ftyp":
        return "It is a picture, a sound or a film."
    if head.startswith(b"// <!-- <mdb:mork"):
        return "It is an index that a mail program keeps for itself."
    if b"\0" not in head or head.startswith(_READ_THOUGH_BINARY) or b"%PDF-" in head:
        return ""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return ""
    # Text in UTF-16 without a mark has its zeros all on one side.
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return "It is a binary file." if min(even, odd) * 10 > max(even, odd) or max(even, odd) * 8 < len(head) else ""


def why_not_by_name(member: str) -> str:
    """Say why an archive's member is not read, by its name alone; or nothing."""
    parts = member.replace("\\", "/").split("/")
    if member.startswith(("/", "\\")) or ".." in parts or parts[0][1:2] == ":":
        return "Its name leads out of the archive."
    if any(part.startswith(".") or part.lower() in LEFT_OUT_FOLDERS for part in parts):
        return "It is hidden or a cache."
    return ""
