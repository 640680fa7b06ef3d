"""One way to write each number, address and handle, so that two sources mean the same person by it. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import tzinfo
from functools import cache

_UNWRITTEN = re.compile(r"[\s().\-/\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202f\u2060\u2066-\u2069]")
_SHORTEST = 7
"""National numbers of fewer digits are short codes, which mean something else in each country."""


def normalized(kind: str, value: str, region: str | None = None) -> tuple[str, str]:
    """Return (kind, value) as the store compares them.

    Numbers become E.164; one without its country's code is read as one of `region` (ISO 3166, "DE") and stays as its
    digits where there is none, or where it cannot be a number there. Addresses and handles lose their case; a display
    name keeps it.
    """
    value = unicodedata.normalize("NFC", value).strip()
    if kind == "phone":
        return kind, _number(value, region)
    if kind == "email":
        return kind, value.removeprefix("mailto:").strip("<> ").lower()
    if kind == "display_name":
        return kind, value
    return kind, value.removeprefix("@").casefold()


def _number(value: str, region: str | None) -> str:
    bare = _UNWRITTEN.sub("", unicodedata.normalize("NFKC", value.removeprefix("tel:").replace("(0)", "")))
    if not re.fullmatch(r"\+?\d+", bare):
        # A service that writes under its name.
        return value.casefold()
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    if bare.startswith("+") or region is None or len(bare) < _SHORTEST:
        return bare
    return _national(bare, region) or bare


@cache
def _national(digits: str, region: str) -> str:
    import phonenumbers

    try:
        found = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(found):
        return ""
    return str(phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164))


@cache
def region_of(zone: tzinfo) -> str | None:
    """Return the country (ISO 3166) of an IANA zone, or None for one that belongs to none, like UTC."""
    from importlib import resources

    name = getattr(zone, "key", "")
    if "/" not in name:
        return None
    table = resources.files("tzdata") / "zoneinfo" / "zone.tab"
    for line in table.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) >= 3 and fields[2] == name:
            return fields[0]
    return None
