"""What the index asks of an embedder and of a reranker, by shape. `models.embedding` and `models.reader` fit them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    """Shape (n, dimension), float32, each row of length 1 or of zeros."""
else:
    # Keyword search must not wait for numpy to be imported.
    Vectors = "NDArray[np.float32]"


class Embedder(Protocol):
    """Turns text into vectors. Fitted by shape by models.embedding.embedder."""

    @property
    def fingerprint(self) -> str:
        """Name of the vector space: vectors of different fingerprints cannot be compared."""
        ...

    @property
    def dimension(self) -> int:
        """Number of components of a vector."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts to be found; shape (len(texts), dimension). A text that the model knows nothing of gives zeros."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """Embed a query; shape (1, dimension). One that the model knows nothing of gives zeros."""
        ...


@dataclass(frozen=True, slots=True)
class TextInContext:
    """A text to be read beside a query: who said it, and what was said right before and after it; each may be empty."""

    text: str
    sender: str = ""
    before: str = ""
    after: str = ""


class Reranker(Protocol):
    """Reads a query and texts together. Fitted by shape by models.reader.reader and models.embedding.reranker."""

    def score(self, query: str, texts: Sequence[TextInContext]) -> NDArray[np.float32]:
        """Say how well each text answers the query; shape (len(texts),), higher is better, comparable for one query."""
        ...
