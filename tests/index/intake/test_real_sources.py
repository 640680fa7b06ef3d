"""The index with the formats that homebody really reads, from files on disk."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC
from pathlib import Path

import pytest

from index.index import Index
from index.sources.base import ReadContext
from index.types.events import FileSkipped, IngestDone
from index.types.search import Filters
from tests.fakes import HashEmbedder
from tests.index.kit import CONTEXT, bodies, everything, find

SAMPLES = Path(__file__).resolve().parents[3].parent / "shared" / "samples"

WHATSAPP = """12/03/2024, 09:15 - Maya: Shall we book the cabin?
12/03/2024, 09:16 - Tom: Yes, the one
by the lake
13/03/2024, 18:02 - Maya: ok
13/03/2024, 18:02 - Maya: ok
"""


def add(index: Index, *paths: Path, context: ReadContext = CONTEXT) -> tuple[IngestDone, list[FileSkipped]]:
    events = list(index.add(paths, embedder=HashEmbedder(), context=context))
    done = events[-1]
    assert isinstance(done, IngestDone)
    return done, [event for event in events if isinstance(event, FileSkipped)]


def export(messages: list[str]) -> str:
    return json.dumps(
        {
            "name": "Lea",
            "type": "personal_chat",
            "id": 5,
            "messages": [
                {
                    "id": n,
                    "type": "message",
                    "date": f"2024-03-01T10:{n:02}:00",
                    "date_unixtime": str(1_709_287_200 + 60 * n),
                    "from": "Lea",
                    "from_id": "user1",
                    "text": text,
                }
                for n, text in enumerate(messages)
            ],
        }
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "stuff"
    (folder / "telegram").mkdir(parents=True)
    (folder / "WhatsApp Chat with Maya.txt").write_text(WHATSAPP)
    (folder / "telegram" / "result.json").write_text(export(["the ferry leaves at nine", "bring your passport"]))
    (folder / "notes.md").write_text("# Packing\n\nWarm socks and a torch.\n")
    (folder / "junk.txt").write_bytes(bytes(range(256)) * 20)
    return folder


def test_a_folder_of_different_things_sorts_itself_out(index: Index, home: Path) -> None:
    done, _ = add(index, home)
    assert {source.kind for source in index.sources()} >= {"whatsapp", "telegram", "markdown"}
    assert done.files == 3
    assert bodies(find(index, "ferry passport").hits)
    assert find(index, "torch").hits[0].kind == "file"
    assert bodies(find(index, "lake").hits) == ["Yes, the one\nby the lake"]
    assert [hit.text for hit in index.messages(Filters(sources=("whatsapp",)))].count("ok") == 2


def test_adding_the_folder_twice_changes_nothing(index: Index, home: Path) -> None:
    add(index, home)
    before = everything(index)
    done, _ = add(index, home)
    assert (done.added, done.unchanged) == (0, 3)
    assert everything(index) == before


def test_a_grown_export_and_an_edited_note_bring_only_what_is_new(index: Index, home: Path) -> None:
    add(index, home)
    with (home / "WhatsApp Chat with Maya.txt").open("a") as stream:
        stream.write("14/03/2024, 08:00 - Tom: it is booked\n")
    (home / "notes.md").write_text("# Packing\n\nWarm socks and a lantern.\n")
    done, _ = add(index, home)
    assert (done.added, done.removed, done.unchanged) == (2, 1, 1)
    assert find(index, "torch").hits == ()
    assert bodies(find(index, "booked").hits)[0] == "it is booked"


def test_a_zip_is_read_and_read_once(index: Index, home: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(home / "telegram" / "result.json", "export/result.json")
    done, _ = add(index, tmp_path / "all.zip")
    assert done.added == 2
    assert add(index, tmp_path / "all.zip")[0].unchanged == 1
    assert add(index, home / "telegram")[0].known == 2


def test_bad_files_each_get_a_sentence_and_the_rest_is_read(index: Index, home: Path) -> None:
    (home / "empty.txt").write_text("")
    (home / "cut.json").write_text(export(["x" * 50])[:90])
    (home / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj <<")
    paths = [home / name for name in ("empty.txt", "junk.txt", "broken.pdf", "missing.txt")]
    done, skipped = add(index, *paths, home / "notes.md")
    assert done.files == 1
    assert done.failed == 4
    for event in skipped:
        assert event.reason.endswith(".")
    assert find(index, "torch").hits


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not beside the repository")
def test_real_exports_come_in_twice_without_change(index: Index) -> None:
    paths = [SAMPLES / "whatsapp", SAMPLES / "telegram"]
    first, _ = add(index, *paths)
    assert first.added > 20
    before = everything(index)
    again, _ = add(index, *paths, context=ReadContext(UTC, zone_guessed=False))
    assert again.added == 0
    assert json.loads(before)[4] == json.loads(everything(index))[4]
