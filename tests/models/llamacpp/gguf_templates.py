"""A GGUF file with another chat template, made without any of the product's code."""

from __future__ import annotations

import struct
from pathlib import Path

ENDLESS = "".join(f"{{% for {name} in range(999999) %}}" for name in "abc") + "{% endfor %}" * 3
"""As good as endless: 10 ** 18 rounds."""

_KEY = b"tokenizer.chat_template"
_ALIGNED = 32
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}


def with_template(gguf: Path, target: Path, template: str) -> Path:
    """Copy a GGUF file that has a template, with this one in its place."""
    data = gguf.read_bytes()
    at = 24
    tensors, values = struct.unpack_from("<QQ", data, 8)
    begin = end = 0
    for _ in range(values):
        name, at = _text(data, at)
        (kind,) = struct.unpack_from("<I", data, at)
        at += 4
        after = _skip(data, at, kind)
        if name == _KEY:
            begin, end = at, after
        at = after
    for _ in range(tensors):
        _, at = _text(data, at)
        (dimensions,) = struct.unpack_from("<I", data, at)
        at += 4 + 8 * dimensions + 12
    text = template.encode()
    head = data[:begin] + struct.pack("<Q", len(text)) + text + data[end:at]
    weights = data[at + -at % _ALIGNED :]
    target.write_bytes(head + bytes(-len(head) % _ALIGNED) + weights)
    return target


def _text(data: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from("<Q", data, at)
    return data[at + 8 : at + 8 + length], at + 8 + length


def _skip(data: bytes, at: int, kind: int) -> int:
    if kind == 8:
        return _text(data, at)[1]
    if kind == 9:
        inner, count = struct.unpack_from("<IQ", data, at)
        at += 12
        for _ in range(count):
            at = _skip(data, at, inner)
        return at
    return at + _SIZES[kind]
