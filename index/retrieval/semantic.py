"""Search by meaning: passages near the query in the embedder's space.

Who is asked about would dominate a cosine, so people's names are cut from what is embedded; who wrote a message counts
apart. So would its form: what a query shares with every question of its language is taken out of its vector. Embedders
differ in how far apart they put texts, so cosines are measured in spreads: how much the cosines of texts differ that have
nothing to do with each other.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from index.retrieval.question_forms import QUESTIONS
from index.store.database.connection import Connection
from index.store.search import spaces, vectors, windows
from index.store.search.fts import PassageMatch
from index.store.search.scope import Condition
from index.store.search.spaces import Space
from index.text import keywords
from index.types.embedding import Embedder, Vectors

FLOOR = 3.5
"""Spreads above chance from which a text is close to a query that shares no word with it. Of made-up queries on nothing in
the sample home most have nothing nearer ("zebra" 3.3 with E5, 3.1 with MiniLM; "bitcoin" 4.0 and 3.3); "traffic jam" and
"peanut intolerance" find theirs at 3.8 and 5.9, 4.6 and 4.9."""


# Chosen on half of LoCoMo's chats (docs/retrieval.md). The sentences of a passage speak of one thing, so that their cosines
# are no independent draws, which the full deviation would take them for.
BY_CHANCE = 0.25
"""What the best of n cosines of one passage has by chance, in deviations, for each √(2 ln n)."""
# Of 24 made-up queries on nothing in LoCoMo's chats, each in each of the ten, 6.3 % were close to something without
# windows, 8.8 % with them and no step, 7.1 % with this one.
STEP = 0.5
"""What a passage that was found by one of its windows has to be closer than FLOOR: of many, one is near to anything."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How a query's cosines lie to texts that it has nothing to do with: their `mean` and standard `deviation`.

    `spread` is what cosines count in beside words: a right answer is by RIGHT of them above the mean, with any embedder.
    """

    mean: float
    deviation: float
    spread: float

    def spreads(self, cosine: float) -> float:
        """Return by how many spreads a cosine is above what chance gives."""
        return (cosine - self.mean) / self.spread

    def nearest_by_chance(self, texts: int) -> float:
        """Return by how many spreads the nearest of so many texts is above the mean of all, by their number alone."""
        return gain_by_chance(texts) * self.deviation / self.spread

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
    asked = embedder.embed_query(without_names(text, said))
    if not asked.any():
        return None, f"{note} The embedding model knows none of the words: search by meaning is off.".strip()
    about = form_of(embedder).without(asked)
    meaning = Meaning(about.tobytes(), scale_of(db, embedder, about), ())
    found = _nearest(db, meaning, within, limit)
    if also is not None:
        found = sorted([*found, *_nearest(db, meaning, also, limit)], key=lambda one: -one.score)
    return replace(meaning, found=tuple(found)), note


def _nearest(db: Connection, meaning: Meaning, within: Condition, limit: int) -> list[PassageMatch]:
    """Return the nearest passages, best first, those of a long message without what it gains by having many."""
    found = vectors.nearest(db, meaning.vector, within, limit, meaning.scale.chance)
    counts = vectors.passage_counts(db, {one.owner for one in found})
    fair = [
        replace(one, score=one.score - meaning.scale.deviation * gain_by_chance(counts.get(one.owner, 1)))
        for one in found
    ]
    return sorted(fair, key=lambda one: -one.score)


def gain_by_chance(passages: int) -> float:
    """Return by how many spreads the best of so many passages is above chance for their number alone."""
    return math.sqrt(2 * math.log(passages)) if passages > 1 else 0.0


def close_ones(meaning: Meaning) -> frozenset[str]:
    """Return which of the hits that were found are close to the query by their own text.

    Among few texts chance brings none as near as among many, and less is close already.
    """
    scale = meaning.scale
    floor = min(FLOOR, scale.nearest_by_chance(len(meaning.found)))
    return frozenset(
        one.owner for one in meaning.found if scale.spreads(one.score) >= floor + (0.0 if one.window is None else STEP)
    )


def count_close(db: Connection, meaning: Meaning, within: Condition, limit: int) -> int:
    """Count the hits of another scope that are close to the query, of the `limit` nearest."""
    return len(close_ones(replace(meaning, found=tuple(_nearest(db, meaning, within, limit)))))


def without_names(text: str, said: Collection[str]) -> str:
    """Return the query without people's names, unless nothing would be left."""
    words = [word for word in text.split() if not _is_name(word, said)]
    return " ".join(words) or text


def _is_name(word: str, said: Collection[str]) -> bool:
    return any(part.casefold() in said for part in keywords.split(word))


