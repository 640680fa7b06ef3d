"""A model's folder is data: its weights are safetensors. A pickle is a program, and none is ever run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePath

from models.errors import ModelDamaged

_PICKLES = frozenset({".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".joblib"})
_OF_WEIGHTS = ("pytorch_model", "adapter_model", "model", "consolidated")
"""How the names of those begin that hold weights; others (a training's settings) are not needed to run the model."""
_OWN_MODULES = "sentence_transformers."


def may_be_pickle(name: str) -> bool:
    """Tell whether a file of a sentence-transformers folder may be a pickle, by its name."""
    return PurePath(name).suffix.lower() in _PICKLES


def ensure_data(folder: Path, next_step: str) -> None:
    """Check that a sentence-transformers folder needs no program of whoever made it. Raises ModelDamaged."""
    for found in _pickled(folder):
        raise ModelDamaged(
            f"{found} is a pickle, which can do anything when it is read; homebody reads weights from safetensors alone.",
            next_step,
        )
    for kind in _modules(folder):
        if not kind.startswith(_OWN_MODULES):
            raise ModelDamaged(
                f"The model in {folder} brings a program of its own (“{kind}”), which is not run.", next_step
            )


def _pickled(folder: Path) -> Iterator[Path]:
    """Yield pickles of weights that lie in a folder without safetensors, which is where they would be read."""
    for found in sorted(folder.rglob("*")):
        of_weights = may_be_pickle(found.name) and found.name.lower().startswith(_OF_WEIGHTS) and found.is_file()
        if of_weights and not any(found.parent.glob("*.safetensors")):
            yield found


def _modules(folder: Path) -> Iterator[str]:
    """Yield the classes that a folder says it is made of; what is broken is for whoever loads it to say."""
    try:
        told = json.loads((folder / "modules.json").read_bytes())
        yield from [str(module["type"]) for module in told if "type" in module]
    except (OSError, ValueError, TypeError, KeyError):
        return
