"""One search: read the query, rank by keyword and by meaning, weigh, perhaps read the best again, fetch.

A hit's score is a sum of shares: its keyword score beside the best one's, its cosine above chance, and what speaks for or
against a message wherever it was found. docs/retrieval.md has what each is worth in recall.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from functools import partial

from index.retrieval import semantic
from index.retrieval.matching import names_within, restriction
from index.retrieval.names import named_people
from index.retrieval.ranking import lexical
from index.retrieval.ranking.context import REACH, SILENCE_MS, Neighbours, Place, neighbours, spread
from index.retrieval.ranking.cutoff import close
from index.retrieval.ranking.folding import fold
from index.retrieval.ranking.fusion import Fused, Mark, Ranked, RankedEntry, fuse, sort_key
from index.retrieval.ranking.lexical import Reweighed
from index.retrieval.ranking.reranking import READ_AGAIN, reread
from index.retrieval.relaxation import COUNTED, loosenings
from index.retrieval.semantic import Meaning
from index.retrieval.words import wording
from index.retrieval.words.spelling import is_slip, repaired
from index.retrieval.words.terms import terms
from index.store.database.connection import Connection, Database
from index.store.reading import hits as reading
from index.store.reading import listing, nearby
from index.store.reading.nearby import NeighbourLine
from index.store.search import fts, lengths, scope, vectors
from index.store.search.scope import Condition
from index.store.search.vocabulary import vocabulary
from index.text import keywords as reader
from index.text.keywords import Keywords
from index.text.stored import clean
from index.types.embedding import Embedder, Reranker
from index.types.search import Filters, Hit, Query, Relaxation, SearchResult

CANDIDATES = 200
"""How deep each list goes at least; a hit beyond that in both lists would not come far up anyway."""
SEEDS = 40
"""So many of the best of each list, at least, are looked at together with what stands beside them."""
# This and the shares below are few and round on purpose. They were chosen on half of LoCoMo's chats and on other
# kinds of texts, and held on the rest (docs/retrieval.md).
KEYWORD_WEIGHT = 3.5
"""What the best keyword hit is worth, in spreads of the embedder's cosines; the others by their BM25 beside the best's."""
FOLDED = 60
"""So many hits beyond those wanted are looked at for what says the same."""
TYPED_SHARE = 2.0
"""What a message is worth more for holding the query as it was typed, word by word."""
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
    guessed: frozenset[str] = frozenset()

    @property
    def span(self) -> tuple[int | None, int | None]:
        """Return since when and until when messages are of the time that the query speaks of."""
        since, until = self.near or (None, None)
        return since, until + GRACE_MS if until is not None else None

    @property
    def slips(self) -> str:
        """Return a sentence on the words that were taken for others."""
        slips = {word: alike for word, alike in self.meant.items() if is_slip(word, alike)}
        return " ".join(f"Nothing has “{word}”: searched for {_listed(alike)}." for word, alike in slips.items())

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
class _Ranking:
    """The lists of one search and its marks, what its words are worth together, and what limited it."""

    lists: list[Ranked]
    marks: list[Mark] = field(default_factory=list)
    worth: float = 1.0
    meaning: Meaning | None = None
    note: str = ""


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
    keywords = reader.parse(query.text, typing=query.typing, stop_words=query.stop_words)
    limit = max(1, query.limit)
    with database.reading() as db:
        within = restriction(db, query.filters, keywords)
        read = _Read(keywords)
        if keywords.text:
            named = _named(db, query.filters, query.text, query.stop_words)
            read = replace(_read(db, query.filters, keywords, named), typing=query.typing, near=query.near)
            ranking = _ranked(db, read, embedder, within, limit)
        else:
            ranking = _newest(db, within, limit)
        fused = fuse(ranking.lists, ranking.marks)
        # Not while typing: thirty readings for each keystroke would be felt.
        if reranker is not None and keywords.text and not query.typing:
            ranking.lists.append(_reread(db, read.keywords.text, fused, reranker, zone))
            fused = fuse(ranking.lists, ranking.marks)
        # A list of the newest is no answer to a query: each of them is wanted.
        every = query.all or not keywords.text
        near = fused if every else _close(db, fused, ranking, query.text)
        note = ranking.note if near or not fused else f"{ranking.note} Nothing close to “{keywords.text}”."
        hits = _fetched(db, near[: limit if every else limit + FOLDED], zone, explain=explain)
        shown = hits if every else fold(hits, limit)
        loosen = () if shown or query.typing else _loosenings(db, query.filters, keywords, ranking.meaning)
    return SearchResult(
        hits=tuple(shown),
        took_ms=(time.perf_counter() - started) * 1000,
        lists=tuple(ranked.name for ranked in ranking.lists),
        note=f"{read.slips} {note}".strip(),
        reading=read.lines(),
        loosen=loosen,
        far=len(fused[:limit]) - len(near[:limit]),
        terms=read.keywords.terms,
    )


def _reread(db: Connection, text: str, fused: Sequence[Fused], reranker: Reranker, zone: tzinfo) -> Ranked:
    read = [one.id for one in fused[:READ_AGAIN]]
    places = nearby.windows(db, [int(one[1:]) for one in read if one.startswith("m")], 1)
    hits = reading.hits(db, [*read, *{f"m{n}" for window in places.values() for n, _ in window}], zone)
    beside = {f"m{message}": _next_to(message, window, hits) for message, window in places.items()}
    return reread(text, fused, hits, beside, reranker)


def _next_to(message: int, window: Sequence[Place], hits: Mapping[str, Hit]) -> tuple[Hit | None, Hit | None]:
    """Return the lines before and after a message of a window, where they belong to the same exchange."""
    here = next((place for place, (number, _) in enumerate(window) if number == message), None)
    if here is None:
        return None, None
    before, after = (
        hits.get(f"m{window[place][0]}")
        if 0 <= place < len(window) and abs(window[place][1] - window[here][1]) < SILENCE_MS
        else None
        for place in (here - 1, here + 1)
    )
    return before, after


def _close(db: Connection, fused: Sequence[Fused], ranking: _Ranking, text: str) -> Sequence[Fused]:
    # By words alone, each hit holds one of the query.
    if ranking.meaning is None:
        return fused
    return close(fused, ranking.worth, text, ranking.meaning.scale.nearest_by_chance(fts.passages(db)))


def _newest(db: Connection, within: Condition, limit: int) -> _Ranking:
    newest = reading.newest_ids(db, within, limit)
    # Nothing to rank by without words: these shares only keep the newest first through the fusion.
    return _Ranking([Ranked("newest", [RankedEntry(one, 0.0, share=1.0 / rank) for rank, one in enumerate(newest, 1)])])


def _fetched(db: Connection, fused: Collection[Fused], zone: tzinfo, *, explain: bool) -> list[Hit]:
    hits = reading.hits(db, [one.id for one in fused], zone)
    return [
        reading.scored(hits[one.id], one.score, _explained(one) if explain else {}) for one in fused if one.id in hits
    ]


def _loosenings(
    db: Connection, filters: Filters, keywords: Keywords, meaning: Meaning | None
) -> tuple[Relaxation, ...]:
    def count(wider: Filters, words: Keywords) -> int:
        within = restriction(db, wider, words)
        # Who takes part there, and so which words are names, is another matter in another scope.
        named = _named(db, wider, " ".join(words.words))
        read = _read(db, wider, words, named)
        telling = read.keywords.without(read.named.said)
        known = vocabulary(db)
        longer = wording.longer_of(db, known)
        looked_for = wording.whole(wording.weighed(db, known, telling, longer, read.guessed))
        # A text without any word, like "???", has but its meaning.
        found = fts.count(db, looked_for, within, COUNTED) if looked_for or not words.text else 0
        if not found and telling.loosened() != telling:
            found = fts.count(db, telling.loosened().expression, within, COUNTED)
        return found or (semantic.count_close(db, meaning, within, CANDIDATES) if meaning is not None else 0)

    return loosenings(filters, keywords, count)


def _named(db: Connection, filters: Filters, text: str, stop_words: frozenset[str] = frozenset()) -> _Named:
    """Return which words of a text are names of those who take part in the scope's chats."""
    return _Named(*named_people(listing.names(db, filters.conversations), reader.split(text), stop_words))


