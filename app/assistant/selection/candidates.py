"""The messages that may answer a question, weighed, and which of them to quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app.assistant.grounding.evidence import honest
from app.assistant.grounding.supersession import differs, moment, updates
from app.assistant.question.interpretation import Interpretation
from app.assistant.selection.judging import judged
from app.assistant.selection.rankers import Rankers
from app.assistant.selection.relevance import COUNTED, ENOUGH, Candidate, candidate, facts_of
from app.assistant.text.cues import CHANGE, denies
from app.assistant.text.words import content, stop_words_of, words
from index.text.likeness import alike
from index.types.search import Filters, Hit, Query, SearchResult

if TYPE_CHECKING:
    from index.index import Index

SHOWN = 8
"""Evidence items shown."""
# These three are by hand. Twice as many are searched as shown, since a neighbour may turn out better than the hit it
# was found beside; each counted word is a search of its own; and a third quote would not be read.
_SEARCHED = 16
# each word is a search of its own, and a question has seldom more than eight that tell;
_COUNTED_WORDS = 8
# what a slip of typing stands for is somewhere, and how often is not worth another search;
_MEANT = 5
# two quotes are read, a third is not.
_QUOTED = 2
# By hand: the first may be a question and its answer right behind it. Further down, a confident message is there by
# chance.
_CONSIDERED = 3
"""How far down the list the answer may stand."""
# By hand: below this the second quote mostly says the same in fewer words, or something else.
_NEXT_BEST = 0.92
"""How close to the best a second message must come to be quoted too."""
# By hand and below ENOUGH: an earlier statement is only mentioned beside the answer that replaced it.
_EARLIER = 0.3
# “the blue cabin”, "cabin", «chalet»
_QUOTES = re.compile(r'["“”„«»]')
# “"the blue cabin"”
_IN_QUOTES = re.compile(r'["“”„«»]\s*([^"“”„«»]*[^"“”„«»\s])\s*["“”„«»]')
_DAY = timedelta(days=1, hours=1)
"""A day, also the one on which clocks are put back."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidates, best first, and what limited the search."""

    candidates: tuple[Candidate, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Evidence with what is quoted of it first. `moved`: the second quote is an older statement that the first changes."""

    evidence: tuple[Hit, ...]
    quotes: tuple[Candidate, ...]
    moved: bool = False


def find(reading: Interpretation, index: Index, rankers: Rankers) -> Candidates:
    """Return the messages that may answer, best first: what search finds, and what stands beside it."""
    filters = reading.plan.filters
    if reading.plan.last is not None:
        newest = index.messages(filters, newest=reading.plan.last)
        if not newest:
            return Candidates(())
        filters = only(newest, filters)
    query = Query(reading.plan.text, filters, _SEARCHED, all=True, stop_words=stop_words_of(reading.question))
    result = _searched(index, query, reading.question, rankers)
    counts = _counts(reading, index, filters)
    if slips := _meant(counts, result.terms):
        reading = replace(reading, about=tuple(dict.fromkeys(slips.get(stem, stem) for stem in reading.about)))
        counts = {slips.get(stem, stem): count or _MEANT for stem, count in counts.items()}
    found: dict[str, Candidate] = {}
    by_meaning = "meaning" in result.lists
    for rank, hit in enumerate(result.hits):
        cosine = float(hit.explain.get("meaning", {}).get("score", 0.0)) if by_meaning else None
        around = _around(index, hit)
        for offset, neighbour in around.items():
            if (offset and filters.people and neighbour.sender != hit.sender) or not _selected(neighbour, filters):
                continue
            made = candidate(
                reading,
                hit if offset == 0 else neighbour,
                around.get(offset - 1),
                around.get(offset + 1),
                rank=rank,
                found=offset == 0,
                # A neighbour's own cosine is not known here. It is about the same matter, though less so than the
                # hit: 0.6 is by hand.
                meaning=cosine if offset == 0 or cosine is None else cosine * 0.6,
                counts=counts,
            )
            if reading.stranger and not _speaks_of(reading.stranger, around.values()):
                made = replace(made, trust=0.0)
            known = found.get(made.hit.id)
            if known is None or made.rank > known.rank:
                found[made.hit.id] = made
    ranked = sorted(found.values(), key=lambda c: -c.rank)
    if rankers.reader is not None:
        ranked = judged(reading, ranked, rankers.reader)
    return Candidates(tuple(ranked), result.note)


def _counts(reading: Interpretation, index: Index, filters: Filters) -> dict[str, int]:
    """Return in how many messages of the scope each word of the question is found, up to COUNTED."""
    written = {w.stem: w.lower for w in words(reading.plan.text)}
    return {
        stem: len(index.search(Query(written.get(stem, stem), filters, COUNTED, all=True)).hits)
        for stem in reading.about[:_COUNTED_WORDS]
    }


def _meant(counts: Mapping[str, int], terms: Sequence[str]) -> dict[str, str]:
    """Return for words of the question that are nowhere the one that was searched for instead: “pasword”."""
    others = {stem: term for term in terms for stem in content(term) if stem not in counts}
    found = {}
    for stem, count in counts.items():
        if not count and others and (nearest := alike(stem, others)):
            found[stem] = nearest[0]
    return found


def only(hits: Sequence[Hit], filters: Filters) -> Filters:
    """Return the filters narrowed to exactly these messages."""
    return replace(filters, ids=tuple(h.id for h in hits))


def _searched(index: Index, query: Query, question: str, rankers: Rankers) -> SearchResult:
    """Search for a question: what holds its words in quotes comes first, and what does not comes after it.

    In a query quotes are exact; in a question they stand as often around what nobody wrote like that.
    """
    as_words = replace(query, text=_QUOTES.sub(" ", query.text))
    found = index.search(as_words, rankers.embedder, rankers.reranker, explain=True)
    left = {word.lower for word in words(as_words.text)}
    # Out of the question, since a plan of another language has none; a name that became a filter is not looked for.
    phrases = [said for said in _IN_QUOTES.findall(question) if left.issuperset(word.lower for word in words(said))]
    if not phrases:
        return found
    exactly = replace(query, text=" ".join((as_words.text, *(f'"{said}"' for said in phrases))))
    exact = index.search(exactly, rankers.embedder, rankers.reranker, explain=True).hits
    first = {hit.id for hit in exact}
    return replace(found, hits=(*exact, *(hit for hit in found.hits if hit.id not in first))[:_SEARCHED])


def choose(reading: Interpretation, ranked: Sequence[Candidate]) -> Selection:
    """Return the evidence to show and what of it to quote: nothing when no message answers well enough."""
    best = next((c for c in ranked[:_CONSIDERED] if c.confidence >= ENOUGH), None)
    if best is None:
        return Selection(tuple(c.hit for c in ranked[:SHOWN]), ())
    other = _other_statement(reading, best, ranked)
    if other is not None:
        quotes = tuple(sorted((best, other), key=lambda c: -moment(c.hit)))
    else:
        close = max(ENOUGH, best.confidence * _NEXT_BEST)
        quotes = (best, *[c for c in ranked if c is not best and c.confidence >= close][: _QUOTED - 1])
    hits = [c.hit for c in quotes]
    known = {h.id for h in hits}
    hits += [c.hit for c in ranked if c.hit.id not in known][: SHOWN - len(hits)]
    return Selection(tuple(hits), quotes, moved=other is not None)


def _other_statement(reading: Interpretation, best: Candidate, ranked: Sequence[Candidate]) -> Candidate | None:
    """Return the message that gives another value for what is asked: the newest later one, else the surest earlier one.

    A later one changes the answer and has to be as sure as any; an earlier one is only mentioned.
    """
    values = facts_of(reading.expects, best.hit.text)
    subject = set(reading.about)
    # The same may be told in a mail and in a chat, and changed in the chat alone.
    same = [
        c
        for c in ranked
        if c is best
        or (c.confidence >= ENOUGH and values and not differs(values, facts_of(reading.expects, c.hit.text), c.hit))
    ]
    others = [
        c
        for c in ranked
        if c not in same
        and subject & set(content(c.hit.text))
        and any(_restates(reading, one.hit, c) for one in same if one.hit.chat == c.hit.chat)
        and differs(values, facts_of(reading.expects, c.hit.text), c.hit)
    ]
    now = moment(best.hit)
    # A “no” after a “yes” has no value that could differ, so it is looked for by itself and comes first.
    if reversed_ := _reversed(reading, best, ranked):
        return reversed_
    later = [
        c for c in others if moment(c.hit) > now and (c.confidence >= ENOUGH or _changed_on_the_day(reading, c.hit))
    ]
    earlier = [c for c in others if moment(c.hit) < now and c.confidence >= _EARLIER]
    if not values or not (later or earlier):
        return None
    # Of several later statements the newest still holds; of several earlier ones none does, so the surest is
    # mentioned.
    return max(later, key=lambda c: moment(c.hit)) if later else max(earlier, key=lambda c: c.confidence)


def _restates(reading: Interpretation, one: Hit, other: Candidate) -> bool:
    """Say whether a message speaks of a matter again, and may give another value for it."""
    if updates(one, other.hit) or _changed_on_the_day(reading, other.hit):
        return True
    # “Durbuy now says deposit 220” shares too few words with what it changes; it answers the same question itself.
    return other.read is not None and other.confidence >= ENOUGH and moment(other.hit) > moment(one)


def _changed_on_the_day(reading: Interpretation, hit: Hit) -> bool:
    """Say whether a message is a change that was said on the very day asked about: it need not name that day."""
    near = reading.near
    if near is None or near.start is None or near.end is None or hit.time is None or not honest(hit.text):
        return False
    return near.end - near.start <= _DAY and near.start <= hit.time < near.end and bool(CHANGE.search(hit.text))


def _reversed(reading: Interpretation, best: Candidate, ranked: Sequence[Candidate]) -> Candidate | None:
    """Return the newest message in which whom the question names takes back a yes or a no of the best one."""
    if not reading.named or reading.expects != "other":
        return None
    denied = denies(best.hit.text)
    others = [
        c
        for c in ranked
        if c.hit.chat == best.hit.chat
        and moment(c.hit) > moment(best.hit)
        and c.hit.sender in reading.named
        and c.confidence >= _EARLIER
        and denies(c.hit.text) != denied
        and CHANGE.search(c.hit.text)
        and set(reading.about) & set(content(c.hit.text)) & set(content(best.hit.text))
    ]
    return max(others, key=lambda c: moment(c.hit), default=None)


def _speaks_of(name: str, hits: Iterable[Hit]) -> bool:
    wanted = set(content(name)) or {name.casefold()}
    return any(wanted & {*content(hit.text), *hit.text.casefold().split()} for hit in hits)


def _around(index: Index, hit: Hit) -> dict[int, Hit]:
    if hit.kind == "file":
        return {0: hit}
    around = index.show(hit.id, context=2)
    return {i - around.position: other for i, other in enumerate(around.hits)} | {0: hit}


def _selected(hit: Hit, filters: Filters) -> bool:
    """Say whether a hit or its neighbour is in the filters, as far as the two can differ: chat and source they share."""
    if hit.message_kind in ("system", "deleted") or (filters.ids and hit.id not in filters.ids):
        return False
    if hit.time is None:
        return filters.since_ms is None and filters.until_ms is None
    moment = hit.time.timestamp() * 1000
    after_start = filters.since_ms is None or moment >= filters.since_ms
    return after_start and (filters.until_ms is None or moment < filters.until_ms)
