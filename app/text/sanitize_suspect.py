"""The thorough half of `app.text.sanitize`: what becomes of text that holds something suspect."""

from __future__ import annotations

import re
from functools import cache

from app.text.sanitize import ACCENTS, MOST_ACCENTS

_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_EMOJI = "\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff"
# Scripts in which U+200C and U+200D choose between forms of a letter: Arabic to Sinhala, Myanmar, Khmer, Mongolian.
_SHAPED = "\u0600-\u0dff\u1000-\u109f\u1780-\u18af"
_HAN = "\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Compiled when first needed: a wide set of characters takes a millisecond, and most are rarely met.
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


def cleaned(text: str) -> str:
    """Return `text` safe to print; see `app.text.sanitize.clean`."""
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
