"""The screen of sources: with keys, on the running app."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from rich.cells import cell_len
from textual.widgets import OptionList

from app.tui.dialogs.confirm import Confirm
from app.tui.dialogs.details import Details
from app.tui.picker.path_box import PathBox
from app.tui.picker.screen import PickerScreen
from app.tui.sources import lines
from app.tui.sources.messages import SourceRoot
from app.tui.sources.screen import SourcesScreen
from index.errors import StoreDamaged
from index.intake.gate import check
from index.types.events import FileDone, FileProgress, FileStarted, ForgetTotals, IngestDone, IngestEvent
from index.types.listings import ScanResult, SourceInfo
from index.types.records import Problem
from tests.app.tui.fakes import START, FakeLibrary, FakeServices
from tests.app.tui.pilots import (
    WIDE,
    AppPilot,
    ended,
    enter,
    entries,
    last_turn,
    main_of,
    on_main,
    opened,
    status_text,
    text_of,
    type_text,
    until,
)


class Reading:
    """Work that waits in the middle until it is let go on or stopped."""

    def __init__(self) -> None:
        self.go_on = Event()
        self.halfway = Event()
        self.paths: Sequence[Path] | None = None

    def __call__(self, paths: Sequence[Path], stop: Event) -> Iterator[IngestEvent]:
        self.paths = paths
        yield FileStarted("/home/maya/chat.txt", "whatsapp", 9000, 1, 1)
        yield FileProgress("/home/maya/chat.txt", 1200)
        self.halfway.set()
        while not (self.go_on.wait(0.01) or stop.is_set()):
            pass
        if not stop.is_set():
            yield FileDone("/home/maya/chat.txt", "whatsapp", 2400, 0, 0, (Problem("There is no date.", "line 9"),))
        yield IngestDone(1, 0, 0, 0, 1200 if stop.is_set() else 2400, 0, 0, 1, 0)


def listed(pilot: AppPilot) -> list[str]:
    return [str(option.prompt) for option in pilot.app.screen.query_one("#sources", OptionList).options]


def told(pilot: AppPilot, part: str) -> str:
    return str(pilot.app.screen.query_one(f"#source-{part}").render())


async def sources(pilot: AppPilot) -> None:
    await pilot.press("f5")
    await until(pilot, lambda: isinstance(pilot.app.screen, SourcesScreen), "the screen")
    await until(pilot, lambda: told(pilot, "text"), "its text")


async def test_each_thing_added_shows_its_records_and_problems() -> None:
    async with opened(FakeServices()) as pilot:
        await sources(pilot)
        assert [entry.splitlines()[0] for entry in listed(pilot)] == ["Cabin crew.txt", "Notes", "Signal"]
        assert "10 messages · 2 problems" in listed(pilot)[0]
        assert "15 passages · 1 file unfinished" in listed(pilot)[1]
        shown = told(pilot, "text")
        assert "✗ line 7: There is no date." in shown
        assert "• The zone was guessed." in shown
        assert "changes last read 10 Sep 2026 18:00" in shown
        assert "Last looked at 10 Sep 2026 18:00: 10 new records." in shown
        await pilot.press("down")
        await until(pilot, lambda: "2 files · pdf, text" in told(pilot, "text"))
        assert "deep/[red]odd[/].md  3 passages  not finished: sync it again" in told(pilot, "text")
        await pilot.press("down")
        await until(pilot, lambda: "never: nothing of it is in the index" in told(pilot, "text"))
        await pilot.press("escape")
        assert on_main(pilot)


async def test_a_path_is_added_with_progress_and_notes(tmp_path: Path) -> None:
    reading = Reading()
    chat = tmp_path / "chat.txt"
    chat.touch()
    async with opened(FakeServices(adding=reading), WIDE) as pilot:
        await sources(pilot)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickerScreen), "the picker")
        pilot.app.screen.query_one(PathBox).focus()
        pilot.app.screen.query_one(PathBox).value = str(chat)
        await pilot.press("enter")
        await until(pilot, reading.halfway.is_set)
        await until(pilot, lambda: "reading chat.txt" in told(pilot, "note"), "progress")
        await pilot.press("S")
        await until(pilot, lambda: "already; Esc stops it" in told(pilot, "note"), "one at a time")
        reading.go_on.set()
        await until(pilot, lambda: "2,400 new records from 1 file" in told(pilot, "note"), "the end")
        assert "✗ /home/maya/chat.txt, line 9: There is no date." in told(pilot, "note")
        assert reading.paths == (chat,)
        assert main_of(pilot)._runs.adding is None


async def test_escape_stops_the_work_and_only_then_goes_back() -> None:
    reading = Reading()
    async with opened(FakeServices(syncing=reading)) as pilot:
        await sources(pilot)
        await pilot.press("s")
        await until(pilot, reading.halfway.is_set)
        await pilot.press("escape")
        await until(pilot, lambda: "Stopped; what was read is kept: 1,200 new records" in told(pilot, "note"))
        assert reading.paths == [Path("/home/maya/Cabin crew.txt")]
        assert isinstance(pilot.app.screen, SourcesScreen)
        await pilot.press("escape")
        assert on_main(pilot)


class Steps:
    """Work in steps, which asks the gate before each as the index does."""

    def __init__(self) -> None:
        self.step = Event()
        self.gate: Event | None = None

    def __call__(self, paths: Sequence[Path], stop: Event) -> Iterator[IngestEvent]:
        self.gate = stop
        yield FileStarted("/home/maya/chat.txt", "whatsapp", 9000, 1, 1)
        for number in range(1, 4):
            yield FileProgress("/home/maya/chat.txt", number * 100)
            assert self.step.wait(60)
            check(stop)
        yield IngestDone(1, 0, 0, 0, 300, 0, 0, 0, 0)


async def test_work_is_paused_goes_on_and_is_stopped_while_paused() -> None:
    steps = Steps()
    async with opened(FakeServices(syncing=steps)) as pilot:
        await sources(pilot)
        await pilot.press("s")
        await until(pilot, lambda: "reading chat.txt" in told(pilot, "note"), "progress")
        await pilot.press("p")
        steps.step.set()
        await until(pilot, lambda: "paused: F8 resumes" in told(pilot, "note"), "the pause")
        await pilot.press("p")
        await until(pilot, lambda: "300 new records" in told(pilot, "note"), "the end")
        assert main_of(pilot)._runs.adding is None
        steps.step.clear()
        await pilot.press("s", "f8")
        steps.step.set()
        await until(pilot, lambda: "paused: F8 resumes" in told(pilot, "note"), "the second pause")
        await pilot.press("escape")
        await until(pilot, lambda: "Stopped; what was read is kept" in told(pilot, "note"))


async def test_one_can_leave_while_work_goes_on_and_come_back_to_it() -> None:
    reading = Reading()
    async with opened(FakeServices(syncing=reading)) as pilot:
        await sources(pilot)
        await pilot.press("S")
        await until(pilot, reading.halfway.is_set)
        await pilot.press("q")
        assert on_main(pilot)
        await until(pilot, lambda: "reading chat.txt" in status_text(pilot), "the work on the status line")
        await type_text(pilot, "lake")
        await until(pilot, lambda: len(entries(pilot)) == 3, "a search meanwhile")
        main_of(pilot).box.value = ""
        await sources(pilot)
        await pilot.press("s")
        await until(pilot, lambda: "already; Esc stops it" in told(pilot, "note"))
        await pilot.press("q")
        reading.go_on.set()
        await until(pilot, lambda: pilot.app._notifications, "the end")
        assert "2,400 new records" in next(iter(pilot.app._notifications)).message
        assert "reading" not in status_text(pilot)
        assert main_of(pilot)._runs.adding is None


async def test_what_the_main_screen_adds_is_paused_there_and_here() -> None:
    steps = Steps()
    async with opened(FakeServices(adding=steps)) as pilot:
        await pilot.press("f8")
        assert main_of(pilot)._runs.adding is None, "nothing is there to be paused"
        await enter(pilot, "/add chat.txt")
        await until(pilot, lambda: "reading chat.txt" in text_of(last_turn(pilot)))
        await pilot.press("f8")
        steps.step.set()
        await until(pilot, lambda: "paused: F8 resumes" in text_of(last_turn(pilot)))
        await type_text(pilot, "lap p")
        assert main_of(pilot).box.value == "lap p", "in the box p is a letter"
        assert main_of(pilot)._runs.paused
        main_of(pilot).box.value = ""
        await sources(pilot)
        steps.step.clear()
        await pilot.press("p")
        await until(pilot, lambda: "200 records" in told(pilot, "note"), "the work of the other screen")
        await pilot.press("q")
        main_of(pilot).transcript.focus()
        await pilot.press("p")
        assert main_of(pilot)._runs.paused, "outside the box p pauses"
        await pilot.press("p")
        steps.step.set()
        await until(pilot, ended(pilot))
        assert "300 new records" in text_of(last_turn(pilot))


async def test_all_are_looked_at_again() -> None:
    reading = Reading()
    reading.go_on.set()
    async with opened(FakeServices(syncing=reading)) as pilot:
        await sources(pilot)
        await pilot.press("S")
        await until(pilot, lambda: "2,400 new records" in told(pilot, "note"))
        assert reading.paths == []


async def test_removing_asks_first_and_says_how_much() -> None:
    services = FakeServices()
    async with opened(services) as pilot:
        await sources(pilot)
        await pilot.press("down", "d")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the question")
        assert "15 file passages, 2 files out of the index for good" in text_of(pilot.app.screen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SourcesScreen), "the safe answer")
        assert services.library is not None
        assert services.library.gone == []
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "Removed: 15 records. Your own file was not touched." in told(pilot, "note"))
        await until(pilot, lambda: len(listed(pilot)) == 2, "the list without it")
        assert services.library.gone == ["/home/maya/Notes"]


async def test_an_empty_home_and_a_broken_one_say_so() -> None:
    async with opened(FakeServices(library=None)) as pilot:
        await sources(pilot)
        assert "Nothing was added yet. Press a" in told(pilot, "text")
        await pilot.press("d", "s", "S")
        assert isinstance(pilot.app.screen, SourcesScreen)
    async with opened(FakeServices(problem=StoreDamaged("The index is damaged.", "Run homebody doctor."))) as pilot:
        await sources(pilot)
        assert "✗ The index is damaged." in told(pilot, "text")


async def test_the_palette_knows_what_can_be_done_here() -> None:
    async with opened(FakeServices(FakeLibrary())) as pilot:
        await sources(pilot)
        names = {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}
        assert names >= {"Add", "Sync this source", "Sync all sources", "Remove this source"}


async def test_there_are_columns_where_they_fit_and_they_fold_when_the_window_shrinks() -> None:
    async with opened(FakeServices(), WIDE) as pilot:
        await sources(pilot)
        heads = told(pilot, "columns")
        assert heads.split() == [
            "Added",
            "Where",
            "Records",
            "Problems",
            "Last",
            "looked",
            "at",
            "With",
            "what",
            "result",
        ]
        first, second, third = listed(pilot)
        assert first.split() == ["Cabin", "crew.txt", "/home/maya", "10", "2", "10", "Sep", "2026", "18:00", "+10"]
        assert second.split()[2:4] == ["15", "–"]
        assert "1 file unfinished" in second
        assert third.split() == ["Signal", "/media/old", "drive", "0", "–", "–"]
        assert {cell_len(row) for row in (first, second, third)} == {cell_len(heads)}
        await pilot.press("down")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "\n" in listed(pilot)[0], "two lines")
        assert not pilot.app.screen.query_one("#source-columns").display
        assert "2 files · pdf, text" in told(pilot, "text"), "the same one is chosen"


async def test_f3_lists_every_problem_with_its_place() -> None:
    async with opened(FakeServices()) as pilot:
        await sources(pilot)
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(pilot.app.screen, Details), "the problems")
        shown = text_of(pilot.app.screen)
        assert "✗ line 7: There is no date." in shown
        assert "• The zone was guessed." in shown
        await pilot.press("escape", "down", "f3")
        await until(pilot, lambda: isinstance(pilot.app.screen, Details))
        assert "/home/maya/Notes/deep/[red]odd[/].md  not finished: sync it again" in text_of(pilot.app.screen)


def root(looked: ScanResult | None, **more: object) -> SourceRoot:
    fields: dict[str, object] = {"unfinished": 0, "problems": 0, "files": (), "at": START}
    fields.update(more)
    return SourceRoot("/x", ("text",), 3, 0, count=1, read=START, looked=looked, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("looked", "brief", "full"),
    [
        (None, "", ""),
        (ScanResult(files=3, unchanged=3), "nothing new", "nothing new, 3 files unchanged."),
        (ScanResult(files=2, added=2400, removed=3), "+2,400 −3", "2,400 new records, 3 gone."),
        (ScanResult(files=2, added=1, failed=2), "2 not read", "1 new record, 2 files could not be read."),
        (ScanResult(files=1, added=5, stopped=True), "stopped", "stopped half way: 5 new records."),
        (ScanResult(failed=1, reason="It is not there now."), "not there", "It is not there now."),
    ],
)
def test_what_came_of_a_look_is_said_briefly_and_in_full(looked: ScanResult | None, brief: str, full: str) -> None:
    one = root(looked)
    assert lines.result(one)[0] == brief
    assert full in str(lines.details(one))


HOSTILE = "a\x1b[31m\u202egnp\x07 東京 שלום e" + "\u0301" * 30 + " 👩‍👩‍👧 [red]x["


def test_hostile_names_and_problems_are_cleaned_and_keep_the_columns() -> None:
    problem = Problem(f"reason {HOSTILE}", f"line {HOSTILE}")
    file = SourceInfo(1, "text", f"/home/{HOSTILE}/{HOSTILE}", "done", 1, 0, (problem,), START)
    other = root(ScanResult(reason=HOSTILE, failed=1), files=(file,), problems=1)
    hostile = replace(other, path=f"/home/{HOSTILE}")
    shown = [lines.entry(hostile, 120), lines.entry(hostile), lines.details(hostile)]
    shown += [lines.problems(hostile), lines.removal(hostile.path, ForgetTotals(1, 0, 1))]
    for text in map(str, shown):
        assert not set("\x1b\x07\u202e\u200d") & set(text)
        assert "\u0301" * 7 not in text
        assert "東京" in text
    assert cell_len(str(shown[0])) == 120
