"""What is close to a query: a sentence among many has to be closer than a text by itself."""

from __future__ import annotations

import pytest

from index.retrieval.semantic import FLOOR, STEP, Meaning, Scale, close_ones
from index.store.search.fts import PassageMatch


@pytest.mark.parametrize(
    ("spreads", "window", "close"),
    [
        (FLOOR + 0.01, None, True),
        (FLOOR - 0.01, None, False),
        (FLOOR + STEP + 0.01, (0, 50), True),
        (FLOOR + STEP - 0.01, (0, 50), False),
    ],
)
def test_one_of_many_sentences_has_to_be_closer(spreads: float, window: tuple[int, int] | None, close: bool) -> None:
    scale = Scale(0.1, 0.08, 0.08)
    found = PassageMatch(1, "m1", None, None, 0.1 + 0.08 * spreads, window=window)
    # Among few texts less is close already.
    others = (PassageMatch(number, f"m{number}", None, None, 0.1) for number in range(2, 2000))
    assert bool(close_ones(Meaning(b"", scale, (found, *others)))) is close
