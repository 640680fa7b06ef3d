"""One search: read the query, rank by keyword and by meaning, weigh, perhaps read the best again, fetch.

A hit's score is a sum of shares: its keyword score beside the best one's, its cosine above chance, and what speaks for or
against a message wherever it was found. docs/retrieval.md has what each is worth in recall.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from index.retrieval import semantic
from index.retrieval.context import REACH, Neighbours, Place, neighbours, spread
from index.retrieval.fusion import Fused, Mark, Ranked, RankedEntry, fuse, sort_key
from index.retrieval.names import named_people
from index.retrieval.relaxation import COUNTED, loosenings
from index.retrieval.reranking import READ_AGAIN, reread
from index.retrieval.semantic import Meaning
from index.retrieval.spelling import corrected
from index.store.database.connection import Connection, Database
from index.store.reading import hits as reading
from index.store.reading import listing, nearby
from index.store.reading.nearby import NeighbourLine
from index.store.search import fts, scope, vectors
from index.store.search.scope import Condition
from index.text import keywords as lexical
from index.text.keywords import Keywords
from index.text.stored import clean
from index.types.embedding import Embedder, Reranker
from index.types.search import Filters, Query, Relaxation, SearchResult

CANDIDATES = 200
"""How deep each list goes at least; a hit beyond that in both lists would not come far up anyway."""
SEEDS = 40
"""So many of the best of each list, at least, are looked at together with what stands beside them."""
# This and the shares below are few and round on purpose. They were chosen on half of LoCoMo's chats and on other
# kinds of texts, and held on the rest (docs/retrieval.md).
KEYWORD_WEIGHT = 3.5
"""What the best keyword hit is worth, in spreads of the embedder's cosines; the others by their BM25 beside the best's."""
SPEAKER_SHARE = 1.4
"""What a message is worth more for being by one whom the query names."""
TIME_SHARE = 2.0
"""What a message is worth more for being of the time that the query speaks of, or of the days after it."""
# By hand: people still talk on Tuesday about Saturday's party.
GRACE_MS = 3 * 86_400_000
"""So long after a time people still speak of it."""
QUESTION_SHARE = -0.5
"""What a message is worth less for being a question: what is looked for more often stands in its answer."""

# “When do we leave?”, “متى نغادر؟”, “いつ出発しますか？”
_ASKS = re.compile(r"[?？؟]\W*$")


@dataclass(frozen=True, slots=True)
class _Named:
    """The people's names in a query, case-folded, and whose they are."""

    said: Collection[str] = ()
    whose: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """A query as it was understood. `meant` holds what was looked for in place of words that are nowhere."""

    keywords: Keywords
    typing: bool = False
    near: tuple[int | None, int | None] | None = None
    named: _Named = _Named()
    meant: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def span(self) -> tuple[int | None, int | None]:
        """Return since when and until when messages are of the time that the query speaks of."""
        since, until = self.near or (None, None)
        return since, until + GRACE_MS if until is not None else None

    @property
    def slips(self) -> str:
        """Return a sentence on the words that were taken for others."""
        return " ".join(f"Nothing has “{word}”: searched for {_listed(alike)}." for word, alike in self.meant.items())

    def lines(self) -> tuple[str, ...]:
        """Return how the query was read, for a person."""
        said = [word for word in self.keywords.words if word.casefold() in self.named.said]
        telling = [word for word in self.keywords.words if word not in said]
        parts = (
            ("exactly", self.keywords.phrases),
            ("words", telling),
            ("beginnings", self.keywords.prefixes),
            ("people", said),
            ("without", self.keywords.excluded),
        )
        return tuple(f"{what}: {_listed(words)}" for what, words in parts if words)


@dataclass(frozen=True, slots=True)
class _Pool:
    """The best of each list and the messages beside them.

    `lines` are those that may be hits, by public id; `beside` is what each leans on, `around` all that takes part in that.
    """

    lines: Mapping[str, NeighbourLine]
    beside: Mapping[int, Neighbours]
    around: Mapping[int, NeighbourLine]


