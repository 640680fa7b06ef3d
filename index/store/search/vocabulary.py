"""Every word of the index, as it is stored, held in memory: which there are, and which contain another.

FTS5 looks words up by their beginnings alone. All words of a hundred thousand messages are a third of a megabyte, and to
look through them takes less than a millisecond; to read them takes 70, once for each state of the words.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import apsw

from index.store.search.tokenizer import TOKENIZER

# By hand: one index is the rule, and looking into a second must not evict it each time.
_KEPT = 2
"""So many stores' words are held at once."""
COMPOUND = 8
"""Letters from which a word is looked through for others in it: five of one, and three (index/retrieval/words/parts.py)."""
_BREAK = "\n"
"""What parts the words; no word holds it."""
_STRUCTURE = 10
"""The row in which FTS5 keeps what its parts are, with a count of its changes."""
_held: OrderedDict[str, Vocabulary] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words of a store in their order. `passages` is about how many passages it has, `version` names its state."""

    version: tuple[bytes, int]
    passages: int
    _text: str
    _compounds: str
    _starts: array[int]
    _counts: array[int]

    def count(self, word: str) -> int:
        """Return in how many passages a stored word is; 0 where it is in none."""
        place = self._place(word)
        return self._counts[place] if place < len(self._starts) and self._at(place) == word else 0

    def beginning(self, first: str) -> list[tuple[str, int]]:
        """Return (word, passages) for those that begin so."""
        low, high = self._place(first), self._place(first + "\U0010ffff")
        if low == high:
            return []
        end = self._starts[high] - 1 if high < len(self._starts) else len(self._text) - 1
        return list(zip(self._text[self._starts[low] : end].split(_BREAK), self._counts[low:high], strict=True))

    def containing(self, part: str) -> Iterator[tuple[str, int]]:
        """Yield (word, passages) for the words of letters, COMPOUND or longer, that hold a part, which is not empty."""
        text = self._compounds
        at = text.find(part)
        while at >= 0:
            end = text.index(_BREAK, at)
            word = text[text.rindex(_BREAK, 0, at + 1) + 1 : end]
            yield word, self.count(word)
            at = text.find(part, end)

    def ending(self, last: str) -> Iterator[tuple[str, int]]:
        """Yield (word, passages) for those that end so."""
        last += _BREAK
        at = self._text.find(last)
        while at >= 0:
            place = bisect_left(self._starts, at + 1) - 1
            yield self._at(place), self._counts[place]
            at = self._text.find(last, at + 1)

    def _place(self, word: str) -> int:
        text = self._text
        return bisect_left(self._starts, word, key=lambda start: text[start : text.index(_BREAK, start)])

    def _at(self, place: int) -> str:
        start = self._starts[place]
        return self._text[start : self._text.index(_BREAK, start)]


def clear() -> None:
    """Hold no words of any store; they are read anew when they are next asked for."""
    with _lock:
        _held.clear()


def vocabulary(db: apsw.Connection) -> Vocabulary:
    """Return the words of the store as this transaction sees them; read anew when they have changed."""
    path = db.filename
    structure: bytes = db.execute("SELECT block FROM words_data WHERE id = ?", (_STRUCTURE,)).get
    # Another store that takes this one's place may have as many parts, but not as many of everything.
    passages: int = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passage'").get or 0
    version = (structure, passages)
    with _lock:
        known = _held.get(path)
        if known is None or known.version != version:
            known = _held[path] = _read(db, version)
        _held.move_to_end(path)
        while len(_held) > _KEPT:
            _held.popitem(last=False)
    return known


def _read(db: apsw.Connection, version: tuple[bytes, int]) -> Vocabulary:
    _make_table(db, "row")
    words: list[str] = []
    starts, counts, start = array("L"), array("L"), 1
    for word, count in db.execute("SELECT term, doc FROM temp.vocabulary_row ORDER BY term"):
        words.append(word)
        starts.append(start)
        counts.append(count)
        start += len(word) + 1
    compounds = (word for word in words if len(word) >= COMPOUND and (word.isalpha() or not word.isascii()))
    return Vocabulary(version, version[1], _between(words), _between(compounds), starts, counts)


def _between(words: Iterable[str]) -> str:
    return _BREAK + "".join(word + _BREAK for word in words)


def holding(db: apsw.Connection, word: str, most: int) -> list[int]:
    """Return up to `most` passages that hold a stored word."""
    _make_table(db, "instance")
    rows = db.execute("SELECT DISTINCT doc FROM temp.vocabulary_instance WHERE term = ? LIMIT ?", (word, most))
    return [passage for (passage,) in rows]


def stored(db: apsw.Connection, seen: str) -> list[str]:
    """Return the words that a text, as the tokenizer is to see it, is stored as."""
    tokenize = db.fts5_tokenizer(*TOKENIZER)
    found = tokenize(seen.encode("utf-8", "replace"), apsw.FTS5_TOKENIZE_QUERY, None, include_offsets=False)
    return [str(word) for words in found for word in words]


def written(db: apsw.Connection, word: str) -> str | None:
    """Return a text that is stored as this word, to look for it by; None where no ending gives one.

    Words are stored without their endings, and what is looked for loses its own: “restaurant”, which is what is left of
    “restaurante”, would be looked for as “restaur”.
    """
    for ending in ("", "e", "s", "ed", "al"):
        if stored(db, word + ending) == [word]:
            return word + ending
    return None


def _make_table(db: apsw.Connection, kind: str) -> None:
    """Make the table that shows the words, for this connection alone."""
    if db.execute("SELECT 1 FROM sqlite_temp_schema WHERE name = ?", (f"vocabulary_{kind}",)).get is None:
        # A temporary table is no write to the store, but a reading connection may make none.
        reading = db.pragma("query_only")
        db.pragma("query_only", 0)
        db.execute(f"CREATE VIRTUAL TABLE temp.vocabulary_{kind} USING fts5vocab (main, words, {kind})")
        db.pragma("query_only", reading)
