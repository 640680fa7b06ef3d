"""Whether a text holds a link. Pure."""

from __future__ import annotations

import re

# “https://example.org/a”, “www.example.org”, “example.co/menu”; not “maya@example.org”, “e.g. this”, “ok.then”
_LINK = re.compile(
    r"\b(?:https?|ftp)://[^\s<>]|\bwww\.[\w-]+\.\w"
    r"|(?<![\w@./-])(?:[\w-]{1,63}\.){1,4}"
    r"(?:(?:com|org|net|io|de|app|eu|info|uk|fr|es|it|ch|at|nl|pt|br|in|edu|gov|dev)(?!\w|[.-]\w|@)|[a-z]{2,12}/[\w%?=-])",
    re.IGNORECASE,
)


def holds_link(text: object) -> bool:
    """Tell whether a text holds the address of a page, with or without “https://”; an address of mail is none."""
    return isinstance(text, str) and _LINK.search(text) is not None
