"""Indexed text is hostile until it has passed here: the one way from a message, a file or a model to the screen.

A message can hold escape sequences that repaint the terminal, direction overrides that show a sentence backwards, letters
without width that make two different words look the same, and stacks of accents that bleed into other lines. What is
left after `clean` is what a reader sees, in the order it is seen. Wide characters, emoji and right-to-left scripts stay.
"""

from __future__ import annotations

import re

ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
MOST_ACCENTS = 6

_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
    f"|[{ACCENTS}]{{{MOST_ACCENTS + 1}}}"
)
_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return `text` safe to print: lines and tabs stay, every other control shows as a visible sign, tricks are gone.

    Cleaning twice changes nothing. Line ends of all kinds become a newline.
    """
    if not _SUSPECT.search(text):
        return text
    # Most text is harmless, and making the patterns for the rest takes longer than a search.
    from app.text.sanitize_suspect import cleaned

    return cleaned(text)


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line: a name, a title, a path."""
    return _SPACE.sub(" ", clean(text)).strip()
