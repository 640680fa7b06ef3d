"""Reading the best hits once more, beside the query: a cross-encoder is slower than both lists, and a better judge.

Cross-encoders give their scores on scales of their own, so a score counts by how far it stands out among those of the hits
that were read: in standard deviations, each worth WORTH spreads of the meaning list. What was not read keeps its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.retrieval.ranking.fusion import Fused, Ranked, RankedEntry, sort_key
from index.types.embedding import Reranker
from index.types.search import Hit

# By hand: without any reranker the first 20 hold 85 % of LoCoMo's evidence, so little is to be gained further down.
READ_AGAIN = 30
"""So many of the best are read: about ten milliseconds each with a small model on a laptop."""
# By hand, not measured with any reranker: a standard deviation counts about as much as being by the person named.
WORTH = 1.5
# Against division by zero where all scores are equal.
_SMALLEST = 1e-6


def reread(query: str, fused: Sequence[Fused], hits: Mapping[str, Hit], reranker: Reranker) -> Ranked:
    """Return the reranker's own list of the best READ_AGAIN of `fused`, whose hits are given by id."""
    import numpy as np

    read = [one.id for one in fused[:READ_AGAIN] if one.id in hits]
    scores = np.asarray(reranker.score(query, [_as_read(hits[one]) for one in read]), dtype=np.float64)
    if not read:
        return Ranked("reranker", ())
    apart = (scores - scores.mean()) / max(_SMALLEST, float(scores.std()))
    entries = [
        RankedEntry(one, float(score), share=WORTH * float(share))
        for one, score, share in zip(read, scores, apart, strict=True)
    ]
    return Ranked("reranker", sorted(entries, key=sort_key))


def _as_read(hit: Hit) -> str:
    return f"{hit.sender}: {hit.text}" if hit.kind == "message" and hit.sender else hit.text
