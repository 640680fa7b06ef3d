"""SIGKILL at many points of a real `homebody forget`: the next command finishes what was written down, without a trace."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[3]
POINTS = int(os.environ.get("HOMEBODY_KILL_POINTS", "14"))
"""So many points of one run; 0 takes every statement."""
WORDS = ["zanzibarquokka", "Quarrington", "pfefferkuchen", "5551234"]
CHAT = """12/03/2024, 09:15 - Quarrington: the code is zanzibarquokka
12/03/2024, 09:16 - +49 170 5551234: and the pfefferkuchen
"""
OTHER = """12/03/2024, 10:15 - Maya: lunch?
12/03/2024, 10:16 - Ann: yes please
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill so")
def test_killed_anywhere_it_is_finished_by_the_next_command(tmp_path: Path) -> None:
    stuff, home = tmp_path / "stuff", tmp_path / "home"
    stuff.mkdir()
    home.mkdir()
    (stuff / "WhatsApp Chat with Quarrington.txt").write_text(CHAT)
    (stuff / "WhatsApp Chat with Ann.txt").write_text(OTHER)
    told = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "tests.index.intake.killing_forget",
        str(home),
        str(stuff),
        "Quarrington",
    ]
    ran = subprocess.run([*told, str(POINTS), *WORDS], cwd=REPO, capture_output=True, text=True, timeout=900)
    assert ran.returncode == 0, ran.stderr[-2000:]
    whole, *killed = (json.loads(line) for line in ran.stdout.splitlines())
    assert (whole["kept"], whole["integrity"], whole["left"]) == (2, "ok", [])
    assert len(killed) == POINTS or not POINTS
    for point in killed:
        assert point["killed"], point
        assert (point["searched"], point["kept"], point["integrity"], point["left"]) == (0, 2, "ok", []), point
        if point["begun"]:
            assert point["after"] == [], point
        # What had been finished by the search is not there to be forgotten again.
        assert point["again"] == (1 if point["begun"] else 0), point
    assert {point["begun"] for point in killed} == {True, False}
