"""Which slips of the fingers are likely: letters swapped, doubled, or taken for the key beside. Pure."""

from __future__ import annotations

from functools import cache

# The letters of keyboards, row by row: English, German and French ones, Russian, Greek, Arabic and Hebrew.
_KEYBOARDS = (
    "qwertyuiop asdfghjkl zxcvbnm",
    "qwertzuiop asdfghjkl yxcvbnm",
    "azertyuiop qsdfghjklm wxcvbn",
    "йцукенгшщзхъ фывапролджэ ячсмитьбю",
    ";ςερτυθιοπ ασδφγηξκλ ζχψωβνμ",
    "ضصثقفغعهخحجد شسيبلاتنمكط ئءؤرلىةوزظ",
    "/'קראטוןםפ שדגכעיחלךף זסבהנמצתץ",
)

_OTHER_LAYOUT = ("yz", "aq", "wz")
"""Keys that have each other's letter on a keyboard of another country."""


def is_likely(typed: str, meant: str) -> bool:
    """Tell whether one word became the other by a likely slip; anywhere else one letter is as likely as another."""
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    end = 0
    while end < min(len(typed), len(meant)) - start and typed[-1 - end] == meant[-1 - end]:
        end += 1
    wrong, right = typed[start : len(typed) - end], meant[start : len(meant) - end]
    if len(wrong) == len(right) == 1:
        return wrong + right in _side_by_side()
    if len(wrong) + len(right) == 1:
        # Doubled, or half of a double: the letter stands before it once more.
        return start > 0 and (wrong or right) == typed[start - 1]
    return len(wrong) == 2 and wrong == right[::-1]


@cache
def _side_by_side() -> frozenset[str]:
    """Return the pairs of letters whose keys touch, in both orders."""
    found = {pair[::step] for pair in _OTHER_LAYOUT for step in (1, -1)}
    for keyboard in _KEYBOARDS:
        rows = keyboard.split()
        for row, letters in enumerate(rows):
            below = rows[row + 1] if row + 1 < len(rows) else ""
            for at, letter in enumerate(letters):
                # A row begins half a key to the right of the one above it.
                beside = letters[at + 1 : at + 2] + below[max(0, at - 1) : at + 1]
                found |= {letter + other for other in beside} | {other + letter for other in beside}
    return frozenset(found)
