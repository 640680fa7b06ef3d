"""Tar archives, plain or gzipped, as places to read files from: Skype, Teams and Takeout hand them out."""

from __future__ import annotations

import gzip
import os
import tarfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from index.sources.base import InputFile
from index.sources.files.unreadable import SNIFF_BYTES, why_not_by_name, why_unreadable
from index.types.events import FileSkipped

PACKED_BYTES = 100_000_000
"""A gzipped tar is unpacked into memory, so far and no further."""
MEMBERS = 500_000
_GZIP = b"\x1f\x8b"


def is_tar(head: bytes) -> bool:
    """Tell by a file's first SNIFF_BYTES whether it is a tar, packed with gzip or not."""
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 512)
        except zlib.error:
            return False
    return head[257:262] == b"ustar"


class TarContainer:
    """A tar on disk. Members are streamed out of it, or out of memory where it is gzipped."""

    def __init__(self, path: Path) -> None:
        """Take the archive at `path`; it is opened when it is first needed."""
        self._path = path

    def __del__(self) -> None:
        """Close what is open."""
        if "_archive" in self.__dict__:
            self._archive.close()

    def names(self) -> tuple[str, ...]:
        """Return all members that are files."""
        return tuple(self.members)

    def open(self, name: str) -> BinaryIO:
        """Open a member. Raises KeyError, TarError, OSError."""
        return cast(BinaryIO, self._archive.extractfile(self.members[name]))

    @cached_property
    def members(self) -> dict[str, tarfile.TarInfo]:
        """Return the regular files by name. Raises TarError, OSError, ValueError (also where there is too much)."""
        found = {}
        before = -1
        for count, member in enumerate(self._archive):
            if count >= MEMBERS:
                raise ValueError(f"more than {MEMBERS:,} members")
            if member.size < 0 or member.offset <= before:
                raise ValueError("its members do not follow each other")
            before = member.offset
            if member.isreg():
                found[member.name.removeprefix("./")] = member
        return found

    @cached_property
    def _archive(self) -> tarfile.TarFile:
        with self._path.open("rb") as stream:
            if stream.read(2) != _GZIP:
                return tarfile.open(self._path, "r:", errors="replace")
        with gzip.open(self._path) as packed:
            content = packed.read(PACKED_BYTES + 1)
        if len(content) > PACKED_BYTES:
            raise _TooLarge
        return tarfile.open(fileobj=BytesIO(content), mode="r:", errors="replace")


class _TooLarge(ValueError):
    """A gzipped tar does not fit into memory."""


def walk_tar(path: Path, state: os.stat_result) -> Iterator[InputFile | FileSkipped]:
    """Yield the files in a tar, and what is left out of it with the reason."""
    container = TarContainer(path)
    try:
        members = container.members
    except _TooLarge:
        reason = f"It unpacks to more than {PACKED_BYTES // 1_000_000} MB."
        yield FileSkipped(str(path), reason, "Unpack it and add the folder.")
        return
    except PermissionError:
        raise
    except Exception:  # noqa: BLE001  tarfile raises much besides TarError
        yield FileSkipped(str(path), "The archive is damaged or cut short.", "Get or export it again.")
        return
    for name, member in sorted(members.items()):
        reason = why_not_by_name(name)
        if not reason and member.size > max(state.st_size, PACKED_BYTES):
            reason = "It unpacks to far more than it should (a tar bomb)."
        if not reason:
            try:
                with container.open(name) as stream:
                    reason = why_unreadable(stream.read(SNIFF_BYTES))
            except Exception:  # noqa: BLE001  tarfile raises much besides TarError
                reason = ""  # reading it will fail as well, and say so as a failure
        if reason:
            yield FileSkipped(f"{path}!/{name}", reason, failed=False)
        else:
            yield InputFile(path, name, name, member.size, state.st_mtime_ns, container)
