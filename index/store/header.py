"""What the first bytes of a store tell. Imports nothing, so that a command may look before it loads the database."""

from __future__ import annotations

from pathlib import Path

PLAIN = b"SQLite format 3\0"


_ALIKE = 8
"""How many of its first 16 bytes a plain file keeps, at least, when some were changed. A salt has that many by chance once in
10^15 files."""
_CIPHER = b"\x20\x40\x20\x20"
"""What the cipher leaves as it is from byte 20 on: how much of a page it takes for itself, then SQLite's three constants."""


def is_encrypted(path: Path) -> bool:
    """Tell whether a file looks like an encrypted store; False where there is none.

    A plain one that some bytes were changed in does not: it is damaged, and no passphrase opens it.
    """
    try:
        with path.open("rb") as stream:
            header = stream.read(24)
    except OSError:
        return False
    alike = sum(here == there for here, there in zip(header, PLAIN, strict=False))
    return alike < _ALIKE and header[20:24] == _CIPHER
