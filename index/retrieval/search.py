"""One search: read the query, rank by keyword and by meaning, fuse, fetch."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import tzinfo

from index.retrieval import lexical, semantic
from index.retrieval.context import spread
from index.retrieval.fusion import Entry, Fused, Ranked, fuse, sort_key
from index.retrieval.lexical import Keywords
from index.retrieval.names import named_people
from index.store import fts, listing, nearby, reading, scope
from index.store.connection import Connection, Database
from index.store.scope import Condition
from index.types import Embedder, Query, SearchResult

CANDIDATES = 200
"""How deep each list goes at least; a hit beyond that in both lists would not come far up anyway."""
NEIGHBOURS = (0.4, 0.2)
SEEDS = 100
"""So many of the best matches raise their neighbours."""


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
        said, whose = named_people(listing.names(db, query.filters.conversations), lexical.split(query.text))
        if not keywords.text:
            lists.append(Ranked("newest", [Entry(one, 0.0) for one in reading.newest_ids(db, within, limit)]))
        if keywords.expression:
            entries = _by_keyword(db, keywords, within, depth, said=said, whose=whose, widen=embedder is not None)
            lists.append(Ranked("keyword", entries))
        if embedder is not None and keywords.text:
            entries, note = semantic.ranked(db, keywords.text, embedder, within, depth, said=said, whose=whose)
            lists.append(Ranked("meaning", entries))
        fused = fuse(lists)[:limit]
        hits = reading.hits(db, [one.id for one in fused], zone)
    return SearchResult(
        hits=tuple(
            reading.scored(hits[one.id], one.score, _explained(one) if explain else {})
            for one in fused
            if one.id in hits
        ),
        took_ms=(time.perf_counter() - started) * 1000,
        lists=tuple(ranked.name for ranked in lists),
        note=note,
    )


def _by_keyword(
    db: Connection,
    keywords: Keywords,
    within: Condition,
    limit: int,
    *,
    said: Collection[str],
    whose: Collection[int],
    widen: bool,
) -> list[Entry]:
    """Return the hits whose words match, best first; with `widen` also those beside them, which need not match.

    A name in the query stands in too many messages to tell them apart: it raises what its bearer wrote and what names
    them, and only the other words must match.
    """
    telling = keywords.without(said)
    named = telling != keywords
    people, naming = (whose, " OR ".join(lexical.quote(word) for word in sorted(said))) if named else ((), "")
    found = fts.search(db, telling.expression, within, limit, people=people, naming=naming)
    if not found and keywords.loosened() != keywords:
        found = fts.search(db, keywords.loosened().expression, within, limit)
    best: dict[str, fts.Found] = {}
    for one in found:
        best.setdefault(one.owner, one)
    scores = {int(owner[1:]): one.score / one.factor for owner, one in best.items() if owner.startswith("m")}
    windows = nearby.windows(db, list(scores)[:SEEDS], len(NEIGHBOURS))
    lines = {line.message: line for window in windows.values() for line in window}
    allowed = nearby.within(db, [line.passage for line in lines.values()], within) if widen else set()
    entries = {owner: Entry(owner, one.score, one.ts_ms) for owner, one in best.items()}
    for message, score in spread(windows.values(), scores, NEIGHBOURS, mean=False).items():
        line = lines[message]
        match = best.get(line.owner)
        if match is not None:
            entries[line.owner] = Entry(line.owner, score * match.factor, line.ts_ms)
        elif line.passage in allowed:
            factor = 1.0 + (fts.WROTE if line.person in people else 0.0)
            entries[line.owner] = Entry(line.owner, score * factor, line.ts_ms)
    return sorted(entries.values(), key=sort_key)


def _explained(one: Fused) -> dict[str, dict[str, float]]:
    return {name: dict(why) for name, why in one.lists.items()}
