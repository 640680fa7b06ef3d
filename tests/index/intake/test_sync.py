"""Looking again: only at what changed, and at what is gone."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.errors import NotFound, Stopped
from index.index import Index
from index.intake.scan_results import root_of
from index.sources.base import ReadContext
from index.types.events import FileDone, FileGone, FileSkipped, IngestDone, IngestEvent
from index.types.listings import RootInfo, ScanResult
from index.types.search import Filters
from tests.fakes import HashEmbedder
from tests.index.kit import CONTEXT, bodies, everything, find

CHAT = """12/03/2024, 09:15 - Maya: Shall we book the cabin?
12/03/2024, 09:16 - Tom: Yes
"""


def add(index: Index, *paths: Path, **more: str) -> None:
    list(index.add(paths, embedder=HashEmbedder(), context=CONTEXT, **more))  # type: ignore[arg-type]


def sync(index: Index, *paths: Path, **more: str) -> tuple[IngestDone, list[IngestEvent]]:
    events = list(index.sync(paths, context=lambda _zone, me: ReadContext(UTC, me=me), **more))  # type: ignore[arg-type]
    done = events[-1]
    assert isinstance(done, IngestDone)
    return done, events


@pytest.fixture
def stuff(tmp_path: Path) -> Path:
    folder = tmp_path / "stuff"
    (folder / "notes").mkdir(parents=True)
    (folder / "WhatsApp Chat with Maya.txt").write_text(CHAT)
    (folder / "notes" / "packing.md").write_text("Warm socks and a torch.\n")
    (folder / "notes" / "recipe.md").write_text("Flour, butter, plums.\n")
    return folder


@pytest.fixture
def added(index: Index, stuff: Path) -> Index:
    add(index, stuff)
    return index


def test_nothing_changed_reads_and_writes_nothing(added: Index) -> None:
    before, revision = everything(added), added.revision()
    done, events = sync(added)
    assert (done.files, done.unchanged, done.added, done.gone) == (3, 3, 0, 0)
    assert all(isinstance(event, FileDone | IngestDone) for event in events)
    assert (everything(added), added.revision()) == (before, revision)


def test_what_changed_and_what_is_new_is_taken_in(added: Index, stuff: Path) -> None:
    (stuff / "notes" / "packing.md").write_text("Warm socks and a lantern.\n")
    (stuff / "notes" / "new.md").write_text("The boiler was serviced.\n")
    chat = stuff / "WhatsApp Chat with Maya.txt"
    chat.write_text(CHAT + "12/03/2024, 09:20 - Maya: booked\n")
    done, _ = sync(added)
    assert (done.files, done.unchanged, done.added, done.known, done.removed) == (4, 1, 3, 2, 1)
    assert find(added, "torch").hits == ()
    assert find(added, "boiler").hits[0].kind == "file"
    assert bodies(added.messages(Filters()))[-1] == "booked"


def test_a_new_time_alone_is_no_change_and_the_same_size_may_be_one(added: Index, stuff: Path) -> None:
    packing, recipe = stuff / "notes" / "packing.md", stuff / "notes" / "recipe.md"
    os.utime(packing, (1, 1))
    recipe.write_text("Flour, butter, pears.\n")
    os.utime(recipe, (2, 2))
    done, _ = sync(added)
    assert (done.unchanged, done.added, done.removed) == (2, 1, 1)
    assert find(added, "pears").hits


def test_a_note_that_is_gone_goes_and_an_export_that_is_gone_stays(added: Index, stuff: Path) -> None:
    (stuff / "notes" / "packing.md").unlink()
    (stuff / "WhatsApp Chat with Maya.txt").unlink()
    done, events = sync(added)
    gone = [event for event in events if isinstance(event, FileGone)]
    assert {(event.kind, event.messages, event.passages, event.removed) for event in gone} == {
        ("markdown", 0, 1, True),
        ("whatsapp", 2, 0, False),
    }
    assert (done.gone, done.removed) == (2, 1)
    assert find(added, "torch").hits == ()
    assert added.count(Filters()) == 2
    assert added.health().integrity == "ok"
    assert added.health().embedded == added.health().passages


@pytest.mark.parametrize(("gone", "messages", "files"), [("everything", 0, 1), ("nothing", 2, 2)])
def test_the_owner_may_say_what_goes(added: Index, stuff: Path, gone: str, messages: int, files: int) -> None:
    (stuff / "notes" / "packing.md").unlink()
    (stuff / "WhatsApp Chat with Maya.txt").unlink()
    sync(added, gone=gone)
    assert (added.count(Filters()), added.health().files) == (messages, files)
    assert len(added.chats()) == (messages > 0)
    assert len(added.people()) == messages


def test_a_message_that_another_file_holds_as_well_stays(added: Index, stuff: Path, tmp_path: Path) -> None:
    other = tmp_path / "WhatsApp Chat with Maya.txt"
    other.write_text(CHAT.splitlines()[1] + "\n")
    add(added, other)
    (stuff / "WhatsApp Chat with Maya.txt").unlink()
    sync(added, gone="everything")
    (left,) = added.messages(Filters())
    assert (left.text, left.path) == ("Yes", str(other))


def test_a_folder_that_is_not_there_loses_nothing(added: Index, stuff: Path) -> None:
    stuff.rename(stuff.with_name("unplugged"))
    before = everything(added)
    done, events = sync(added, gone="everything")
    assert isinstance(events[0], FileSkipped)
    assert "kept" in events[0].reason
    assert (done.gone, done.failed) == (0, 1)
    assert everything(added) == before


def test_a_file_that_was_named_and_is_gone_is_gone_once(index: Index, stuff: Path) -> None:
    note = stuff / "notes" / "packing.md"
    add(index, note)
    note.unlink()
    assert sync(index)[0].removed == 1
    assert index.added_paths() == []
    assert sync(index)[0] == IngestDone(0, 0, 0, 0, 0, 0, 0, 0, 0)


def test_what_cannot_be_looked_into_is_not_gone(added: Index, stuff: Path) -> None:
    archive = stuff / "WhatsApp Chat with Tom.zip"
    import zipfile

    with zipfile.ZipFile(archive, "w") as writing:
        writing.writestr("WhatsApp Chat with Tom.txt", "12/03/2024, 09:15 - Tom: in the zip\n")
    sync(added)
    assert added.count(Filters()) == 3
    archive.write_bytes(archive.read_bytes()[:40])
    done, _ = sync(added, gone="everything")
    assert (done.gone, done.failed) == (0, 1)
    assert added.count(Filters()) == 3


def test_only_what_is_named_is_looked_at(added: Index, stuff: Path) -> None:
    (stuff / "notes" / "packing.md").write_text("a lantern\n")
    (stuff / "notes" / "recipe.md").write_text("pears\n")
    assert sync(added, stuff / "notes" / "recipe.md")[0].files == 1
    assert (len(find(added, "pears").hits), len(find(added, "lantern").hits)) == (1, 0)
    assert sync(added, stuff / "notes")[0].files == 2
    assert find(added, "lantern").hits


def test_what_was_never_added_is_said(added: Index, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="never added"):
        sync(added, tmp_path / "elsewhere")


def test_files_are_read_again_as_the_owner_said(index: Index, stuff: Path) -> None:
    note = stuff / "notes" / "packing.md"
    list(index.add([note], embedder=None, context=ReadContext(UTC, me="Lea"), as_kind="text", me="Lea"))
    note.write_text("# A lantern\n")
    seen: list[str | None] = []

    def context(zone: str | None, me: str | None) -> ReadContext:
        seen.append(me)
        return ReadContext(UTC, me=me)

    list(index.sync(context=context))
    assert (index.sources()[0].kind, seen) == ("text", ["Lea"])


# ── What came of the last look ────────────────────────────────────────────────────────────────────────────────────────


def test_each_root_knows_when_it_was_looked_at_and_what_came_of_it(
    tmp_path: Path, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes, chat_file = tmp_path / "notes", tmp_path / "chat.txt"
    notes.mkdir()
    (notes / "a.md").write_text("# Boat\n\nThe boat is in the shed.\n")
    (notes / "b.md").write_text("# Lake\n\nThe lake is cold.\n")
    chat_file.write_text("12/03/2024, 09:15 - Maya: Shall we?\n12/03/2024, 09:16 - Tom: Yes\n")
    monkeypatch.setattr("index.intake.scan_results.time.time_ns", lambda: 1_800_000_000_123_456_789)
    list(index.add([notes, chat_file], embedder=None, context=CONTEXT))
    first, second = index.roots()
    assert (first.path, second.path) == (str(notes), str(chat_file))
    moment = datetime(2027, 1, 15, 8, 0, 0, 123_000, UTC)
    assert (first.at, second.at) == (moment, moment)
    assert first.looked == ScanResult(files=2, added=2)
    assert second.looked is not None
    assert (second.looked.files, second.looked.added) == (1, 2)

    (notes / "b.md").unlink()
    monkeypatch.setattr("index.intake.scan_results.time.time_ns", lambda: 1_800_000_001_123_456_789)
    list(index.sync([], context=lambda *_: CONTEXT))
    first, second = index.roots()
    assert first.looked == ScanResult(files=1, unchanged=1, removed=1)
    assert second.looked == ScanResult(files=1, unchanged=1)
    assert first.at == moment + timedelta(seconds=1)

    chat_file.unlink()
    notes.rename(tmp_path / "elsewhere")
    list(index.sync([notes], context=lambda *_: CONTEXT))
    first, second = index.roots()
    assert first.looked == ScanResult(failed=1, reason="It is not there now; what came from it is kept.")
    assert second.looked == ScanResult(files=1, unchanged=1), "it was not looked at"


def test_a_look_that_was_stopped_or_of_a_part_says_so(tmp_path: Path, index: Index) -> None:
    for number in range(3):
        (tmp_path / f"{number}.md").write_text(f"# Note {number}\n")
    stop = threading.Event()
    adding = index.add([tmp_path], embedder=None, context=CONTEXT, stop=stop)
    while not isinstance(next(adding), FileDone):
        pass
    stop.set()
    with pytest.raises(Stopped):
        list(adding)
    (root,) = index.roots()
    assert root.looked == ScanResult(files=1, added=1, stopped=True)
    list(index.sync([tmp_path / "1.md"], context=lambda *_: CONTEXT))
    assert index.roots() == [root], "a part of it is not all of it"


def test_a_root_of_an_older_store_was_never_looked_at(tmp_path: Path, index: Index) -> None:
    (tmp_path / "a.md").write_text("# Boat\n")
    list(index.add([tmp_path / "a.md"], embedder=None, context=CONTEXT))
    with index._database.write() as db:
        db.execute("UPDATE root SET looked_ms = NULL, result = NULL")
    assert index.roots() == [RootInfo(str(tmp_path / "a.md"))]


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("/home/maya/notes/deep/a.md", "/home/maya/notes"),
        ("/home/maya/notes", "/home/maya/notes"),
        ("/home/maya/x.zip!/in/a.txt", "/home/maya/x.zip"),
        ("/home/maya/notes2/a.md", None),
        ("C:\\odd", None),
    ],
)
def test_a_file_belongs_to_the_nearest_root(path: str, root: str | None) -> None:
    assert root_of(path, ["/home/maya/notes", "/home/maya/x.zip"]) == root
