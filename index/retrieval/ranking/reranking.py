"""Reading the best hits once more, beside the query: a cross-encoder is slower than both lists, and a better judge.

Cross-encoders give their scores on scales of their own, so a score counts by how far it stands out among those of the hits
that were read: in standard deviations, each worth WORTH spreads of the meaning list. What was not read keeps its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from index.retrieval.ranking.fusion import Fused, Ranked, RankedEntry, sort_key
from index.text.windows import stretches
from index.types.embedding import Reranker, TextInContext
from index.types.search import Hit

# By hand: without any reranker the first 20 hold 85 % of LoCoMo's evidence, so little is to be gained further down.
READ_AGAIN = 30
"""So many of the best are read: about five milliseconds each with the reader on a laptop."""
WORTH = 0.7
"""What a standard deviation of the reranker's scores counts (docs/retrieval.md)."""
# By hand: about the hundred tokens that the reader takes of a text.
_PART = 400
"""Characters that are read of a text: of a long one the part that holds most of the query's words."""
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
    texts = [_text(words, hits[one], *beside.get(one, (None, None))) for one in read]
    scores = np.asarray(reranker.score(query, texts), dtype=np.float64)
    apart = (scores - scores.mean()) / max(_SMALLEST, float(scores.std()))
    entries = [
        RankedEntry(one, float(score), share=WORTH * float(share))
        for one, score, share in zip(read, scores, apart, strict=True)
    ]
    return Ranked("reranker", sorted(entries, key=sort_key))


def _text(words: frozenset[str], hit: Hit, before: Hit | None, after: Hit | None) -> TextInContext:
    """Return what is read of a hit: a message with its neighbours, a part of a long text with the parts around it."""
    parts = stretches(hit.text, _PART)
    best = max(range(len(parts)), key=lambda place: (sum(word in parts[place].casefold() for word in words), -place))
    around = [_told(before), *parts, _told(after)]
    # What “the house” is in a contract, the name of its file says.
    return TextInContext(parts[best], hit.sender or PurePath(hit.path or "").name, around[best], around[best + 2])


def _told(hit: Hit | None) -> str:
    return "" if hit is None else f"{hit.sender}: {hit.text}" if hit.sender else hit.text
