"""Exports that lie in a folder, told by their names: nothing is opened, and nothing asked of the disk but names."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.sources.files.export_names import Named, by_name

DEPTH = 2
"""Levels of folders that are looked into: some apps save to a folder of their own inside of the downloads."""
MOST_NAMES = 50_000
"""So many names are read at most."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file or folder that is likely an export."""

    path: Path
    like: Named


@dataclass(frozen=True, slots=True)
class DownloadListing:
    """What lies in a folder: likely exports, those that can be read first; `names` is how many names were read."""

    folder: Path
    exports: tuple[Export, ...]
    names: int


def find_exports(folder: Path) -> DownloadListing:
    """Look for exports among the names in a folder and in the folders there. Raises OSError when it cannot be listed."""
    found: list[Export] = []
    with os.scandir(folder) as entries:
        names = _look(entries, DEPTH, found, 0)
    found.sort(key=lambda export: (bool(export.like.unread), export.like.title.casefold(), str(export.path).casefold()))
    return DownloadListing(folder, tuple(found), names)


def _look(entries: Iterable[os.DirEntry[str]], depth: int, found: list[Export], names: int) -> int:
    """Go through the entries of a folder and return how many `names` were read. Links are not followed."""
    for entry in entries:
        if names >= MOST_NAMES:
            break
        names += 1
        if entry.name.startswith("."):
            continue
        is_folder = entry.is_dir(follow_symlinks=False)
        like = by_name(entry.name, folder=is_folder)
        if like is not None and like.export:
            found.append(Export(Path(entry.path), like))
        elif is_folder and depth > 1:
            # One that may not be listed is passed over.
            with contextlib.suppress(OSError), os.scandir(entry) as inside:
                names = _look(inside, depth - 1, found, names)
    return names
