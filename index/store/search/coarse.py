"""The coarse pass over vectors: one bit a component, held in memory and compared all at once.

A bit tells on which side of zero a component lies; texts that are near share most of them. The bits of a million vectors of
384 components are 48 MB, and to compare them takes a few milliseconds; what they find is then compared exactly.
They are read from sqlite-vec's table of bits by its chunks, which is a hundred times faster than row by row.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import apsw

from index.store.search import windows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# By hand: 64 kB of counts and 256 kB of a column fit a core's second-level cache.
_AT_ONCE = 32_768
"""So many are compared at once that what lies between stays in the processor's cache."""
# By hand: one index is the rule, and looking into a second must not evict it each time.
_KEPT = 2
"""So many stores' bits are held at once."""
_held: OrderedDict[str, CoarseVectors] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class CoarseVectors:
    """The bits of all vectors: `ids` has shape (n,), `columns` (64-bit words a vector, n). `version` names their state.

    `ids` are passages; one comes once for its own vector and once for each of its windows.
    """

    version: int
    ids: NDArray[np.int64]
    columns: NDArray[np.uint64]

    def nearest(self, vector: bytes, count: int, only: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        """Return whose bits are the `count` that differ least from a vector's (32-bit floats); of all, or of `only`.

        The nearest passage comes first, and each once: where several of its bits are near, they are fewer than `count`.
        """
        import numpy as np

        asked = _words(np.packbits(np.frombuffer(vector, "<f4") > 0, bitorder="little")[np.newaxis])[0]
        ids, columns = self.ids, self.columns
        if only is not None:
            places = np.flatnonzero(np.isin(ids, only))
            ids, columns = ids[places], columns[:, places]
        apart = np.zeros(len(ids), np.uint16)
        for start in range(0, len(ids), _AT_ONCE):
            here = apart[start : start + _AT_ONCE]
            for column, word in zip(columns[:, start : start + _AT_ONCE], asked, strict=True):
                here += np.bitwise_count(column ^ word)
        # Selecting by the bound and sorting only what is within it is many times faster than sorting a million.
        farthest = np.partition(apart, count)[count] if count < len(apart) else np.uint16(0xFFFF)
        best = np.flatnonzero(apart <= farthest)
        # By id among equals, so that the same query gives the same list.
        nearest = ids[best[np.lexsort((ids[best], apart[best]))]][:count]
        return nearest[np.sort(np.unique(nearest, return_index=True)[1])]


def changed(db: apsw.Connection) -> None:
    """Note that the bits of this store are about to be others.

    Their state is named by chance, not counted: another store that takes this one's place has never had the same one.
    """
    db.execute("INSERT INTO meta VALUES ('bits', random()) ON CONFLICT (key) DO UPDATE SET value = excluded.value")


def clear() -> None:
    """Hold no bits of any store; they are read anew when they are next asked for."""
    with _lock:
        _held.clear()


def bits(db: apsw.Connection, path: str) -> CoarseVectors:
    """Return the bits of the store at `path`, as this transaction sees them; read anew when they have changed."""
    version: int = db.execute("SELECT value FROM meta WHERE key = 'bits'").get or 0
    with _lock:
        known = _held.get(path)
        if known is None or known.version != version:
            known = _read(db, version)
            _held[path] = known
        _held.move_to_end(path)
        while len(_held) > _KEPT:
            _held.popitem(last=False)
    return known


def _read(db: apsw.Connection, version: int) -> CoarseVectors:
    import numpy as np

    rows = db.execute(
        "SELECT c.validity, c.rowids, v.vectors FROM vector_bits_chunks c"
        " JOIN vector_bits_vector_chunks00 v ON v.rowid = c.chunk_id ORDER BY c.chunk_id"
    )
    ids, words = [np.zeros(0, np.int64)], []
    for validity, rowids, vectors in rows:
        there = np.flatnonzero(np.unpackbits(np.frombuffer(validity, np.uint8), bitorder="little"))
        numbers = np.frombuffer(rowids, "<i8")
        ids.append(windows.passages_of(numbers[there].astype(np.int64)))
        words.append(_words(np.frombuffer(vectors, np.uint8).reshape(len(numbers), -1)[there]).T)
    return CoarseVectors(
        version, np.concatenate(ids), np.concatenate(words, axis=1) if words else np.zeros((0, 0), np.uint64)
    )


def _words(rows: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Return rows of bytes as rows of 64-bit words, the last filled up with zeros."""
    import numpy as np

    missing = -rows.shape[1] % 8
    if missing:
        rows = np.pad(rows, ((0, 0), (0, missing)))
    return np.ascontiguousarray(rows).view(np.uint64)
