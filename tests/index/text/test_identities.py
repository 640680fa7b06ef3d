"""One way to write each number, address and handle."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from index.text.identities import normalized, region_of


@pytest.mark.parametrize(
    ("written", "region", "expected"),
    [
        ("+49 170 1234567", None, "+491701234567"),
        ("0049 (170) 123-4567", None, "+491701234567"),
        ("+44 (0)20 7946 0958", None, "+442079460958"),
        ("\u202a+49\u00a0170\u20111234567\u202c", None, "+491701234567"),
        ("0170 1234567", "DE", "+491701234567"),
        ("(415) 555-2671", "US", "+14155552671"),
        ("0170 1234567", None, "01701234567"),
        ("0170 1234567", "US", "01701234567"),
        ("62442", "DE", "62442"),
        ("DHL-Paket", "DE", "dhl-paket"),
    ],
)
def test_a_number_is_written_in_one_way(written: str, region: str | None, expected: str) -> None:
    assert normalized("phone", written, region) == ("phone", expected)


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        ("email", " <Maya@Example.ORG>", "maya@example.org"),
        ("email", "mailto:maya@example.org", "maya@example.org"),
        ("discord", "@Maya", "maya"),
        ("display_name", "Zoe\u0308 K", "Zoë K"),
    ],
)
def test_addresses_and_handles_lose_their_case_and_names_keep_it(kind: str, written: str, expected: str) -> None:
    assert normalized(kind, written)[1] == expected


def test_a_zone_tells_the_country() -> None:
    assert region_of(ZoneInfo("Europe/Berlin")) == "DE"
    assert region_of(ZoneInfo("America/Los_Angeles")) == "US"
    assert region_of(UTC) is None
    assert region_of(ZoneInfo("UTC")) is None
