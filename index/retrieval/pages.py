"""The hits of a query as they are asked for: ranked or by date, page by page, each with what to show of it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import tzinfo

from index.retrieval import search
from index.retrieval.matching import Matching, matching
from index.store.database.connection import Connection, Database
from index.store.reading import hits as reading
from index.store.reading import tallies
from index.store.search.tokenizer import Tokenizer
from index.text import keywords as lexical
from index.text.excerpts.matches import Wanted
from index.text.excerpts.snippets import snippet
from index.text.stored import clean
from index.types.embedding import Embedder, Reranker
from index.types.kinds import GroupedBy
from index.types.search import Hit, Query, SearchResult, Tally

_FIRST = search.SEEDS
"""So many hits are ranked at least where more than the first page is wanted."""
# By hand: each step reads four times as deep, so whoever pages on and on waits for few of them.
_STEP = 4
_MAIL = "email"


def find(
    database: Database,
    query: Query,
    embedder: Embedder | None,
    reranker: Reranker | None = None,
    *,
    zone: tzinfo,
    explain: bool = False,
) -> SearchResult:
    """Return a page of the hits with their snippets. The pages of one query on one index hold each hit once."""
    query = replace(query, text=clean(query.text), limit=max(1, query.limit), page=max(1, query.page))
    # Without words a file is listed once, by its beginning; its links may stand further on.
    whole = "link" in query.filters.has and not explain and not lexical.parse(query.text).text
    if query.order != "relevance" or whole:
        result = _by_date(database, query, zone)
    elif query.page == 1:
        result = search.search(database, query, embedder, reranker, zone=zone, explain=explain)
    else:
        result = _further(database, query, embedder, reranker, zone=zone, explain=explain)
    with database.reading() as db:
        return replace(result, hits=tuple(_with_snippets(db, result.hits, query.text, result.terms)))


def tally(database: Database, query: Query, by: GroupedBy | None, *, zone: tzinfo) -> Tally:
    """Count the messages and file passages that hold all words of a query."""
    query = replace(query, text=clean(query.text))
    with database.reading() as db:
        wanted = matching(db, query)
        messages, passages = tallies.count(db, wanted.within, wanted.expressions)
        groups = tallies.groups(db, wanted.within, wanted.expressions, by, zone) if by else ()
        several = len(wanted.expressions) > 1 and not messages + passages
        any_word = sum(tallies.count(db, wanted.within, wanted.any_word.expressions)) if several else 0
    return Tally(messages, passages, by, groups, wanted.unknown, any_word, wanted.note)


def _further(
    database: Database,
    query: Query,
    embedder: Embedder | None,
    reranker: Reranker | None,
    *,
    zone: tzinfo,
    explain: bool,
) -> SearchResult:
    """Return a later page. How deep the lists go changes the order a little, so what a shallower one listed stays put."""
    first = (query.page - 1) * query.limit
    listed: dict[str, Hit] = {}
    depth = max(_FIRST, query.limit)
    while True:
        whole = replace(query, limit=depth, page=1)
        result = search.search(database, whole, embedder, reranker, zone=zone, explain=explain)
        for hit in result.hits:
            listed.setdefault(hit.id, hit)
        if len(result.hits) < depth or len(listed) >= first + query.limit:
            break
        depth *= _STEP
    return replace(result, hits=tuple(listed.values())[first : first + query.limit])


def _by_date(database: Database, query: Query, zone: tzinfo) -> SearchResult:
    started = time.perf_counter()
    with database.reading() as db:
        wanted = matching(db, query)
        found = _page(db, wanted, query)
        note = wanted.note
        if not found and len(wanted.expressions) > 1 and not sum(tallies.count(db, wanted.within, wanted.expressions)):
            found = _page(db, wanted.any_word, query)
            note = f"{note} Nothing has all of these words: listed is what has one of them.".strip() if found else note
        hits = reading.hits(db, found, zone)
    order = "newest" if query.order == "relevance" else query.order
    result = SearchResult(
        tuple(hits[one] for one in found if one in hits),
        (time.perf_counter() - started) * 1000,
        (order,),
        note,
        terms=wanted.terms,
    )
    if found or query.page > 1:
        return result
    # What to leave out, and what else there is to say, is the same as for a ranked search by words.
    ranked = search.search(database, replace(query, order="relevance"), None, zone=zone)
    return replace(result, loosen=ranked.loosen, note=note or ranked.note)


def _page(db: Connection, wanted: Matching, query: Query) -> list[str]:
    return tallies.by_date(
        db,
        wanted.within,
        wanted.expressions,
        oldest=query.order == "oldest",
        limit=query.limit,
        offset=(query.page - 1) * query.limit,
    )


def _with_snippets(db: Connection, hits: Iterable[Hit], text: str, terms: Iterable[str]) -> Iterable[Hit]:
    cut = Tokenizer(db)
    wanted = Wanted.of(terms, cut, text)
    asked = Wanted.of(lexical.split(text), cut, text)
    for hit in hits:
        subject = hit.chat if hit.source == _MAIL and hit.kind == "message" else None
        shown = snippet(hit.text, wanted, asked, cut, subject=subject)
        yield replace(hit, snippet=shown.text, spans=shown.spans)
