"""Whatever is typed is a query."""

from __future__ import annotations

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.keywords import Keywords, parse, quote, split
from index.text.tokens import searchable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When did Maya go to the lake?", Keywords(("Maya", "lake"), text="When did Maya go to the lake?")),
        ("what is it", Keywords(("what", "is", "it"), text="what is it")),
        ('"boat house" keys', Keywords(("keys",), phrases=("boat house",), text="boat house keys")),
        ("keys -car", Keywords(("keys",), excluded=("car",), text="keys")),
        ('keys -"car park"', Keywords(("keys",), excluded=("car park",), text="keys")),
        ("bookin*", Keywords(prefixes=("bookin",), text="bookin")),
        ("Maya's e-mail at 14:30", Keywords(("Maya", "e-mail", "14:30"), text="Maya's e-mail at 14:30")),
        ("lake LAKE Lake", Keywords(("lake",), text="lake LAKE Lake")),
        (
            "well-known state-of-the-art",
            Keywords(("well-known", "state-of-the-art"), text="well-known state-of-the-art"),
        ),
        ("हिन्दी में", Keywords(("हिन्दी", "में"), text="हिन्दी में")),
        ("„Haus am See“ wann", Keywords(("wann",), phrases=("Haus am See",), text="Haus am See wann")),
        ('""', Keywords()),
        ("", Keywords()),
        ("???", Keywords(text="???")),
        ("a -", Keywords(("a",), text="a -")),
    ],
)
def test_a_query_is_read(text: str, expected: Keywords) -> None:
    assert parse(text) == expected


def test_phrases_are_required_and_words_only_rank() -> None:
    assert parse('"boat house" keys').expression == '("boat house" AND ("keys")) OR ("boat house")'
    assert parse("boat keys").expression == '"boat" OR "keys"'


def test_names_go_unless_nothing_is_left() -> None:
    assert parse("Maya birthday").without({"maya"}).words == ("birthday",)
    assert parse("Maya").without({"maya"}).words == ("Maya",)


def test_half_typed_endings_lead_to_the_stem() -> None:
    assert "book" in parse("bookin*").loosened().words
    assert parse("plain").loosened() == parse("plain")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l'affitto", ["affitto"]),
        ("le code d’Étienne", ["le", "code", "Étienne"]),
        ("dell'acqua, un'amica", ["acqua", "amica"]),
        ("qu'elle", ["elle"]),
        ("O'Brien said it isn't", ["O'Brien", "said", "it", "isn't"]),
        ("l'1 maggio", ["l'1", "maggio"]),
    ],
)
def test_an_article_that_is_joined_to_a_word_is_no_part_of_it(text: str, words: list[str]) -> None:
    assert list(split(text)) == words


def test_split_drops_possessives_and_keeps_what_belongs_together() -> None:
    assert list(split("Tom's dogs’ bowls, a@b.org and 3.50€")) == ["Tom", "dogs", "bowls", "a@b.org", "and", "3.50"]


@given(st.text(alphabet="東京駅ab 👍🎉", max_size=12), st.integers(0, 11), st.integers(1, 4))
def test_any_stretch_of_a_text_is_found_as_a_phrase(text: str, start: int, length: int) -> None:
    before, wanted, after = text[:start], text[start : start + length], text[start + length :]
    if wanted.strip() != wanted or not wanted or cuts_a_word(before, wanted) or cuts_a_word(wanted, after):
        return
    with apsw.Connection("") as db:
        db.execute("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2')")
        db.execute("INSERT INTO words VALUES (?)", (searchable(text),))
        assert db.execute("SELECT count(*) FROM words WHERE words MATCH ?", (quote(wanted),)).get == 1


def cuts_a_word(one: str, other: str) -> bool:
    return one[-1:] in ("a", "b") and other[:1] in ("a", "b")


@given(st.text() | st.text(alphabet="\"'*-()^+:{}NEAR AND OR NOT\0 a%_", max_size=40))
def test_nothing_that_is_typed_breaks_the_expression(text: str) -> None:
    keywords = parse(text)
    db = apsw.Connection("")
    db.execute("CREATE VIRTUAL TABLE words USING fts5 (text); INSERT INTO words VALUES ('near and or not a')")
    for expression in (keywords.expression, keywords.required, keywords.forbidden, keywords.loosened().expression):
        if expression and "\ud800" <= max(expression) <= "\udfff":
            continue
        if expression:
            db.execute("SELECT count(*) FROM words WHERE words MATCH ?", (expression,)).fetchall()
    db.close()


@pytest.mark.parametrize("form", ["{}", '"{}"', "-{}", "{}*"])
def test_a_pasted_page_is_read_by_its_beginning(form: str) -> None:
    read = parse(" ".join(form.format(f"word{n}") for n in range(3_000)))
    assert [len(kind) for kind in (read.words, read.prefixes, read.phrases, read.excluded) if kind] == [64]
