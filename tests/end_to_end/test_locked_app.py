"""The terminal app on a home that is locked, and locked while it is open: the real programs on a pseudo-terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if os.name != "posix":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from tests.end_to_end.modes import Modes, Running

ROOT = Path(__file__).resolve().parents[2]
KEY = "correct horse battery"
CHAT = """10/09/2026, 18:00 - Maya: the deposit is in the blue tin
10/09/2026, 18:05 - Jonas: thank you
"""


class Household:
    """A home, and what is run on it."""

    def __init__(self, folder: Path) -> None:
        self.environment = {
            "HOMEBODY_HOME": str(folder / "home"),
            "HOMEBODY_MODELS": str(folder / "models"),
            "PYTHONPATH": str(ROOT),
        }
        self.running: list[Running] = []
        chat = folder / "WhatsApp Chat with Maya.txt"
        chat.write_text(CHAT, encoding="utf-8")
        self.command("add", str(chat), "--no-service")

    def command(self, *arguments: str, passphrase: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "app", *arguments],
            env={**os.environ, **self.environment, "HOMEBODY_PASSPHRASE": passphrase},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def app(self) -> Running:
        self.running.append(Running([sys.executable, "-m", "app", "--no-service"], self.environment))
        return self.running[-1]


@pytest.fixture
def household(tmp_path: Path) -> Iterator[Household]:
    household = Household(tmp_path)
    yield household
    for one in household.running:
        one.close()


def test_a_locked_home_is_opened_on_the_masked_screen_after_a_wrong_try(household: Household) -> None:
    household.command("lock", passphrase=KEY)
    app = household.app()
    app.wait_for(b"The index is locked.")
    app.type(b"correct hoarse\r")
    app.wait_for(b"does not open the index")
    app.type(KEY.encode() + b"\r")
    app.wait_for(b"Ask your messages")
    app.wait_for(b"Maya")
    app.type(b"\x11")
    assert app.end() == 0
    for secret in (KEY.encode(), b"correct hoarse", b"correct"):
        assert secret not in app.written
    assert Modes(app.written).usual


def test_the_first_lock_closes_the_open_app_and_another_lock_does_so_again(household: Household) -> None:
    app = household.app()
    app.wait_for(b"Maya")
    said = household.command("lock", passphrase=KEY)
    assert "The index is encrypted" in said
    app.wait_for(b"The index is locked.")
    so_far = len(app.written)
    app.type(KEY.encode() + b"\r")
    app.wait_for(b"Maya", so_far)
    so_far = len(app.written)
    assert "The index is locked" in household.command("lock")
    app.wait_for(b"The index is locked.", so_far)
    assert app.end(signal.SIGTERM) == 128 + signal.SIGTERM
    assert Modes(app.written).usual
    assert app.settings == app.before
    assert KEY.encode() not in app.written
