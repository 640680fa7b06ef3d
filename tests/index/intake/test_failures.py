"""A file that cannot be read is told of once; what was told is known, and listed, until it changes."""

from __future__ import annotations

import os
from datetime import UTC
from pathlib import Path

import pytest

from index.errors import NotFound
from index.index import Index
from index.sources.base import ReadContext
from index.types.events import FileSkipped, ForgetRequest, IngestDone, IngestEvent

CONTEXT = ReadContext(UTC, zone_guessed=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    place.mkdir()
    (place / "good.txt").write_text("a good file\n")
    (place / "empty.txt").write_bytes(b"")
    (place / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    return place


def add(index: Index, *paths: Path) -> tuple[IngestDone, list[IngestEvent]]:
    *events, done = index.add(paths, embedder=None, context=CONTEXT)
    assert isinstance(done, IngestDone)
    return done, events


def sync(index: Index) -> tuple[IngestDone, list[FileSkipped]]:
    *events, done = index.sync(context=lambda *_: CONTEXT)
    assert isinstance(done, IngestDone)
    return done, [event for event in events if isinstance(event, FileSkipped) and event.failed and not event.known]


def test_a_failure_is_told_once(index: Index, folder: Path) -> None:
    done, _ = add(index, folder)
    assert (done.failed, done.failed_before, done.files) == (2, 0, 1)
    for _ in range(2):
        done, told = sync(index)
        assert (done.failed, done.failed_before, told) == (0, 2, [])
    assert [Path(one.path).name for one in index.failures()] == ["broken.zip", "empty.txt"]
    # What is named again is told again.
    assert add(index, folder)[0].failed == 2
    looked = index.roots()[0].looked
    assert looked is not None
    assert looked.failed == 2


def test_what_changes_is_told_again_and_what_is_mended_is_no_failure(index: Index, folder: Path) -> None:
    add(index, folder)
    (folder / "broken.zip").write_bytes(b"PK\x03\x04 and a little more")
    (folder / "empty.txt").write_text("words now\n")
    done, told = sync(index)
    assert (done.failed, done.failed_before, done.added) == (1, 0, 1)
    assert [Path(event.path).name for event in told] == ["broken.zip"]
    os.utime(folder / "broken.zip", (1, 1))
    assert sync(index)[0].failed == 1
    (folder / "broken.zip").unlink()
    assert sync(index)[0].failed_before == 0
    assert index.failures() == []


def test_a_new_failure_beside_an_old_one(index: Index, folder: Path) -> None:
    add(index, folder)
    (folder / "new.txt").write_bytes(b"")
    done, told = sync(index)
    assert (done.failed, done.failed_before) == (1, 2)
    assert [Path(event.path).name for event in told] == ["new.txt"]


def test_a_folder_that_is_not_there_is_told_once(index: Index, folder: Path) -> None:
    add(index, folder)
    folder.rename(folder.with_name("elsewhere"))
    assert sync(index)[0].failed == 1
    assert sync(index)[0].failed == 0
    folder.with_name("elsewhere").rename(folder)
    done, told = sync(index)
    # Both are found as they were, but the last that was said of the place was that it is gone.
    assert (done.failed + done.failed_before, len(index.failures())) == (2, 2)
    assert len(told) == done.failed


def test_what_is_forgotten_leaves_no_failure(index: Index, folder: Path) -> None:
    (folder / "half.vcf").write_text("BEGIN:VCARD\nFN:A\nTEL:+4930123456\nEND:VCARD\n")
    add(index, folder)
    list(index.forget(ForgetRequest(paths=(str(folder),))))
    assert index.failures() == []


def test_a_reading_as_the_wrong_kind_is_told_in_a_few_words(index: Index, folder: Path) -> None:
    events = list(index.add([folder / "good.txt"], embedder=None, context=CONTEXT, as_kind="docx"))
    (skipped,) = [event for event in events if isinstance(event, FileSkipped)]
    assert len(skipped.reason) + len(skipped.next_step) < 200
    assert sync(index)[0].failed == 0
    (failure,) = index.failures()
    assert failure.reason == skipped.reason


def test_a_file_of_which_nothing_was_read_can_be_forgotten(index: Index, folder: Path) -> None:
    add(index, folder)
    broken = next(failure.path for failure in index.failures())
    list(index.forget(ForgetRequest(paths=(broken,))))
    assert broken not in [failure.path for failure in index.failures()]
    with pytest.raises(NotFound):
        list(index.forget(ForgetRequest(paths=(broken,))))
