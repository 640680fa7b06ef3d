"""What keyword search knows a text by: words, and signs that SQLite's tokenizer has no words for. Pure.

The tokenizer takes a run of letters for a word. Chinese, Japanese, Korean or Thai text has no spaces to end one, so its
runs are given as overlapping pairs of characters; emoji and other signs, which it would drop, become words of their own.
Texts and queries go through the same rule.
"""

from __future__ import annotations

import re
import unicodedata

_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u1100-\u11ff\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_UNSPACED}]+")
_SIGN = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}|[\u2190-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001fbff]"
)
_SPECIAL = re.compile(f"{_SIGN.pattern}|{_RUN.pattern}")
_FOLDED = str.maketrans(
    {"ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
    | {"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "İ": "i", "ħ": "h", "Ħ": "h"}
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
)
"""Letters that no accent makes, which the tokenizer leaves as they are, and the wide forms of ASCII."""
_SKIN_TONES = frozenset(chr(code) for code in range(0x1F3FB, 0x1F400))


def searchable(text: str) -> str:
    """Return a text as the tokenizer is to see it."""
    return text if text.isascii() else _SPECIAL.sub(_written, text.translate(_FOLDED))


def _written(found: re.Match[str]) -> str:
    run = found[0]
    if _SIGN.match(run):
        return f" {_name(run)} "
    run = unicodedata.normalize("NFKC", run)
    # The last character stands alone too, so that each one begins a word and can be searched for by itself.
    return f" {' '.join(run[at : at + 2] for at in range(len(run)))} "


def _name(sign: str) -> str:
    """Return a word of ASCII letters that stands for a sign; a skin tone is none."""
    if sign in _SKIN_TONES:
        return ""
    return "sign" + "q".join(f"{ord(character):x}" for character in sign)


def parts(word: str) -> list[tuple[str, bool]]:
    """Cut a word of a query into what is looked for one by one: (text, whether it only begins a word).

    Words of letters stay whole. A run without spaces gives its pairs, a single character of one the words it begins.
    """
    if word.isascii():
        return [(word, False)]
    found: list[tuple[str, bool]] = []
    at = 0
    for special in _SPECIAL.finditer(word):
        if word[at : special.start()]:
            found.append((word[at : special.start()], False))
        at = special.end()
        if _SIGN.match(special[0]):
            if special[0] not in _SKIN_TONES:
                found.append((special[0], False))
            continue
        run = unicodedata.normalize("NFKC", special[0])
        found += [(run, True)] if len(run) == 1 else [(run[i : i + 2], False) for i in range(len(run) - 1)]
    if word[at:]:
        found.append((word[at:], False))
    return found


def phrase(text: str) -> tuple[str, bool]:
    """Return a phrase as the tokenizer is to see it, and whether its last word need only have begun.

    What is adjacent in a text is adjacent here. A run at the end may go on there, so its last character is not alone.
    """
    seen = searchable(text)
    if text.isascii() or not _RUN.fullmatch(text[-1:]):
        return seen, False
    *words, last = seen.split()
    ends_a_run = bool(words) and len(words[-1]) == 2 and words[-1].endswith(last)
    return (" ".join(words), False) if ends_a_run else (seen, True)


def folded(text: str) -> str:
    """Return text without case and accents, with single spaces."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())


def is_sign(character: str) -> bool:
    """Tell whether a character is a sign that can be searched for."""
    return _SIGN.match(character) is not None or "\U0001f1e6" <= character <= "\U0001f1ff"
