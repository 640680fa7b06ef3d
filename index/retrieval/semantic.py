"""Search by meaning: passages near the query in the embedder's space.

Who is asked about would dominate a cosine, so people's names are cut from what is embedded, and messages that a named
person wrote get a bonus instead. A message's cosine is averaged with its neighbours': "At 14:30" alone means little.
"""

from __future__ import annotations

from collections.abc import Collection

from index.retrieval import lexical
from index.retrieval.context import spread
from index.retrieval.fusion import Entry, sort_key
from index.store import nearby, vectors
from index.store.connection import Connection
from index.store.scope import Condition
from index.types import Embedder

SPEAKER_BONUS = 0.1
NEIGHBOURS = (0.3, 0.1)
SEEDS = 100
"""So many of the nearest messages have their neighbours looked at."""


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
    """Return the hits nearest to the query, best first, and a sentence on what limited the list (or nothing)."""
    space = vectors.space(db)
    if space is None:
        return [], "Search by meaning is off: nothing has its vector yet."
    if space != (embedder.fingerprint, embedder.dimension):
        return [], "Search by meaning is off: the stored vectors are another model's."
    waiting = vectors.count_pending(db)
    note = f"Search by meaning is not complete: vectors are still missing ({waiting:,})." if waiting else ""
    vector = embedder.embed_query(without_names(text, said)).tobytes()
    found = vectors.nearest(db, vector, within, limit)
    best: dict[str, tuple[float, int | None, int | None]] = {}
    for one in found:
        best.setdefault(one.owner, (one.score, one.person, one.ts_ms))
    best |= _in_context(db, vector, within, {owner: score for owner, (score, _, _) in best.items()})
    entries = [
        Entry(owner, score + (SPEAKER_BONUS if person in whose else 0.0), ts_ms)
        for owner, (score, person, ts_ms) in best.items()
    ]
    return sorted(entries, key=sort_key), note


def _in_context(
    db: Connection, vector: bytes, within: Condition, scores: dict[str, float]
) -> dict[str, tuple[float, int | None, int | None]]:
    """Return (score, person, time) of the nearest messages and of those beside them, with regard to their neighbours."""
    messages = [int(owner[1:]) for owner in scores if owner.startswith("m")][:SEEDS]
    # A candidate stands up to len(NEIGHBOURS) lines from a seed, and its own neighbours as far again.
    reach = len(NEIGHBOURS)
    windows = nearby.windows(db, messages, 2 * reach)
    lines = {line.message: line for window in windows.values() for line in window}
    known = vectors.cosines(db, vector, [line.passage for line in lines.values() if line.owner not in scores])
    cosines = {message: scores.get(line.owner, known.get(line.passage)) for message, line in lines.items()}
    smooth = spread(windows.values(), {m: c for m, c in cosines.items() if c is not None}, NEIGHBOURS, mean=True)
    inner: set[int] = set()
    for seed, window in windows.items():
        here = next(position for position, line in enumerate(window) if line.message == seed)
        inner.update(line.message for line in window[max(0, here - reach) : here + reach + 1])
    allowed = nearby.within(db, [lines[message].passage for message in inner], within)
    return {
        lines[message].owner: (smooth[message], lines[message].person, lines[message].ts_ms)
        for message in sorted(inner)
        if message in smooth and lines[message].passage in allowed
    }


def without_names(text: str, said: Collection[str]) -> str:
    """Return the query without people's names, unless nothing would be left."""
    words = [word for word in text.split() if not _is_name(word, said)]
    return " ".join(words) or text


def _is_name(word: str, said: Collection[str]) -> bool:
    return any(part.casefold() in said for part in lexical.split(word))
