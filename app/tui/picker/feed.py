"""What lies in a folder, for choosing from. Runs in threads; knows no widget."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from app.tui.base.problem_report import Trouble
from app.tui.base.rendering import shown_path
from app.tui.picker import messages
from app.tui.picker.folder_listing import FolderEntry, FolderListing, listing_of
from app.tui.picker.typed_paths import paths_of

MOST = 200_000
"""So many entries of one folder are listed at most."""
LOOKED_AT_ONCE = 500
"""After so many entries it is asked whether the list is still wanted."""


def list_folder(folder: Path, outdated: Callable[[], bool]) -> messages.FolderRead | None:
    """List a folder, folders first and then by name; None when it is `outdated` before that."""
    entries: list[FolderEntry] = []
    more = False
    try:
        with os.scandir(folder) as found:
            for entry in found:
                if len(entries) % LOOKED_AT_ONCE == 0 and outdated():
                    return None
                if len(entries) >= MOST:
                    more = True
                    break
                entries.append(_entry(entry))
    except (OSError, ValueError) as error:
        return messages.FolderRead(folder, FolderListing(), trouble=_why_not(folder, error))
    return messages.FolderRead(folder, listing_of(entries), more)


def _entry(entry: os.DirEntry[str]) -> FolderEntry:
    hidden = entry.name.startswith(".")
    try:
        if entry.is_dir():
            return FolderEntry(entry.name, "folder", None, hidden)
        found = entry.stat()
    except OSError:
        return FolderEntry(entry.name, "other", None, hidden)
    # Windows marks hidden files in another way.
    hidden = hidden or bool(getattr(found, "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_HIDDEN)
    if not stat.S_ISREG(found.st_mode):
        return FolderEntry(entry.name, "other", None, hidden)
    return FolderEntry(entry.name, "file", found.st_size, hidden)


def _why_not(folder: Path, error: OSError | ValueError) -> Trouble:
    name = shown_path(folder)
    if isinstance(error, PermissionError):
        return Trouble(f"{name} cannot be opened: you have no permission.", "← goes back up.")
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        return Trouble(f"There is no folder {name}.", "← goes up, Esc leaves.")
    return Trouble(f"{name} cannot be read: {error.strerror or error}.", "← goes back up.")


def look_up(typed: str) -> messages.PathsTyped:
    """Say what a typed or dropped text names: files and folders that are there, or none."""
    paths = [Path(os.path.abspath(path)) for path in paths_of(typed)]  # noqa: PTH100  a link keeps the name it has
    missing = [path for path in paths if not _is_there(path)]
    if missing:
        trouble = Trouble(f"There is no file or folder {shown_path(missing[0])}.", "Tab completes what is typed.")
        return messages.PathsTyped(typed, (), trouble=trouble)
    return messages.PathsTyped(typed, tuple(paths), folder=len(paths) == 1 and paths[0].is_dir())


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
