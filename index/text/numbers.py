"""Numbers as people write them: amounts with and without separators, telephone, card and account numbers in groups. Pure.

“1,299.50”, “1.299,50”, “1'299.50” and “1 299.50” are one amount; “+49 171 1234567” and “0171/1234567” one telephone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPACES = " \u00a0\u2007\u2009\u202f"
_DASHES = "\\-\u2010-\u2015"
_LONG = re.compile(
    # “+49 (0)171 123-45-67”, “4111 1111 1111 1111”, “0171/1234567”, “03012345678”
    rf"(?<![\w.,:'’])\+?\(?\d{{1,22}}(?:[{_SPACES}{_DASHES}./()]{{1,3}}\d{{1,22}}){{0,11}}(?![\w:])"
    # “DE89 3704 0044 0532 0130 00”
    rf"|(?<!\w)[A-Za-z]{{2}}\d\d(?:[{_SPACES}{_DASHES}]?[A-Za-z\d]{{4}}){{2,7}}(?:[{_SPACES}{_DASHES}]?[A-Za-z\d]{{1,4}})?(?!\w)"
)
# “BE91” of “BE91 7340 5518 2276”
_GROUP = re.compile(r"[A-Za-z\d]+")
# “1 2”, “9-3”, “4) 1”, “9 D”: most texts have none, and are told by this at once.
_HAS_GROUPS = re.compile(rf"\d[{_SPACES}{_DASHES}./()]{{1,3}}[\dA-Z]")
# “2024-03-05”, “5.3.2024”, “2019-2020”: the days and years that look like the groups of a number.
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[-./ ]\d\d?[-./ ]\d\d?|\d\d?[-./ ]\d\d?[-./ ](?:19|20)\d\d|(?:19|20)\d\d\W{1,3}(?:19|20)\d\d)"
    r"(?!\d)"
)
# “0.1234567”, “51.50722”: what follows a single point is a part of one.
_DECIMAL = re.compile(r"(?!0\d\d)\d+[.]\d+")
# “2019 300”: perhaps a year and what it had.
_TWO = re.compile(r"[1-9]\d* \d+")
_TRUNK = re.compile(r"\(0\)")
_AMOUNT = re.compile(
    # “1,299.50”, “1'299”, “2 598,00”
    rf"(?<![\w.,])\d{{1,3}}(?:([.,'’{_SPACES}])\d{{3}})(?:\1\d{{3}}){{0,5}}(?:(?!\1)[.,]\d{{1,2}})?(?![\w]|[.,]\d)"
    # “1299.50”, “12,50”, “2598”
    r"|(?<![\w.,])\d{1,16}[.,]\d{1,2}(?![\w]|[.,]\d)|(?<![\w.,])\d{4,16}(?![\w]|[.,]\d)"
)
_DECIMALS = re.compile(r"[.,](\d{1,2})$")
FEWEST, _MOST = 7, 34
"""Characters of a long number: a telephone number in a town has seven digits, an account number at most 34 characters."""
_FEWEST_OF_ACCOUNT = 10
"""Digits below which letters and digits in fours are no account number."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number where it stands: `written`, from `start` on, and its characters without what parts them."""

    written: str
    start: int
    joined: str

    @property
    def in_groups(self) -> bool:
        """Tell whether something parts its characters."""
        return len(self.joined) < len(self.written.lstrip("+("))


def long_numbers(text: str) -> Iterator[Number]:
    """Yield the numbers that are long enough to be a telephone's, a card's or an account's, and are no dates."""
    for found in _LONG.finditer(text):
        written = _account(found[0]) if found[0][0].isalpha() else found[0]
        joined = "".join(one for one in _TRUNK.sub("", written) if one.isalnum()).lower()
        if not FEWEST <= len(joined) <= _MOST or _DATE.search(written) or _DECIMAL.fullmatch(written):
            continue
        if joined.isdigit() or sum(map(str.isdigit, joined)) >= _FEWEST_OF_ACCOUNT:
            yield Number(written, found.start(), joined)


def _account(written: str) -> str:
    """Return an account number without the words behind it that are as long as its groups: “… 5518 2276 with the number”.

    Two of its figures check all others (ISO 13616); one that is not right ends with its last group that has a figure.
    """
    groups = list(_GROUP.finditer(written))
    for last in reversed(groups):
        if _checks(written[: last.end()]):
            return written[: last.end()]
    return written[: max(group.end() for group in groups if any(map(str.isdigit, group[0])))]


def _checks(written: str) -> bool:
    letters = "".join(one for one in written if one.isalnum() and one.isascii()).upper()
    return int("".join(str(int(one, 36)) for one in letters[4:] + letters[:4])) % 97 == 1


def joined(text: str) -> list[str]:
    """Return the long numbers of a text that are written in groups, each as one."""
    if not _HAS_GROUPS.search(text):
        return []
    return [number.joined for number in long_numbers(text) if number.in_groups]


def same_ends(number: str) -> tuple[str, tuple[str, ...]]:
    """Return what another writing of a long number ends with, and which whole ones it may be without its country's code.

    A country's code has one to three digits, and what stands for it within the country is a zero.
    """
    core = number.lstrip("0")
    if not number.isdigit() or (number[:1] == "0" and number[:2] != "00"):
        return core, ()
    rests = [core[code:] for code in (1, 2, 3) if len(core) - code >= FEWEST]
    return core, tuple(form for rest in rests for form in (rest, "0" + rest))


def amounts(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each amount of a text as it is written, with the words that it is stored as in each of its writings."""
    for found in _AMOUNT.finditer(text):
        written = found[0]
        decimals = _DECIMALS.search(written)
        whole = "".join(one for one in (written[: decimals.start()] if decimals else written) if one.isdigit())
        after = f" {decimals[1]}" if decimals else ""
        in_threes = f"{int(whole):,}".replace(",", " ") if whole[0] != "0" else whole
        yield written, tuple(dict.fromkeys((whole + after, in_threes + after)))


def kept_whole(text: str) -> list[str]:
    """Return the amounts and long numbers of a query that are one word each, however many groups they have.

    Two groups with a plain space between them may be two numbers, and stay two words.
    """
    found = [number.written for number in long_numbers(text) if number.in_groups and not _TWO.fullmatch(number.written)]
    found += [written for written, _ in amounts(text) if not written.isdigit() and " " not in written]
    return found
