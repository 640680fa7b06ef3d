"""Small talk: greetings, thanks and what the clock answers, told by their whole wording in any language."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal, get_args

from app.assistant.languages.english import SMALL_TALK
from app.assistant.languages.registry import others

SmallTalk = Literal["greeting", "thanks", "parting", "day", "clock", "self"]
"""What kind it is: "day" asks for today's date, "clock" for the time it is, "self" for what homebody is."""

# what stands between words, or ends a question
_SIGNS = re.compile(r"[\s?!.,;:¿¡।“”\"…]+|\bhomebody\b")


def small_talk(text: str) -> SmallTalk | None:
    """Return which small talk a text is, None where it is anything else too."""
    said = _plain(text)
    return _known().get(said)


@cache
def _known() -> dict[str, SmallTalk]:
    every = (SMALL_TALK, *(language.small_talk for language in others()))
    found: dict[str, SmallTalk] = {}
    for kind in get_args(SmallTalk):
        for phrases in every:
            for phrase in phrases.get(kind, "").split("|"):
                if phrase.strip():
                    found.setdefault(_plain(phrase), kind)
    return found


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFC", text.replace("’", "'")).casefold()
    return " ".join(_SIGNS.sub(" ", folded).split())
