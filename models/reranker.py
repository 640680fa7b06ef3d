"""Question and passages read together, by a cross-encoder in a local folder: slower than vectors, and a better judge."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models import hardware
from models.embedder import missing, offline_and_quiet
from models.errors import ModelDamaged

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
        self._model: Any = _load(model_dir)

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Say how well each text answers the query; shape (len(texts),), higher is better, comparable for one query."""
        import numpy as np

        scores = np.empty(len(texts), dtype=np.float32)
        # Texts of one length together: a batch is padded to its longest.
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            pairs = [(query, texts[place]) for place in places]
            scores[places] = self._model.predict(
                pairs, batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True
            ).reshape(-1)
        return scores


def _load(folder: Path) -> Any:  # noqa: ANN401  sentence_transformers has no types
    with offline_and_quiet():
        try:
            import torch
            from safetensors import SafetensorError
            from sentence_transformers import CrossEncoder
        except ImportError as error:
            raise missing() from error
        torch.set_num_threads(hardware.physical_cores())
        dtype = torch.bfloat16 if hardware.has_bfloat16() else torch.float32
        try:
            return CrossEncoder(
                str(folder),
                device="cpu",
                num_labels=1,
                max_length=_LONGEST,
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"torch_dtype": dtype},
            )
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
            raise ModelDamaged(
                f"The reranking model in {folder} cannot be loaded.",
                "`homebody models verify` tells what is wrong; `homebody models pull` fetches it again.",
            ) from error
