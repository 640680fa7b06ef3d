"""Writing and removing passages together with their words and vectors."""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from index.store.search import vectors
from index.text.columns import columns

PENDING, EMBEDDED, NOTHING_TO_EMBED = 0, 1, 2


class Batch:
    """Passages that wait to be inserted together. Ids are given out at once and never used twice."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db
        highest: int | None = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passage'").get
        self._next_id = (highest or 0) + 1
        self._rows: list[tuple[str | int | None, ...]] = []
        self._words: list[tuple[int, str, str]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(
        self,
        *,
        part: int,
        source_kind: str,
        ts_ms: int | None,
        words: str,
        embed: bool,
        first: int = 0,
        last: int = 0,
        message_id: int | None = None,
        document_id: int | None = None,
        text: str | None = None,
        locator: str | None = None,
        digest: int | None = None,
        chat_id: int | None = None,
        person_id: int | None = None,
    ) -> int:
        """Take one passage; `words` is what keyword search finds it by. Returns its id."""
        passage_id = self._next_id
        self._next_id += 1
        self._rows.append(
            (
                passage_id,
                message_id,
                document_id,
                part,
                first,
                last,
                text,
                locator,
                digest,
                chat_id,
                person_id,
                source_kind,
                ts_ms,
                PENDING if embed else NOTHING_TO_EMBED,
            )
        )
        self._words.append((passage_id, *columns(words)))
        return passage_id

    def flush(self) -> None:
        """Insert what waits."""
        self._db.executemany(f"INSERT INTO passage VALUES ({', '.join('?' * 14)})", self._rows)
        self._db.executemany("INSERT INTO words (rowid, text, less) VALUES (?, ?, ?)", self._words)
        self._rows.clear()
        self._words.clear()


def remove(db: apsw.Connection, passage_ids: Sequence[int]) -> None:
    """Remove passages, their words and their vectors."""
    if not passage_ids:
        return
    vectors.remove(db, passage_ids)
    rows = [(passage_id,) for passage_id in passage_ids]
    db.executemany("DELETE FROM words WHERE rowid = ?", rows)
    db.executemany("DELETE FROM passage WHERE id = ?", rows)
