"""The program that reads one hostile file in a process of its own and says what came of it, how long, and how much memory.

Arguments: the file's name, its first bytes, its size (what follows is "x" without end), or a path on disk.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import time
import zipfile
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from index.errors import SourceProblem
from index.sources.base import InputFile, ReadContext
from index.sources.detect import detect
from index.sources.files.walk import walk
from index.types.events import FileSkipped
from index.types.records import Problem


class Endless(io.RawIOBase):
    """Bytes that are made as they are read."""

    def __init__(self, head: bytes, size: int) -> None:
        self._head, self._size, self._at = head, size, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        count = max(0, min(len(view), self._size - self._at))
        piece = self._head[self._at : self._at + count]
        view[:count] = piece + b"x" * (count - len(piece))
        self._at += count
        return count


class One:
    """A place for one such file."""

    def __init__(self, name: str, head: bytes, size: int) -> None:
        self._name, self._head, self._size = name, head, size

    def names(self) -> tuple[str, ...]:
        return (self._name,)

    def open(self, name: str) -> BinaryIO:
        return io.BufferedReader(Endless(self._head, self._size), 1 << 16)


def peak_megabytes() -> int:
    """Return the most memory this program has had. What getrusage says on Linux counts the process that started it, too."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) >> 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 20


def main() -> None:
    name, *made = sys.argv[1:]
    if made:
        head, size = made[0].encode("latin-1"), int(made[1])
        found: list[InputFile | FileSkipped] = [
            InputFile(Path("/none") / name, None, name, size, 0, One(name, head, size))
        ]
    else:
        found = list(walk([Path(name)]))
    said: list[str] = []
    records, started = 0, time.monotonic()
    for file in found:
        if isinstance(file, FileSkipped):
            said.append(file.reason)
            continue
        try:
            for record in detect(file).read(file, ReadContext(ZoneInfo("UTC"))):
                records += not isinstance(record, Problem)
                said += [record.reason] if isinstance(record, Problem) else []
        except (SourceProblem, ValueError, RecursionError, KeyError, zipfile.BadZipFile) as problem:
            said.append(str(problem) or type(problem).__name__)
    took = time.monotonic() - started
    sys.stdout.write(
        json.dumps({"records": records, "said": said[:20], "seconds": took, "megabytes": peak_megabytes()})
    )


if __name__ == "__main__":
    main()
