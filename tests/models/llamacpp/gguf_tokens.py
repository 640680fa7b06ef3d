"""The special tokens of a GGUF file, read without any of the product's code."""

from __future__ import annotations

import struct
from pathlib import Path

CONTROL = 3


def special_tokens(gguf: Path) -> list[str]:
    """Read the texts of all control tokens straight out of the file."""
    scalars = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
    with gguf.open("rb") as file:

        def read(layout: str) -> tuple[int, ...]:
            return struct.unpack("<" + layout, file.read(struct.calcsize("<" + layout)))

        def value(kind: int) -> object:
            if kind == 8:
                return file.read(read("Q")[0]).decode("utf-8", "replace")
            if kind == 9:
                inner, count = read("IQ")
                return [value(inner) for _ in range(count)]
            return read(scalars[kind])[0]

        file.seek(8)
        _, count = read("QQ")
        found = {}
        for _ in range(count):
            name = value(8)
            found[name] = value(read("I")[0])
    tokens, kinds = found["tokenizer.ggml.tokens"], found["tokenizer.ggml.token_type"]
    assert isinstance(tokens, list)
    assert isinstance(kinds, list)
    return [token for token, kind in zip(tokens, kinds, strict=True) if kind == CONTROL]
