"""From a catalogue name to something that runs: checks the installed files, then loads engine, embedder or reader."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.catalogue.catalogue import ModelEntry, reader_pin
from models.catalogue.installation import ensure_intact, fingerprint, lookup
from models.errors import UnknownModel

if TYPE_CHECKING:
    from models.embedding.embedder import SentenceTransformerEmbedder
    from models.embedding.reranker import CrossEncoderReranker
    from models.engine import Engine
    from models.machine.speed import PrefillSpeed
    from models.reader.reader import Reader


def load_engine(name: str, models_dir: Path, *, socket_dir: Path) -> Engine:
    """Load the installed language model `name`, with the context that the catalogue gives it.

    Raises UnknownModel, ModelMissing, ModelDamaged, TooLarge, DependencyMissing, EngineFailed.
    """
    entry = _entry(name, models_dir, "llm", "answer")
    folder = ensure_intact(entry, models_dir)
    from models.machine.speed import SPEEDS, PrefillSpeed

    speed = PrefillSpeed(models_dir / SPEEDS, name, entry.backend)
    engine = _start(entry, folder, socket_dir, speed)
    try:
        speed.ensure_measured(engine)
    except BaseException:
        engine.close()
        raise
    return engine


def _start(entry: ModelEntry, folder: Path, socket_dir: Path, speed: PrefillSpeed) -> Engine:
    context = entry.default_context
    if entry.backend == "llama.cpp":
        from models.llamacpp.engine import LlamaCppEngine

        return LlamaCppEngine(folder / entry.main, name=entry.name, context=context, socket_dir=socket_dir, speed=speed)
    from models.machine import hardware
    from models.mlc.engine import MlcEngine
    from models.mlc.setup import ready_to_run

    machine = hardware.look()
    hardware.ensure_gpu_holds(entry, machine)
    device, model_lib = ready_to_run(folder, machine)
    return MlcEngine(folder, name=entry.name, model_lib=model_lib, context=context, device=device, speed=speed)


def load_embedder(name: str, models_dir: Path) -> SentenceTransformerEmbedder:
    """Load the installed embedding model `name`, which takes seconds.

    Raises UnknownModel, ModelMissing, ModelDamaged, DependencyMissing.
    """
    entry = _entry(name, models_dir, "embedder", "embed")
    folder = ensure_intact(entry, models_dir)
    from models.embedding.embedder import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(
        folder,
        fingerprint(entry, models_dir),
        query_prompt=entry.query_prompt,
        passage_prompt=entry.passage_prompt,
    )


def load_reranker(name: str, models_dir: Path) -> CrossEncoderReranker:
    """Load the installed reranking model `name`, which takes seconds.

    Raises UnknownModel, ModelMissing, ModelDamaged, DependencyMissing.
    """
    entry = _entry(name, models_dir, "reranker", "rerank")
    folder = ensure_intact(entry, models_dir)
    from models.embedding.reranker import CrossEncoderReranker

    return CrossEncoderReranker(folder, fingerprint(entry, models_dir))


def load_reader(models_dir: Path) -> Reader:
    """Load the reader that comes with homebody, on the embedder it was trained with, which has to be installed.

    Raises UnknownModel, ModelMissing, ModelDamaged, DependencyMissing.
    """
    entry = _entry(reader_pin().embedder, models_dir, "embedder", "embed")
    folder = ensure_intact(entry, models_dir)
    from models.reader.reader import Reader
    from models.reader.weights import read_weights

    return Reader(read_weights(), folder)


def _entry(name: str, models_dir: Path, role: str, verb: str) -> ModelEntry:
    entry = lookup(name, models_dir)
    if entry.role != role:
        raise UnknownModel(f"{entry.title} cannot {verb}: it is of the kind “{entry.role}”.", "`homebody models list`")
    return entry
