"""Mains or battery, as macOS and Windows tell it; tests/app/service/test_idle.py has Linux."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from app.home.power import PowerStatus, on_battery


@pytest.mark.parametrize(
    ("told", "battery"),
    [
        (
            "Now drawing from 'AC Power'\n -InternalBattery-0 (id=4653155)\t100%; charged; 0:00 remaining present: true\n",
            False,
        ),
        (
            "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=4653155)\t81%; discharging; 5:02 remaining\n",
            True,
        ),
        ("Now drawing from 'AC Power'\n", False),
        ("", True),
    ],
)
def test_macos_tells_in_words(monkeypatch: pytest.MonkeyPatch, told: str, battery: bool) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 0, told, "")

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(subprocess, "run", run)
    assert on_battery() == battery
    assert asked == [["/usr/bin/pmset", "-g", "batt"]]


@pytest.mark.parametrize("problem", [FileNotFoundError(), subprocess.TimeoutExpired("pmset", 5)])
def test_where_macos_does_not_tell_it_is_battery(monkeypatch: pytest.MonkeyPatch, problem: Exception) -> None:
    def run(*_: object, **__: object) -> None:
        raise problem

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(subprocess, "run", run)
    assert on_battery()


@pytest.mark.parametrize(("line", "answers", "battery"), [(1, 1, False), (0, 1, True), (255, 1, True), (1, 0, True)])
def test_windows_tells_by_number(monkeypatch: pytest.MonkeyPatch, line: int, answers: int, battery: bool) -> None:
    def tell(status: Any) -> int:
        status._obj.line = line
        return answers

    monkeypatch.setattr(sys, "platform", "win32")
    library = SimpleNamespace(kernel32=SimpleNamespace(GetSystemPowerStatus=tell))
    monkeypatch.setattr(ctypes, "windll", library, raising=False)
    assert on_battery() == battery
    assert ctypes.sizeof(PowerStatus) == 12


def test_elsewhere_it_is_battery(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "sunos5")
    assert on_battery()