def search(
    database: Database,
    query: Query,
    embedder: Embedder | None,
    reranker: Reranker | None = None,
    *,
    zone: tzinfo,
    explain: bool = False,
) -> SearchResult:
    """Return the best hits of the scope. The same query on the same index gives the same list."""
    started = time.perf_counter()
    query = replace(query, text=clean(query.text))
    keywords = lexical.parse(query.text, typing=query.typing)
    limit = max(1, query.limit)
    with database.reading() as db:
        within = _within(db, query.filters, keywords)
        read = _Read(keywords)
        meaning: Meaning | None = None
        if keywords.text:
            named = _named(db, query.filters, query.text)
            read = replace(_read(db, keywords, named), typing=query.typing, near=query.near)
            lists, marks, meaning, note = _ranked(db, read, embedder, within, limit)
        else:
            newest = reading.newest_ids(db, within, limit)
            # Nothing to rank by without words: these shares only keep the newest first through the fusion.
            entries = [RankedEntry(one, 0.0, share=1.0 / rank) for rank, one in enumerate(newest, 1)]
            lists, marks, note = [Ranked("newest", entries)], [], ""
        fused = fuse(lists, marks)
        # Not while typing: thirty readings for each keystroke would be felt.
        if reranker is not None and keywords.text and not query.typing:
            best = reading.hits(db, [one.id for one in fused[:READ_AGAIN]], zone)
            lists.append(reread(keywords.text, fused, best, reranker))
            fused = fuse(lists, marks)
        fused = fused[:limit]
        hits = reading.hits(db, [one.id for one in fused], zone)
        loosen = () if fused or query.typing else _loosenings(db, query.filters, keywords, meaning)
    return SearchResult(
        hits=tuple(
            reading.scored(hits[one.id], one.score, _explained(one) if explain else {})
            for one in fused
            if one.id in hits
        ),
        took_ms=(time.perf_counter() - started) * 1000,
        lists=tuple(ranked.name for ranked in lists),
        note=f"{read.slips} {note}".strip(),
        reading=read.lines(),
        loosen=loosen,
    )


def _within(db: Connection, filters: Filters, keywords: Keywords) -> Condition:
    """Return the condition that every hit must fulfil: the filters, the phrases, and what is left out."""
    within = scope.passages(filters)
    if keywords.required:
        within = scope.conjunction(within, fts.holding(db, keywords.phrases, keywords.required, within))
    if keywords.forbidden:
        within = scope.conjunction(within, fts.not_matching(keywords.forbidden))
    return within


def _loosenings(
    db: Connection, filters: Filters, keywords: Keywords, meaning: Meaning | None
) -> tuple[Relaxation, ...]:
    def count(wider: Filters, words: Keywords) -> int:
        within = _within(db, wider, words)
        # Who takes part there, and so which words are names, is another matter in another scope.
        named = _named(db, wider, " ".join(words.words))
        telling = _read(db, words, named).keywords.without(named.said)
        # A text without any word, like "???", has but its meaning.
        known = telling.expression or not words.text
        found = fts.count(db, telling.expression, within, COUNTED) if known else 0
        if not found and telling.loosened() != telling:
            found = fts.count(db, telling.loosened().expression, within, COUNTED)
        return found or (semantic.count_close(db, meaning, within, CANDIDATES) if meaning is not None else 0)

    return loosenings(filters, keywords, count)


def _named(db: Connection, filters: Filters, text: str) -> _Named:
    """Return which words of a text are names of those who take part in the scope's chats."""
    return _Named(*named_people(listing.names(db, filters.conversations), lexical.split(text)))


