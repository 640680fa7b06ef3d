"""What was read from the store and stays true until the store changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from index.store.database.connection import Connection
from index.store.reading import listing

T = TypeVar("T")


class RevisionCache:
    """Lists that take long to count, kept for one revision of the store. Any number of threads may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = -1
        self._lists: dict[str, tuple[Any, ...]] = {}

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._revision, self._lists = -1, {}

    def get(self, db: Connection, name: str, read: Callable[[Connection], list[T]]) -> list[T]:
        """Return the list of that name as this transaction sees it: from memory, or as `read` reads it."""
        revision = listing.revision(db)
        with self._lock:
            if revision == self._revision and name in self._lists:
                return list(self._lists[name])
        found = read(db)
        with self._lock:
            # A transaction that began before the last change must not take the place of what is newer.
            if revision > self._revision:
                self._revision, self._lists = revision, {}
            if revision == self._revision:
                self._lists[name] = tuple(found)
        return found
