"""SIGKILL at many points of a real `homebody add`: what was stored is whole, and the next run completes it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[3]
POINTS = 18
MESSAGES = 60

CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Roth\nTEL:+49 170 1234567\nEMAIL:anna@example.org\nEND:VCARD\n"


@pytest.fixture
def stuff(tmp_path: Path) -> Path:
    folder = tmp_path / "stuff"
    folder.mkdir()
    lines = [
        f"12/03/2024, {9 + n // 60:02}:{n % 60:02} - {('Maya', 'Tom', '+49 170 1234567')[n % 3]}: number{n} of the day"
        for n in range(MESSAGES)
    ]
    (folder / "WhatsApp Chat with Cabin.txt").write_text("\n".join(lines) + "\n")
    (folder / "again").mkdir()
    (folder / "again" / "WhatsApp Chat with Cabin.txt").write_text("\n".join(lines[30:]) + "\n")
    (folder / "notes.md").write_text("# List\n\n" + "\n\n".join(f"Paragraph {n}. " + "socks " * 150 for n in range(6)))
    (folder / "people.vcf").write_text(CARD)
    return folder


@pytest.mark.timeout(600)
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill so")
def test_killed_anywhere_it_leaves_a_whole_index_and_the_next_run_completes_it(stuff: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.index.intake.killing", str(home), str(stuff), str(POINTS)],
        cwd=REPO,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    whole, *killed = (json.loads(line) for line in ran.stdout.splitlines())
    assert whole["messages"] == whole["found"] == MESSAGES
    messages, files, passages, embedded, integrity = json.loads(whole["whole"])[-1]
    assert (messages, files, integrity) == (MESSAGES, 2, "ok")
    assert embedded == passages > MESSAGES
    windows, of_passages, waiting = whole["windows"]
    assert windows > of_passages > 0
    assert waiting == 0
    assert len(killed) == POINTS
    for point in killed:
        assert point["killed"], point["at"]
        assert point["integrity"] == "ok", point["at"]
        # What is stored is found by its words, with or without a vector.
        assert point["found"] == point["messages"], point["at"]
        assert point["whole"] == whole["whole"], point["at"]
        assert point["windows"] == whole["windows"], point["at"]
    counts = [point["messages"] for point in killed]
    assert counts[0] == 0
    assert counts[-1] == MESSAGES
    assert len(set(counts)) > 3, "the kills came too close together"
