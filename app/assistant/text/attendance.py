"""Who is coming: how that is asked and answered, in all languages at once. A message need not say which it is in."""

from __future__ import annotations

import re
from typing import Literal

from app.assistant.languages.base import Language
from app.assistant.languages.english import ATTENDANCE
from app.assistant.languages.registry import others

Answer = Literal["comes", "stays away", "unsure", "same"]
"""What an answer says; "same" is what the one before it says."""

# By hand: an answer is short, and a longer text that has such words speaks of something else.
_LONGEST = 30
_TRIMMED = " \t\r\n.,;:!?…¡¿।\U0001f300-\U0001faff☀-➿️"


def _pattern(field: str, *, whole: bool = False) -> re.Pattern[str]:
    """Return the pattern of a field over all languages; as a `whole` text, but for signs, where it is one."""
    found = [_edged(getattr(ATTENDANCE, field), None)]
    found += [_edged(text, language) for language in others() if (text := getattr(language.attendance, field))]
    either = "|".join(found)
    signs = rf"[{_TRIMMED}]*"
    return re.compile(rf"{signs}(?:{either}){signs}\Z" if whole else either, re.IGNORECASE)


def _edged(text: str, language: Language | None) -> str:
    if language is None or language.spaced:
        # a vowel sign is no \w
        script = language.script if language is not None else ""
        return rf"(?<![\w{script}])(?:{text})(?![\w{script}])"
    return rf"(?:{text})"


_ASKS = _pattern("asks")
_AWAY, _UNSURE, _COMES = _pattern("stays_away"), _pattern("unsure"), _pattern("comes")
_SAME, _YES, _NO = (_pattern(field, whole=True) for field in ("same", "short_yes", "short_no"))


def asking(text: str) -> tuple[int, int] | None:
    """Return where a text asks who is coming."""
    found = _ASKS.search(_flat(text))
    return found.span() if found else None


def answered(text: str, *, asked_before: bool = True) -> Answer | None:
    """Return what a message says of whether its sender is coming; a mere yes only where that was `asked_before` it."""
    said = _flat(text)
    if len(said.split()) > _LONGEST or "?" in said:
        return None
    if asked_before and _YES.match(said):
        return "comes"
    if asked_before and _NO.match(said):
        return "stays away"
    if _SAME.match(said):
        return "same"
    # What denies stands before what it denies: “not sure I'm coming”, “I can't come”.
    if _UNSURE.search(said):
        return "unsure"
    if _AWAY.search(said):
        return "stays away"
    return "comes" if _COMES.search(said) else None


def _flat(text: str) -> str:
    return text.replace("’", "'")
