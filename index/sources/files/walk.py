"""Paths into files: folders and zips are walked, and what is left out is said with its reason."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.sources.base import InputFile
from index.sources.files.containers import NESTED_BYTES, FolderContainer, OpenArchives, ZipContainer
from index.sources.files.ignore_rules import IGNORE_FILE, Rule, ignored, is_cache, rules_of
from index.sources.files.tars import is_tar, walk_tar
from index.sources.files.unreadable import SNIFF_BYTES, ZIP, why_not_by_name, why_unreadable
from index.text.stored import clean
from index.types.events import FileSkipped

ARCHIVE_MEMBERS = 500_000
"""An archive with more members is refused."""
ARCHIVE_RATIO = 200
"""An archive that unpacks to more than so many times its size, and a gigabyte, is refused: text does not do that."""
SPARE_BYTES = 1_000_000_000
ARCHIVE_DEPTH = 3
"""Archives inside archives are gone through so deep."""
DEPTH = 200
"""Folders nested deeper are left out."""

_DOCUMENT_ZIPS = frozenset({"[Content_Types].xml", "mimetype", "META-INF/manifest.xml", "META-INF/MANIFEST.MF"})
"""Members by which a zip shows that it is one document (docx, xlsx, epub, odt) or a program, and no archive."""
_ENCRYPTED = 0x1 | 0x40 | 0x2000
"""Flags of a member: encrypted, encrypted strongly, its header masked."""
_PATCHED = 0x20
"""Flag of a member: its bytes are the difference to some other file's."""
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})


def walk(paths: Sequence[Path]) -> Iterator[InputFile | FileSkipped]:
    """Yield every file that the paths lead to, each once, in a stable order, and what is left out with the reason."""
    walking = _Walk()
    for path in paths:
        # `resolve` would follow the owner's own link and lose the name they gave.
        yield from walking.path(Path(os.path.abspath(path)))  # noqa: PTH100


def storable(path: str | Path) -> bool:
    """Tell whether a path is text: on Linux a name may be bytes in some older encoding, which no index can hold."""
    try:
        return b"\0" not in str(path).encode()
    except UnicodeEncodeError:
        return False


def unnameable(path: str | Path) -> FileSkipped:
    """Say that a path is no text."""
    return FileSkipped(
        clean(str(path)), "Its name is in an older encoding, and not text.", "Rename it, then add it again."
    )


