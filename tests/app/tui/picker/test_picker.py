"""Choosing files and folders, with keys, the mouse and typed paths, on real folders."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest
from textual.events import Paste

from app.text import wording
from app.tui.base.mark_list import MarkList
from app.tui.picker import feed
from app.tui.picker.folder_listing import FolderEntry, listing_of
from app.tui.picker.path_box import PathBox
from app.tui.picker.screen import PickerScreen
from app.tui.sources.screen import SourcesScreen
from index.types.events import IngestDone, IngestEvent
from tests.app.tui.fakes import FakeServices
from tests.app.tui.pilots import NARROW, WIDE, AppPilot, ended, last_turn, main_of, on_main, opened, type_text, until


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two folders, an export, a document, something hidden."""
    (tmp_path / "Notes" / "deep").mkdir(parents=True)
    (tmp_path / "Notes" / "boat.md").write_text("# Boat")
    (tmp_path / "archive").mkdir()
    (tmp_path / "WhatsApp Chat with Maya.txt").write_bytes(b"x" * 12_345)
    (tmp_path / "rent.pdf").write_bytes(b"x" * 3_400_000)
    (tmp_path / ".hidden").touch()
    return tmp_path


class Adding:
    """Remembers what is to be taken in."""

    def __init__(self) -> None:
        self.paths: list[Path] = []

    def __call__(self, paths: Sequence[Path], stop: Event) -> Iterator[IngestEvent]:
        assert not stop.is_set()
        self.paths += paths
        yield IngestDone(len(paths), 0, 0, 0, 10, 0, 0, 0, 0)


@asynccontextmanager
async def picking(folder: Path, size: tuple[int, int] = NARROW) -> AsyncIterator[tuple[AppPilot, Adding]]:
    adding = Adding()
    async with opened(FakeServices(adding=adding), size) as pilot:
        main_of(pilot).app._folder = folder  # type: ignore[attr-defined]
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickerScreen), "the picker")
        await in_folder(pilot, folder)
        yield pilot, adding


def listed(pilot: AppPilot) -> MarkList:
    return pilot.app.screen.query_one(MarkList)


def rows(pilot: AppPilot) -> list[str]:
    return [listed(pilot).render_line(place).text.strip("▌ ") for place in range(listed(pilot).count)]


def names(pilot: AppPilot) -> list[str]:
    return [row.split("  ")[0].removeprefix("○ ").removeprefix("● ") for row in rows(pilot)]


def note(pilot: AppPilot) -> str:
    return str(pilot.app.screen.query_one("#picker-note").render())


async def in_folder(pilot: AppPilot, folder: Path) -> None:
    await until(pilot, lambda: str(listed(pilot).border_title) == str(folder), f"{folder}")


async def test_a_folder_shows_names_sizes_and_what_they_are_like(folder: Path) -> None:
    async with picking(folder) as (pilot, _):
        assert names(pilot) == ["archive/", "Notes/", "rent.pdf", "WhatsApp Chat with Maya.txt"]
        assert rows(pilot)[2].split()[-4:] == ["PDF", "document", "3.4", "MB"]
        assert rows(pilot)[3].split()[-4:] == ["WhatsApp", "chat", "12", "kB"]
        assert "1 hidden: . shows them." in note(pilot)


async def test_enter_adds_a_file(folder: Path) -> None:
    async with picking(folder) as (pilot, adding):
        await pilot.press("end", "enter")
        await until(pilot, ended(pilot))
        assert adding.paths == [folder / "WhatsApp Chat with Maya.txt"]
        assert "WhatsApp Chat with Maya.txt" in last_turn(pilot).asked


async def test_a_whole_folder_is_added_by_a_second_enter_alone(folder: Path) -> None:
    async with picking(folder) as (pilot, adding):
        await pilot.press("enter")
        await until(pilot, lambda: f"Enter again adds all of {folder}/archive." in note(pilot))
        await pilot.press("down", "up")
        await until(pilot, lambda: "→ opens it" in note(pilot), "it was taken back")
        await pilot.press("down", "enter", "enter")
        await until(pilot, ended(pilot))
        assert adding.paths == [folder / "Notes"]


async def test_several_are_marked_in_several_folders(folder: Path) -> None:
    async with picking(folder) as (pilot, adding):
        await pilot.press("end", "space", "home", "down", "right")
        await in_folder(pilot, folder / "Notes")
        await pilot.press("end", "space")
        await until(pilot, lambda: "2 marked in 2 folders; Enter adds them." in note(pilot))
        await pilot.press("left")
        await in_folder(pilot, folder)
        assert [row[0] for row in rows(pilot)] == ["○", "○", "○", "●"], "marks are there when one comes back"
        assert listed(pilot).highlighted == 1, "the folder that one came from is highlighted"
        await pilot.press("end", "space", "space")
        await pilot.press("enter")
        await until(pilot, ended(pilot))
        assert sorted(adding.paths) == [folder / "Notes" / "boat.md", folder / "WhatsApp Chat with Maya.txt"]


