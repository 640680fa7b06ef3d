"""The names in a folder, which may be very many: kept in columns, for a hundred thousand small objects hold up a loop."""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

SORTED_AT_ONCE = 2000
"""A sort holds up every other thread until it ends."""

What = Literal["folder", "file", "other"]


class FolderEntry(NamedTuple):
    """One name in a folder; `size` is in bytes, None for what is no file or cannot be asked. Links are followed."""

    name: str
    what: What
    size: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class FolderListing:
    """Entries in order, folders first and then by name. `visible` are the places of those that are not hidden."""

    names: tuple[str, ...] = ()
    folders: int = 0
    sizes: Sequence[int] = ()
    others: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    visible: Sequence[int] = ()

    def __len__(self) -> int:
        """Return the number of entries, hidden ones too."""
        return len(self.names)

    def entry(self, place: int) -> FolderEntry:
        """Return the entry at a place."""
        what: What = "folder" if place < self.folders else "other" if place in self.others else "file"
        return FolderEntry(self.names[place], what, self.sizes[place] if what == "file" else None, place in self.hidden)

    def shown(self, *, with_hidden: bool) -> Sequence[int]:
        """Return the places that are shown, in order."""
        return range(len(self.names)) if with_hidden else self.visible

    def place_of(self, name: str) -> int | None:
        """Return the place of a name, None where it is not there."""
        try:
            return self.names.index(name)
        except ValueError:
            return None

    def first_match(self, start: str, shown: Sequence[int]) -> int | None:
        """Return which of the `shown` is the first whose name begins like that, None where there is none."""
        small = start.casefold()

        def name(place: int) -> str:
            return self.names[place].casefold()

        middle = bisect_left(shown, self.folders)
        for first, end in ((0, middle), (middle, len(shown))):
            found = bisect_left(shown, small, first, end, key=name)
            if found < end and name(shown[found]).startswith(small):
                return found
        return None


def listing_of(entries: Iterable[FolderEntry]) -> FolderListing:
    """Put entries in order."""
    names: list[str] = []
    sizes = array("q")
    visible = array("l")
    others: set[int] = set()
    hidden: set[int] = set()
    folders = 0
    for place, entry in enumerate(_sorted(list(entries))):
        names.append(entry.name)
        sizes.append(entry.size if entry.size is not None else -1)
        folders += entry.what == "folder"
        if entry.what == "other":
            others.add(place)
        if entry.hidden:
            hidden.add(place)
        else:
            visible.append(place)
    return FolderListing(tuple(names), folders, sizes, frozenset(others), frozenset(hidden), visible)


def _sorted(entries: Sequence[FolderEntry]) -> Iterator[FolderEntry]:
    def order(entry: FolderEntry) -> tuple[bool, str, str]:
        return entry.what != "folder", entry.name.casefold(), entry.name

    parts = (entries[start : start + SORTED_AT_ONCE] for start in range(0, len(entries), SORTED_AT_ONCE))
    return heapq.merge(*(sorted(part, key=order) for part in parts), key=order)
