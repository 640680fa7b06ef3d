"""Long passages as sentence-sized windows."""

from __future__ import annotations

import pytest

from index.text.chunking import PASSAGE_CHARACTERS
from index.text.windows import LONG, MOST, SHORT, most_telling, stretches, windows

FILLER = " The rest of this page speaks of other things, and nobody has to read it." * 3


def said(text: str) -> list[str]:
    return [text[one.start : one.end] for one in windows(text)]


@pytest.mark.parametrize("text", ["", " ", "Short. Two sentences, though.", "x" * (LONG - 1), " " * 500, "word " * 50])
def test_a_short_passage_and_one_of_a_single_sentence_have_none(text: str) -> None:
    assert windows(text) == []


def test_each_sentence_is_a_window_and_short_ones_stand_with_their_neighbour() -> None:
    text = (
        "The landlord hands over the keys on the first day of the month. Really? Yes, all of them are handed over then."
        " The deposit amounts to three rents without heating, Dr. Weber wrote on 14. March of this year. Until then."
    )
    assert said(text) == [
        "The landlord hands over the keys on the first day of the month.",
        "Really? Yes, all of them are handed over then.",
        "The deposit amounts to three rents without heating, Dr. Weber wrote on 14. March of this year. Until then.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "敷金は家賃の三か月分であり、鍵の受け渡しまでに支払うものとする。猫は許可なく飼うことができるものとする。",
        "किराया हर महीने की पाँच तारीख तक मकान मालिक को देना होगा।",
        "El inquilino paga la fianza antes de recibir las llaves del piso. ",
        "Sie ist vor der Übergabe der Schlüssel an den Vermieter zu zahlen! ",
    ],
)
def test_sentences_of_every_script_end_where_theirs_do(sentence: str) -> None:
    found = said(sentence * 6)
    assert len(found) >= 3
    assert {one[-1] for one in found} == {sentence.strip()[-1]}


def test_a_text_without_stops_is_cut_at_spaces_and_commas() -> None:
    found = said("ค่าเช่าเดือนละหมื่นบาท " * 40)
    assert len(found) >= 3
    assert all(one.startswith("ค่าเช่า") for one in found)
    assert all(len(one) <= 300 + SHORT for one in found)


def test_a_wrapped_line_goes_on_and_rows_and_entries_end_with_their_line() -> None:
    text = (
        "The deposit for the flat in the second floor amounts to three rents without heating\n"
        "and is to be paid before the keys are handed over to the tenant.\n"
        "Kitchen, bathroom | renewed in the year 2019 | 4,200 euros\n"
        "Windows and doors | painted in the year 2021 | 1,900 euros\n"
        "- the cellar belongs to the flat and has a lock of its own\n"
        "- the garden is for everybody who lives in this house"
    )
    assert said(text) == [
        text.partition("\nKitchen")[0],
        *text.splitlines()[2:],
    ]


def test_what_says_nothing_by_itself_is_in_no_window() -> None:
    text = (
        "Dear Mrs Lindqvist,\n\nThe heating of the house will be off on Tuesday morning between eight and ten.\n"
        "https://example.com/notices/heating-and-water/2026\n"
        "> When will the heating be repaired at last, please?\n"
        "The water will be there all the time, and so will the lift in the yard.\n\n"
        "Best regards,\nTom Okafor\n"
    )
    assert said(text) == [
        "The heating of the house will be off on Tuesday morning between eight and ten.",
        "The water will be there all the time, and so will the lift in the yard.",
    ]
    below = f"The heating will be off on Tuesday from eight.{FILLER}\n-- \nTom Okafor, 12 Lake Street, phone 030 1234\n"
    assert not [one for one in said(below) if "Lake Street" in one]


@pytest.mark.parametrize(
    "text", ["Ok so. " * 171, "a\n" * 600, "1. " * 400, "." * 1200, "é" * 1200, "\n" * 1200, ",\n" * 600]
)
def test_whatever_the_text_there_are_few_windows_in_order_and_within_it(text: str) -> None:
    text = text[:PASSAGE_CHARACTERS]
    found = windows(text)
    assert len(found) <= MOST
    places = [place for one in found for place in (one.start, one.end)]
    assert places == sorted(places)
    assert all(text[one.start : one.end].strip() for one in found)
    assert not places or places[-1] <= len(text)


def test_stretches_hold_whole_sentences_and_all_of_them() -> None:
    lines = [f"Line number {n} says something about the garden." for n in range(40)]
    parts = stretches(" ".join(lines), 200)
    assert max(map(len, parts)) <= 200
    assert " ".join(parts) == " ".join(lines)
    assert stretches("short", 200) == ["short"]


def test_the_most_telling_parts_stay_in_order() -> None:
    assert most_telling(["a", "bb", "c", "dd"], 2, len) == ["bb", "dd"]
    assert most_telling(["a", "b"], 5, len) == ["a", "b"]
