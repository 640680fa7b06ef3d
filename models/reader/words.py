"""Word vectors out of an embedder's safetensors file, each when it is needed: the whole table would take 190 MB."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TABLE = "embeddings.word_embeddings.weight"
_LONGEST_HEAD = 1 << 20


class WordVectors:
    """The rows of the table in `weights`, a safetensors file of a BERT. Raises OSError, ValueError where it is none."""

    def __init__(self, weights: Path) -> None:
        import numpy as np

        with weights.open("rb") as stream:
            size = int.from_bytes(stream.read(8), "little")
            if not 0 < size <= _LONGEST_HEAD:
                raise ValueError(f"{weights.name} is no safetensors file")
            head = json.loads(stream.read(size))
        told = next((head[name] for name in (_TABLE, f"bert.{_TABLE}") if name in head), None)
        if told is None or told["dtype"] not in ("BF16", "F32"):
            raise ValueError(f"{weights.name} holds no word vectors of a kind that is known")
        rows, self.width = (int(length) for length in told["shape"])
        self._halved = told["dtype"] == "BF16"
        kind = np.dtype("<u2") if self._halved else np.dtype("<f4")
        start, end = told["data_offsets"]
        if end - start != rows * self.width * kind.itemsize:
            raise ValueError(f"{weights.name} holds word vectors of another size than it says")
        self._table = np.memmap(weights, kind, "r", 8 + size + start, (rows, self.width))

    def of(self, tokens: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of `tokens`, of any shape; one more axis of `width`."""
        import numpy as np

        found = self._table[tokens]
        if self._halved:  # a bfloat16 is the upper half of a 32-bit float
            return (found.astype(np.uint32) << 16).view(np.float32)
        return np.asarray(found, dtype=np.float32)
