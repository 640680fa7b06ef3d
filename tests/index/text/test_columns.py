"""What a text is found by: its own words, and what counts less."""

from __future__ import annotations

import pytest

from index.text.columns import apart, columns, with_parts


@pytest.mark.parametrize(
    "address",
    [
        "https://example26.com/flat/281?room=2",
        "http://example.com",
        "www.example.com",
        "example26.com/flat/281",
        "sub.example.co.uk/a-b/c",
        "HTTPS://EXAMPLE.COM/A",
    ],
)
def test_the_words_of_an_address_stand_apart(address: str) -> None:
    assert apart(f"see {address} for it") == ("see   for it", [address])
    own, less = columns(f"see {address} for it")
    assert own.split() == ["see", "for", "it"]
    assert less == address


@pytest.mark.parametrize("text", ["and/or", "z.B./d.h.", "maya@example.com", "24/7", "1.5/2", "example.com", "a/b.txt"])
def test_what_only_looks_like_one_is_text(text: str) -> None:
    assert apart(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("new ServerFactory()", "Server Factory"),
        ("quickFoxJumps", "quick Fox Jumps"),
        ("XMLHttpRequest", "XML Http Request"),
        ("HTTPServer", "HTTP Server"),
        ("userID", "user"),
        ("iPhone and eBay", "Phone Bay"),
        ("NASA, GmbH, McX", ""),
        ("plain Words and CAPITALS", ""),
        ("aB" * 40, ""),
    ],
)
def test_capitals_part_a_word(text: str, parts: str) -> None:
    assert columns(text) == (text, parts)


def test_numbers_in_groups_are_there_as_one() -> None:
    assert columns("ring +49 171 1234567") == ("ring +49 171 1234567", "491711234567")


def test_parts_are_set_apart_where_they_stand() -> None:
    assert with_parts("a ServerFactory b") == "a Server Factory b"


@pytest.mark.parametrize(
    "text", ["a." * 3000, "1 " * 3000, "aB" * 3000, "AB12 " * 1200, "-" * 6000, "a-" * 3000, "1" * 6000]
)
def test_hostile_texts_take_no_longer_than_they_are(text: str) -> None:
    own, less = columns(text)
    assert len(own) + len(less) <= 3 * len(text)
