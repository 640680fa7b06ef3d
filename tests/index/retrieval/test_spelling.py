"""Typing slips: what counts as one, and what is never corrected."""

from __future__ import annotations

import pytest

from index.index import Index
from tests.fakes import HashEmbedder
from tests.index.kit import add_records, bodies, chat, find, said


@pytest.fixture
def trip(index: Index) -> Index:
    texts = ["The deposit for the cabin is paid", "Meet in Berlin on Friday", "Code 4711 opens it", "birthday cake"]
    add_records(index, [chat(), *(said(text, 600 * n) for n, text in enumerate(texts))])
    return index


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("berlni", "Meet in Berlin on Friday"),
        ("verlin", "Meet in Berlin on Friday"),
        ("brlin", "Meet in Berlin on Friday"),
        ("berlinn", "Meet in Berlin on Friday"),
        ("depositt", "The deposit for the cabin is paid"),
        ("brithday cakes", "birthday cake"),
    ],
)
def test_a_word_that_is_nowhere_finds_the_nearest(trip: Index, typed: str, found: str) -> None:
    result = find(trip, typed)
    assert bodies(result.hits)[:1] == [found]
    assert f"Nothing has “{typed.split(maxsplit=1)[0]}”: searched for" in result.note


def test_numbers_short_words_and_known_words_are_left_as_they_are(trip: Index) -> None:
    assert find(trip, "4712").hits == ()
    assert find(trip, "bin").hits == ()
    assert find(trip, "cabin").note == ""
    assert find(trip, "xylophonist").hits == ()
    assert find(trip, "brelni").hits == (), "two slips in a short word"
    assert "beginnings: “berl”" in find(trip, "berl*").reading


def test_search_by_meaning_goes_on_with_a_slip(trip: Index) -> None:
    list(trip.embed_pending(HashEmbedder()))
    assert bodies(find(trip, "berlni", HashEmbedder()).hits)[0] == "Meet in Berlin on Friday"
