"""What a passage is found by, in two columns: its own words, and what counts less. Pure.

The words of addresses on the web are nobody's words: `example.com/flat/281` is no flat. They stand in the second column,
beside what is found in other writings of a word or a number: the parts of “ServerFactory”, and a telephone number as one.
"""

from __future__ import annotations

import re

from index.text.numbers import joined
from index.text.tokens import searchable, unbroken

_URL = re.compile(
    # “https://example.com/flat/281?q=1”, “www.example.com”
    r"(?:\b(?:https?|ftp)://|\bwww\.)[^\s<>\"“”«»]+"
    # “example.com/flat/281”: a name with a dot in it before a stroke.
    r"|(?<![\w@./-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.[A-Za-z]{2,24}/[^\s<>\"“”«»]*",
    re.IGNORECASE,
)
# “://”, “www.”, “.com/”: most texts have none, and are told by this at once.
_HAS_URL = re.compile(r"://|www\.|\.[a-z]{2,24}/", re.IGNORECASE)
_SMALL, _CAPITAL = "a-zß-öø-ÿ", "A-ZÀ-ÖØ-Þ"
# “rFa”, “serI” and “PSer” of “ServerFactory”, “userID” and “HTTPServer”, none of “GmbH”
_BORDER = rf"[{_SMALL}][{_CAPITAL}][{_SMALL}]|[{_SMALL}]{{3}}[{_CAPITAL}]|[{_CAPITAL}]{{2}}[{_SMALL}]{{2}}"
# “ServerFactory”, “quickFox”, “HTTPServer”. Longer ones are keys and codes.
_CAMEL = re.compile(rf"(?<![^\W_])(?=[^\W_]{{4,40}}(?![^\W_]))[^\W_]*(?:{_BORDER})[^\W_]*")
_HAS_CAMEL = re.compile(_BORDER)
# “XML”, “Http” and “Request” of “XMLHttpRequest”
_PART = re.compile(rf"[{_CAPITAL}]+(?![{_SMALL}])|[{_CAPITAL}]?[{_SMALL}]+|\d+")
_SHORTEST_PART = 3
"""Shorter parts are those of names (“eBay”, “McDonald”) more often than words."""


def columns(text: str) -> tuple[str, str]:
    """Return what a text is found by: its own words, and what counts less."""
    own, others, addresses = layers(text)
    return own, " ".join(one for one in (addresses, others) if one)


def layers(text: str) -> tuple[str, str, str]:
    """Return, as the tokenizer is to see them, a text's own words, their other writings, and the addresses in it."""
    own, addresses = apart(unbroken(text))
    others = joined(own)
    if _HAS_CAMEL.search(own):
        others += [part for word in _CAMEL.findall(own) for part in camel_parts(word)]
    return searchable(own), searchable(" ".join(others)), searchable(" ".join(addresses))


def apart(text: str) -> tuple[str, list[str]]:
    """Return a text without the addresses in it, and those."""
    if ("/" not in text and "ww" not in text) or not _HAS_URL.search(text):
        return text, []
    addresses = _URL.findall(text)
    return (_URL.sub(" ", text), addresses) if addresses else (text, [])


def camel_parts(word: str) -> list[str]:
    """Return the longer parts of a word that capitals part."""
    return [part for part in _PART.findall(word) if len(part) >= _SHORTEST_PART]


def with_parts(text: str) -> str:
    """Return a text with the parts of such words apart."""
    return _CAMEL.sub(lambda word: " ".join(_PART.findall(word[0])), text)
