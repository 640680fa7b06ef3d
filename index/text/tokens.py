"""What keyword search knows a text by: words, and signs that SQLite's tokenizer has no words for. Pure.

The tokenizer takes a run of letters for a word. Chinese, Japanese, Korean or Thai text has no spaces to end one, so its
runs are given as overlapping pairs of characters; emoji and other signs, which it would drop, become words of their own.
It also ends a word at every mark: vowel signs, as of Hindi or Thai, are given as letters, and marks that only say how a
letter sounds are left out. Texts and queries go through the same rule.

What only says how a word may be broken (soft hyphens, joiners) is left out too, a word that was broken at a line's end is
whole again, and letters that stand for several (“ﬁ”) are those.
"""

from __future__ import annotations

import re
import unicodedata

_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    # Hangul letters, kana, bopomofo
    "\u1100-\u11ff\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3130-\u318f\u31f0-\u31ff"
    # Ideographs, Hangul syllables, half-width forms
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_UNSPACED}]+")
# “🇩🇪” (two letters that make one flag), “→”, “①”, “☀”, “🎉”: arrows, enclosed figures, symbols, pictures.
_SIGN = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}|[\u2190-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001fbff]"
)
_SPECIAL = re.compile(f"{_SIGN.pattern}|{_RUN.pattern}")
# “Straße” is found by “strasse”, “Łódź” by “lodz”, “علي” typed with a Persian or an Arabic yeh by either, “ＡＢＣ” by
# “abc”.
_WRITTEN_OTHERWISE = (
    {"ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
    | {"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "İ": "i", "ħ": "h", "Ħ": "h"}
    | {"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": "", "ँ": "\ue002"}
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
)
"""Letters that no accent makes, which the tokenizer leaves as they are; what is typed for one another; wide ASCII."""
# “الكتاب” (the book), “والكتاب” (and the book) and “للكتاب” (for the book) are all found by “كتاب”. Three letters
# must be left, or “الله” would lose its beginning.
_ARTICLE = re.compile(r"\b(?:[وبكف]?ال|لل)(?=\w{3})")
"""The Arabic article and what is written together with it: no part of the word that is looked for."""
# “Donau\u00addampf\u200bschiff”: hyphens that show at a line's end alone, marks of direction, joiners, spaces of no width.
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
# “Donaudampf-⏎schiff”: a small letter goes on with the word, a capital begins the second half of a name.
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010][ \t\r]*\n[ \t]*(?=([^\W\d_]))")
_INDIC = range(0x0900, 0x1900)
"""Scripts whose vowels are marks."""
_PRIVATE = 0xE000
"""Where the characters for private use begin that stand for vowel signs."""
# The dot under a letter (“क़” for “क”) has this combining class. In the scripts before Thai it is often left out.
_NUKTA, _NUKTAS_UNTIL = 7, 0x0E00


_SEVERAL = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "No"))
"""What letters and figures may be that stand for others."""


class _Letters(dict[int, str]):
    """What the tokenizer is to see for each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = letter = _letter(chr(code))
        return letter


def _letter(character: str) -> str:
    code, category = ord(character), unicodedata.category(character)
    # Runs first: a vowel sign of Thai or Burmese belongs to its run and must not become a letter by itself.
    if _RUN.match(character):
        return character
    if category[0] == "M":
        return _mark(character)
    # “٣” and “३” are searched as 3.
    if category == "Nd":
        return str(unicodedata.decimal(character))
    # The tokenizer takes accents off Latin letters itself.
    if 0x0370 <= code < 0x0700 or 0x1F00 <= code < 0x2000 or 0xFB1D <= code < 0xFE00 or 0xFE70 <= code < 0xFF00:
        apart = unicodedata.normalize("NFKD", character)
        return "".join(_letters[ord(one)] if one != character else one for one in apart)
    # “ﬁ”, “ĳ”, “ſ”, “m²”; a fraction (“½”) would become two numbers.
    how = unicodedata.decomposition(character)
    if how[:1] == "<" and category in _SEVERAL and not how.startswith("<fraction>") and not _SIGN.match(character):
        return unicodedata.normalize("NFKC", character)
    return character


def _mark(character: str) -> str:
    """Return a letter for private use where a mark is a vowel, and so part of the spelling; nothing for another."""
    code = ord(character)
    if code not in _INDIC or (unicodedata.combining(character) == _NUKTA and code < _NUKTAS_UNTIL):
        return ""
    return chr(_PRIVATE + code - _INDIC.start)


_letters = _Letters({ord(character): written for character, written in _WRITTEN_OTHERWISE.items()})
_SKIN_TONES = frozenset(chr(code) for code in range(0x1F3FB, 0x1F400))


def searchable(text: str) -> str:
    """Return a text as the tokenizer is to see it."""
    text = unbroken(text)
    if text.isascii():
        return text
    seen = unicodedata.normalize("NFC", text).translate(_letters)
    return _SPECIAL.sub(_written, _ARTICLE.sub("", seen))


def unbroken(text: str) -> str:
    """Return a text without what cannot be seen in its words, and with the words whole that its lines' ends break."""
    if "\n" in text:
        text = _BROKEN.sub(lambda found: "" if found[1].islower() else found[0], text)
    return text if text.isascii() else _UNSEEN.sub("", text)


def _written(found: re.Match[str]) -> str:
    run = found[0]
    if _SIGN.match(run):
        return f" {_name(run)} "
    run = unicodedata.normalize("NFKC", run)
    run = "".join(_mark(one) if unicodedata.category(one)[0] == "M" else one for one in run)
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
    word = unicodedata.normalize("NFC", unbroken(word))
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
    """Return text without case, accents and what cannot be seen, with single spaces."""
    text = unbroken(text)
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())


def is_sign(character: str) -> bool:
    """Tell whether a character is a sign that can be searched for."""
    return _SIGN.match(character) is not None or "\U0001f1e6" <= character <= "\U0001f1ff"


def is_letter(character: str) -> bool:
    """Tell whether a character belongs to a word. Marks belong to their letters: Devanagari vowels are marks."""
    return character.isalnum() or (character != "" and unicodedata.category(character)[0] == "M")


def is_word(seen: str) -> bool:
    """Tell whether what the tokenizer is to see is one word of letters."""
    return all(one.isalpha() or unicodedata.category(one) == "Co" for one in seen)


def as_written(seen: str) -> str:
    """Return a word as the index holds it with its vowel signs again."""
    private = range(_PRIVATE, _PRIVATE + len(_INDIC))
    return "".join(chr(ord(one) - _PRIVATE + _INDIC.start) if ord(one) in private else one for one in seen)


def runs(text: str) -> list[str]:
    """Return the stretches of a text that are written without spaces (Chinese, Thai), the longest first."""
    return sorted({found[0] for found in _RUN.finditer(text)}, key=len, reverse=True)


def is_run(text: str) -> bool:
    """Tell whether a text is written without spaces from its first letter to its last."""
    return _RUN.fullmatch(text) is not None


def written_parts(text: str) -> list[tuple[int, int]]:
    """Return where the words of a text without spaces stand, as it is written: letters, runs, and each sign by itself."""
    found: list[tuple[int, int]] = []
    specials = [(one.start(), one.end()) for one in _SPECIAL.finditer(text)]
    at = 0
    for start, end in (*specials, (len(text), len(text))):
        begun = None
        for place in range(at, start + 1):
            if place < start and is_letter(text[place]):
                begun = place if begun is None else begun
            elif begun is not None:
                found.append((begun, place))
                begun = None
        if end > start:
            found.append((start, end))
        at = end
    return found
