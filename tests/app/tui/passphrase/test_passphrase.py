"""A locked home in the terminal app: its passphrase is asked for on a screen of its own, and nothing else is to be seen."""

from __future__ import annotations

import gc
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event
from typing import Any

from textual.screen import Screen
from textual.widgets import Input, Static

from app.tui.application.app import HomebodyApp
from app.tui.application.lock_screen import NOT_ENCRYPTED
from app.tui.passphrase.screen import CHECKING, NOTHING_TYPED, PassphraseScreen
from tests.app.tui.fakes import FakeAssistant, FakeLocking, FakeServices, cabin_answer, hits
from tests.app.tui.pilots import NARROW, WIDE, AppPilot, ask, entries, is_warm, main_of, opened, type_text, until

KEY = "correct horse"
WRONG = "correct hoarse"


def locked_home() -> FakeServices:
    return FakeServices(lock=FakeLocking(KEY, is_open=False))


def unlocked_home() -> FakeServices:
    return FakeServices(lock=FakeLocking(KEY))


@asynccontextmanager
async def locked(services: FakeServices, size: tuple[int, int] = NARROW) -> AsyncIterator[AppPilot]:
    """Run the app on a home that is locked, until it has let go of it."""
    app = HomebodyApp(services)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: asks(pilot) and services.lock.done, "the passphrase screen")
        yield pilot
        app.main.leave()


def asks(pilot: AppPilot) -> bool:
    return isinstance(pilot.app.screen, PassphraseScreen) and bool(pilot.app.screen.query(Input))


def box(pilot: AppPilot) -> Input:
    return pilot.app.screen.query_one(Input)


def note(pilot: AppPilot) -> str:
    return str(pilot.app.screen.query_one("#passphrase-note", Static).content)


def everything_shown(pilot: AppPilot) -> str:
    """What the cells of the terminal say."""
    width, height = pilot.app.size
    lines = pilot.app.screen._compositor.render_strips()
    assert (len(lines), lines[0].cell_length) == (height, width)
    return "\n".join(line.text for line in lines)


async def enter(pilot: AppPilot, passphrase: str) -> None:
    await type_text(pilot, passphrase)
    await pilot.press("enter")


async def test_a_locked_home_begins_with_the_passphrase_and_opens_with_it() -> None:
    services = locked_home()
    async with locked(services) as pilot:
        await enter(pilot, KEY)
        await until(pilot, lambda: pilot.app.screen is main_of(pilot), "the main screen")
        await until(pilot, lambda: is_warm(pilot), "the home")
        assert entries(pilot)
        assert main_of(pilot).box.has_focus
    assert services.lock.tried == [KEY]


async def test_what_is_typed_is_shown_nowhere_and_stays_nowhere() -> None:
    services = locked_home()
    async with locked(services) as pilot:
        await type_text(pilot, KEY)
        assert box(pilot).value == KEY
        assert KEY[:5] not in everything_shown(pilot)
        assert "•" * len(KEY) in everything_shown(pilot)
        await pilot.press("shift+home", "ctrl+c", "ctrl+x")
        assert pilot.app.clipboard == ""
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is main_of(pilot) and is_warm(pilot), "the home")
        main = main_of(pilot)
        assert main.box.value == ""
        assert main.box._asked == []
        assert not main.transcript.turns
        assert KEY not in everything_shown(pilot)
    assert not services.answering.asked
    assert not services.answering.searched


async def test_a_wrong_passphrase_says_so_and_another_can_be_typed() -> None:
    services = locked_home()
    async with locked(services) as pilot:
        await pilot.press("enter")
        assert note(pilot) == NOTHING_TYPED
        await enter(pilot, WRONG)
        await until(pilot, lambda: "does not open the index" in note(pilot), "the refusal")
        assert box(pilot).value == ""
        assert box(pilot).has_focus
        await enter(pilot, KEY)
        await until(pilot, lambda: pilot.app.screen is main_of(pilot), "the main screen")
    assert services.lock.tried == [WRONG, KEY]


async def test_while_a_passphrase_is_checked_the_screen_says_so_and_takes_letters() -> None:
    services = locked_home()
    services.lock.gate = Event()
    async with locked(services) as pilot:
        await enter(pilot, WRONG)
        await until(pilot, lambda: services.lock.tried, "the try")
        assert note(pilot) == CHECKING
        await enter(pilot, "ab")
        assert box(pilot).value == "ab", "one try at a time"
        services.lock.gate.set()
        await until(pilot, lambda: "does not open" in note(pilot), "the refusal")
    assert services.lock.tried == [WRONG]


async def test_esc_leaves_also_while_a_passphrase_is_checked() -> None:
    for gate in (None, Event()):
        services = locked_home()
        services.lock.gate = gate
        async with locked(services) as pilot:
            if gate is not None:
                await enter(pilot, WRONG)
            await pilot.press("escape")
            assert pilot.app.return_code == 0
            assert not pilot.app.is_running or pilot.app._exit
        if gate is not None:
            gate.set()


