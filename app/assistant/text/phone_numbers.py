"""Telephone numbers in a text. Which digits can be one is told by phonenumbers, which knows the plans of all countries."""

from __future__ import annotations

import re
from collections.abc import Iterator

REGIONS = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PT", "BR", "IN", "TH")
"""Countries of the languages that are spoken here. Numbers of others need their "+", or an owner who lives there."""

# “0170 1234567”, “+1 (415) 555-0132”; not “room 12, 3 pm”
_MAYBE = re.compile(r"\d(?:[\W_]{0,4}\d){6}")
"""Finding numbers costs some 50 µs a country; a text without seven digits near each other holds none."""
# “ISBN-13: ”, “IBAN ”, “IPv4 ”
_CALLED_OTHERWISE = re.compile(
    r"\b(?:ISBN(?:-1[03])?|ISSN|ISMN|IBAN|EAN|GTIN|UPC|ASIN|IMEI|ORCID|DOI|IPv?4?)\b[\s:.#№-]*$", re.IGNORECASE
)
# “978-3-16-148410-0”
_CHECK_DIGIT = re.compile(r"[ -]\d$")
# “192.168.178.21”
_FOUR_BYTES = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
# “1234567890”
_UNGROUPED = re.compile(r"[1-9]\d*")


def may_hold_numbers(text: str) -> bool:
    """Say whether it is worth looking for telephone numbers in a text."""
    return _MAYBE.search(text) is not None


def phone_numbers(text: str, region: str | None = None) -> Iterator[tuple[int, int]]:
    """Yield where the telephone numbers of a text start and end, in their order.

    `region` is the country (ISO 3166) of which a number without its country's code most likely is.
    """
    if not may_hold_numbers(text):
        return
    reached = 0
    for start, end in sorted(_candidates(text, region), key=lambda span: (span[0], -span[1])):
        if start >= reached and not _is_something_else(text, start, end):
            reached = end
            yield start, end


def _candidates(text: str, region: str | None) -> set[tuple[int, int]]:
    from phonenumbers import Leniency, PhoneNumberMatcher

    found = set()
    if (
        region
    ):  # people group the numbers of their own country as they please; one that starts with 0 is hardly anything else
        valid = PhoneNumberMatcher(text, region, leniency=Leniency.VALID)
        found |= {(m.start, m.end) for m in valid if m.raw_string[0] in "+0("}
    for country in dict.fromkeys((region, *REGIONS)):
        for m in PhoneNumberMatcher(text, country, leniency=Leniency.STRICT_GROUPING):
            if country == region or not _UNGROUPED.fullmatch(m.raw_string):
                found.add((m.start, m.end))
    return found


def _is_something_else(text: str, start: int, end: int) -> bool:
    """Say whether it is an address on the network, or a number that is called something else or ends in a check digit."""
    written = text[start:end]
    return bool(
        _FOUR_BYTES.fullmatch(written) or _CHECK_DIGIT.search(written) or _CALLED_OTHERWISE.search(text[:start][-20:])
    )
