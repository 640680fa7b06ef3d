"""Writing documents: a changed file replaces its passages, and those that stayed the same keep their ids and vectors."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence

import apsw

from index.store.writing import passages
from index.text.stored import number
from index.types.records import DocumentRecord


class DocumentWriter:
    """Writes one document of one reading of a file, batch by batch, each within a write transaction.

    What was there before goes only with `finish`, so a reading that breaks off loses nothing.
    """

    def __init__(
        self, db: apsw.Connection, source_id: int, source_kind: str, position: int, record: DocumentRecord
    ) -> None:
        """Begin the file's document number `position`."""
        self._source_kind = source_kind
        modified, offset = (record.modified.utc_ms, record.modified.offset_s) if record.modified else (None, None)
        self._modified = modified
        title = record.title
        found: int | None = db.execute(
            "SELECT id FROM document WHERE source_id = ? AND position = ?", (source_id, position)
        ).get
        if found is None:
            db.execute(
                "INSERT INTO document (source_id, position, title, modified_ms, offset_s) VALUES (?, ?, ?, ?, ?)",
                (source_id, position, title, modified, offset),
            )
            found = db.last_insert_rowid()
        else:
            db.execute(
                "UPDATE document SET title = ?, modified_ms = ?, offset_s = ? WHERE id = ?",
                (title, modified, offset, found),
            )
        self._id = found
        self._title = title
        self._part = 0
        self._before: defaultdict[int, deque[int]] = defaultdict(deque)
        for passage_id, digest in db.execute(
            "SELECT id, digest FROM passage WHERE document_id = ? ORDER BY part, id", (self._id,)
        ):
            self._before[digest].append(passage_id)

    def write(self, db: apsw.Connection, texts: Sequence[tuple[str, str]]) -> tuple[int, int]:
        """Write a batch of (text, locator); return how many are new and how many were there already."""
        batch = passages.Batch(db)
        known = 0
        for text, locator in texts:
            digest = number(self._title if self._part == 0 else "", text)
            same = self._before.get(digest)
            if same:
                known += 1
                db.execute(
                    "UPDATE passage SET part = ?, locator = ?, ts_ms = ?, source_kind = ? WHERE id = ?",
                    (self._part, locator, self._modified, self._source_kind, same.popleft()),
                )
            else:
                batch.add(
                    document_id=self._id,
                    part=self._part,
                    last=len(text),
                    text=text,
                    locator=locator,
                    digest=digest,
                    source_kind=self._source_kind,
                    ts_ms=self._modified,
                    # The title leads to the document's beginning.
                    words=f"{self._title}\n{text}" if self._part == 0 else text,
                    embed=bool(text.strip()),
                )
            self._part += 1
        added = len(batch)
        batch.flush()
        return added, known

    def finish(self, db: apsw.Connection) -> int:
        """Remove what the document no longer holds; return how many passages went."""
        gone = [passage_id for same in self._before.values() for passage_id in same]
        passages.remove(db, gone)
        self._before.clear()
        return len(gone)


def remove_from(db: apsw.Connection, source_id: int, position: int) -> int:
    """Remove the file's documents from number `position` on; return how many passages went."""
    gone = [
        row[0]
        for row in db.execute(
            "SELECT p.id FROM passage p JOIN document d ON d.id = p.document_id WHERE d.source_id = ? AND d.position >= ?",
            (source_id, position),
        )
    ]
    passages.remove(db, gone)
    db.execute("DELETE FROM document WHERE source_id = ? AND position >= ?", (source_id, position))
    return len(gone)
