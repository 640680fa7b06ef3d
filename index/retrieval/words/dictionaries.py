"""Which words are words: those that the dictionaries of pyspellchecker hold, which come with it and are read only here.

They are read as they lie, without the package: its own reader makes half a second and 60 MB of objects of each. All of one
script take 0.1 s, which only a word costs that is nowhere in the index and near to one that is.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import threading
import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path

_LATIN = ("en", "de", "fr", "nl", "it", "es", "pt")
"""The languages of that script which homebody reads questions in, and whose dictionaries there are."""
# By the first word of their letters' names in Unicode (“ARABIC LETTER ALEF”).
_BY_SCRIPT = {"LATIN": _LATIN, "ARABIC": ("ar", "fa"), "CYRILLIC": ("ru",)}

# By hand: who types a word letter by letter asks for those before it again each time.
_MOST_ANSWERS = 1_000
_answers: dict[str, bool] = {}
_lock = threading.Lock()

# “tenemos” is there as “tener” alone, “niñas” as “niño”.
_SPANISH_FORMS = ("", "o", "a", "e", "ar", "er", "ir", "arse", "erse", "irse")
"""The Spanish dictionary holds of most words one form: a stem with one of these."""


def in_dictionaries(words: Iterable[str]) -> frozenset[str]:
    """Return which words some language's dictionary of their script holds, whatever their case."""
    asked = {word: unicodedata.normalize("NFC", word.lower()) for word in words}
    with _lock:
        missing = {lower for lower in asked.values() if lower not in _answers}
        if len(_answers) + len(missing) > _MOST_ANSWERS:
            _answers.clear()
            missing = set(asked.values())
        _answers.update(_looked_up(missing))
        return frozenset(word for word, lower in asked.items() if _answers[lower])


def are_there_for(word: str) -> bool:
    """Tell whether there are dictionaries of the script that a word is written in."""
    return bool(_languages(word))


def clear() -> None:
    """Forget which words were asked for."""
    with _lock:
        _answers.clear()


def _looked_up(words: Collection[str]) -> dict[str, bool]:
    found = dict.fromkeys(words, False)
    languages = {word: _languages(word) for word in words}
    for code in dict.fromkeys(code for codes in languages.values() for code in codes):
        wanted = [word for word in words if code in languages[word] and not found[word]]
        if wanted:
            dictionary = _dictionary(code)
            found |= {word: any(_key(form) in dictionary for form in _forms(word, code)) for word in wanted}
    return found


def _forms(word: str, code: str) -> tuple[str, ...]:
    if code != "es":
        return (word,)
    from snowballstemmer.spanish_stemmer import SpanishStemmer

    stem = SpanishStemmer().stemWord(word)
    return (word, *(stem + ending for ending in _SPANISH_FORMS))


def _key(word: str) -> bytes:
    return f"\n{json.dumps(word, ensure_ascii=False)}:".encode("utf-8", "replace")


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
