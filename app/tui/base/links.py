"""The links of a text: found, told apart from what they pretend to be, never followed. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.text.sanitize import clean

_LINK = re.compile(r"\b(?:https?://|mailto:)[^\s<>\"“”„«»\x00-\x1f\x7f-\x9f]+", re.IGNORECASE)
_TRAILING = ".,;:!?'’*_~|"
_PAIRS = {")": "(", "]": "[", "}": "{"}
MOST = 50
"""Links of one text that are listed."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it stands in the text, whole, and where it really goes: the host in the letters of the network."""

    url: str
    goes_to: str


def links_of(text: str) -> tuple[Link, ...]:
    """Return the http, https and mailto links of a text in their order, each once, at most MOST.

    A control character ends a link. What else cannot be seen is made visible in it, so that the link that is shown is the
    link that is taken.
    """
    found = dict.fromkeys(_trimmed(clean(match[0])) for match in _LINK.finditer(text))
    links = (Link(url, _goes_to(url)) for url in found)
    return tuple(link for link in links if link.goes_to)[:MOST]


def _trimmed(url: str) -> str:
    """Return a link without the punctuation of the sentence around it; brackets that it opened itself stay."""
    while url:
        if url[-1] in _TRAILING or (url[-1] in _PAIRS and url.count(url[-1]) > url.count(_PAIRS[url[-1]])):
            url = url[:-1]
        else:
            break
    return url


def _goes_to(url: str) -> str:
    """Return the host of a link, or the address of a mailto link; empty where there is none."""
    try:
        parts = urlsplit(url)
        if parts.scheme.lower() == "mailto":
            return parts.path if "@" in parts.path else ""
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    try:
        # Letters of other scripts that look like these become plain to see.
        return f"{host.encode('idna').decode()}{port}" if host else ""
    except UnicodeError:
        return f"{host}{port}"
