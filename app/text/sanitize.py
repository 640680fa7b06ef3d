"""Indexed text is hostile until it has passed here: the one way from a message, a file or a model to the screen.

A message can hold escape sequences that repaint the terminal, direction overrides that show a sentence backwards, letters
without width that make two different words look the same, and stacks of accents that bleed into other lines. What is
left after `clean` is what a reader sees, in the order it is seen. Wide characters, emoji and right-to-left scripts stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
MOST_ACCENTS = 6

_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
    f"|[{ACCENTS}]{{{MOST_ACCENTS + 1}}}"
)
_SPACE = re.compile(r"\s+")

_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_EMOJI = "\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff"
# Scripts in which U+200C and U+200D choose between forms of a letter: Arabic to Sinhala, Myanmar, Khmer, Mongolian.
_SHAPED = "\u0600-\u0dff\u1000-\u109f\u1780-\u18af"
_HAN = "\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Compiled when first needed: most text is harmless, and making these patterns takes longer than a search.
_compiled = cache(re.compile)
_BREAKS = "\r\n|[\r\x0b\x0c\x85\u2028\u2029]"
_CONTROLS = "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
_ALWAYS_GONE = "[\u00ad\u034f\u17b4\u17b5\u180b-\u180f\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb]"
_BLANK_LETTERS = "[\u115f\u1160\u3164\uffa0]"
_DIRECTION_MARKS = "[\u061c\u200e\u200f]"
_HAS_RTL = f"[{_RTL}]"
_JOINERS = "[\u200c\u200d]"
_STRAY_JOINERS = (
    f"(?<![{_EMOJI}{_SHAPED}\ufe0f])\u200d|\u200d(?![{_EMOJI}{_SHAPED}])|(?<![{_SHAPED}])\u200c|\u200c(?![{_SHAPED}])"
)
_SELECTORS = "[\ufe00-\ufe0f\U000e0080-\U000e01ef]"
_STRAY_SELECTORS = (
    f"(?<![{_EMOJI}{_HAN}0-9#*])[\ufe00-\ufe0f]|(?<![{_HAN}])[\U000e0100-\U000e01ef]|[\U000e0080-\U000e00ff]"
)
# Flags of England, Scotland and the like are a black flag followed by invisible tag letters and an end tag.
_TAGS = "(\U0001f3f4[\U000e0030-\U000e007a]{3,6}\U000e007f)|[\U000e0000-\U000e007f\U000e01f0-\U000e0fff]"
_ACCENT_STACK = f"([{ACCENTS}]{{{MOST_ACCENTS}}})[{ACCENTS}]+"


def clean(text: str) -> str:
    """Return `text` safe to print: lines and tabs stay, every other control shows as a visible sign, tricks are gone.

    Cleaning twice changes nothing. Line ends of all kinds become a newline.
    """
    if not _SUSPECT.search(text):
        return text
    return _cleaned(text)


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line: a name, a title, a path."""
    return _SPACE.sub(" ", clean(text)).strip()


def clean_marked(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return text cleaned and on one line, with the places of its marked stretches ([start, end) in characters)."""
    said, marked, at = "", [], 0
    for start, end in spans:
        said += _SPACE.sub(" ", clean(text[at:start]))
        held = _SPACE.sub(" ", clean(text[start:end]))
        if held:
            marked.append((len(said), len(said) + len(held)))
        said += held
        at = end
    return said + _SPACE.sub(" ", clean(text[at:])), tuple(marked)


def _cleaned(text: str) -> str:
    text = _compiled(_BREAKS).sub("\n", text)
    text = _compiled(_CONTROLS).sub(_picture, text)
    text = _compiled(_ALWAYS_GONE).sub("", text)
    text = _compiled(_BLANK_LETTERS).sub(" ", text)
    if _compiled(_DIRECTION_MARKS).search(text) and not _compiled(_HAS_RTL).search(text):
        text = _compiled(_DIRECTION_MARKS).sub("", text)
    text = _compiled(_TAGS).sub(lambda found: found[1] or "", text)
    if _compiled(_SELECTORS).search(text):
        text = _compiled(_STRAY_SELECTORS).sub("", text)
    # Removing a joiner can leave another one without its letter.
    while _compiled(_JOINERS).search(text) and (fewer := _compiled(_STRAY_JOINERS).sub("", text)) != text:
        text = fewer
    return _compiled(_ACCENT_STACK).sub(r"\1", text)


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"
