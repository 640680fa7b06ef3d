"""Fusion and the spreading of scores: pure, explained, always in the same order."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.retrieval.context import SILENCE_MS, spread
from index.retrieval.fusion import Entry, Ranked, fuse


def test_a_hit_high_in_two_lists_beats_the_top_of_one() -> None:
    words = Ranked("keyword", [Entry("m1", 9), Entry("m2", 8)])
    meaning = Ranked("meaning", [Entry("m3", 0.9), Entry("m2", 0.8)])
    first, *_ = fuse([words, meaning])
    assert first.id == "m2"
    assert first.lists["keyword"] == {"rank": 2, "score": 8, "share": pytest.approx(1 / 12)}
    assert first.score == pytest.approx(sum(why["share"] for why in first.lists.values()))


def test_ties_go_to_the_newer_then_to_the_smaller_id() -> None:
    lists = [Ranked(name, [Entry(one, 1.0, ts)]) for name, one, ts in (("a", "m9", 5), ("b", "m10", 7), ("c", "m2", 5))]
    lists.append(Ranked("d", [Entry("f1", 1.0, None)]))
    assert [one.id for one in fuse(lists)] == ["m10", "m2", "m9", "f1"]


def test_a_repeated_id_counts_once_at_its_best_place() -> None:
    (first, second) = fuse([Ranked("a", [Entry("m1", 3), Entry("m1", 2), Entry("m2", 1)])])
    assert (first.lists["a"]["score"], second.lists["a"]["rank"]) == (3, 2)


@given(st.lists(st.lists(st.integers(1, 20), unique=True), max_size=4))
def test_fusion_loses_and_invents_nothing_and_weights_scale(orders: list[list[int]]) -> None:
    lists = [Ranked(str(n), [Entry(f"m{i}", -p, i) for p, i in enumerate(order)]) for n, order in enumerate(orders)]
    fused = fuse(lists)
    assert {one.id for one in fused} == {f"m{i}" for order in orders for i in order}
    assert [one.score for one in fused] == sorted((one.score for one in fused), reverse=True)
    assert fuse(lists) == fused


@dataclass(frozen=True)
class Line:
    message: int
    at_ms: int


def test_a_score_reaches_the_lines_beside_it() -> None:
    window = [Line(n, n) for n in range(5)]
    assert spread([window], {2: 10.0}, (0.4, 0.2), mean=False) == {0: 2.0, 1: 4.0, 2: 10.0, 3: 4.0, 4: 2.0}


def test_overlapping_windows_count_a_neighbour_once() -> None:
    lines = [Line(n, n) for n in range(4)]
    twice = spread([lines[:3], lines[1:], lines], {1: 1.0, 2: 1.0}, (0.5,), mean=False)
    assert twice == {0: 0.5, 1: 1.5, 2: 1.5, 3: 0.5}


def test_a_long_silence_stops_it() -> None:
    window = [Line(1, 0), Line(2, SILENCE_MS), Line(3, SILENCE_MS + 1)]
    assert spread([window], {1: 1.0}, (0.5, 0.5), mean=False) == {1: 1.0}


def test_a_mean_weighs_by_who_takes_part_and_leaves_out_the_unknown() -> None:
    window = [Line(1, 0), Line(2, 1), Line(3, 2)]
    smooth = spread([window], {1: 0.8, 2: 0.2}, (0.5,), mean=True)
    assert smooth == {1: pytest.approx(0.6), 2: pytest.approx(0.4)}