def _read(db: Connection, filters: Filters, keywords: Keywords, named: _Named) -> _Read:
    """Take words that nothing holds for the nearest ones that something does, and add other writings of the rest."""
    known = vocabulary(db)
    repair = repaired(db, known, keywords, named.said, partial(names_within, db, filters))
    if repair.meant:
        named = _named(db, filters, repair.keywords.text)
    read = wording.with_writings(db, known, repair.keywords)
    return _Read(read, named=named, meant=repair.meant, guessed=repair.guessed)


def _ranked(db: Connection, read: _Read, embedder: Embedder | None, within: Condition, limit: int) -> _Ranking:
    keywords, named = read.keywords, read.named
    # By hand: lists must go deeper than the hits wanted, since the two lists share only some of theirs.
    depth = max(CANDIDATES, 4 * limit)
    since, until = read.span
    timely = scope.conjunction(within, scope.passages(Filters(since_ms=since, until_ms=until))) if read.near else None
    found = _matching(db, read, within, depth, timely) if keywords.expression else Reweighed()
    matching = found.matches
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
        lists.append(Ranked("meaning", near))
    marks = [Mark("question", {one: QUESTION_SHARE for one, line in pool.lines.items() if _ASKS.search(line.tail)})]
    if found.as_typed:
        marks.append(Mark("as typed", dict.fromkeys(found.as_typed, TYPED_SHARE)))
    if read.near is not None:
        times = {entry.id: entry.ts_ms for ranked in lists for entry in ranked.entries if entry.ts_ms is not None}
        of_then = [one for one, ts_ms in times.items() if (since or ts_ms) <= ts_ms < (until or ts_ms + 1)]
        marks.append(Mark("time", dict.fromkeys(of_then, TIME_SHARE)))
    if meaning is not None and named.whose:
        wrote = {one: SPEAKER_SHARE for one, line in pool.lines.items() if line.person in named.whose}
        marks.append(Mark("speaker", wrote))
    return _Ranking(lists, marks, found.worth, meaning, note)