def _read(db: Connection, keywords: Keywords, named: _Named) -> _Read:
    """Take words that nothing holds for the nearest ones that something does."""
    meant = {
        word: alike for word in keywords.words if word.casefold() not in named.said and (alike := corrected(db, word))
    }
    words = tuple(dict.fromkeys(one for word in keywords.words for one in meant.get(word, (word,))))
    return _Read(replace(keywords, words=words), named=named, meant=meant)


def _ranked(
    db: Connection, read: _Read, embedder: Embedder | None, within: Condition, limit: int
) -> tuple[list[Ranked], list[Mark], Meaning | None, str]:
    keywords, named = read.keywords, read.named
    # By hand: lists must go deeper than the hits wanted, since the two lists share only some of theirs.
    depth = max(CANDIDATES, 4 * limit)
    since, until = read.span
    timely = scope.conjunction(within, scope.passages(Filters(since_ms=since, until_ms=until))) if read.near else None
    matching = _matching(db, keywords, named, within, depth, timely) if keywords.expression else []
    meaning, note = None, ""
    if embedder is not None:
        meaning, note = semantic.nearest(db, keywords.text, embedder, within, depth, said=named.said, also=timely)
    # What is still being typed is looked up word by word, at once.
    seeds = 0 if read.typing else max(SEEDS, limit)
    pool = _pool(db, matching[:seeds], meaning.found[:seeds] if meaning else (), within, widen=meaning is not None)
    lists: list[Ranked] = []
    if keywords.expression:
        lists.append(Ranked("keyword", _by_keyword(matching, pool, named, widen=meaning is not None)))
    if meaning is not None:
        near = _by_meaning(db, meaning, pool, matching)
        # Something is nearest to any query: where no word matches and nobody is named, it has to be close to be a hit.
        if near and not matching and not named.whose and not semantic.close_ones(meaning):
            near, note = [], f"{note} Nothing close to “{keywords.text}”.".strip()
        lists.append(Ranked("meaning", near))
    marks = [Mark("question", {one: QUESTION_SHARE for one, line in pool.lines.items() if _ASKS.search(line.tail)})]
    if read.near is not None:
        times = {entry.id: entry.ts_ms for ranked in lists for entry in ranked.entries if entry.ts_ms is not None}
        of_then = [one for one, ts_ms in times.items() if (since or ts_ms) <= ts_ms < (until or ts_ms + 1)]
        marks.append(Mark("time", dict.fromkeys(of_then, TIME_SHARE)))
    if meaning is not None and named.whose:
        wrote = {one: SPEAKER_SHARE for one, line in pool.lines.items() if line.person in named.whose}
        marks.append(Mark("speaker", wrote))
    return lists, marks, meaning, note


def _matching(
    db: Connection, keywords: Keywords, named: _Named, within: Condition, depth: int, also: Condition | None
) -> list[fts.PassageMatch]:
    """Return the best passages whose words match, one for each hit.

    A name in the query stands in too many messages to tell them apart: it raises what its bearer wrote and what names
    them, and only the other words must match.
    """
    telling = keywords.without(named.said)
    people: Collection[int] = ()
    naming = ""
    if telling != keywords:
        people, naming = named.whose, " OR ".join(lexical.quote(word) for word in sorted(named.said))
    found = fts.search(db, telling.expression, within, depth, people=people, naming=naming)
    if also is not None:
        found += fts.search(db, telling.expression, also, depth, people=people, naming=naming)
        found.sort(key=lambda one: -one.score)
    # The word being typed may be past its stem: “bookin” begins nothing that is stored, “book” does.
    if not found and keywords.loosened() != keywords:
        found = fts.search(db, keywords.loosened().expression, within, depth)
    best: dict[str, fts.PassageMatch] = {}
    for one in found:
        best.setdefault(one.owner, one)
    return list(best.values())


