"""Text as the store can hold it, and numbers that stand for texts."""

from __future__ import annotations

import hashlib


def clean(text: str) -> str:
    """Return text that UTF-8 and SQLite can hold: surrogate pairs joined, lone ones replaced, NUL left out."""
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def number(*parts: str) -> int:
    """Return a signed 64-bit number that stands for the parts (BLAKE2b).

    Sixty-four bits: among a million messages of one chat the odds of two sharing a number are 1 in 37 million.
    """
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little", signed=True)


def salted(salt: bytes, name: int) -> int:
    """Return a signed 64-bit number that stands for another (BLAKE2b, keyed): nobody can work it out without the salt."""
    data = name.to_bytes(8, "little", signed=True)
    return int.from_bytes(hashlib.blake2b(data, digest_size=8, key=salt).digest(), "little", signed=True)


def native_key(native_id: str) -> int:
    """Return the number by which a message with an id of its own is found in its chat."""
    return number("id", native_id)
