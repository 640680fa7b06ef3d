"""Amounts of money, and numbers with their thousands or millions in words: "3€50", "CHF 1'250.-", "₹1,20,000", "1.2k"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext

from app.assistant.languages.english import CURRENCY_WORDS

UNITS: dict[str, str] = {
    "eur": "€", "euro": "€", "euros": "€", "usd": "$", "us$": "$", "dollar": "$", "dollars": "$", "bucks": "$",
    "gbp": "£", "pound": "£", "pounds": "£", "quid": "£", "cent": "c", "cents": "c", "percent": "%",
    "jpy": "¥", "円": "¥", "inr": "₹", "rs": "₹", "krw": "₩", "rub": "₽", "thb": "฿", "บาท": "฿", "try": "₺", "tl": "₺",
    "reais": "r$", "rupee": "₹", "rupees": "₹", "rupien": "₹", "rupias": "₹", "rupie": "₹", "रुपये": "₹", "रुपए": "₹",
    "रुपया": "₹", "रूपये": "₹", "baht": "฿", "bath": "฿", "franken": "chf", "libras": "£", "sterline": "£", "livres": "£",
    "kronen": "kr", "kroner": "kr", "kronor": "kr", "yen": "¥", "rubel": "₽", "rubles": "₽", "roubles": "₽",
    "złotych": "zł", "złote": "zł", "pesos": "pesos",
    "ils": "₪", "vnd": "₫", "brl": "r$", "cad": "c$", "aud": "a$", "mxn": "mx$", "pln": "zł", "czk": "kč", "huf": "ft",
}  # fmt: skip
"""The one way in which a currency is called, by the other ways in which it is written (in small letters)."""

_GAP = r"[ \t\u00a0\u202f]?"
_SIGN = r"(?<!\w)(?:US|NZ|HK|MX|[ACRS])\$|[$€£¥₹₩₽฿₺₪₫₴₦]"
_CODE = (
    "EUR|USD|GBP|CHF|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|TRY|RUB|UAH|JPY|CNY|INR|KRW|THB|VND|ILS|BRL|CAD|AUD|NZD|MXN|ZAR"
)
# What has four letters or more is a word: “reais”, “baht”; a code of three is written in capitals.
_WORDS = CURRENCY_WORDS | {
    word for word in UNITS if (len(word) > 3 and word.isalpha()) or "\u0900" <= word[0] <= "\u097f"
}
_WORD = rf"(?i:{'|'.join(sorted(_WORDS - {'percent'}, key=len, reverse=True))})|[Kk]r|zł|Kč|Ft|TL"
_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)*"
_AMOUNT = re.compile(
    rf"(?:(?P<before>{_SIGN}|(?<!\w)(?:{_CODE}|[Kk]r|Rs)\.?){_GAP}|(?<![\w.,]))(?P<digits>{_DIGITS})(?:[.,][-–—]{{1,2}})?"
    rf"(?:(?P<letter>[kKM]|(?(before)m|(?!)))(?!\w)|{_GAP}(?P<times>(?i:thousand|tsd|millionen|million|mio|billion|bn))(?!\w)\.?)?"
    rf"(?(before)|(?:{_GAP}(?P<after>{_SIGN}|(?:{_CODE}|{_WORD})(?!\w)|円|บาท)(?P<cents>(?<=\d[€£$])\d\d(?!\d|[.,]\d))?)?)"
)
_INDIAN = re.compile(r"\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?")
_TIMES = {"k": 10**3, "thousand": 10**3, "tsd": 10**3, "M": 10**6, "bn": 10**9, "billion": 10**9}


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount and its place in the text. `unit` is its currency as UNITS calls it; none for "1.2k"."""

    value: str
    unit: str
    start: int
    end: int


def amounts(text: str, canonical: Callable[[str], str]) -> Iterator[Amount]:
    """Yield the amounts of a text; `canonical` writes a number without signs in the one way. A minus is not read."""
    for m in _AMOUNT.finditer(text):
        sign, times = m["before"] or m["after"], m["letter"] or (m["times"] or "").casefold()
        if sign or times:
            value = _value(m["digits"], m["cents"], times, canonical)
            yield Amount(value, _unit(sign), *m.span())


def _unit(sign: str | None) -> str:
    written = (sign or "").casefold().rstrip(".")
    return UNITS.get(written, written)


def _value(digits: str, cents: str | None, times: str, canonical: Callable[[str], str]) -> str:
    bare = re.sub(r"[^\d.,]", "", digits)
    if _INDIAN.fullmatch(bare):
        bare = bare.replace(",", "")
    if not times:
        return canonical(f"{bare}.{cents}" if cents else bare)
    # A single separator before thousands or millions is that of a fraction: 1.125 million.
    plain = bare.replace(",", ".") if len(re.findall(r"[.,]", bare)) == 1 else canonical(bare)
    if plain.count(".") > 1:
        return plain + times  # no number, and none is made of it
    factor = _TIMES.get("k" if times == "K" else times, 10**6)
    with localcontext(prec=len(plain) + 10):
        return canonical(f"{Decimal(plain) * factor:f}")
