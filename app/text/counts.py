"""How many there are of something, as every part of the app says it."""

from __future__ import annotations


def counted(number: int, thing: str, things: str = "") -> str:
    """Return "1 message", "2,310 messages"."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"
