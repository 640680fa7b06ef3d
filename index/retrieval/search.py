"""One search: read the query, rank by keyword and by meaning, fuse, fetch."""

from __future__ import annotations

import time
from datetime import tzinfo

from index.retrieval import lexical, semantic
from index.retrieval.fusion import Entry, Fused, Ranked, fuse
from index.retrieval.names import named_people
from index.store import fts, listing, reading, scope
from index.store.connection import Database
from index.types import Embedder, Query, SearchResult

CANDIDATES = 200
"""How deep each list goes at least; a hit beyond that in both lists would not come far up anyway."""


def search(
    database: Database, query: Query, embedder: Embedder | None, *, zone: tzinfo, explain: bool = False
) -> SearchResult:
    """Return the best hits of the scope. The same query on the same index gives the same list."""
    started = time.perf_counter()
    keywords = lexical.parse(query.text)
    limit = max(1, query.limit)
    depth = max(CANDIDATES, 4 * limit)
    note = ""
    lists: list[Ranked] = []
    with database.reading() as db:
        within = scope.passages(query.filters)
        if keywords.required:
            within = scope.conjunction(within, fts.matching(keywords.required))
        if keywords.forbidden:
            within = scope.conjunction(within, fts.not_matching(keywords.forbidden))
        if not keywords.expression and not query.text.strip():
            newest = reading.newest_ids(db, within, limit)
            lists.append(Ranked("newest", [Entry(one, 0.0) for one in newest]))
        said, whose = named_people(listing.names(db), lexical.split(query.text))
        if keywords.expression:
            found = fts.search(db, keywords.expression, within, depth)
            if not found and keywords.loosened() != keywords:
                found = fts.search(db, keywords.loosened().expression, within, depth)
            lists.append(Ranked("keyword", [Entry(one.owner, one.score, one.ts_ms) for one in found]))
        if embedder is not None and keywords.expression:
            entries, note = semantic.ranked(db, query.text, embedder, within, depth, said=said, whose=whose)
            lists.append(Ranked("meaning", entries))
        fused = fuse(lists)[:limit]
        hits = reading.hits(db, [one.id for one in fused], zone)
    return SearchResult(
        hits=tuple(
            reading.scored(hits[one.id], one.score, _explained(one) if explain else {}) for one in fused if one.id in hits
        ),
        took_ms=(time.perf_counter() - started) * 1000,
        lists=tuple(ranked.name for ranked in lists),
        note=note,
    )


def _explained(one: Fused) -> dict[str, dict[str, float]]:
    return {name: dict(why) for name, why in one.lists.items()}