async def test_letters_beside_the_box_go_to_it_and_no_key_leads_elsewhere() -> None:
    async with locked(locked_home()) as pilot:
        pilot.app.screen.set_focus(None)
        await pilot.press("q", "question_mark")
        assert box(pilot).value == "q?"
        await pilot.press("f2", "f3", "f4", "f5", "f6", "f7", "f9", "f12", "ctrl+s", "ctrl+o", "ctrl+f", "ctrl+l")
        assert asks(pilot)
        await pilot.press("ctrl+p")
        offered = [command.title for command in pilot.app.get_system_commands(pilot.app.screen_stack[1])]
        assert offered == ["Help", "Theme", "Quit"]


async def test_locking_elsewhere_takes_everything_off_the_screen() -> None:
    services = unlocked_home()
    async with opened(services, WIDE) as pilot:
        await ask(pilot)
        pilot.app.notify("Maya wrote about the cabin")
        await pilot.press("2")
        await until(pilot, lambda: pilot.app.screen.query(".-target"), "the message")
        before = main_of(pilot)
        services.lock.heard.put("locked")
        await until(pilot, lambda: asks(pilot) and services.lock.done, "the passphrase screen")
        shown = everything_shown(pilot)
        for private in ("cabin", "Maya", "Jonas", "station", "10 messages"):
            assert private not in shown
        assert main_of(pilot) is not before
        assert not before.is_attached
        assert services.lock.done == ["let go"]
        await enter(pilot, KEY)
        await until(pilot, lambda: pilot.app.screen is main_of(pilot) and is_warm(pilot), "the home")
        assert entries(pilot)
        assert not main_of(pilot).transcript.turns


async def test_nothing_of_the_screens_that_went_is_left_in_memory() -> None:
    services = unlocked_home()
    async with opened(services, WIDE) as pilot:
        await ask(pilot)
        before = weakref.ref(main_of(pilot))
        services.lock.heard.put("locked")
        await until(pilot, lambda: asks(pilot) and services.lock.done, "the passphrase screen")

        def is_gone() -> bool:
            gc.collect()
            return before() is None

        await until(pilot, is_gone, "the old screen to go")


async def test_what_runs_is_stopped_by_locking() -> None:
    stopped = Event()

    def adding(_: Any, stop: Event) -> Any:
        stop.wait(10)
        stopped.set()
        yield from ()

    services = FakeServices(lock=FakeLocking(KEY), adding=adding, answering=FakeAssistant(cabin_answer))
    services.answering.gate = Event()
    async with opened(services) as pilot:
        main_of(pilot).box.enter("when?")
        await until(pilot, services.answering.waiting.is_set, "the answer")
        main_of(pilot).box.enter("/add /home/maya/notes")
        await until(pilot, lambda: main_of(pilot).at_work, "the adding")
        services.lock.heard.put("locked")
        await until(pilot, lambda: asks(pilot) and stopped.is_set(), "the end of the work")
        assert services.answering.cancelled.wait(10)


async def test_lock_now_locks_for_everyone() -> None:
    services = unlocked_home()
    async with opened(services) as pilot:
        await pilot.press("f1")
        await pilot.press("f12")
        await until(pilot, lambda: asks(pilot) and services.lock.done, "the passphrase screen")
    assert services.lock.done == ["lock"]


async def test_lock_now_in_the_palette() -> None:
    services = unlocked_home()
    async with opened(services) as pilot:
        (command,) = [one for one in pilot.app.get_system_commands(pilot.app.screen) if one.title == "Lock now"]
        command.callback()
        await until(pilot, lambda: asks(pilot) and services.lock.done, "the passphrase screen")
    assert services.lock.done == ["lock"]


async def test_a_home_that_is_not_encrypted_is_not_locked_and_says_how_it_could_be() -> None:
    services = FakeServices()
    async with opened(services) as pilot:
        await pilot.press("f12")
        await until(pilot, lambda: pilot.app._notifications, "the notice")
        assert [one.message for one in pilot.app._notifications] == [NOT_ENCRYPTED]
        assert pilot.app.screen is main_of(pilot)
    assert services.lock.done == []


async def test_a_lock_that_came_to_nothing_lets_the_app_go_on() -> None:
    services = FakeServices()
    async with opened(services) as pilot:
        services.lock.heard.put("locked")  # encryption begins elsewhere
        await until(pilot, lambda: asks(pilot) and services.lock.done, "the passphrase screen")
        services.lock.heard.put("free")  # and fails, or is given up
        await until(pilot, lambda: pilot.app.screen is main_of(pilot) and is_warm(pilot), "the home")
    assert services.lock.done == ["let go", "reopen"]


async def test_a_key_that_does_not_fit_leads_to_the_passphrase() -> None:
    services = FakeServices(lock=FakeLocking(KEY, is_open=False, has_key=True))
    app = HomebodyApp(services)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: asks(pilot), "the passphrase screen")
        assert hits()[0].text not in everything_shown(pilot)
        app.main.leave()


def test_the_screen_is_no_window_through_which_another_is_seen() -> None:
    from textual.screen import ModalScreen

    assert issubclass(PassphraseScreen, Screen)
    assert not issubclass(PassphraseScreen, ModalScreen)