def _matching(db: Connection, read: _Read, within: Condition, depth: int, also: Condition | None) -> Reweighed:
    """Return the best passages whose words match, one for each hit.

    A name in the query stands in too many messages to tell them apart: it raises what its bearer wrote and what names
    them, and only the other words must match.
    """
    keywords, named = read.keywords, read.named
    telling = keywords.without(named.said)
    people: Collection[int] = ()
    naming = ""
    if telling != keywords:
        people, naming = named.whose, " OR ".join(reader.quote(word) for word in sorted(named.said))
    known, means = vocabulary(db), lengths.measured(db)
    longer = wording.longer_of(db, known)
    weighed = wording.weighed(db, known, telling, longer, read.guessed)
    found = fts.search_all(db, weighed, within, depth, means, people=people, naming=naming)
    if also is not None:
        found += fts.search_all(db, weighed, also, depth, means, people=people, naming=naming)
    if typed := keywords.as_typed:
        # All of its words may be common ones, and then no other list holds what says just that.
        found += fts.search(db, typed, within, depth, means, people=people, naming=naming)
    # The word being typed may be past its stem: “bookin” begins nothing that is stored, “book” does.
    if not found and keywords.loosened() != keywords:
        telling = keywords.loosened()
        found = fts.search(db, telling.expression, within, depth, means)
    looked_for = tuple(terms(db, known, telling, longer, read.meant))
    return lexical.reweigh(db, looked_for, keywords.text, {one.passage: one for one in found}.values(), means)


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
    best = max((score for score, _ in scores.values()), default=0.0) or 1.0
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
    # What has just come in waits for its vector; that must not put it behind whatever chance brings near.
    for one in matching if meaning.found else ():
        cosines.setdefault(one.owner, (meaning.found[0].score + meaning.found[-1].score) / 2)
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
