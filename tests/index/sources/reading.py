"""Reading a file as `add` does, for the tests of the sources."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from index.sources.base import InputFile, ReadContext
from index.sources.detect import detect
from index.sources.files.walk import walk
from index.types.events import FileSkipped
from index.types.records import (
    ChatRecord,
    DocumentPart,
    DocumentRecord,
    MessageRecord,
    Problem,
    Record,
    Timestamp,
)

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples"
ZONE = ZoneInfo("Europe/Berlin")
CONTEXT = ReadContext(ZONE, zone_guessed=False)


def sample(*parts: str) -> Path:
    """Return a sample file's path, or skip the test where the samples are not."""
    path = SAMPLES.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the sample {'/'.join(parts)} is not on this machine")
    return path


def files(*paths: Path) -> list[InputFile]:
    """Return the files that the paths lead to."""
    return [item for item in walk(paths) if isinstance(item, InputFile)]


def left_out(*paths: Path) -> list[FileSkipped]:
    """Return what is left out of the paths."""
    return [item for item in walk(paths) if isinstance(item, FileSkipped)]


def only(path: Path) -> InputFile:
    """Return the one file that a path leads to."""
    (file,) = files(path)
    return file


def read(path: Path, context: ReadContext = CONTEXT, *, kind: str | None = None) -> list[Record]:
    """Read one file by the source that recognises it, which must be `kind` when that is given."""
    file = only(path)
    source = detect(file)
    if kind is not None:
        assert source.kind == kind
    return list(source.read(file, context))


def messages(records: list[Record]) -> list[MessageRecord]:
    return [record for record in records if isinstance(record, MessageRecord)]


def chats_of(records: list[Record]) -> list[ChatRecord]:
    return [record for record in records if isinstance(record, ChatRecord)]


def problems(records: list[Record]) -> list[Problem]:
    return [record for record in records if isinstance(record, Problem)]


def document(records: list[Record]) -> tuple[DocumentRecord, str]:
    """Return the one document among the records and its whole text."""
    (found,) = [record for record in records if isinstance(record, DocumentRecord)]
    return found, "\n".join(record.text for record in records if isinstance(record, DocumentPart))


def wall(time: Timestamp | None) -> str:
    """Return the time as its source wrote it (in Berlin where it knows only the moment), without the offset."""
    return "" if time is None else time.local(ZONE).replace(tzinfo=None).isoformat(" ")


def utc(time: Timestamp | None) -> str:
    return "" if time is None else time.local(UTC).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def name(message: MessageRecord) -> str:
    return message.sender.name if message.sender else ""


def zipped(path: Path, members: dict[str, str | bytes]) -> Path:
    """Write a zip and return its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path


def berlin(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=ZONE)
