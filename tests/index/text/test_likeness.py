"""Names that may be meant by one that fits nothing."""

from __future__ import annotations

import pytest

from index.text.likeness import alike, did_you_mean
from index.text.links import holds_link

KNOWN = ("Brunch Club", "Cabin Crew", "Marc Dubois", "Maya Lindqvist", "Zoë", "Élodie Martin", "Marco", "Family")


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("brnch club", "Brunch Club"),
        ("Mrac", "Marc Dubois"),
        ("lindquist", "Maya Lindqvist"),
        ("cabin crw", "Cabin Crew"),
        ("elodi", "Élodie Martin"),
        ("famly", "Family"),
    ],
)
def test_the_likest_comes_first(name: str, first: str) -> None:
    assert alike(name, KNOWN)[0] == first


def test_no_more_than_five_and_none_that_is_unlike() -> None:
    assert alike("xyzzy", KNOWN) == ()
    assert alike("", KNOWN) == ()
    assert len(alike("person", [f"Person {number}" for number in range(20)])) == 5
    assert alike("tom", ["Tom", "TOM", "tom"]) == ("Tom",)


def test_a_question_of_one_two_and_three() -> None:
    assert did_you_mean(()) == ""
    assert did_you_mean(("A",)) == "Did you mean “A”?"
    assert did_you_mean(("A", "B")) == "Did you mean “A” or “B”?"
    assert did_you_mean(("A", "B", "C")) == "Did you mean “A”, “B” or “C”?"


@pytest.mark.parametrize(
    "text",
    [
        "see http://a.b",
        "www.example.org",
        "(https://example.org/x?y=1)",
        "example26.com/flat/281",
        "example.de.",
        "http://localhost:8080",
    ],
)
def test_a_link(text: str) -> None:
    assert holds_link(text)


@pytest.mark.parametrize(
    "text", ["", None, "maya@example.org", "e.g. this", "ok.then", "12:30", "and/or", "1.5/2", "v1.2.3"]
)
def test_no_link(text: str | None) -> None:
    assert not holds_link(text)
