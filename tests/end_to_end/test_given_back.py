"""The terminal is given back as it was, whatever ends the program: real programs on a pseudo-terminal, without models."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if os.name != "posix":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from tests.end_to_end.modes import Modes, Running, said

ROOT = Path(__file__).resolve().parents[2]
APP = ("-m", "app", "--no-service")
READY = b"Ask your messages"
ENTERED = b"\x1b[?1049h"
SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)

Start = Callable[..., Running]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "HOMEBODY_HOME": str(tmp_path / "home"),
        "HOMEBODY_MODELS": str(tmp_path / "models"),
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Start]:
    running: list[Running] = []

    def begin(*arguments: str, **more: str) -> Running:
        running.append(Running([sys.executable, *arguments], {**environment, **more}))
        return running[-1]

    yield begin
    for one in running:
        one.close()


def given_back(running: Running) -> None:
    modes = Modes(running.written)
    assert modes.usual, modes
    assert running.settings == running.before


def with_patch(patch: str) -> tuple[str, str]:
    """A program that changes something and then opens the terminal app."""
    return "-c", f"import sys\nfrom app.cli import main\n{patch}\nsys.exit(main(['--no-service']))"


def test_the_modes_that_are_told_of_are_those_that_the_app_sets(start: Start) -> None:
    running = start(*APP)
    running.wait_for(READY)
    held = Modes(running.written)
    assert {1000, 1003, 1004, 1006, 1049, 2004} <= held.on
    assert {7, 25}.isdisjoint(held.on)
    assert held.keyboard == 1
    assert running.settings != running.before
    running.type(b"\x11")  # Ctrl+Q
    assert running.end() == 0
    given_back(running)
    assert said(running.written) == ""


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_ends_the_app_and_gives_the_terminal_back(start: Start, number: signal.Signals) -> None:
    running = start(*APP)
    running.wait_for(READY)
    assert running.end(number) == 128 + number
    given_back(running)
    assert said(running.written) == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_while_the_app_begins(start: Start, number: signal.Signals) -> None:
    running = start(*APP)
    running.wait_for(ENTERED)
    assert running.end(number) == 128 + number
    given_back(running)
    assert said(running.written) == ""


BEFORE_THE_APP_RUNS = """
import os, signal
from app.tui.application.app import HomebodyApp
run = HomebodyApp.run
def told(self):
    os.kill(os.getpid(), signal.SIGTERM)
    return run(self)
HomebodyApp.run = told
"""
WHILE_IT_IS_MADE = """
import os, signal
import app.tui.base.themes
from app.tui.application.app import HomebodyApp
HomebodyApp.on_mount = lambda self: os.kill(os.getpid(), signal.SIGTERM)
"""
AFTER_IT_RAN = """
import os, signal
from app.tui.ask.screen import MainScreen
MainScreen.leave = lambda self: os.kill(os.getpid(), signal.SIGTERM)
from app.tui.application.app import HomebodyApp
HomebodyApp.on_mount = lambda self: self.exit(return_code=0)
"""
TWICE = """
import os, signal
from app.tui.application.app import HomebodyApp
def mounted(self):
    for _ in range(3):
        os.kill(os.getpid(), signal.SIGTERM)
HomebodyApp.on_mount = mounted
"""
WHILE_IT_LEAVES = """
import os, signal
from app.tui.application.driver import TerminalDriver
stop = TerminalDriver.stop_application_mode
def told(self):
    os.kill(os.getpid(), signal.SIGTERM)
    stop(self)
    os.kill(os.getpid(), signal.SIGTERM)
TerminalDriver.stop_application_mode = told
from app.tui.application.app import HomebodyApp
HomebodyApp.on_mount = lambda self: self.exit(return_code=0)
"""


@pytest.mark.parametrize(
    "patch",
    [BEFORE_THE_APP_RUNS, WHILE_IT_IS_MADE, AFTER_IT_RAN, TWICE, WHILE_IT_LEAVES],
    ids=["before", "mounting", "after", "twice", "leaving"],
)
def test_a_signal_at_any_moment(start: Start, patch: str) -> None:
    running = start(*with_patch(patch))
    assert running.end() == 128 + signal.SIGTERM
    given_back(running)
    assert said(running.written) == ""


IN_THE_DRIVER = """
from app.tui.application.driver import TerminalDriver
def broken(self):
    raise RuntimeError("private")
TerminalDriver._query_in_band_window_resize = broken
"""
IN_LEAVING = """
from app.tui.application.driver import TerminalDriver
def broken(self):
    raise RuntimeError("private")
