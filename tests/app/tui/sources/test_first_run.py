"""The first run: an empty home greets, looks for exports when it may, and takes in what is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

import pytest
from textual.events import Paste

from app.tui.ask.welcome import FirstSteps, Welcome
from app.tui.base.mark_list import MarkList
from app.tui.base.rendering import shown_path
from app.tui.sources.exports import ExportsScreen
from index.types.events import IngestDone, IngestEvent
from tests.app.tui.fakes import FakeLibrary, FakeServices
from tests.app.tui.pilots import NARROW, WIDE, AppPilot, ended, last_turn, main_of, on_main, opened, text_of, until


class Adding:
    """Takes in at once, and remembers what."""

    def __init__(self) -> None:
        self.paths: list[Path] = []
        self.services: FakeServices | None = None

    def __call__(self, paths: Sequence[Path], stop: Event) -> Iterator[IngestEvent]:
        assert not stop.is_set()
        self.paths += paths
        if self.services is not None:
            self.services.library = FakeLibrary()
        yield IngestDone(len(paths), 0, 0, 0, 10, 0, 0, 0, 0)


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """Three exports, one of them unreadable, among other things."""
    folder = tmp_path / "Downloads"
    (folder / "Telegram Desktop" / "ChatExport_2024-01-31").mkdir(parents=True)
    for name in ("WhatsApp Chat with Maya.zip", "signal-2024-01-31-12-00-00.backup", "rent.pdf"):
        (folder / name).touch()
    return folder


def empty(downloads: Path) -> tuple[FakeServices, Adding]:
    adding = Adding()
    adding.services = FakeServices(library=None, adding=adding, downloads=downloads)
    return adding.services, adding


def greeting(pilot: AppPilot) -> str:
    return text_of(main_of(pilot).query_one(Welcome))


def offers(pilot: AppPilot) -> list[str]:
    return [str(option.prompt) for option in main_of(pilot).query_one(FirstSteps).options]


def rows(pilot: AppPilot) -> list[str]:
    shown = pilot.app.screen.query_one(MarkList)
    return [shown.render_line(place).text.strip("▌ ") for place in range(shown.count)]


def exports_note(pilot: AppPilot) -> str:
    return str(pilot.app.screen.query_one("#exports-note").render())


async def look(pilot: AppPilot) -> None:
    await pilot.press("y")
    await until(pilot, lambda: isinstance(pilot.app.screen, ExportsScreen), "the exports")
    await until(pilot, lambda: exports_note(pilot), "the list")


async def test_an_empty_home_says_what_to_do_and_asks_before_it_looks(tmp_path: Path) -> None:
    services, _ = empty(tmp_path / "nowhere")
    async with opened(services) as pilot:
        shown = greeting(pilot)
        assert [line.split()[0] for line in shown.splitlines()[3:6]] == ["Export", "Add", "Ask"]
        assert "/add ~/Downloads/…" in shown
        assert offers(pilot)[0] == f"y Look in {tmp_path}/nowhere for exports?  Only names are read."
        assert "sample home" in offers(pilot)[3]
        assert main_of(pilot).query_one(FirstSteps).has_focus


async def test_exports_are_found_chosen_and_taken_in(downloads: Path) -> None:
    services, adding = empty(downloads)
    async with opened(services) as pilot:
        await look(pilot)
        assert [row.split("  ")[0] for row in rows(pilot)] == [
            "○ Telegram export",
            "○ WhatsApp chat",
            "Signal backup",
        ]
        assert "rent.pdf" not in "".join(rows(pilot))
        await pilot.press("down", "down")
        await until(pilot, lambda: "It is encrypted" in exports_note(pilot))
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ExportsScreen), "what cannot be read is not taken in"
        await pilot.press("home", "space", "space", "up")
        await until(pilot, lambda: "2 marked; Enter adds them." in exports_note(pilot))
        await pilot.press("enter")
        await until(pilot, ended(pilot))
        assert adding.paths == [
            downloads / "Telegram Desktop" / "ChatExport_2024-01-31",
            downloads / "WhatsApp Chat with Maya.zip",
        ]
        assert "10 new records" in text_of(last_turn(pilot))
        assert "WhatsApp Chat with Maya.zip" in last_turn(pilot).asked


async def test_enter_takes_in_the_highlighted_one_and_escape_nothing(downloads: Path) -> None:
    services, adding = empty(downloads)
    async with opened(services) as pilot:
        await look(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: on_main(pilot))
        assert not adding.paths
        await look(pilot)
        await pilot.press("down", "enter")
        await until(pilot, ended(pilot))
        assert adding.paths == [downloads / "WhatsApp Chat with Maya.zip"]


async def test_all_that_can_be_read_are_marked_by_one_key_and_one_by_the_mouse(downloads: Path) -> None:
    services, _ = empty(downloads)
    async with opened(services, WIDE) as pilot:
        await look(pilot)
        shown = pilot.app.screen.query_one(MarkList)
        await pilot.press("a")
        assert shown.marked == {0, 1}
        await pilot.press("a")
        assert shown.marked == set()
        await pilot.click(shown, offset=(20, 2))
        assert shown.marked == {1}
        await pilot.click(shown, offset=(20, 3))
        assert shown.marked == {1}, "the backup cannot be read"


async def test_an_empty_home_says_which_model_is_missing(tmp_path: Path) -> None:
    services, _ = empty(tmp_path / "nowhere")
    services.note = "No language model yet: F7 shows those that fit this machine."
    async with opened(services) as pilot:
        assert services.note in greeting(pilot)


async def test_nothing_found_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "rent.pdf").touch()
    services, _ = empty(tmp_path)
    async with opened(services) as pilot:
        await pilot.press("y")
        await until(pilot, lambda: f"The one name in {tmp_path} does not look like an export." in greeting(pilot))
        assert on_main(pilot)


async def test_a_home_that_is_not_empty_looks_from_the_palette(tmp_path: Path) -> None:
    async with opened(FakeServices(downloads=tmp_path)) as pilot:
        main_of(pilot).action_look_for_exports()
        await until(pilot, lambda: pilot.app._notifications, "the answer")
        assert next(iter(pilot.app._notifications)).message.startswith("There is nothing in ")


async def test_downloads_that_are_not_there_are_one_sentence(tmp_path: Path) -> None:
    services, _ = empty(tmp_path / "nowhere")
    async with opened(services) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: f"No such file or directory: {tmp_path}/nowhere." in greeting(pilot))


async def test_the_sample_home_is_taken_in_by_key_and_by_click() -> None:
    services, adding = empty(Path("/nowhere"))
    async with opened(services) as pilot:
        await pilot.press("3")
        await until(pilot, ended(pilot))
        assert adding.paths == [Path("Sample home (demo)")]
        assert last_turn(pilot).asked == "Add the sample home"
    services, adding = empty(Path("/nowhere"))
    async with opened(services, NARROW) as pilot:
        await pilot.click(FirstSteps, offset=(10, 3))
        await until(pilot, ended(pilot))
        assert adding.paths == [Path("Sample home (demo)")]


async def test_letters_still_go_to_the_box_and_a_path_can_be_typed() -> None:
    services, _ = empty(Path("/nowhere"))
    async with opened(services) as pilot:
        await pilot.press("2")
        await until(pilot, lambda: main_of(pilot).box.value == "/add ")
        assert main_of(pilot).box.has_focus
        assert "takes in a chat export" in str(main_of(pilot).box.border_subtitle)
    async with opened(services) as pilot:
        await pilot.press("w", "h", "y")
        assert main_of(pilot).box.value == "why"


async def test_what_is_dropped_goes_to_the_box() -> None:
    services, _ = empty(Path("/nowhere"))
    async with opened(services) as pilot:
        box = main_of(pilot).box
        main_of(pilot).query_one(FirstSteps).post_message(Paste("'/home/maya/My chat.zip'\n"))
        await until(pilot, lambda: box.value == "/add '/home/maya/My chat.zip'")
        assert box.has_focus
        box.value = ""
        main_of(pilot).query_one(FirstSteps).focus()
        main_of(pilot).query_one(FirstSteps).post_message(Paste("when is\x1b[31m the cabin weekend?"))
        await until(pilot, lambda: box.value.startswith("when is"))
        assert "\x1b" not in box.value


async def test_a_hostile_name_is_shown_cleaned(tmp_path: Path) -> None:
    hostile = tmp_path / "WhatsApp Chat \x1b[31m\u202egnp.exe [red]東京[bold].zip"
    hostile.touch()
    services, adding = empty(tmp_path)
    async with opened(services, WIDE) as pilot:
        await look(pilot)
        row = rows(pilot)[0]
        assert "\x1b" not in row
        assert "\u202e" not in row
        assert "[red]東京[bold].zip" in row
        await pilot.press("enter")
        await until(pilot, ended(pilot))
        assert adding.paths == [hostile]
        assert "\x1b" not in text_of(last_turn(pilot))


def test_the_owners_folder_is_shown_as_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/maya")
    assert shown_path(Path("/home/maya")) == "~"
    assert shown_path(Path("/home/maya/Downloads")) == "~/Downloads"
    assert shown_path(Path("/home/maya2/Downloads")) == "/home/maya2/Downloads"
    monkeypatch.setenv("HOME", "/")
    assert shown_path(Path("/etc")) == "/etc"
