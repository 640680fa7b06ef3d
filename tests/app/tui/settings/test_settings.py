"""The settings: what they are, changed by keys, by typing and by the mouse, saved where the commands read them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import OptionList

from app.home import config
from app.home.paths import Home
from app.runtime.runtime import Runtime
from app.tui.base.completion_box import CompletingBox
from app.tui.dialogs.confirm import Confirm
from app.tui.settings.choice_dialog import Choose
from app.tui.settings.lines import ROWS
from app.tui.settings.screen import SettingsScreen
from app.tui_services.settings import HomePreferences
from models.errors import ModelMissing
from tests.app.tui.fakes import FakePreferences, FakeServices
from tests.app.tui.pilots import NARROW, SIZES, AppPilot, on_main, opened, text_of, type_text, until


def listed(pilot: AppPilot) -> list[str]:
    return [str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options]


def value_of(pilot: AppPilot, name: str) -> str:
    place = [row.name for row in ROWS].index(name)
    return listed(pilot)[place].splitlines()[0].removeprefix(ROWS[place].label).strip()


def says(pilot: AppPilot, said: str) -> bool:
    return said in text_of(pilot.app.screen).replace("\n", " ")


@asynccontextmanager
async def settings(
    preferred: FakePreferences | None = None, size: tuple[int, int] = NARROW, at: str = "theme"
) -> AsyncIterator[tuple[AppPilot, FakePreferences]]:
    preferred = preferred or FakePreferences()
    async with opened(FakeServices(preferred=preferred), size) as pilot:
        await pilot.press("f9")
        await until(pilot, lambda: pilot.app.screen.query("#settings") and listed(pilot), "the settings")
        await pilot.press(*["down"] * [row.name for row in ROWS].index(at))
        yield pilot, preferred


async def choose(pilot: AppPilot, typed: str) -> None:
    """Open the choices of the highlighted setting, and type one."""
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
    await type_text(pilot, typed)
    await pilot.press("enter")


@SIZES
async def test_every_setting_is_listed_with_its_value_and_what_it_does(size: tuple[int, int]) -> None:
    async with settings(size=size) as (pilot, _):
        shown = listed(pilot)
        assert [line.splitlines()[0].split("  ")[0] for line in shown] == [row.label for row in ROWS]
        assert value_of(pilot, "theme") == "hearth"
        assert value_of(pilot, "zone") == "Europe/Berlin"
        assert value_of(pilot, "me") == "not set"
        assert value_of(pilot, "service_minutes") == "20 minutes"
        assert "Learns and summarizes ahead" in shown[5]
        await pilot.press("escape")
        assert on_main(pilot)


async def test_a_theme_is_seen_at_once_and_saved() -> None:
    async with settings() as (pilot, preferred):
        await pilot.press("right")
        await until(pilot, lambda: pilot.app.theme == "daylight", "the theme")
        assert preferred.settings.theme == "daylight"
        assert says(pilot, "Saved: daylight. Takes effect at once.")
        await pilot.press("left", "left")
        await until(pilot, lambda: pilot.app.theme == "terminal", "the last of them")
        assert preferred.settings.theme == "terminal"
        await pilot.press("delete")
        await until(pilot, lambda: pilot.app.theme == "hearth", "the default")


async def test_a_zone_is_typed_completed_and_refused_in_place() -> None:
    async with settings(at="zone") as (pilot, preferred):
        await choose(pilot, "Mars")
        await until(pilot, lambda: says(pilot, "“Mars” is not a known time zone."), "the sentence")
        assert isinstance(pilot.app.screen, Choose)
        assert preferred.settings.zone == "Europe/Berlin"
        box = pilot.app.screen.query_one(CompletingBox)
        box.value = ""
        await type_text(pilot, "asia/tok")
        await until(pilot, lambda: box._suggestion, "the completion")
        assert listed(pilot) == ["  Asia/Tokyo"]
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
        assert preferred.settings.zone == "Asia/Tokyo"
        assert value_of(pilot, "zone") == "Asia/Tokyo"
        assert says(pilot, "Takes effect for answers with the next question, for lists at the next start.")


async def test_who_i_am_is_chosen_among_the_people_and_asked_before_people_are_joined() -> None:
    async with settings(at="me") as (pilot, preferred):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        assert "  Maya  4 messages in Cabin crew" in listed(pilot)
        assert "  Jonas  3 messages in 2 chats" in listed(pilot)
        assert any("[b]Odd[/] ␛[31mone" in line for line in listed(pilot))
        await pilot.press("down", "down", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the question")
        assert says(pilot, "Is “Jonas” you?")
        assert preferred.settings.me == "Jonas"
        assert preferred.me is None
        await pilot.press("y")
        await until(pilot, lambda: preferred.me == 2, "the answer")
        await until(pilot, lambda: says(pilot, "To take it back: homebody people undo"))
        await pilot.press("delete")
        await until(pilot, lambda: value_of(pilot, "me") == "not set")
        assert preferred.me == 2


async def test_a_typed_name_is_kept_in_the_letters_of_the_index() -> None:
    async with settings(at="me") as (pilot, preferred):
        await choose(pilot, "jonas")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the question")
        assert preferred.settings.me == "Jonas"
        await pilot.press("escape")
        assert preferred.me is None


async def test_a_name_that_nobody_has_is_kept_without_a_question() -> None:
    async with settings(at="me") as (pilot, preferred):
        await choose(pilot, "Alex M")
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
        assert preferred.settings.me == "Alex M"
        assert says(pilot, "a sync reads the rest again")


async def test_minutes_and_idle_work_go_by_keys_and_by_the_mouse() -> None:
    async with settings(at="service_minutes") as (pilot, preferred):
        await choose(pilot, "0")
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
        assert preferred.settings.service_minutes == 0
        assert value_of(pilot, "service_minutes") == "never"
        await pilot.click("#settings", offset=(5, 11))
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose), "the choices")
        await pilot.click("#choose-list", offset=(5, 2))
        await until(pilot, lambda: preferred.settings.ahead == "off", "the choice")


async def test_the_order_of_dates_is_chosen() -> None:
    async with settings(at="dates") as (pilot, preferred):
        assert value_of(pilot, "dates") == "the system's way"
        await pilot.press("right", "right")
        await until(pilot, lambda: preferred.settings.dates == "mdy", "the choice")
        assert value_of(pilot, "dates") == "10/31/2026"


async def test_what_cannot_be_saved_is_told_and_shown_as_it_is() -> None:
    async with settings(at="ahead") as (pilot, preferred):
        preferred.problem = config.SettingsProblem("The settings file x cannot be read: odd.", "Mend it.")
        await pilot.press("right")
        await until(pilot, lambda: says(pilot, "cannot be read: odd. Mend it."), "the sentence")
        preferred.problem = None
        await pilot.press("escape", "f9")
        await until(pilot, lambda: pilot.app.screen.query("#settings") and listed(pilot))
        assert value_of(pilot, "ahead") == "while plugged in"


async def test_the_last_of_many_fast_steps_is_what_is_saved() -> None:
    async with settings(at="ahead") as (pilot, preferred):
        await pilot.press("right", "right", "right", "right")
        await until(pilot, lambda: says(pilot, "Saved: always"), "the last")
        assert preferred.settings.ahead == "always"


# ── The real file ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def runtime(tmp_path: Path) -> Runtime:
    home = Home(tmp_path / "home", tmp_path / "models")
    return Runtime(home, config.save_settings(home.settings, config.Settings(), zone="Europe/Berlin"))


def test_the_commands_read_what_was_saved_and_what_others_saved_stays(runtime: Runtime) -> None:
    preferences = HomePreferences(runtime)
    config.change_settings(runtime.home.settings, model="llama-3.2-1b")
    preferences.change("me", "Maya")
    preferences.change("service_minutes", "0")
    kept = config.load_settings(runtime.home.settings)
    assert (kept.model, kept.me, kept.service_minutes, kept.zone) == ("llama-3.2-1b", "Maya", 0, "Europe/Berlin")
    assert runtime.settings == kept
    assert not preferences.warm


def test_a_reranker_that_is_not_installed_is_not_chosen(runtime: Runtime) -> None:
    preferences = HomePreferences(runtime)
    assert [one.installed for one in preferences.rerankers()] == [False]
    with pytest.raises(ModelMissing, match="is not installed") as caught:
        preferences.change("reranker", "ms-marco-minilm-l6-v2")
    assert "homebody models pull" in caught.value.next_step
    assert config.load_settings(runtime.home.settings).reranker == ""


def test_an_empty_home_has_nobody_to_be(runtime: Runtime) -> None:
    assert HomePreferences(runtime).people() == ()
