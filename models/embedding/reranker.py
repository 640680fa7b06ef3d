"""Question and passages read together, by a cross-encoder in a local folder: slower than vectors, and a better judge."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.embedding.embedder import load
from models.types import TextToRead

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BATCH = 16
_LONGEST = 512
"""Tokens of question and passage together that are read; the rest of a long passage is left out."""


class CrossEncoderReranker:
    """A cross-encoder in `model_dir`. Importing takes seconds, so the model is loaded here and not before.

    `fingerprint` names the weights. Raises DependencyMissing, ModelDamaged.
    """

    def __init__(self, model_dir: Path, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._model: Any = load(model_dir, "CrossEncoder", "reranking model", num_labels=1, max_length=_LONGEST)

    def score(self, query: str, texts: Sequence[TextToRead]) -> NDArray[np.float32]:
        """Say how well each text answers the query; shape (len(texts),), higher is better, comparable for one query."""
        import numpy as np

        scores = np.empty(len(texts), dtype=np.float32)
        # Texts of one length together: a batch is padded to its longest.
        said = [f"{one.sender}: {one.text}" if one.sender else one.text for one in texts]
        order = sorted(range(len(said)), key=lambda place: len(said[place]))
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            pairs = [(query, said[place]) for place in places]
            scores[places] = self._model.predict(
                pairs, batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True
            ).reshape(-1)
        return scores
