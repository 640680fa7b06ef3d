"""A map of characters in the form that tokenizers read: SentencePiece's, a trie in a double array and its texts.

The array is of 32-bit units. What lies below a node is at its base combined with a byte (exclusive or), where its label is
that byte; the unit at the base itself is a leaf and holds where in the texts the replacement begins.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

_LEAF = 1 << 31
"""Marks a unit that holds a value; no byte is such a label, so nothing leads on from there."""
_HAS_LEAF = 1 << 8
_OFFSET = 10
"""By how many bits the way from a node to its base is shifted."""
_BLOCK = 256
"""A byte changes nothing but the last one of a place, so whole blocks keep every look-up within the array."""


@dataclass(slots=True)
class _Node:
    """What a text so far leads to: further bytes, and where its replacement begins, if it is a whole key."""

    below: dict[int, _Node] = field(default_factory=dict)
    value: int | None = None

    @property
    def places(self) -> list[int]:
        """Return what has to be free around its base."""
        return sorted([*self.below, *([] if self.value is None else [0])])


def charsmap(replacements: Mapping[str, str]) -> bytes:
    """Return the map that puts `replacements` (none with NUL) in the place of their keys."""
    texts, starts = bytearray(), dict[str, int]()
    root = _Node()
    for key, text in sorted(replacements.items()):
        if text not in starts:
            starts[text] = len(texts)
            texts += text.encode() + b"\0"
        node = root
        for byte in key.encode():
            node = node.below.setdefault(byte, _Node())
        node.value = starts[text]
    units = _units(root)
    packed = struct.pack(f"<{len(units)}I", *units)
    return struct.pack("<I", len(packed)) + packed + bytes(texts)


def _units(root: _Node) -> list[int]:
    """Lay a trie out, each node at the first base around which all that it needs is free."""
    units, taken = [0] * _BLOCK, [True, *[False] * (_BLOCK - 1)]
    bases = set[int]()
    waiting, free = [(0, root)] if root.below else [], 0
    while waiting:
        position, node = waiting.pop()
        free = next((place for place in range(free, len(taken)) if not taken[place]), len(taken))
        for place in count(free):
            base = place ^ node.places[0]
            while len(units) <= base | (_BLOCK - 1):
                units += [0] * _BLOCK
                taken += [False] * _BLOCK
            if base not in bases and not any(taken[base ^ byte] for byte in node.places):
                break
        bases.add(base)
        units[position] |= (position ^ base) << _OFFSET
        if node.value is not None:
            taken[base] = True
            units[base] = _LEAF | node.value
            units[position] |= _HAS_LEAF
        for byte, below in sorted(node.below.items()):
            taken[base ^ byte] = True
            units[base ^ byte] = byte
            waiting.append((base ^ byte, below))
    return units
