"""Paths as people type, paste or drop them: read, and completed. Looks at the disk."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from app.text.sanitize import clean_line


def paths_of(typed: str) -> list[Path]:
    """Read paths as people type, paste or drop them: quoted, escaped, several, or one with plain spaces.

    Looks at the disk.
    """
    whole = _expanded(typed)
    if _exists(whole):
        return [whole]
    try:
        parts = [_expanded(part) for part in shlex.split(typed)]
    except ValueError:
        return [whole]
    return parts if len(parts) == 1 or all(map(_exists, parts)) else [whole]


def _expanded(typed: str) -> Path:
    try:
        return Path(typed).expanduser()
    except RuntimeError:  # ~name, where nobody has that name
        return Path(typed)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # longer than a path can be, closed, or with a zero in it
        return False


def complete_path(typed: str) -> str | None:
    """Complete the path in "/add PATH" to the first entry that fits. Looks at the disk.

    A name that cannot be shown as it is, with control characters in it, is never offered.
    """
    folder, slash, start = typed.rpartition("/")
    if not slash and not start:
        return None
    hidden = start.startswith(".")
    try:
        with os.scandir(Path(folder + slash if slash else ".").expanduser()) as entries:
            fits = (
                entry
                for entry in entries
                if entry.name.startswith(start) and (hidden or not entry.name.startswith(".")) and _is_plain(entry.name)
            )
            first = min(fits, key=lambda entry: (entry.name.startswith("."), entry.name.casefold()), default=None)
            ending = "/" if first is not None and first.is_dir() else ""
    except (OSError, RuntimeError, ValueError):
        return None
    return None if first is None else folder + slash + first.name + ending


def _is_plain(name: str) -> bool:
    return clean_line(name) == name
