"""Reading the best hits once more, beside the query: a cross-encoder is slower than both lists, and a better judge.

Cross-encoders give their scores on scales of their own, so a score counts by how far it stands out among those of the hits
that were read: in standard deviations, each worth WORTH spreads of the meaning list. What was not read keeps its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import PurePath

from index.retrieval.ranking.fusion import Fused, Ranked, RankedEntry, sort_key
from index.text.windows import most_telling, stretches
from index.types.embedding import Reranker, TextInContext
from index.types.search import Hit

# By hand: without any reranker the first 20 hold 85 % of LoCoMo's evidence, so little is to be gained further down.
READ_AGAIN = 30
"""So many of the best are read: about five milliseconds each with the reader on a laptop."""
WORTH = 0.7
"""What a standard deviation of the reranker's scores counts (docs/retrieval.md)."""
# By hand: about the hundred tokens that the reader takes of a text.
_PART = 400
"""Characters of a text that are read at once; of a long one several parts are read, and the best speaks for it."""
# By hand: the longest passage has about four parts; of a long mail those further on are seldom what was looked for.
_PARTS = 4
# Against division by zero where all scores are equal.
_SMALLEST = 1e-6

Beside = Mapping[str, tuple[Hit | None, Hit | None]]
"""By id of a message, what stands right before and after it in its chat."""


def reread(query: str, fused: Sequence[Fused], hits: Mapping[str, Hit], beside: Beside, reranker: Reranker) -> Ranked:
    """Return the reranker's own list of the best READ_AGAIN of `fused`, whose hits are given by id."""
    import numpy as np

    read = [one.id for one in fused[:READ_AGAIN] if one.id in hits]
    if not read:
        return Ranked("reranker", ())
    words = frozenset(query.casefold().split())
    parts = [_parts(words, hits[one], *beside.get(one, (None, None))) for one in read]
    said = np.asarray(reranker.score(query, [part for each in parts for part in each]), dtype=np.float64)
    borders = np.cumsum([0, *map(len, parts)])
    scores = np.asarray([said[start:end].max() for start, end in pairwise(borders)])
    apart = (scores - scores.mean()) / max(_SMALLEST, float(scores.std()))
    entries = [
        RankedEntry(one, float(score), share=WORTH * float(share))
        for one, score, share in zip(read, scores, apart, strict=True)
    ]
    return Ranked("reranker", sorted(entries, key=sort_key))


def _parts(words: frozenset[str], hit: Hit, before: Hit | None, after: Hit | None) -> list[TextInContext]:
    """Return a hit's text in parts to be read: a message with its neighbours, a part of a text with what goes on there."""
    texts = most_telling(
        stretches(hit.text, _PART), _PARTS, lambda part: sum(word in part.casefold() for word in words)
    )
    around = [_told(before), *texts, _told(after)]
    # What “the house” is in a contract, the name of its file says.
    speaker = hit.sender or PurePath(hit.path or "").name
    return [TextInContext(text, speaker, around[place], around[place + 2]) for place, text in enumerate(texts)]


def _told(hit: Hit | None) -> str:
    return "" if hit is None else f"{hit.sender}: {hit.text}" if hit.sender else hit.text
