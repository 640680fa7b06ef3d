"""What a GGUF file says about itself, read without loading it: enough to refuse it early and to estimate its memory."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from models.errors import ModelDamaged, ModelMissing

_MAGIC = b"GGUF"
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_LONGEST = 1 << 24
_HALF = 2
"""Bytes of one component of the key and value cache (float16)."""

_TENSORS, _DIMENSIONS = 1 << 20, 8
"""More than any model has."""
_BLOCKS = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 10: (256, 84), 11: (256, 110),
    12: (256, 144), 13: (256, 176), 14: (256, 210), 20: (32, 18), 23: (256, 136), 30: (1, 2), 39: (32, 17),
}  # fmt: skip
"""Of the usual types of tensors, by number: how many weights a block has, and its bytes."""

Value = int | float | bool | str


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """The header's plain values up to the tokenizer's (which come after the model's own), and the file's size in bytes."""

    values: dict[str, Value]
    file_bytes: int

    def integer(self, name: str, otherwise: int = 0) -> int:
        """Return `<architecture>.<name>` as an integer."""
        value = self.values.get(f"{self.values.get('general.architecture', '')}.{name}", otherwise)
        return int(value) if isinstance(value, int | float) else otherwise

    @property
    def context(self) -> int:
        """Return the number of tokens the model was trained for; 0 where the file does not say."""
        return self.integer("context_length")

    def memory(self, context: int) -> int:
        """Estimate the bytes it takes to run: weights, key-value cache for `context` tokens, and room to compute."""
        heads = self.integer("attention.head_count", 1)
        head = self.integer("embedding_length") // max(heads, 1)
        key = self.integer("attention.key_length", head)
        value = self.integer("attention.value_length", head)
        cache = context * self.integer("block_count") * self.integer("attention.head_count_kv", heads) * (key + value)
        return int(self.file_bytes * 1.02) + cache * _HALF + 150_000_000


def read_header(path: Path) -> GgufHeader:
    """Read the start of a GGUF file. Raises ModelMissing when there is none, ModelDamaged when it is something else."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            if stream.read(4) != _MAGIC:
                raise _damaged(path, "it is not a GGUF file")
            version, _tensors, count = struct.unpack("<IQQ", _exactly(stream, 20))
            if version not in (2, 3):
                raise _damaged(path, "it is of a GGUF version that homebody does not know")
            return GgufHeader(_values(stream, count), size)
    except FileNotFoundError as error:
        raise ModelMissing(f"There is no model file {path}.", "`homebody models pull`") from error
    except OSError as error:
        raise _damaged(path, f"it cannot be read ({error.strerror})") from error
    except (EOFError, ValueError, KeyError, struct.error) as error:
        raise _damaged(path, "its header is broken") from error


def ensure_whole(path: Path, header: GgufHeader) -> int:
    """Check that the GGUF file of a header reaches as far as its own list of tensors says, and count its weights.

    Raises ModelDamaged, OSError.
    """
    alignment = header.values.get("general.alignment", 32)
    try:
        with path.open("rb") as stream:
            _version, tensors, count = struct.unpack("<4xIQQ", _exactly(stream, 24))
            for _ in range(count):
                _string(stream)
                _value(stream, *struct.unpack("<I", _exactly(stream, 4)))
            if not 0 < tensors <= _TENSORS:
                raise _damaged(path, "it holds no weights")
            listed = [_tensor(stream) for _ in range(tensors)]
            end = max(ends for _, ends in listed)
            end += -(-stream.tell() // int(alignment)) * int(alignment)
    except (EOFError, ValueError, KeyError, ZeroDivisionError, struct.error) as error:
        raise _damaged(path, "its header is broken, or cut off") from error
    if end > header.file_bytes:
        raise _damaged(path, f"it is cut off after {header.file_bytes:,} of {end:,} bytes")
    return sum(weights for weights, _ in listed)


def _tensor(stream: IO[bytes]) -> tuple[int, int]:
    """Read a tensor's entry: how many weights it has, and where it ends, in bytes from where the weights begin."""
    _string(stream)
    (dimensions,) = struct.unpack("<I", _exactly(stream, 4))
    if dimensions > _DIMENSIONS:
        raise ValueError("dimensions beyond reason")
    shape: tuple[int, ...] = struct.unpack(f"<{dimensions}Q", _exactly(stream, 8 * dimensions))
    kind, offset = struct.unpack("<IQ", _exactly(stream, 12))
    count = math.prod(shape)
    weights, of_bytes = _BLOCKS.get(kind, (count or 1, 1))  # of an unusual type: a byte, to be sure
    return count, int(offset) + count // weights * of_bytes


def _values(stream: IO[bytes], count: int) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for _ in range(count):
        name = _string(stream)
        if name.startswith("tokenizer."):
            break
        (kind,) = struct.unpack("<I", _exactly(stream, 4))
        value = _value(stream, kind)
        if value is not None:
            values[name] = value
    return values


def _value(stream: IO[bytes], kind: int) -> Value | None:
    if kind == _STRING:
        return _string(stream)
    if kind == _ARRAY:
        inner, length = struct.unpack("<IQ", _exactly(stream, 12))
        if length > _LONGEST:
            raise ValueError("an array beyond reason")
        # Some architectures give a figure per layer; their largest is what an estimate needs.
        items = [item for item in (_value(stream, inner) for _ in range(length)) if isinstance(item, int)]
        return max(items, default=None)
    layout = "<" + _SCALARS[kind]
    value: Value = struct.unpack(layout, _exactly(stream, struct.calcsize(layout)))[0]
    return value


def _string(stream: IO[bytes]) -> str:
    (length,) = struct.unpack("<Q", _exactly(stream, 8))
    if length > _LONGEST:
        raise ValueError("a string beyond reason")
    return _exactly(stream, length).decode("utf-8", "replace")


def _exactly(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) != count:
        raise EOFError
    return data


def _damaged(path: Path, what: str) -> ModelDamaged:
    return ModelDamaged(
        f"The model file {path.name} cannot be used: {what}.", "Fetch it again: `homebody models pull`."
    )
