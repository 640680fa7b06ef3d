"""Which digits of a text are telephone numbers, and which only look like one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assistant.text.phone_numbers import may_hold_numbers, phone_numbers


def found(text: str, region: str | None) -> list[str]:
    return [text[start:end] for start, end in phone_numbers(text, region)]


@pytest.mark.parametrize("region", ["DE", "US", None])
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("call 0171 2345678", "0171 2345678"),
        ("Tel.:0171-2345678, after 6", "0171-2345678"),
        ("0171/2345678", "0171/2345678"),
        ("(030) 901820", "(030) 901820"),
        ("+49 171 2345678", "+49 171 2345678"),
        ("00491712345678", "00491712345678"),
        ("01712345678.", "01712345678"),
        ("it is 020 7946 0958", "020 7946 0958"),
        ("415-555-2671", "415-555-2671"),
        ("(212) 555-0123?", "(212) 555-0123"),
        ("1-800-273-8255", "1-800-273-8255"),
        ("ring 06 12 34 56 78", "06 12 34 56 78"),
        ("06.12.34.56.78", "06.12.34.56.78"),
        ("06-12345678", "06-12345678"),
        ("612 34 56 78", "612 34 56 78"),
        ("333 123 4567", "333 123 4567"),
        ("+91 98765 43210", "+91 98765 43210"),
        ("(11) 98765-4321", "(11) 98765-4321"),
        ("081 234 5678", "081 234 5678"),
        ("+41 79 123 45 67", "+41 79 123 45 67"),
        ("+६६ २ १२३ ४५६७", "+६६ २ १२३ ४५६७"),
    ],
)
def test_numbers(text: str, number: str, region: str | None) -> None:
    assert found(text, region) == [number]


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("0171 234 56 78", "DE"),  # grouped as nobody else does
        ("030 90 18 20", "DE"),
        ("1767323045", "IN"),  # it could be, there
        ("9876543210", "IN"),
        ("612345678", "ES"),
        ("4155552671", "US"),
    ],
)
def test_numbers_of_the_owners_own_country(text: str, region: str) -> None:
    assert found(text, region) == [text]
    assert found(text, "FR") == []


@pytest.mark.parametrize("region", ["DE", "US", "FR", "GB", None])
@pytest.mark.parametrize(
    "text",
    [
        "the router is at 192.168.178.20",
        "10.0.0.12:8080",
        "8.8.8.8",
        "255.255.255.0",
        "212.73.60.00",
        "2001:db8::1234:5678",
        "ISBN 978-3-16-148410-0",
        "ISBN 3-16-148410-X",
        "ISBN 3161484100",
        "ISBN: 0306406152",
        "978-0-306-40615-7",
        "0-306-40615-2",
        "978 3 16 148410 0",
        "9780306406157",
        "EAN 4006381333931",
        "IBAN DE02 1203 0000 0000 2020 51",
        "DE89 3704 0044 0532 0130 00",
        "4111 1111 1111 1111",
        "IMEI 490154203237518",
        "order 4711 0815 2342",
        "order 114-3941689-8772232",
        "invoice 2026-000123",
        "tax id 12 345 678 901",
        "tracking 00340434161094042557",
        "1 200 000 kr",
        "1.234.567,89 €",
        "100 000 000",
        "12345678",
        "1767323045",
        "3.14159265",
        "52.520008, 13.404954",
        "v2026.11.3",
        "1990 - 2026",
        "10 20 30 40 50",
        "room 12-345-678",
    ],
)
def test_what_only_looks_like_one(text: str, region: str | None) -> None:
    assert found(text, region) == []


def test_several_numbers_and_what_stands_between_them() -> None:
    text = "Maya 0171 2345678 (not 192.168.178.20!), Tom +44 20 7946 0958, book ISBN 0-306-40615-2, me 030/901820"
    assert found(text, "DE") == ["0171 2345678", "+44 20 7946 0958", "030/901820"]


@given(st.text(alphabet="0123456789+-./ ()x", max_size=40))
def test_numbers_lie_in_their_text_side_by_side(text: str) -> None:
    spans = list(phone_numbers(text, "DE"))
    assert all(may_hold_numbers(text[start:end]) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