@dataclass(frozen=True, slots=True)
class _Folder:
    path: Path
    depth: int
    rules: tuple[tuple[str, tuple[Rule, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Archive:
    """An archive on disk, or one that the members `inside` lead to. It is as old as the one on disk."""

    path: Path
    inside: tuple[str, ...]
    modified_ns: int


@dataclass(slots=True)
class _Allowance:
    """How much the archives inside of one archive may unpack to, all together."""

    bytes_left: int
    members_left: int = ARCHIVE_MEMBERS

    def take(self, size: int, members: int) -> bool:
        self.bytes_left -= size
        self.members_left -= members
        return self.bytes_left >= 0 and self.members_left >= 0


class _Walk:
    def __init__(self) -> None:
        self._seen: set[Path] = set()
        self._archives = OpenArchives()

    def path(self, path: Path) -> Iterator[InputFile | FileSkipped]:
        if not storable(path):
            yield unnameable(path)
            return
        try:
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                yield from self._folder(path)
            elif stat.S_ISREG(mode):
                yield from self._file(
                    path, FolderContainer(path.parent, path.name), path.name, path.resolve(), named=True
                )
            else:
                yield FileSkipped(str(path), "It is neither a file nor a folder.")
        except (FileNotFoundError, NotADirectoryError):
            yield FileSkipped(str(path), "There is no such file or folder.", "Check the path.")
        except Exception as error:  # noqa: BLE001  whatever it is, the other paths are gone through
            yield _refused(path, error)

    def _folder(self, root: Path) -> Iterator[InputFile | FileSkipped]:
        container, real = FolderContainer(root), root.resolve()
        waiting: list[_Folder | Path] = [_Folder(root, 0, ())]
        rules: tuple[tuple[str, tuple[Rule, ...]], ...] = ()
        while waiting:
            item = waiting.pop()
            try:
                if isinstance(item, Path):
                    name = item.relative_to(root).as_posix()
                    yield from self._file(item, container, name, real / name, named=False)
                    continue
                prefix = "" if item.path == root else item.path.relative_to(root).as_posix() + "/"
                rules = (*item.rules, (prefix, rules_of(item.path)))
                inside: list[_Folder | Path] = []
                for entry in sorted(item.path.iterdir(), key=lambda entry: entry.name):
                    reason = _left_out(entry, prefix + entry.name, rules, item.depth)
                    if not reason and not storable(entry):
                        yield unnameable(entry)
                    elif not reason:
                        inside.append(_Folder(entry, item.depth + 1, rules) if entry.is_dir() else entry)
                    elif entry.name != IGNORE_FILE:
                        yield FileSkipped(str(entry), reason, failed=False)
                waiting += reversed(inside)
            except Exception as error:  # noqa: BLE001  whatever it is, it is this file's or folder's: the others go on
                yield _refused(item if isinstance(item, Path) else item.path, error)

    def _file(
        self, path: Path, container: FolderContainer, name: str, real: Path, *, named: bool
    ) -> Iterator[InputFile | FileSkipped]:
        if real in self._seen:
            return
        self._seen.add(real)
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            yield FileSkipped(str(path), "It is neither a file nor a folder.", failed=False)
            return
        with path.open("rb") as stream:
            head = stream.read(SNIFF_BYTES)
        if head.startswith(ZIP):
            yield from self._archive(path, container, name, state)
        elif is_tar(head):
            yield from walk_tar(path, state)
        elif not named and (reason := why_unreadable(head)):
            yield FileSkipped(str(path), reason, failed=False)
        else:
            yield InputFile(path, None, name, state.st_size, state.st_mtime_ns, container)

    def _archive(
        self, path: Path, outer: FolderContainer, name: str, state: os.stat_result
    ) -> Iterator[InputFile | FileSkipped]:
        try:
            members = self._archives.get(path).infolist()
        except PermissionError:
            raise
        except Exception:  # noqa: BLE001  zipfile raises much besides BadZipFile
            yield FileSkipped(str(path), "The archive is damaged or cut short.", "Get or export it again.")
            return
        if _DOCUMENT_ZIPS.intersection(member.filename for member in members):
            yield InputFile(path, None, name, state.st_size, state.st_mtime_ns, outer)
            return
        if len(members) > ARCHIVE_MEMBERS:
            reason = f"The archive has more than {ARCHIVE_MEMBERS:,} members."
            yield FileSkipped(str(path), reason, "Unpack it and add the folder.")
            return
        if sum(member.file_size for member in members) > ARCHIVE_RATIO * state.st_size + SPARE_BYTES:
            yield FileSkipped(str(path), "It unpacks to far more than it should (a zip bomb).", "Leave it out.")
            return
        opened = _Archive(path, (), state.st_mtime_ns)
        yield from self._members(opened, members, _Allowance(ARCHIVE_RATIO * state.st_size + SPARE_BYTES))

    def _members(
        self, archive: _Archive, members: list[zipfile.ZipInfo], allowance: _Allowance
    ) -> Iterator[InputFile | FileSkipped]:
        """Go through an archive whose size is no lie; archives in it are gone through as well, within one allowance."""
        container = ZipContainer(archive.path, self._archives, archive.inside)
        for member in sorted(members, key=lambda member: member.filename):
            if member.is_dir():
                continue
            full = "!/".join((*archive.inside, member.filename))
            if locked := _member_locked(member):
                yield FileSkipped(f"{archive.path}!/{full}", locked, "Unpack the archive, and add what was in it.")
                continue
            reason, nested = _member_left_out(member), False
            if not reason:
                reason, nested = self._member_kind(archive, member)
            if reason:
                yield FileSkipped(f"{archive.path}!/{full}", reason, failed=False)
            elif nested:
                yield from self._nested(archive, member, allowance)
            else:
                yield InputFile(archive.path, full, member.filename, member.file_size, archive.modified_ns, container)

    def _nested(
        self, archive: _Archive, member: zipfile.ZipInfo, allowance: _Allowance
    ) -> Iterator[InputFile | FileSkipped]:
        """Go through an archive inside an archive, unless it is one document (.docx) and so one file."""
        inside = (*archive.inside, member.filename)
        shown = f"{archive.path}!/{'!/'.join(inside)}"
        if member.file_size > NESTED_BYTES:
            reason = f"It is an archive inside an archive, and larger than {NESTED_BYTES // 1_000_000} MB."
            yield FileSkipped(shown, reason, "Unpack it and add it.", failed=False)
            return
        try:
            members = self._archives.get(archive.path, inside).infolist()
        except Exception:  # noqa: BLE001  zipfile raises much besides BadZipFile
            yield FileSkipped(shown, "The archive is damaged or cut short.", "Get or export it again.")
            return
        if _DOCUMENT_ZIPS.intersection(one.filename for one in members):
            container = ZipContainer(archive.path, self._archives, archive.inside)
            full = "!/".join(inside)
            yield InputFile(archive.path, full, member.filename, member.file_size, archive.modified_ns, container)
        elif len(inside) > ARCHIVE_DEPTH:
            reason = f"It is an archive inside {ARCHIVE_DEPTH} others."
            yield FileSkipped(shown, reason, "Unpack it and add it.", failed=False)
        elif not allowance.take(sum(one.file_size for one in members), len(members)):
            yield FileSkipped(shown, "It unpacks to far more than it should (a zip bomb).", "Leave it out.")
        else:
            yield from self._members(_Archive(archive.path, inside, archive.modified_ns), members, allowance)

    def _member_kind(self, archive: _Archive, member: zipfile.ZipInfo) -> tuple[str, bool]:
        """Say why a member cannot be read, and whether it is an archive itself."""
        try:
            with self._archives.get(archive.path, archive.inside).open(member) as stream:
                head = stream.read(SNIFF_BYTES)
        except Exception:  # noqa: BLE001  zipfile raises much besides BadZipFile
            return "", False  # reading it will fail as well, and say so as a failure
        return why_unreadable(head), head.startswith(ZIP)


def _refused(path: Path, error: Exception) -> FileSkipped:
    if isinstance(error, PermissionError):
        return FileSkipped(str(path), "You have no permission to read it.", "Change its permissions, or leave it out.")
    why = error.strerror if isinstance(error, OSError) else None
    return FileSkipped(str(path), f"It cannot be opened: {why or type(error).__name__}.")


def _left_out(entry: Path, name: str, rules: tuple[tuple[str, tuple[Rule, ...]], ...], depth: int) -> str:
    if entry.name.startswith(".") and not (_is_maildir(entry) and _is_maildir(entry.parent)):
        return "It is hidden."
    if entry.is_symlink():
        return "It is a link."
    is_folder = entry.is_dir()
    if entry.name == "tmp" and is_folder and _is_maildir(entry.parent):
        return "It is where a Maildir keeps mail that is still being delivered."
    if is_folder and is_cache(entry):
        return "It is a folder of caches or packages."
    if is_folder and depth >= DEPTH:
        return f"It is more than {DEPTH} folders deep."
    if ignored(name, is_folder=is_folder, rules=rules):
        return f"{IGNORE_FILE} names it."
    return ""


def _is_maildir(folder: Path) -> bool:
    """Tell whether a folder holds a Maildir; the folders of one have a "." before their names and are not hidden."""
    return (folder / "cur").is_dir() and (folder / "new").is_dir()


def _member_locked(member: zipfile.ZipInfo) -> str:
    """Say why a member that the owner may want cannot be unpacked; or nothing."""
    if why_not_by_name(member.filename):
        return ""
    if member.flag_bits & _ENCRYPTED:
        return "It is encrypted."
    if member.compress_type not in _PACKINGS or member.flag_bits & _PATCHED:
        return "It is packed in a way that homebody cannot unpack."
    return ""


def _member_left_out(member: zipfile.ZipInfo) -> str:
    if reason := why_not_by_name(member.filename):
        return reason
    if stat.S_ISLNK(member.external_attr >> 16):
        return "It is a link."
    if member.file_size > ARCHIVE_RATIO * 5 * member.compress_size + SPARE_BYTES:
        return "It unpacks to far more than it should (a zip bomb)."
    return ""
