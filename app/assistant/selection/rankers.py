"""What a search ranks by beside words, and what judges which message answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.types.embedding import Embedder, Reranker
from models.errors import ModelProblem

if TYPE_CHECKING:
    from models.reader.reader import Reader


@dataclass(frozen=True, slots=True)
class Rankers:
    """The embedder, the reranker and the reader, each None where it cannot be had; `note` says why."""

    embedder: Embedder | None = None
    reranker: Reranker | None = None
    note: str = ""
    reader: Reader | None = None


def assemble(
    embedder: Callable[[], Embedder | None],
    reranker: Callable[[], Reranker | None],
    reader: Callable[[], Reader | None] = lambda: None,
) -> Rankers:
    """Load all. Words find without them, so one that fails is only noted."""
    notes = []
    found: tuple[Embedder | None, Reranker | None, Reader | None] = None, None, None
    try:
        found = embedder(), None, None
    except ModelProblem as problem:
        notes.append(f"Search by meaning is off: {problem}")
    try:
        found = found[0], reranker(), None
        found = *found[:2], reader()
    except ModelProblem as problem:
        notes.append(f"Hits stay in the order in which they were found: {problem}")
    return Rankers(found[0], found[1], " ".join(notes), found[2])
