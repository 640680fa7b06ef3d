"""The reader's weights, which come with the program, and the embedder on whose word vectors they were trained."""

from __future__ import annotations

import hashlib
from pathlib import Path

from models.catalogue.catalogue import ModelEntry, reader_pin
from models.errors import ModelDamaged, ModelMissing

_FOLDER = Path(__file__).parent


def read_weights() -> bytes:
    """Return the weights after hashing all of them: it is one small file, and takes a hundredth of a second.

    Raises ModelMissing, ModelDamaged.
    """
    pin = reader_pin()
    try:
        weights = (_FOLDER / pin.path).read_bytes()
    except OSError as error:
        raise ModelMissing("The reader's weights are not where homebody was installed.", _AGAIN) from error
    if len(weights) != pin.size or hashlib.sha256(weights).hexdigest() != pin.sha256:
        raise ModelDamaged("The reader's weights are not those that homebody came with.", _AGAIN)
    return weights


def fits(embedder: ModelEntry) -> bool:
    """Tell whether the reader can stand on an embedder: its weights have to be those it was trained on."""
    return any(file.path == "model.safetensors" and file.sha256 == reader_pin().words for file in embedder.files)


_AGAIN = "Install homebody again."
