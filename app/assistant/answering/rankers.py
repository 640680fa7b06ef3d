"""What a search ranks by beside words: the models that say how near a text is to a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from index.types.embedding import Embedder, Reranker
from models.errors import ModelProblem


@dataclass(frozen=True, slots=True)
class Rankers:
    """The embedder and the reranker, each None where it cannot be had; `note` says why."""

    embedder: Embedder | None = None
    reranker: Reranker | None = None
    note: str = ""


def assemble(embedder: Callable[[], Embedder | None], reranker: Callable[[], Reranker | None]) -> Rankers:
    """Load both. Words find without them, so one that fails is only noted."""
    notes = []
    found: tuple[Embedder | None, Reranker | None] = None, None
    try:
        found = embedder(), None
    except ModelProblem as problem:
        notes.append(f"Search by meaning is off: {problem}")
    try:
        found = found[0], reranker()
    except ModelProblem as problem:
        notes.append(f"Hits stay in the order in which they were found: {problem}")
    return Rankers(*found, " ".join(notes))
