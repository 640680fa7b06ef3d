"""Words of a text as keyword search knows them, by the very tokenizer that the index uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import apsw

TOKENIZER = ("porter", ["unicode61", "remove_diacritics", "2"])
"""What the table of words is made with."""


class Tokenizer:
    """Cuts text that `index.text.tokens.searchable` has made into words: stems without case and accents."""

    def __init__(self, db: apsw.Connection) -> None:
        self._cut = db.fts5_tokenizer(*TOKENIZER)

    def __call__(self, seen: str) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, word) for every word; the offsets count bytes of UTF-8."""
        found = self._cut(seen.encode(), apsw.FTS5_TOKENIZE_DOCUMENT, None, include_colocated=False)
        yield from cast("list[tuple[int, int, str]]", found)
