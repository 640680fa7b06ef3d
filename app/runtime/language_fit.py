"""Whether the embedder knows the languages of what was added: one that doesn't searches half blind, and silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.home.config import EMBEDDER

if TYPE_CHECKING:
    from app.runtime.runtime import Runtime

# By hand: enough to tell a language that is used a good deal from a few quotations, and read in a few milliseconds.
_READ = 200
_TELLING_WORDS = 4
"""Words from which a text is long enough to tell its language by."""
_TOO_MANY = 0.2
"""The share of texts in other languages from which it is worth saying."""
_LATIN = 0x250
"""The first character beyond the Latin alphabets: scripts that no list of small words tells."""


def language_advice(runtime: Runtime) -> str:
    """Return one sentence and the command where many of the newest texts are in languages that the embedder lacks.

    Empty where it knows them, or nothing is known of it. Raises StoreProblem.
    """
    from index.types.search import Query
    from models.catalogue.installation import lookup
    from models.errors import UnknownModel

    if not runtime.home.store.exists():
        return ""
    try:
        entry = lookup(runtime.embedder_name(), runtime.home.models)
    except UnknownModel:
        return ""
    if not entry.languages or "multilingual" in entry.languages:
        return ""
    found = [hit.text for hit in runtime.index().search(Query("", limit=_READ)).hits]
    if not speaks_others(found, entry.languages):
        return ""
    return (
        f"Much of what you added is in languages that {entry.title} does not know, so search by meaning misses it: "
        f"`homebody models pull {EMBEDDER} --use` fetches an embedder for about a hundred languages."
    )


def speaks_others(texts: list[str], languages: tuple[str, ...]) -> bool:
    """Tell whether many of the texts are in none of the languages, by their codes; short ones tell nothing."""
    from app.assistant.text.translation import language_of

    told = [text for text in texts if len(text.split()) >= _TELLING_WORDS or _has_other_script(text)]
    others = [text for text in told if _has_other_script(text) or language_of(text) not in languages]
    return len(others) > _TOO_MANY * len(told)


def _has_other_script(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(ord(letter) >= _LATIN for letter in letters) > len(letters) / 2
