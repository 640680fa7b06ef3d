"""What is shown of a hit: the line around what matched, in whole words and whole signs."""

from __future__ import annotations

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.store.search.tokenizer import Tokenizer
from index.text import keywords
from index.text.excerpts.graphemes import goes_on
from index.text.excerpts.matches import Wanted, matches
from index.text.excerpts.snippets import SNIPPET_CHARACTERS, Snippet, mail_body, snippet

CUT = Tokenizer(apsw.Connection(":memory:"))


def wanted(query: str) -> Wanted:
    return Wanted.of(keywords.parse(query).terms, CUT, query)


def shown(query: str, text: str, subject: str | None = None) -> Snippet:
    return snippet(text, wanted(query), Wanted.of(keywords.split(query), CUT, query), CUT, subject=subject)


def marked(found: Snippet) -> list[str]:
    return [found.text[start:end] for start, end in found.spans]


MATCHED = [
    ("kuche", "Die Küche ist neu, die Küchen nicht.", ["Küche"]),
    ("cafe zoe", "Um zwölf im Café Zoë!", ["Café", "Zoë"]),
    ("running", "She runs. He ran, they were Running", ["runs", "Running"]),
    ("strasse", "In der Straße, Hauptstraße", ["Straße"]),
    ("book*", "booked the bookshop, no ebook", ["booked", "bookshop"]),
    ('"lake cabin"', "the lake cabin and the lake", ["lake cabin"]),
    ("wi-fi", "the wi-fi is down, wi fi, fi", ["wi-fi", "wi fi"]),
    ("मिठाई", "वह मिठाई, लाया।", ["मिठाई"]),
    ("ที่พัก", "ผมจองที่พักแล้ว", ["ที่พัก"]),
    ("東京", "明日東京駅で会いましょう", ["東京"]),
    ("🎉", "Yes 🎉 party", ["🎉"]),
    ("Москва", "Мы едем в МОСКВА завтра", ["МОСКВА"]),
    ("14:30", "at 14:30, not 15:30", ["14:30"]),
    ("don't", "I don’t know, don't ask", ["don’t", "don't"]),
    ("cabin", "[bold]cabin[/bold] and \x1b[31m cabin", ["cabin", "cabin"]),
]


@pytest.mark.parametrize(("query", "text", "expected"), MATCHED, ids=[one[0] for one in MATCHED])
def test_what_keyword_search_finds_is_marked_and_nothing_else(query: str, text: str, expected: list[str]) -> None:
    assert marked(shown(query, text)) == expected


FILL = "Nothing of it matters here, and so it goes on. "


def test_a_match_far_into_a_text_is_shown_in_whole_words() -> None:
    text = FILL * 20 + "Please transfer the deposit for the flat by Friday. " + FILL * 20
    found = shown("deposit flat", text)
    assert marked(found) == ["deposit", "flat"]
    assert found.text.startswith("… ")
    assert found.text.endswith(" …")
    assert len(found.text) <= SNIPPET_CHARACTERS + 4
    assert set(found.text.strip("… ").split()) <= set(text.split())


def test_the_place_with_most_of_the_words_is_shown_and_there_the_closest() -> None:
    far = f"The flat is old. {FILL * 10}The deposit came late. {FILL * 10}For the flat the deposit is 900 euros. {FILL}"
    assert "the deposit is 900" in shown("flat deposit", far).text
    several = "flat " * 30 + "and the deposit, " + FILL * 10
    assert "deposit" in marked(shown("flat deposit", several))


def test_a_short_text_is_shown_whole_and_on_one_line() -> None:
    assert shown("socks", "  Socks\n\tand  a towel\n") == Snippet("Socks and a towel", ((0, 5),))
    assert shown("hat", "") == Snippet("")


MAIL = """Cabin weekend

Hi Nora,

> did you ask about the price?
I did: Frau Hartung wants 460 euros for the cabin. The key lies under the blue pot beside the door.

Best regards
Maya Lindqvist
Example Ltd, price list at example.org
"""


def test_a_mail_is_shown_from_where_it_matters() -> None:
    said = "I did: Frau Hartung wants 460 euros for the cabin. The key lies under the blue pot beside the door."
    assert mail_body(MAIL, "Cabin weekend") == said
    assert shown("cabin", MAIL, "Cabin weekend").text == said
    assert shown("weekend", MAIL, "Cabin weekend") == Snippet(said)
    # What is in none but the quote or the signature is shown all the same.
    assert marked(shown("price", MAIL, "Cabin weekend")) == ["price", "price"]
    assert "weekend" not in shown("price", MAIL, "Cabin weekend").text


@pytest.mark.parametrize(
    "greeting", ["Liebe Nora,", "Bonjour Maya,", "Hola a todos:", "Dear Ms Lind", "Ciao Nora!", "Hallo zusammen"]
)
def test_a_greeting_is_passed_over(greeting: str) -> None:
    assert mail_body(f"{greeting}\n\nthe rent is due", "Rent") == "the rent is due"


@pytest.mark.parametrize(
    "text", ["hi there, can you bring the tent?", "Dear me, what a day. I lost it.", "> only a quote"]
)
def test_what_is_more_than_a_greeting_stays(text: str) -> None:
    assert mail_body(text, "Subject") == text


@pytest.mark.parametrize("greeting", ["Hi Nora, ", "Sehr geehrter Herr Müller, ", "Chère Élodie, ", "Hey Tom! "])
def test_a_greeting_before_words_on_its_line_is_passed_over(greeting: str) -> None:
    assert mail_body(f"{greeting}can you bring the tent?", "Tent") == "can you bring the tent?"


def test_a_hit_by_meaning_shows_the_sentence_that_shares_most_with_the_query() -> None:
    text = FILL * 10 + "We are stuck on the motorway for hours. " + FILL * 10
    found = snippet(text, wanted("traffic"), Wanted.of(("are", "we", "stuck"), CUT), CUT)
    assert found.text.startswith("… We are stuck")
    assert not found.spans
    assert snippet(FILL * 10, wanted("zebra"), wanted("zebra"), CUT).text.startswith("Nothing of it")


@pytest.mark.parametrize(
    "text", ["ผมต้องการหาที่พักที่นี่" * 40, "क्षमा करें मित्रों " * 60, "क्ष" * 500, "👩‍👩‍👧🇩🇪👍🏽" * 80, "e\u0301" * 500]
)
def test_no_sign_is_cut_in_two(text: str) -> None:
    for query in ("xyz", "ที่", "करें", "ต้อง"):
        found = shown(query, text)
        said = found.text.strip("… ")
        at = " ".join(text.split()).index(said)
        whole = " ".join(text.split())
        assert at == 0 or not goes_on(whole, at)
        assert at + len(said) == len(whole) or not goes_on(whole, at + len(said))
        for start, end in found.spans:
            assert not goes_on(found.text, start) or start == 0
            assert end == len(found.text) or not goes_on(found.text, end)


@given(st.text(max_size=400), st.text(max_size=20))
def test_spans_are_in_order_and_within_any_text(text: str, query: str) -> None:
    text, query = (one.encode("utf-8", "ignore").decode() for one in (text, query))
    found = shown(query, text)
    borders = [place for span in found.spans for place in span]
    assert borders == sorted(borders)
    assert all(0 <= place <= len(found.text) for place in borders)
    assert len(found.text) <= SNIPPET_CHARACTERS + 4
    assert all(one.start < one.end for one in matches(text, wanted(query), CUT))
