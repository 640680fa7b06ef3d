"""Fusion and the spreading of scores: pure, explained, always in the same order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.retrieval.ranking.context import LEANING, SILENCE_MS, Neighbours, neighbours, spread
from index.retrieval.ranking.fusion import Mark, Ranked, RankedEntry, fuse


def ranked(name: str, *entries: tuple[str, float]) -> Ranked:
    return Ranked(name, [RankedEntry(one, 10 * share, share=share) for one, share in entries])


def test_shares_add_up_and_are_explained() -> None:
    lists = [ranked("keyword", ("m1", 3.0), ("m2", 2.5)), ranked("meaning", ("m3", 2.0), ("m2", 1.5))]
    first, *rest = fuse(lists, [Mark("question", {"m1": -0.5, "m9": -0.5})])
    assert (first.id, first.score) == ("m2", 4.0)
    assert first.lists["keyword"] == {"rank": 2, "score": 25.0, "share": 2.5}
    assert [(one.id, one.score) for one in rest] == [("m1", 2.5), ("m3", 2.0)]
    assert rest[0].lists["question"] == {"share": -0.5}


def test_ties_go_to_the_newer_then_to_the_smaller_id() -> None:
    found = [("a", "m9", 5), ("b", "m10", 7), ("c", "m2", 5), ("d", "f1", None)]
    lists = [Ranked(name, [RankedEntry(one, 1.0, ts, 1.0)]) for name, one, ts in found]
    assert [one.id for one in fuse(lists)] == ["m10", "m2", "m9", "f1"]


def test_a_repeated_id_counts_once_at_its_best_place() -> None:
    (first, second) = fuse([ranked("a", ("m1", 3), ("m1", 2), ("m2", 1))])
    assert (first.score, second.lists["a"]["rank"]) == (3, 2)


@given(st.lists(st.lists(st.integers(1, 20), unique=True), max_size=4))
def test_fusion_loses_and_invents_nothing(orders: list[list[int]]) -> None:
    lists = [
        Ranked(str(n), [RankedEntry(f"m{i}", -p, i, 1 / (1 + p)) for p, i in enumerate(order)])
        for n, order in enumerate(orders)
    ]
    fused = fuse(lists)
    assert {one.id for one in fused} == {f"m{i}" for order in orders for i in order}
    assert [one.score for one in fused] == sorted((one.score for one in fused), reverse=True)
    assert fuse(lists) == fused
    assert all(one.score == pytest.approx(sum(why["share"] for why in one.lists.values())) for one in fused)


def beside(*at_ms: int, length: int = 10) -> dict[int, Neighbours]:
    window = list(enumerate(at_ms))
    return {n: neighbours(window, n, length) for n in range(len(window))}


def test_a_score_reaches_the_lines_beside_it_and_further_on_than_back() -> None:
    found = spread(beside(0, 1, 2, 3, 4), {2: 10.0}, mean=False)
    assert found == {0: 1.0, 1: 2.0, 2: 10.0, 3: 4.0, 4: 2.0}


def test_a_long_message_leans_less_on_its_neighbours() -> None:
    short, long = (spread(beside(0, 1, length=n), {0: 1.0}, mean=False)[1] for n in (LEANING, 2 * LEANING))
    assert long == pytest.approx(short / 4)


def test_a_long_silence_stops_it() -> None:
    assert spread(beside(0, SILENCE_MS, SILENCE_MS + 1), {0: 1.0}, mean=False) == {0: 1.0}


def test_a_mean_weighs_by_who_takes_part_and_leaves_out_the_unknown() -> None:
    smooth = spread(beside(0, 1, 2), {0: 0.8, 1: 0.2}, mean=True)
    assert smooth == {0: pytest.approx((0.8 + 0.2 * 0.2) / 1.2), 1: pytest.approx((0.2 + 0.4 * 0.8) / 1.4)}
