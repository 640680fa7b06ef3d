"""Passages: nothing is lost, nothing is too long, and a locator points at its line."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.chunking import OVERLAP_CHARACTERS, PASSAGE_CHARACTERS, document_passages, message_passages
from index.types.records import DocumentPart

_WORDS = st.text(st.characters(codec="utf-8") | st.sampled_from("\n\n  .!。# 👩🏽é"), max_size=400)


@st.composite
def long_texts(draw: st.DrawFn) -> str:
    pieces = draw(st.lists(_WORDS, max_size=8))
    repeated = draw(
        st.lists(
            st.sampled_from(["word ", "A sentence ends here. ", "\n\n", "\n# Heading\n", "x" * 300, "語。"]), max_size=8
        )
    )
    return "".join(piece * draw(st.integers(1, 30)) for piece in [*repeated, *pieces])


@given(long_texts())
@settings(max_examples=60, deadline=None)
def test_spans_cover_a_message_without_gap_or_overlap(body: str) -> None:
    spans = message_passages(body)
    assert "".join(body[span.start : span.end] for span in spans) == body
    assert all(0 < span.end - span.start <= PASSAGE_CHARACTERS for span in spans)


@given(st.lists(long_texts(), max_size=3), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_document_loses_no_character(texts: list[str], lines: bool) -> None:
    passages = list(document_passages(DocumentPart(text, None if lines else "page 1") for text in texts))
    assert all(0 < len(passage.text) <= PASSAGE_CHARACTERS + OVERLAP_CHARACTERS for passage in passages)
    rest = "".join("".join(texts).split())
    for passage in passages:
        said = "".join(passage.text.split())
        # What is said again at the start of a passage is the end of what came before.
        assert any(rest.startswith(said[again:]) for again in range(min(len(said), OVERLAP_CHARACTERS) + 1))
        again = next(again for again in range(len(said) + 1) if rest.startswith(said[again:]))
        rest = rest[len(said) - again :]
    assert rest == ""


@given(st.lists(st.sampled_from(["", "a", "some words. ", "x" * 150]), max_size=80), st.integers(1, 500))
@settings(max_examples=60, deadline=None)
def test_line_numbers_are_those_of_the_first_line(lines: list[str], first_line: int) -> None:
    numbered = [f"{line} <{number}>" for number, line in enumerate(lines, first_line)]
    for passage in document_passages([DocumentPart("\n".join(numbered), None, first_line)]):
        number = int(passage.locator.removeprefix("line "))
        assert numbered[number - first_line].endswith(passage.text.split("\n")[0])


def test_short_text_is_one_passage() -> None:
    assert [(span.start, span.end) for span in message_passages("hello")] == [(0, 5)]
    assert message_passages("") == []
    (passage,) = document_passages([DocumentPart("\n\n  hello\n", None, 7)])
    assert (passage.text, passage.locator) == ("hello", "line 9")
    assert list(document_passages([DocumentPart(" \n \n", None)])) == []


@pytest.mark.parametrize(
    ("filler", "border"),
    [
        ("words and words ", "\n# A heading\n"),
        ("words and words ", "\n\n"),
        ("words and words ", ".) "),
        ("語語語語", "。"),
    ],
)
def test_the_cut_is_at_the_best_border(filler: str, border: str) -> None:
    text = filler * (900 // len(filler)) + border + filler * (900 // len(filler))
    first, *_ = message_passages(text)
    cut = text[first.start : first.end]
    assert cut.endswith("\n" if "#" in border else border)
    assert re.search(r"# A heading", cut) is None


def test_pages_keep_their_label_and_passages_overlap() -> None:
    text = "".join(f"This is sentence number {number}. " for number in range(120))
    passages = list(document_passages([DocumentPart(text, "page 3")]))
    assert {passage.locator for passage in passages} == {"page 3"}
    for before, after in itertools.pairwise(passages):
        opening = after.text.split(". ")[0]
        assert opening in before.text


def test_a_sign_of_several_characters_is_not_cut_in_two() -> None:
    family = "👩\u200d👩\u200d👧"
    body = family * 1000
    for span in message_passages(body):
        assert not body[span.start : span.end].startswith("\u200d")
        assert not body[span.start : span.end].endswith("\u200d")


def test_a_huge_line_takes_linear_time() -> None:
    passages = sum(1 for _ in document_passages([DocumentPart("x" * 2_000_000, None)]))
    assert passages == -(-2_000_000 // PASSAGE_CHARACTERS)
