"""Which words are words: those that the dictionaries of pyspellchecker hold, which come with it and are read only here.

They are read as they lie, without the package: its own reader makes half a second and 60 MB of objects of each. All of one
script take 0.1 s, which only a word costs that is nowhere in the index and near to one that is.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import unicodedata
from functools import lru_cache
from pathlib import Path

_LATIN = ("en", "de", "fr", "nl", "it", "es", "pt")
"""The languages of that script which homebody reads questions in, and whose dictionaries there are."""
# By the first word of their letters' names in Unicode (“ARABIC LETTER ALEF”).
_BY_SCRIPT = {"LATIN": _LATIN, "ARABIC": ("ar", "fa"), "CYRILLIC": ("ru",)}


@lru_cache(4096)
def in_dictionary(word: str) -> bool:
    """Tell whether some language's dictionary holds a word, whatever its case; False where there is none of its script."""
    lower = unicodedata.normalize("NFC", word.lower())
    key = f"\n{json.dumps(lower, ensure_ascii=False)}:".encode("utf-8", "replace")
    return any(key in _dictionary(code) for code in _languages(lower))


def _languages(word: str) -> tuple[str, ...]:
    script = unicodedata.name(word[:1] or " ", "").split(" ")[0]
    return _BY_SCRIPT.get(script, ())


def _dictionary(code: str) -> bytes:
    """Return a dictionary as it lies: JSON, a line a word with how frequent it is; empty where there is none."""
    spec = importlib.util.find_spec("spellchecker")
    if spec is None or spec.origin is None:
        return b""
    path = Path(spec.origin).parent / "resources" / f"{code}.json.gz"
    return gzip.decompress(path.read_bytes()) if path.is_file() else b""
