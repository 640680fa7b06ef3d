"""Paths into files: folders and zips are walked, and what is left out is said with its reason."""

from __future__ import annotations

import fnmatch
import os
import stat
import zipfile
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

from index.sources.base import InputFile
from index.types import FileSkipped

IGNORE_FILE = ".homebodyignore"
LEFT_OUT_FOLDERS = frozenset(
    {"node_modules", "__pycache__", "venv", "site-packages", "cache", "caches", "$recycle.bin"}
)
ARCHIVE_MEMBERS = 500_000
"""An archive with more members is refused."""
MEMBER_BYTES = 50_000_000_000
MEMBER_RATIO = 2000
"""A member that unpacks to more than so many times its size, beyond 100 MB, is refused: text does not do that."""

_DOCUMENT_ZIPS = frozenset({"[Content_Types].xml", "mimetype", "META-INF/manifest.xml"})
"""Members by which a zip shows that it is one document (docx, xlsx, epub, odt, jar) and no archive."""


class FolderContainer:
    """A folder: names are relative to it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def names(self) -> tuple[str, ...]:
        """Return all regular files below, links not followed."""
        return tuple(
            (Path(folder) / name).relative_to(self._root).as_posix()
            for folder, _, names in os.walk(self._root)
            for name in sorted(names)
            if stat.S_ISREG((Path(folder) / name).lstat().st_mode)
        )

    def open(self, name: str) -> BinaryIO:
        """Open a file below the folder. Raises KeyError for a name that leads out of it, or to nothing."""
        path = self._root / name
        if ".." in Path(name).parts or not path.is_relative_to(self._root):
            raise KeyError(name)
        try:
            return path.open("rb")
        except FileNotFoundError as error:
            raise KeyError(name) from error


class ZipContainer:
    """A zip: members are streamed and never written to disk, so their names are only names.

    The archive is opened when it is first read and closed with the container.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _archive(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(self._path)

    def names(self) -> tuple[str, ...]:
        """Return all members that are files."""
        return tuple(member.filename for member in self._archive.infolist() if not member.is_dir())

    def open(self, name: str) -> BinaryIO:
        """Open a member. Raises KeyError."""
        return cast(BinaryIO, self._archive.open(name))

    def __del__(self) -> None:
        """Close the archive, if it was opened."""
        archive = self.__dict__.get("_archive")
        if archive is not None:
            archive.close()


def walk(paths: Sequence[Path]) -> Iterator[InputFile | FileSkipped]:
    """Yield every file that the paths lead to, each once, in a stable order, and what is left out with the reason."""
    seen: set[Path] = set()
    for path in paths:
        yield from _path(Path(os.path.abspath(path)), seen)  # noqa: PTH100  resolve() would follow the owner's own link


def _path(path: Path, seen: set[Path]) -> Iterator[InputFile | FileSkipped]:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            yield from _folder(path, path, (), seen)
        elif stat.S_ISREG(mode):
            yield from _file(path, FolderContainer(path.parent), path.name, seen)
        else:
            yield FileSkipped(str(path), "It is neither a file nor a folder.")
    except FileNotFoundError:
        yield FileSkipped(str(path), "There is no such file or folder.", "Check the path.")
    except OSError as error:
        yield _refused(path, error)


def _refused(path: Path, error: OSError) -> FileSkipped:
    if isinstance(error, PermissionError):
        return FileSkipped(str(path), "You have no permission to read it.", "Change its permissions, or leave it out.")
    return FileSkipped(str(path), f"It cannot be opened: {error.strerror or type(error).__name__}.")


def _folder(
    root: Path, folder: Path, patterns: tuple[tuple[Path, str], ...], seen: set[Path]
) -> Iterator[InputFile | FileSkipped]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield _refused(folder, error)
        return
    patterns = (*patterns, *((folder, pattern) for pattern in _ignored(folder)))
    for entry in entries:
        reason = _left_out(entry, patterns)
        if reason:
            if entry.name != IGNORE_FILE:
                yield FileSkipped(str(entry), reason, failed=False)
        elif entry.is_dir():
            yield from _folder(root, entry, patterns, seen)
        else:
            try:
                yield from _file(entry, FolderContainer(root), entry.relative_to(root).as_posix(), seen)
            except OSError as error:
                yield _refused(entry, error)


def _ignored(folder: Path) -> list[str]:
    try:
        text = (folder / IGNORE_FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _left_out(entry: Path, patterns: tuple[tuple[Path, str], ...]) -> str:
    if entry.name.startswith("."):
        return "It is hidden."
    if entry.is_symlink():
        return "It is a link."
    if entry.is_dir() and entry.name.lower() in LEFT_OUT_FOLDERS:
        return "It is a folder of caches or packages."
    for base, pattern in patterns:
        relative = entry.relative_to(base).as_posix()
        wanted = pattern.strip("/")
        if fnmatch.fnmatch(relative, wanted) or ("/" not in wanted and fnmatch.fnmatch(entry.name, wanted)):
            return f"{IGNORE_FILE} names it."
    return ""


def _file(path: Path, container: FolderContainer, name: str, seen: set[Path]) -> Iterator[InputFile | FileSkipped]:
    real = path.resolve()
    if real in seen:
        return
    seen.add(real)
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        yield FileSkipped(str(path), "It is neither a file nor a folder.", failed=False)
        return
    with path.open("rb") as stream:
        archive = stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    if archive:
        yield from _archive(path, container, name, state)
    else:
        yield InputFile(path, None, name, state.st_size, state.st_mtime_ns, container)


def _archive(path: Path, outer: FolderContainer, name: str, state: os.stat_result) -> Iterator[InputFile | FileSkipped]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError):
        yield FileSkipped(str(path), "The archive is damaged or cut short.", "Get or export it again.")
        return
    with archive:
        members = archive.infolist()
        names = {member.filename for member in members}
        if names & _DOCUMENT_ZIPS:
            yield InputFile(path, None, name, state.st_size, state.st_mtime_ns, outer)
            return
        if len(members) > ARCHIVE_MEMBERS:
            reason = f"The archive has more than {ARCHIVE_MEMBERS:,} members."
            yield FileSkipped(str(path), reason, "Unpack it and add the folder.")
            return
        container = ZipContainer(path)
        for member in sorted(members, key=lambda m: m.filename):
            if member.is_dir():
                continue
            reason = _member_left_out(member)
            if reason:
                yield FileSkipped(f"{path}!/{member.filename}", reason, failed=False)
            else:
                yield InputFile(path, member.filename, member.filename, member.file_size, state.st_mtime_ns, container)


def _member_left_out(member: zipfile.ZipInfo) -> str:
    parts = member.filename.replace("\\", "/").split("/")
    if member.filename.startswith("/") or ".." in parts:
        return "Its name leads out of the archive."
    if any(part.startswith(".") or part in LEFT_OUT_FOLDERS or part == "__MACOSX" for part in parts):
        return "It is hidden or a cache."
    if member.flag_bits & 1:
        return "It is encrypted."
    if member.file_size > MEMBER_BYTES or (
        member.file_size > 100_000_000 and member.file_size > MEMBER_RATIO * max(1, member.compress_size)
    ):
        return "It unpacks to far more than it should (a zip bomb)."
    if parts[-1].lower().endswith((".zip", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tar")):
        return "It is an archive inside an archive; unpack it to add it."
    return ""
