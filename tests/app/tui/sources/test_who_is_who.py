"""Who is who, asked after something was added: two short questions, with the safe answer first."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.tui.dialogs.confirm import Confirm
from app.tui.picker.path_box import PathBox
from app.tui.picker.screen import PickerScreen
from app.tui.sources.screen import SourcesScreen
from index.types.listings import OwnerGuess, PersonInfo, SameName
from tests.app.tui.fakes import FakePreferences, FakeServices
from tests.app.tui.pilots import AppPilot, opened, text_of, until
from tests.app.tui.sources.test_sources import Reading, sources

ME = (PersonInfo(4, "Ivy Hart", False, 9, ("Cabin",)), PersonInfo(5, "Ivy Hart", False, 3, ("Mum",)))
ANA = (PersonInfo(6, "Ana Silva", False, 9, ("Cabin",)), PersonInfo(7, "Ana Silva", False, 3, ("Mum",)))
GUESS = OwnerGuess("Ivy Hart", ME, 2, 2, 3, 3, likely=True)
SAME = (SameName("Ivy Hart", ME, ("whatsapp",)), SameName("Ana Silva", ANA, ("whatsapp",)))


async def add(pilot: AppPilot, path: Path, reading: Reading) -> None:
    path.touch()  # noqa: ASYNC240  an empty file
    await sources(pilot)
    await pilot.press("a")
    await until(pilot, lambda: isinstance(pilot.app.screen, PickerScreen), "the picker")
    pilot.app.screen.query_one(PathBox).focus()
    pilot.app.screen.query_one(PathBox).value = str(path)
    await pilot.press("enter")
    await until(pilot, reading.halfway.is_set)
    reading.go_on.set()


async def asked(pilot: AppPilot, part: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, Confirm) and part in text_of(pilot.app.screen), part)


async def test_yes_settles_who_i_am_and_who_is_one_person(tmp_path: Path) -> None:
    reading, home = Reading(), FakePreferences(open_questions=([GUESS], SAME))
    async with opened(FakeServices(adding=reading, preferred=home)) as pilot:
        await add(pilot, tmp_path / "chat.txt", reading)
        await asked(pilot, "Is “Ivy Hart” you?")
        assert "in all 2 chats of two, and in all 3 chats" in " ".join(text_of(pilot.app.screen).split())
        await pilot.press("y")
        await asked(pilot, "Ana Silva (2)")
        assert "Ivy Hart (2)" not in text_of(pilot.app.screen)
        await pilot.press("y")
        await until(pilot, lambda: home.decided == [("me", (4, 5)), ("merge", (6, 7))], "both decisions")
        await until(pilot, lambda: isinstance(pilot.app.screen, SourcesScreen))


@pytest.mark.parametrize("key", ["escape", "n", "enter"])
async def test_every_safe_key_leaves_all_as_it_is(tmp_path: Path, key: str) -> None:
    reading, home = Reading(), FakePreferences(open_questions=([GUESS], SAME[1:]))
    async with opened(FakeServices(adding=reading, preferred=home)) as pilot:
        await add(pilot, tmp_path / "chat.txt", reading)
        await asked(pilot, "Is “Ivy Hart” you?")
        await pilot.press(key)
        await asked(pilot, "Ana Silva (2)")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, SourcesScreen))
        assert home.decided == []


async def test_nothing_is_asked_where_all_is_known(tmp_path: Path) -> None:
    reading = Reading()
    async with opened(FakeServices(adding=reading)) as pilot:
        await add(pilot, tmp_path / "chat.txt", reading)
        await until(pilot, lambda: "2,400 new" in str(pilot.app.screen.query_one("#source-note").render()), "the end")
        await pilot.pause()
        assert isinstance(pilot.app.screen, SourcesScreen)