TerminalDriver.stop_application_mode = broken
from app.tui.application.app import HomebodyApp
HomebodyApp.on_mount = lambda self: self.exit(return_code=0)
"""
IN_THE_KEYS = """
from app.tui.application.driver import TerminalDriver
def broken(self):
    raise RuntimeError("private")
TerminalDriver.run_input_thread = broken
"""
IN_A_THREAD = """
import threading
from app.tui.application.app import HomebodyApp
def broken():
    raise RuntimeError("private")
HomebodyApp.on_mount = lambda self: threading.Thread(target=broken).start()
"""
IN_THE_BEGINNING = """
from app.tui.application.app import HomebodyApp
def broken(self):
    raise RuntimeError("private")
HomebodyApp.compose = broken
"""


@pytest.mark.parametrize(
    "patch",
    [IN_THE_DRIVER, IN_LEAVING, IN_THE_KEYS, IN_A_THREAD, IN_THE_BEGINNING],
    ids=["driver", "leaving", "keys", "thread", "beginning"],
)
def test_a_mistake_anywhere_is_one_sentence_on_a_terminal_as_it_was(start: Start, patch: str) -> None:
    running = start(*with_patch(patch))
    assert running.end() == 1
    given_back(running)
    told = said(running.written)
    assert told.startswith("homebody: stopped because of a bug: RuntimeError at "), told
    assert "private" not in told
    assert "Traceback" not in told


STUCK = """
import threading
from app.tui.application import signals
signals.TIME_S = 0.5
from app.tui.ask.screen import MainScreen
MainScreen.leave = lambda self: threading.Event().wait()
"""


def test_what_never_ends_by_itself_is_left_where_it_is(start: Start) -> None:
    running = start(*with_patch(STUCK))
    running.wait_for(READY)
    assert running.end(signal.SIGTERM) == 128 + signal.SIGTERM
    given_back(running)


def test_a_window_that_is_closed_ends_the_app(start: Start) -> None:
    running = start(*APP)
    running.wait_for(READY)
    assert running.hang_up() == 128 + signal.SIGHUP


def test_a_closed_window_ends_the_app_also_when_signals_for_that_are_ignored(start: Start) -> None:
    running = start("-c", "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + with_patch("")[1])
    running.wait_for(READY)
    assert running.hang_up() == 128 + signal.SIGHUP


# ── The command line's own displays ───────────────────────────────────────────────────────────────────────────────────

HELD = """
import threading
from index.index import Index
add = Index.add
def held(self, *arguments, **options):
    for event in add(self, *arguments, **options):
        yield event
        threading.Event().wait()
Index.add = held
"""


@pytest.mark.parametrize("number", SIGNALS[:3], ids=lambda number: number.name)
def test_the_cursor_is_given_back_by_what_shows_progress(start: Start, tmp_path: Path, number: signal.Signals) -> None:
    note = tmp_path / "note.md"
    note.write_text("The boat is in the shed.\n", encoding="utf-8")
    running = start(
        "-c", f"import sys\nfrom app.cli import main\n{HELD}\nsys.exit(main(['add', {str(note)!r}, '--no-service']))"
    )
    running.wait_for(b"\x1b[?25l")
    running.wait_for(b"note.md")
    assert running.end(number) == 128 + number
    given_back(running)
    assert "Stopped. What was finished is kept." in said(running.written)


def test_a_second_signal_gives_the_cursor_back_as_well(start: Start) -> None:
    program = """
import os, signal, sys, threading
from app.output.terminal import given_back
from app.output.progress import live
import rich.live
def slow(self):
    os.kill(os.getpid(), signal.SIGTERM)
rich.live.Live.stop = slow
with given_back(), live() as shown:
    shown.show("work", 1, 2)
    os.kill(os.getpid(), signal.SIGTERM)
"""
    running = start("-c", program)
    assert running.end() == 128 + signal.SIGTERM
    given_back(running)


@pytest.mark.parametrize("number", SIGNALS[:2], ids=lambda number: number.name)
def test_a_prompt_that_shows_no_letters_gives_the_letters_back(
    start: Start, environment: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    note = tmp_path / "note.md"
    note.write_text("The boat is in the shed.\n", encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "app", "add", str(note), "--no-service"],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
    )
    running = start("-m", "app", "lock")
    running.wait_for(b"Passphrase")
    assert running.end(number) == 128 + number
    given_back(running)
