"""Stand-ins that any test may use."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.types.embedding import Vectors


class HashEmbedder:
    """Vectors of hashed words: texts that share words are near, the same text is always the same, nothing is learned.

    `calls` counts embedded passages.
    """

    def __init__(self, dimension: int = 64, fingerprint: str = "hashed-words") -> None:
        self.fingerprint = fingerprint
        self.dimension = dimension
        self.calls = 0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text."""
        import numpy as np

        self.calls += len(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.casefold().split() or [""]:
                digest = hashlib.blake2b(word.strip(".,!?").encode("utf-8", "replace"), digest_size=4).digest()
                place = int.from_bytes(digest, "big")
                vectors[row, place % self.dimension] += 1 if place & 0x8000_0000 else -1
            if not vectors[row].any():
                vectors[row, 0] = 1
        lengths = np.sqrt((vectors**2).sum(axis=1, keepdims=True))
        return np.asarray(vectors / lengths, dtype=np.float32)

    def embed_query(self, text: str) -> Vectors:
        """Return one unit vector."""
        self.calls -= 1
        return self.embed_passages([text])
