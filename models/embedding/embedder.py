"""Text to vectors with sentence-transformers, from a local folder, in 32-bit floats of length 1 (or of zeros)."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import DependencyMissing, ModelDamaged
from models.files.weights import ensure_data
from models.machine import hardware

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHORT = 500
"""Characters up to which a text counts as short."""
_SHORT_BATCH, _LONG_BATCH = 128, 32
"""Large batches keep the cores together; of long texts they would take hundreds of megabytes."""
_EMPTY_TOKENS = ("▁",)
"""Tokens that say only where a word begins."""
_SWITCHES = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
}


class SentenceTransformerEmbedder:
    """A sentence-transformers model in `model_dir`. Fits index.types.embedding.Embedder.

    Importing takes seconds, so the model is loaded here and not before. `fingerprint` names the vector space. Models
    that were trained with words before queries and passages get them as prompts.
    Raises DependencyMissing, ModelDamaged.
    """

    def __init__(self, model_dir: Path, fingerprint: str, *, query_prompt: str = "", passage_prompt: str = "") -> None:
        self.fingerprint = fingerprint
        self._query_prompt = query_prompt
        self._passage_prompt = passage_prompt
        self._model: Any = load(model_dir, "SentenceTransformer", "embedding model")
        self.dimension = int(self._model.get_embedding_dimension())

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts to be found; shape (len(texts), dimension). Quicker by the text when given many at once."""
        return self._embed(list(texts), self._model.encode_document, self._passage_prompt)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Embed a query; shape (1, dimension)."""
        import torch

        # One thread: waiting for a second costs more than a query's few multiplications, above all on a busy machine.
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            return self._embed([text], self._model.encode_query, self._query_prompt)
        finally:
            torch.set_num_threads(threads)

    def _embed(
        self,
        texts: list[str],
        encode: Any,  # noqa: ANN401  a bound method of the model
        prompt: str,
    ) -> NDArray[np.float32]:
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        known = self._with_meaning(texts)
        short = [i for i in known if len(texts[i]) <= _SHORT]
        long = [i for i in known if len(texts[i]) > _SHORT]
        for places, batch in ((short, _SHORT_BATCH), (long, _LONG_BATCH)):
            if places:
                # encode sorts by length itself, so that a batch pads little, and gives vectors in the order of the texts.
                chosen = [texts[i] for i in places]
                vectors[places] = encode(
                    chosen, prompt=prompt or None, batch_size=batch, show_progress_bar=False, convert_to_numpy=True
                )
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, lengths, out=vectors, where=lengths > 0)
        return vectors

    def _with_meaning(self, texts: Sequence[str]) -> list[int]:
        """Return the places of the texts of which the model knows anything: all others would be equal to it."""
        tokenizer = self._model.tokenizer
        nothing = {tokenizer.unk_token_id, *(tokenizer.convert_tokens_to_ids(one) for one in _EMPTY_TOKENS)}
        ids = tokenizer(texts, add_special_tokens=False, verbose=False)["input_ids"]
        return [place for place, tokens in enumerate(ids) if not nothing.issuperset(tokens)]


def load(folder: Path, kind: str, what: str, **more: int) -> Any:  # noqa: ANN401  sentence_transformers has no types
    """Load a model of a class of sentence_transformers, by its name; `what` names it to people ("embedding model").

    `more` are arguments of that class. Raises DependencyMissing, ModelDamaged.
    """
    ensure_data(folder, "Take in one with safetensors: `homebody models import PATH`.")
    with offline_and_quiet():
        try:
            import sentence_transformers
            import torch
        except ImportError as error:
            raise missing() from error
        torch.set_num_threads(hardware.physical_cores())
        dtype = torch.bfloat16 if hardware.has_bfloat16() else torch.float32
        try:
            return getattr(sentence_transformers, kind)(
                str(folder),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"torch_dtype": dtype, "use_safetensors": True},
                **more,
            )
        except Exception as error:
            raise ModelDamaged(
                f"The {what} in {folder} cannot be loaded.",
                "`homebody models verify` tells what is wrong; `homebody models pull` fetches it again.",
            ) from error


def missing() -> DependencyMissing:
    """Return the error that names the packages and the command."""
    return DependencyMissing(
        "The packages sentence-transformers and torch, which search by meaning, cannot be imported.",
        f"`{sys.executable} -m pip install sentence-transformers` installs them.",
    )


@contextlib.contextmanager
def offline_and_quiet() -> Iterator[None]:
    """Keep importing and loading from going out, and what they say to developers off a person's screen.

    Raises DependencyMissing.
    """
    if importlib.util.find_spec("sentence_transformers") is None or importlib.util.find_spec("torch") is None:
        raise missing()
    os.environ.update(_SWITCHES)
    loggers = [logging.getLogger(name) for name in ("transformers", "sentence_transformers", "torch")]
    levels = [logger.level for logger in loggers]
    with warnings.catch_warnings():
        for module in ("torch", "transformers", "sentence_transformers", "huggingface_hub"):
            warnings.filterwarnings("ignore", module=rf"{module}(\..*)?")
        for logger in loggers:
            logger.setLevel(logging.ERROR)
        try:
            yield
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)
