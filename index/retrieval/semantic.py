"""Search by meaning: passages near the query in the embedder's space.

Who is asked about would dominate a cosine, so people's names are cut from what is embedded; who wrote a message counts
apart. Embedders differ in how far apart they put texts, so cosines are measured in spreads: how much the cosines of texts
differ that have nothing to do with each other.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from index.store.database.connection import Connection
from index.store.search import spaces, vectors, windows
from index.store.search.fts import PassageMatch
from index.store.search.scope import Condition
from index.store.search.spaces import Space
from index.text import keywords
from index.types.embedding import Embedder

FLOOR = 3.2
"""Spreads above chance from which a text is close to a query that shares no word with it. Of made-up queries on nothing in
the sample home ("zebra") most have nothing nearer; "traffic jam" and "peanut intolerance" find theirs at 3.9 and 4.6."""


# Chosen on half of LoCoMo's chats (docs/retrieval.md). The sentences of a passage speak of one thing, so that their cosines
# are no independent draws, which the full spread would take them for.
BY_CHANCE = 0.25
"""What the best of n cosines of one passage has by chance, in spreads, for each √(2 ln n)."""

# Of 24 made-up queries on nothing in LoCoMo's chats, each in each of the ten, 6.3 % were close to something without
# windows, 8.8 % with them and no step, 7.1 % with this one.
STEP = 0.5
"""What a passage that was found by one of its windows has to be closer than FLOOR: of many, one is near to anything."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The mean and the standard deviation of an embedder's cosines between texts that have nothing in common."""

    mean: float
    deviation: float

    def spreads(self, cosine: float) -> float:
        """Return by how many spreads a cosine is above what chance gives."""
        return (cosine - self.mean) / self.deviation

    @property
    def chance(self) -> float:
        """Return what to take off the best window of a passage, as `vectors.nearest` does."""
        return BY_CHANCE * self.deviation


@dataclass(frozen=True, slots=True)
class Meaning:
    """A query by meaning: its vector, its embedder's scale, the nearest passages, and what limited them."""

    vector: bytes
    scale: Scale
    found: tuple[PassageMatch, ...]


def nearest(
    db: Connection,
    text: str,
    embedder: Embedder,
    within: Condition,
    limit: int,
    *,
    said: Collection[str],
    also: Condition | None = None,
) -> tuple[Meaning | None, str]:
    """Return the passages nearest to the query, best first, and a sentence on what limited them (or nothing).

    With `also` the nearest of a second scope come in too.
    There is no Meaning where the store holds no vectors of this embedder's space.
    """
    space = spaces.searched(db)
    # Cosines between two embedders' vectors mean nothing, so words alone are better.
    if space is None:
        return None, "Search by meaning is off: nothing has a vector yet."
    if space != Space(embedder.fingerprint, embedder.dimension):
        return None, "Search by meaning is off: the stored vectors are another model's."
    note = ""
    changing = spaces.wanted(db) != space
    # A long passage whose windows are missing is found by its own vector; the new model waits for them.
    if waiting := vectors.count_pending(db) + (windows.count_pending(db) if changing else 0):
        what = "uses the previous model" if changing else "is not complete"
        note = f"Search by meaning {what}: vectors are still missing ({waiting:,})."
    vector = embedder.embed_query(without_names(text, said)).tobytes()
    scale = scale_of(embedder)
    found = vectors.nearest(db, vector, within, limit, scale.chance)
    if also is not None:
        found = sorted([*found, *vectors.nearest(db, vector, also, limit, scale.chance)], key=lambda one: -one.score)
    return Meaning(vector, scale, tuple(found)), note


def close_ones(meaning: Meaning) -> frozenset[str]:
    """Return which of the hits that were found are close to the query by their own text."""
    return frozenset(
        one.owner
        for one in meaning.found
        if meaning.scale.spreads(one.score) >= (FLOOR if one.window is None else FLOOR + STEP)
    )


def count_close(db: Connection, meaning: Meaning, within: Condition, limit: int) -> int:
    """Count the hits of another scope that are close to the query, of the `limit` nearest."""
    found = vectors.nearest(db, meaning.vector, within, limit, meaning.scale.chance)
    return len(close_ones(replace(meaning, found=tuple(found))))


def without_names(text: str, said: Collection[str]) -> str:
    """Return the query without people's names, unless nothing would be left."""
    words = [word for word in text.split() if not _is_name(word, said)]
    return " ".join(words) or text


def _is_name(word: str, said: Collection[str]) -> bool:
    return any(part.casefold() in said for part in keywords.split(word))


# Written by hand, as short as chat messages are. Embedders differ in scale; the cosines of these 128 pairs, none of
# which belongs together, show what chance gives.
_QUESTIONS = (
    "When does the train leave?",
    "Who is coming to dinner?",
    "What did the doctor say?",
    "How much was the rent?",
    "Where did we park the car?",
    "Which book did you like?",
    "What is the wifi password?",
    "How is the new job?",
)
_STATEMENTS = (
    "The meeting is moved to Thursday.",
    "I left my umbrella at your place.",
    "Happy birthday, have a great day!",
    "The cat is asleep on the sofa.",
    "We need milk, eggs and bread.",
    "Her flight lands at noon.",
    "I finished the report last night.",
    "Ok, see you later.",
    "The heating is broken again.",
    "They won the match in the end.",
    "I started learning the guitar.",
    "Photos from the beach are online.",
    "The invoice is attached.",
    "Snow is expected at the weekend.",
    "My brother moved to Lisbon.",
    "Thanks, that was delicious.",
)
"""No statement answers any of the questions."""
# Against division by zero, should an embedder give all texts the same vector.
_SMALLEST = 0.01
_scales: WeakKeyDictionary[Embedder, Scale] = WeakKeyDictionary()


def scale_of(embedder: Embedder) -> Scale:
    """Return an embedder's scale, measured when it is first asked for (about 0.1 s)."""
    known = _scales.get(embedder)
    if known is None:
        import numpy as np

        asked = np.concatenate([embedder.embed_query(question) for question in _QUESTIONS])
        cosines = asked @ embedder.embed_passages(_STATEMENTS).T
        known = _scales[embedder] = Scale(float(cosines.mean()), max(_SMALLEST, float(cosines.std())))
    return known
