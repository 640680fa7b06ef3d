"""Folders and zip archives as places to read files from. Nothing is ever extracted to disk."""

from __future__ import annotations

import os
import stat
import zipfile
from collections import OrderedDict
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

OPEN_ARCHIVES = 8
"""So many archives are kept open at once."""
OPEN_NESTED = 2
NESTED_BYTES = 64_000_000
"""Of archives inside archives so many are kept open, each in memory, and a larger one is refused."""


class FolderContainer:
    """A folder: names are relative to it. `named` is the one file that the owner pointed at, where it was a file."""

    def __init__(self, root: Path, named: str | None = None) -> None:
        self._root = root
        self._named = named

    def names(self) -> tuple[str, ...]:
        """Return all regular files below, links not followed; of a named file's folder only those beside it."""
        return self._names

    @cached_property
    def _names(self) -> tuple[str, ...]:
        if self._named is not None:
            return tuple(sorted(entry.name for entry in os.scandir(self._root) if entry.is_file(follow_symlinks=False)))
        return tuple(
            (Path(folder) / name).relative_to(self._root).as_posix()
            for folder, _, names in os.walk(self._root)
            for name in sorted(names)
            if stat.S_ISREG((Path(folder) / name).lstat().st_mode)
        )

    def open(self, name: str) -> BinaryIO:
        """Open a file below the folder. Raises KeyError for a name that leads out of it, or to nothing; OSError."""
        path = self._root / name
        if name != self._named:
            try:
                inside = path.resolve().is_relative_to(self._root.resolve())
            except (OSError, ValueError, RuntimeError) as error:
                raise KeyError(name) from error
            if not inside or not path.is_file():
                raise KeyError(name)
        try:
            return path.open("rb")
        except FileNotFoundError as error:
            raise KeyError(name) from error


class OpenArchives:
    """The archives that are open: the least recently used is closed when there are too many.

    An archive inside an archive is named by the members that lead to it, and is held in memory while it is open.
    """

    def __init__(self) -> None:
        self._archives: OrderedDict[tuple[Path, tuple[str, ...]], zipfile.ZipFile] = OrderedDict()

    def get(self, path: Path, inside: tuple[str, ...] = ()) -> zipfile.ZipFile:
        """Return an archive, opening it when needed. Raises BadZipFile (also where it is too large), OSError, KeyError."""
        key = (path, inside)
        archive = self._archives.pop(key, None)
        if archive is None:
            archive = zipfile.ZipFile(self._content(path, inside) if inside else path)
        self._archives[key] = archive
        nested = [one for one in self._archives if one[1]]
        # A member that is still being read keeps the file open for itself.
        for old in nested[: max(0, len(nested) - OPEN_NESTED)]:
            self._archives.pop(old).close()
        while len(self._archives) > OPEN_ARCHIVES:
            self._archives.popitem(last=False)[1].close()
        return archive

    def _content(self, path: Path, inside: tuple[str, ...]) -> BytesIO:
        with self.get(path, inside[:-1]).open(inside[-1]) as stream:
            content = stream.read(NESTED_BYTES + 1)
        if len(content) > NESTED_BYTES:
            raise zipfile.BadZipFile("an archive inside an archive is too large to be held in memory")
        return BytesIO(content)

    def __del__(self) -> None:
        """Close what is open."""
        for archive in self._archives.values():
            archive.close()


class ZipContainer:
    """A zip: members are streamed and never written to disk, so their names are only names.

    `inside` names the members that lead to a zip inside of the zip at `path`.
    """

    def __init__(self, path: Path, archives: OpenArchives, inside: tuple[str, ...] = ()) -> None:
        self._path = path
        self._archives = archives
        self._inside = inside

    def names(self) -> tuple[str, ...]:
        """Return all members that are files."""
        return self._names

    @cached_property
    def _names(self) -> tuple[str, ...]:
        archive = self._archives.get(self._path, self._inside)
        return tuple(member.filename for member in archive.infolist() if not member.is_dir())

    def open(self, name: str) -> BinaryIO:
        """Open a member. Raises KeyError, BadZipFile, OSError."""
        return cast(BinaryIO, self._archives.get(self._path, self._inside).open(name))
