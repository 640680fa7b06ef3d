"""Hits that say the same come once."""

from __future__ import annotations

import pytest

from index.retrieval.ranking.folding import fold
from index.types.search import Hit


def hit(number: int, text: str, sender: str = "Ann", **more: object) -> Hit:
    return Hit(f"m{number}", None, "message", "telegram", "Chat", sender, None, text, None, None, **more)  # type: ignore[arg-type]


def folded(*hits: Hit, limit: int = 10) -> dict[str, tuple[str, ...]]:
    return {one.id: one.alike for one in fold(hits, limit)}


LONG = (
    "The heating in the stairwell is being repaired on Tuesday, please leave the cellar door open for the men all day"
)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Happy birthday!", "happy birthday"),
        ("Look: https://shop.example/a?u=1 so nice", "Look https://shop.example/b so nice"),
        (LONG, f"> {LONG}"),
        (LONG, f"{LONG} – Ann"),
        (f"{LONG}\n\nBest wishes, Ann, caretaker of the house", LONG),
    ],
)
def test_what_says_the_same_is_folded_into_the_first(first: str, second: str) -> None:
    assert folded(hit(1, first), hit(2, second)) == {"m1": ("m2",)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The code is ABC", "The code is ABD"),
        ("The code is 1234", "The code is 9876"),
        ("1234", "5678"),
        ("https://a.example/1", "https://a.example/2"),
        ("No", "No, wait"),
        ("बाल", "बिल"),
        (
            LONG,
            f"{LONG} and now for something else: the lift will be out of order from June, and the garden is closed too",
        ),
    ],
)
def test_what_says_something_else_is_not(first: str, second: str) -> None:
    assert folded(hit(1, first), hit(2, second)) == {"m1": (), "m2": ()}


def test_a_series_with_other_figures_is_folded() -> None:
    digests = [hit(number, f"Weekly digest #{number}: what is new") for number in (12, 13, 14)]
    assert folded(*digests) == {"m12": ("m13", "m14")}


def test_figures_of_two_people_are_two_matters() -> None:
    assert folded(hit(1, "my number is 0471 11"), hit(2, "my number is 0471 99", "Tom")) == {"m1": (), "m2": ()}
    assert folded(hit(1, "my number is 0471 11"), hit(2, "my number is 0471 11", "Tom")) == {"m1": ("m2",)}


def test_those_past_the_limit_are_still_folded_into_those_before_it() -> None:
    assert folded(hit(1, "ok"), hit(2, "yes"), hit(3, "OK."), limit=1) == {"m1": ("m3",)}