async def test_hidden_entries_are_shown_by_a_key(folder: Path) -> None:
    async with picking(folder) as (pilot, _):
        await pilot.press("end", "full_stop")
        await until(pilot, lambda: ".hidden" in names(pilot))
        assert names(pilot)[listed(pilot).highlighted] == "WhatsApp Chat with Maya.txt"
        await pilot.press("full_stop")
        await until(pilot, lambda: ".hidden" not in names(pilot))


async def test_the_mouse_highlights_marks_and_opens(folder: Path) -> None:
    async with picking(folder) as (pilot, _):
        await pilot.click(MarkList, offset=(10, 2))
        assert listed(pilot).highlighted == 1
        await pilot.click(MarkList, offset=(2, 4))
        assert listed(pilot).marked == {3}
        await pilot.click(MarkList, offset=(10, 2))
        await pilot.click(MarkList, offset=(10, 2))
        await in_folder(pilot, folder / "Notes")
        assert names(pilot) == ["deep/", "boat.md"]


async def test_escape_adds_nothing_and_the_folder_is_remembered(folder: Path) -> None:
    async with picking(folder) as (pilot, adding):
        await pilot.press("right")
        await in_folder(pilot, folder / "archive")
        assert "There is nothing here" in note(pilot)
        await pilot.press("enter", "space", "escape")
        await until(pilot, lambda: on_main(pilot))
        assert not adding.paths
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickerScreen))
        await in_folder(pilot, folder / "archive")


async def test_typing_goes_to_the_box_and_the_list_follows(folder: Path) -> None:
    async with picking(folder) as (pilot, adding):
        box = pilot.app.screen.query_one(PathBox)
        await type_text(pilot, "Wh")
        assert box.value == f"{folder}/Wh"
        assert names(pilot)[listed(pilot).highlighted] == "WhatsApp Chat with Maya.txt"
        await until(pilot, lambda: box._suggestion == f"{folder}/WhatsApp Chat with Maya.txt", "a completion")
        await pilot.press("tab", "enter")
        await until(pilot, ended(pilot))
        assert adding.paths == [folder / "WhatsApp Chat with Maya.txt"]


async def test_a_typed_folder_is_shown_and_added_by_enter(folder: Path) -> None:
    async with picking(folder) as (pilot, adding):
        box = pilot.app.screen.query_one(PathBox)
        await type_text(pilot, "/")
        assert box.value == "/"
        box.value = f"{folder}/Notes/"
        await in_folder(pilot, folder / "Notes")
        await pilot.press("enter")
        await until(pilot, lambda: f"Enter again adds all of {folder}/Notes." in note(pilot))
        assert listed(pilot).has_focus
        await pilot.press("enter")
        await until(pilot, ended(pilot))
        assert adding.paths == [folder / "Notes"]


async def test_a_path_that_is_not_there_is_one_sentence(folder: Path) -> None:
    async with picking(folder) as (pilot, _):
        await type_text(pilot, "zz")
        await pilot.press("enter")
        await until(pilot, lambda: f"There is no file or folder {folder}/zz." in note(pilot))
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, PickerScreen)
        await pilot.press("escape")
        await until(pilot, lambda: on_main(pilot))


async def test_a_dropped_file_is_added(folder: Path) -> None:
    async with picking(folder) as (pilot, adding):
        pilot.app.screen.post_message(Paste(f"'{folder}/rent.pdf' '{folder}/WhatsApp Chat with Maya.txt'"))
        await until(pilot, ended(pilot))
        assert adding.paths == [folder / "rent.pdf", folder / "WhatsApp Chat with Maya.txt"]


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="no folder is closed to its superuser")
async def test_a_closed_folder_is_one_sentence(folder: Path) -> None:
    (folder / "archive").chmod(0)
    try:
        async with picking(folder) as (pilot, _):
            await pilot.press("right")
            await until(pilot, lambda: f"{folder}/archive cannot be opened: you have no permission." in note(pilot))
            await pilot.press("left")
            await in_folder(pilot, folder)
    finally:
        (folder / "archive").chmod(0o700)


def test_what_cannot_be_listed_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    read = feed.list_folder(tmp_path / "none", lambda: False)
    assert read is not None
    assert read.trouble is not None
    assert read.trouble.sentence == f"There is no folder {tmp_path}/none."
    monkeypatch.setattr(os, "scandir", refuse)
    read = feed.list_folder(tmp_path, lambda: False)
    assert read is not None
    assert read.trouble is not None
    assert read.trouble.sentence == f"{tmp_path} cannot be opened: you have no permission."


