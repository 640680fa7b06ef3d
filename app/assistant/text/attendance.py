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
_AFTER_YES = 10
"""Most words of an answer that begins with a mere yes or no."""
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
_SAME = _pattern("same", whole=True)
_YES_FIRST, _NO_FIRST, _SAME_FIRST = (
    re.compile(rf"[{_TRIMMED}]*(?:{_pattern(field).pattern})(?=[{_TRIMMED}]|\Z)", re.IGNORECASE)
    for field in ("short_yes", "short_no", "same")
)


def asking(text: str) -> tuple[int, int] | None:
    """Return where a text asks who is coming."""
    found = _ASKS.search(_flat(text))
    return found.span() if found else None


def answered(text: str, *, asked_before: bool = True) -> Answer | None:
    """Return what a message says of whether its sender is coming; a mere yes only where that was `asked_before` it."""
    said = _flat(text)
    if len(said.split()) > _LONGEST or "?" in said:
        return None
    if asked_before and (short := _short(said)) is not None:
        return short
    if (asked_before and _SAME_FIRST.match(said) and len(said.split()) <= _AFTER_YES) or _SAME.match(said):
        return "same"
    # What denies stands before what it denies: “not sure I'm coming”, “I can't come”.
    if _UNSURE.search(said):
        return "unsure"
    if _AWAY.search(said):
        return "stays away"
    return "comes" if _COMES.search(said) else None


def _short(said: str) -> Answer | None:
    """Return what a mere yes or no says, with a few words after it: "yes, all weekend", "sorry, I can't, on shift"."""
    if len(said.split()) > _AFTER_YES:
        return None
    for pattern, answer in ((_NO_FIRST, "stays away"), (_YES_FIRST, "comes")):
        if pattern.match(said):
            unsure = _UNSURE.search(said) or (answer == "comes" and _AWAY.search(said))
            return None if unsure else answer  # type: ignore[return-value]
    return None


def _flat(text: str) -> str:
    return text.replace("’", "'")
