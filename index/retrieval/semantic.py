"""Search by meaning: passages near the query in the embedder's space.

Who is asked about would dominate a cosine, so people's names are cut from what is embedded, and messages that a named
person wrote get a small bonus instead.
"""

from __future__ import annotations

from collections.abc import Collection

from index.retrieval import lexical
from index.retrieval.fusion import Entry
from index.store import vectors
from index.store.connection import Connection
from index.store.scope import Condition
from index.types import Embedder

SPEAKER_BONUS = 0.05


def ranked(
    db: Connection,
    text: str,
    embedder: Embedder,
    within: Condition,
    limit: int,
    *,
    said: Collection[str],
    whose: Collection[int],
) -> tuple[list[Entry], str]:
    """Return the nearest passages' hits, best first, and a sentence on what limited the list (or nothing)."""
    space = vectors.space(db)
    if space is None:
        return [], "Search by meaning is off: nothing has its vector yet."
    if space != (embedder.fingerprint, embedder.dimension):
        return [], "Search by meaning is off: the stored vectors are another model's. Add anything to renew them."
    waiting = vectors.count_pending(db)
    note = f"Search by meaning is not complete: {waiting:,} passages still wait for their vectors." if waiting else ""
    vector = embedder.embed_query(without_names(text, said)).tobytes()
    found = [
        Entry(one.owner, one.score + (SPEAKER_BONUS if one.person in whose else 0.0), one.ts_ms)
        for one in vectors.nearest(db, vector, within, limit)
    ]
    found.sort(key=lambda entry: (-entry.score, -(entry.ts_ms or 0), len(entry.id), entry.id))
    return found, note


def without_names(text: str, said: Collection[str]) -> str:
    """Return the query without people's names and search signs, unless nothing would be left."""
    words = [word for word in text.replace('"', " ").split() if not _is_name(word, said)]
    return " ".join(words) or text


def _is_name(word: str, said: Collection[str]) -> bool:
    return any(part.casefold() in said for part in lexical.split(word))