# Written by hand, as short as chat messages are, for a home that has few texts of its own.
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
"""No statement answers any of the questions in `question_forms`."""
_ANSWERS = (
    "It goes at ten past four from platform two.",
    "My cousins are eating with us.",
    "He told me that my blood pressure is too high.",
    "We paid seven hundred a month for the flat.",
    "It stands in the side street behind the church.",
    "The crime novel from Iceland was the best I read.",
    "You get into the network with sunflower99.",
    "I like it at the office, my colleagues are nice.",
)
"""The n-th answers the n-th English question, in other words."""
RIGHT = 4.3
"""Spreads by which such an answer is above chance. It is what all-MiniLM-L6-v2 had when a spread was its deviation, and the
shares in `search` were chosen."""
# By hand: enough for a standard deviation to two digits, and quickly compared.
_SAMPLE = 256
# Against division by zero, should an embedder give all texts the same vector.
_SMALLEST = 0.01


@dataclass(frozen=True, slots=True)
class Form:
    """What the questions of each language have in common: `means` has shape (languages, dimension).

    `asked` are the questions without it, of shape (languages, questions, dimension), each of length 1, and `statements`
    texts that answer none. `right` is by how much a cosine to a right answer is above one of those.
    """

    means: Vectors
    asked: Vectors
    statements: Vectors
    right: float

    def without(self, vector: Vectors) -> Vectors:
        """Return a query's vector (1, dimension) without what it shares with any question of its language.

        As much is taken out as the cosine of two such questions is, on average: .82 of what is common with E5, which puts
        all questions near each other and near short messages of any content; .23 with MiniLM. In nine languages' small
        chats E5's five nearest hold .86 of the answers with nothing taken out, .93 with half, .96 with .8 and .97 with all
        of it; of LoCoMo's, in English, .535, .558, .547 and .528.
        """
        import numpy as np

        lengths = np.linalg.norm(self.means, axis=1)
        nearest = int(np.argmax(self.means @ vector[0] / np.maximum(lengths, _SMALLEST)))
        return _unit(vector - lengths[nearest] ** 2 * self.means[nearest], vector)


@dataclass(frozen=True, slots=True)
class _Chance:
    """Vectors of a store's texts at one state of it, with the deviation of cosines of questions to them."""

    state: tuple[str, int, int]
    texts: Vectors
    deviation: float


_forms: WeakKeyDictionary[Embedder, Form] = WeakKeyDictionary()
_chances: WeakKeyDictionary[Embedder, _Chance] = WeakKeyDictionary()


def form_of(embedder: Embedder) -> Form:
    """Return what an embedder makes of questions as such, worked out when it is first asked for (half a second)."""
    known = _forms.get(embedder)
    if known is None:
        import numpy as np

        vectors = np.stack(
            [np.concatenate([embedder.embed_query(question) for question in asked]) for asked in QUESTIONS.values()]
        )
        means = vectors.mean(axis=1)
        shared = means * np.linalg.norm(means, axis=1, keepdims=True) ** 2
        asked = _unit(vectors - shared[:, np.newaxis], vectors)
        statements, english = embedder.embed_passages(_STATEMENTS), asked[0]
        answers = np.sum(english * embedder.embed_passages(_ANSWERS), axis=1)
        right = float(answers.mean() - (english @ statements.T).mean())
        known = _forms[embedder] = Form(means, asked, statements, right)
    return known


def _unit(vectors: Vectors, otherwise: Vectors) -> Vectors:
    """Return vectors with length 1; in the place of one of hardly any length, what is there `otherwise`."""
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(np.where(lengths < _SMALLEST, otherwise, vectors / np.maximum(lengths, _SMALLEST)), np.float32)


def scale_of(db: Connection, embedder: Embedder, vector: Vectors) -> Scale:
    """Return how the cosines of a query's vector to texts lie that it has nothing to do with, by the store's own texts."""
    chance = _chance(db, embedder)
    spread = max(_SMALLEST, form_of(embedder).right / RIGHT)
    # One that hardly tells an answer from chance must not outweigh words by that.
    spread = spread if spread >= chance.deviation / 2 else chance.deviation
    return Scale(float((chance.texts @ vector[0]).mean()), chance.deviation, spread)


def _chance(db: Connection, embedder: Embedder) -> _Chance:
    """Return the store's texts to compare with: a sample, which is the same for the same state of the store."""
    import numpy as np

    state = vectors.state(db)
    known = _chances.get(embedder)
    if known is None or known.state != state:
        form = form_of(embedder)
        sample = vectors.sample(db, embedder.dimension, _SAMPLE)
        texts = np.concatenate([sample, form.statements]) if len(sample) < _SAMPLE else sample
        cosines = form.asked @ texts.T
        # Of each question by itself: that a German one is further from all of an English home's texts says nothing of one.
        deviation = float(np.sqrt(cosines.var(axis=2).mean()))
        known = _chances[embedder] = _Chance(state, texts, max(_SMALLEST, deviation))
    return known
