"""From a catalogue name to something that runs: checks the installed files, then loads the right engine or embedder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.catalogue import ModelEntry
from models.errors import UnknownModel
from models.installation import ensure_intact, fingerprint, lookup

if TYPE_CHECKING:
    from models.embedder import SentenceTransformerEmbedder
    from models.engine import Engine


def load_engine(
    name: str, models_dir: Path, *, socket_dir: Path, context: int | None = None, threads: int | None = None
) -> Engine:
    """Load the installed language model `name`; `context` in tokens.

    Raises UnknownModel, ModelMissing, ModelDamaged, TooLarge, DependencyMissing, EngineFailed.
    """
    entry = _entry(name, models_dir, "llm", "answer")
    folder = ensure_intact(entry, models_dir)
    if entry.backend == "llama.cpp":
        from models.llamacpp import LlamaCppEngine

        return LlamaCppEngine(
            folder / entry.main,
            name=name,
            context=context or entry.default_context,
            socket_dir=socket_dir,
            threads=threads,
        )
    from models import hardware
    from models.mlc import MlcEngine, best_device, missing
    from models.mlc_folder import ensure_library

    if not hardware.has_mlc():
        raise missing()
    device = best_device(hardware.look())
    return MlcEngine(
        folder,
        name=name,
        model_lib=ensure_library(folder, device),
        context=context or entry.default_context,
        device=device,
    )


def load_embedder(name: str, models_dir: Path) -> SentenceTransformerEmbedder:
    """Load the installed embedding model `name`, which takes seconds.

    Raises UnknownModel, ModelMissing, ModelDamaged, DependencyMissing.
    """
    entry = _entry(name, models_dir, "embedder", "embed")
    folder = ensure_intact(entry, models_dir)
    from models.embedder import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(
        folder,
        fingerprint(entry, models_dir),
        query_prompt=entry.query_prompt,
        passage_prompt=entry.passage_prompt,
    )


def _entry(name: str, models_dir: Path, role: str, verb: str) -> ModelEntry:
    entry = lookup(name, models_dir)
    if entry.role != role:
        raise UnknownModel(f"{entry.title} cannot {verb}: it is of the kind “{entry.role}”.", "`homebody models list`")
    return entry