async def test_hostile_names_are_shown_cleaned_and_added_as_they_are(tmp_path: Path) -> None:
    hostile = (
        "a\x1b[31mred.txt",
        "b\u202etxt.exe",
        "c\nd.txt",
        "e" + "\u0301" * 40,
        "[bold]x[",
        "\u200b",
        "東京から.pdf",
    )
    for name in hostile:
        (tmp_path / name).touch()
    os.close(os.open(os.fsencode(tmp_path) + b"/z\xff.txt", os.O_CREAT))
    async with picking(tmp_path, WIDE) as (pilot, adding):
        shown = "\n".join(rows(pilot))
        assert not set("\x1b\u202e\u200b\x07") & set(shown)
        assert "\u0301" * 7 not in shown
        assert {"[bold]x[", "c d.txt", "東京から.pdf", "(a name without letters)"} <= set(names(pilot))
        widths = {listed(pilot).render_line(place).cell_length for place in range(listed(pilot).count)}
        assert len(widths) == 1, "every row takes the same room"
        await pilot.press("home", *["space"] * listed(pilot).count, "enter")
        await until(pilot, ended(pilot))
        assert {os.fsencode(path.name) for path in adding.paths} == {*map(os.fsencode, hostile), b"z\xff.txt"}
        assert "\x1b" not in last_turn(pilot).asked


async def test_what_is_no_file_cannot_be_added(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    async with picking(tmp_path) as (pilot, adding):
        await pilot.press("space", "space", "enter")
        assert isinstance(pilot.app.screen, PickerScreen)
        assert listed(pilot).marked == set()
        assert not adding.paths


async def test_add_alone_opens_the_picker_and_so_does_the_palette() -> None:
    async with opened(FakeServices()) as pilot:
        main_of(pilot).box.put("/add")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickerScreen), "the picker")
        await pilot.press("escape")
        await until(pilot, lambda: on_main(pilot))
        assert main_of(pilot).box.value == ""
        named = {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}
        assert named >= {"Add", "Add a path", "Look for exports", "Sample home"}


async def test_the_sources_take_in_what_is_picked(folder: Path) -> None:
    adding = Adding()
    async with opened(FakeServices(adding=adding)) as pilot:
        main_of(pilot).app._folder = folder  # type: ignore[attr-defined]
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, SourcesScreen))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickerScreen))
        await in_folder(pilot, folder)
        await pilot.press("end", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SourcesScreen))
        await until(pilot, lambda: adding.paths == [folder / "WhatsApp Chat with Maya.txt"])


class ManyNames:
    """What os.scandir gives for a folder with very many files, without making them."""

    def __init__(self, count: int) -> None:
        self.entries = [f"file {number * 7919 % count:06}.txt" for number in range(count)]

    def __enter__(self) -> Iterator[SimpleNamespace]:
        found = SimpleNamespace(st_mode=0o100644, st_size=12)
        for name in self.entries:
            yield SimpleNamespace(name=name, is_dir=lambda: False, stat=lambda: found)

    def __exit__(self, *_: object) -> None:
        pass


async def test_a_folder_with_a_hundred_thousand_entries_does_not_hold_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    many = ManyNames(100_000)
    everywhere = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: many if str(path) == "/many" else everywhere(path))
    gaps: list[float] = []

    async def watch() -> None:
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(0.01)
            gaps.append(loop.time() - before - 0.01)

    async with opened(FakeServices()) as pilot:
        main_of(pilot).app._folder = Path("/many")  # type: ignore[attr-defined]
        watching = asyncio.create_task(watch())
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickerScreen))
        await until(pilot, lambda: listed(pilot).count == 100_000, "the names")
        await pilot.press("end", "pageup", "home")
        await type_text(pilot, "file 09")
        assert names_at(pilot, listed(pilot).highlighted).startswith("file 090000.txt")
        watching.cancel()
    # The bar is 50 ms; a busy machine adds its own.
    assert sorted(gaps)[-3] < 0.25, f"held for {max(gaps):.3f} s"


def names_at(pilot: AppPilot, place: int) -> str:
    return pilot.app.screen._entry(place).name  # type: ignore[attr-defined, no-any-return]


def test_entries_are_in_order_and_found_by_their_beginning() -> None:
    made = [FolderEntry(name, "folder") for name in ("b", "A", ".git")]
    made += [FolderEntry(f"File {number:04}.txt", "file", number) for number in range(5000, 0, -1)]
    made = [*(entry._replace(hidden=entry.name.startswith(".")) for entry in made), FolderEntry("pipe", "other")]
    listing = listing_of(made)
    assert [listing.entry(place).name for place in range(4)] == [".git", "A", "b", "File 0001.txt"]
    assert listing.entry(3) == FolderEntry("File 0001.txt", "file", 1)
    assert listing.entry(len(listing) - 1) == FolderEntry("pipe", "other")
    shown = listing.shown(with_hidden=False)
    assert len(shown) == len(listing) - 1
    found = listing.first_match("file 49", shown)
    assert found is not None
    assert listing.entry(shown[found]).name == "File 4900.txt"
    assert listing.first_match("a", shown) == 0
    assert listing.first_match(".g", shown) is None
    assert listing.first_match("zzz", shown) is None


def test_a_list_that_nobody_wants_any_more_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert feed.list_folder(tmp_path, lambda: True) is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (12_345, "12 kB"),
        (3_400_000, "3.4 MB"),
        (56_000_000, "56 MB"),
        (7 * 10**15, "7,000 TB"),
    ],
)
def test_sizes_are_as_people_read_them(value: int, shown: str) -> None:
    assert wording.size(value) == shown