def _pool(
    db: Connection,
    matching: Collection[fts.PassageMatch],
    near: Collection[fts.PassageMatch],
    within: Condition,
    *,
    widen: bool,
) -> _Pool:
    """Look at the best messages and those beside them; with `widen` the latter may be hits, where the scope holds them."""
    seeds = dict.fromkeys(int(one.owner[1:]) for one in (*matching, *near) if one.owner.startswith("m"))
    # A candidate stands up to REACH lines from a seed, and its own neighbours as far again.
    reach = REACH if widen else 0
    places: dict[int, tuple[tuple[Place, ...], int]] = {}
    for seed, window in nearby.windows(db, seeds, reach + REACH).items():
        here = next(position for position, place in enumerate(window) if place[0] == seed)
        for position in range(max(0, here - reach), min(len(window), here + reach + 1)):
            places.setdefault(window[position][0], (window, position))
    around = nearby.lines(db, {message for window, _ in places.values() for message, _ in window})
    candidates = {message: around[message] for message in places if message in around}
    allowed = nearby.within(db, [line.passage for line in candidates.values() if line.message not in seeds], within)
    kept = {n: line for n, line in candidates.items() if n in seeds or line.passage in allowed}
    return _Pool(
        {line.owner: line for line in kept.values()},
        {n: neighbours(*places[n], line.length) for n, line in kept.items()},
        around,
    )


def _by_keyword(
    matching: Collection[fts.PassageMatch], pool: _Pool, named: _Named, *, widen: bool
) -> list[RankedEntry]:
    """Return the hits whose words match, best first; with `widen` also those beside them, which need not match."""
    found = {one.owner: one for one in matching}
    raw = {int(owner[1:]): one.score / one.factor for owner, one in found.items() if owner.startswith("m")}
    scores = {owner: (one.score, one.ts_ms) for owner, one in found.items()}
    spreading = spread(pool.beside, raw, mean=False)
    for owner, line in pool.lines.items():
        if owner in found and line.message in spreading:
            # The factor comes after the spreading: a named person's message must not raise its neighbours.
            scores[owner] = spreading[line.message] * found[owner].factor, line.ts_ms
        elif widen and line.message in spreading:
            factor = 1.0 + (fts.WROTE if line.person in named.whose else 0.0)
            scores[owner] = spreading[line.message] * factor, line.ts_ms
    # BM25 scores of two queries cannot be compared, so each is measured against its own best hit.
    best = max((score for score, _ in scores.values()), default=1.0)
    entries = [RankedEntry(one, score, ts_ms, KEYWORD_WEIGHT * score / best) for one, (score, ts_ms) in scores.items()]
    return sorted(entries, key=sort_key)


def _by_meaning(
    db: Connection, meaning: Meaning, pool: _Pool, matching: Collection[fts.PassageMatch]
) -> list[RankedEntry]:
    """Return the cosines of all that was found, each with regard to its neighbours', best first."""
    cosines: dict[str, float] = {}
    times = {one.owner: one.ts_ms for one in (*matching, *meaning.found)}
    for near in meaning.found:
        cosines.setdefault(near.owner, near.score)
    rest = {line.passage: line.owner for line in pool.around.values() if line.owner not in cosines}
    rest |= {one.passage: one.owner for one in matching if one.owner not in cosines}
    for passage, cosine in vectors.cosines(db, meaning.vector, sorted(rest), meaning.scale.chance).items():
        cosines.setdefault(rest[passage], cosine)
    known = {n: cosines[line.owner] for n, line in pool.around.items() if line.owner in cosines}
    smooth = spread(pool.beside, known, mean=True)
    for owner, line in pool.lines.items():
        times[owner] = line.ts_ms
        if line.message in smooth:
            cosines[owner] = smooth[line.message]
    entries = [
        RankedEntry(owner, cosines[owner], ts_ms, meaning.scale.spreads(cosines[owner]))
        for owner, ts_ms in times.items()
        if owner in cosines
    ]
    return sorted(entries, key=sort_key)


def _listed(words: Collection[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _explained(one: Fused) -> dict[str, dict[str, float]]:
    return {name: dict(why) for name, why in one.lists.items()}
