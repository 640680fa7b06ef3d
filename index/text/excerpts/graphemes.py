"""Where one sign ends and the next begins: a letter with its marks, an emoji with its joiners. Pure."""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
_VIRAMAS = frozenset("\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2")
"""They join the consonant before to the one after: “क्ष” is one sign."""
_THAI_LEADING = range(0x0E40, 0x0E45)
"""Vowels that are written before the consonant they belong to; so are the same of Lao."""
_LAO_LEADING = range(0x0EC0, 0x0EC5)


def goes_on(text: str, place: int) -> bool:
    """Tell whether the character at a place belongs to the sign that the one before began."""
    character, before = text[place], text[place - 1]
    return (
        unicodedata.category(character)[0] == "M"
        or character == _JOINER
        or before == _JOINER
        or before in _VIRAMAS
        or character == "\u0e33"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or ord(before) in _THAI_LEADING
        or ord(before) in _LAO_LEADING
        or ("\U0001f1e6" <= character <= "\U0001f1ff" and _second_of_flag(text, place))
    )


def whole(text: str, place: int) -> int:
    """Return the last place up to this one at which a text can be cut without cutting a sign."""
    while 0 < place < len(text) and goes_on(text, place):
        place -= 1
    return place


def whole_after(text: str, place: int) -> int:
    """Return the first place from this one on at which a text can be cut without cutting a sign."""
    while 0 < place < len(text) and goes_on(text, place):
        place += 1
    return place


def _second_of_flag(text: str, place: int) -> bool:
    first = place
    while first and "\U0001f1e6" <= text[first - 1] <= "\U0001f1ff":
        first -= 1
    return (place - first) % 2 == 1
