"""Numbers in all the ways in which people write them."""

from __future__ import annotations

import pytest

from index.text.numbers import amounts, joined, kept_whole, long_numbers, same_ends


@pytest.mark.parametrize(
    "written",
    [
        "1299.50",
        "1,299.50",
        "1.299,50",
        "1'299.50",
        "1’299.50",
        "1 299,50",
        "1\u00a0299,50",
        "1\u202f299.50",
        "1\u2009299,50",
    ],
)
def test_an_amount_has_the_same_writings_however_it_is_written(written: str) -> None:
    assert list(amounts(f"paid {written} today")) == [(written, ("1299 50", "1 299 50"))]


@pytest.mark.parametrize(
    ("text", "writings"),
    [
        ("2598", [("2598", "2 598")]),
        ("12,50", [("12 50",)]),
        ("1234567", [("1234567", "1 234 567")]),
        ("0171", [("0171",)]),
        ("1.2.3", []),
        ("v1.25", []),
        ("5.3.2024", []),
        ("14:30", []),
    ],
)
def test_what_an_amount_may_be_stored_as(text: str, writings: list[tuple[str, ...]]) -> None:
    assert [forms for _, forms in amounts(text)] == writings


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+49 171 1234567", "491711234567"),
        ("+49 (0)171 123-45-67", "491711234567"),
        ("0171/1234567", "01711234567"),
        ("(030) 1234-567", "0301234567"),
        ("4111 1111 1111 1111", "4111111111111111"),
        ("4111-1111-1111-1111", "4111111111111111"),
        ("DE89 3704 0044 0532 0130 00", "de89370400440532013000"),
        ("GB29-NWBK-6016-1331-9268-19", "gb29nwbk60161331926819"),
        ("978-3-16-148410-0", "9783161484100"),
    ],
)
def test_a_long_number_in_groups_is_one(text: str, number: str) -> None:
    assert joined(f"it is {text}, I think") == [number]
    assert kept_whole(f"it is {text}, I think") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05",
        "5.3.2024 10:15",
        "05/03/2024 - 07/03/2024",
        "2019-2020",
        "0.1234567",
        "51.507222",
        "12345678",
        "12 300",
    ],
)
def test_dates_decimals_and_what_is_whole_or_short_are_none(text: str) -> None:
    assert joined(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("BE91 7340 5518 2276 with the number", "be91734055182276"),
        ("BE91 7340 5518 2277 from them", "be91734055182277"),
        ("GB29 NWBK 6016 1331 9268 19 this time", "gb29nwbk60161331926819"),
    ],
)
def test_words_behind_an_account_number_are_no_groups_of_it(text: str, number: str) -> None:
    assert joined(f"it is {text}, I think") == [number]


def test_a_whole_number_of_a_query_is_long_too() -> None:
    assert [number.joined for number in long_numbers("call +491711234567 or DE89370400440532013000")] == [
        "491711234567",
        "de89370400440532013000",
    ]


def test_two_numbers_side_by_side_are_two_words_of_a_query() -> None:
    assert kept_whole("2019 300 people") == []


def test_a_number_goes_by_its_end() -> None:
    assert same_ends("01711234567") == ("1711234567", ())
    core, rests = same_ends("00491711234567")
    assert core == "491711234567"
    assert "01711234567" in rests
    assert "1711234567" in rests
    assert same_ends("de89370400440532013000") == ("de89370400440532013000", ())
