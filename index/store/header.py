"""What the first bytes of a store tell. Imports nothing, so that a command may look before it loads the database."""

from __future__ import annotations

from pathlib import Path

PLAIN = b"SQLite format 3\0"


def is_encrypted(path: Path) -> bool:
    """Tell whether a file looks like an encrypted store; False where there is none."""
    try:
        with path.open("rb") as stream:
            header = stream.read(24)
    except OSError:
        return False
    # The cipher leaves these bytes of the SQLite header as they are; text or junk does not have them.
    return not header.startswith(PLAIN) and header[21:24] == b"\x40\x20\x20"
