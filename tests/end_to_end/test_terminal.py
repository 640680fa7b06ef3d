"""The terminal app as a person has it: the real program, in a real terminal, on the real models."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.home.config import Settings
from app.home.paths import default_home
from app.home.sample_home import NOW
from models.catalogue.catalogue import find
from models.catalogue.installation import is_installed
from tests.end_to_end.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
MODELS = default_home().models
MISSING = [name for name in (Settings().model, Settings().embedder_name) if not is_installed(find(name), MODELS)]

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (homebody models pull)"),
]


@pytest.fixture
def terminal(tmp_path: Path, environment: dict[str, str]) -> Iterator[Terminal]:
    running = Terminal(tmp_path, homebody(), (80, 24), environment)
    yield running
    running.close()


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A home that holds the sample, and the environment that names it."""
    home = tmp_path_factory.mktemp("h")
    env = {**os.environ, "HOMEBODY_HOME": str(home), "HOMEBODY_MODELS": str(MODELS), "HOMEBODY_NOW": NOW.isoformat()}
    sample = str(ROOT / "app" / "sample_home")
    subprocess.run(homebody("add", sample), env=env, cwd=ROOT, check=True, capture_output=True)
    yield env
    subprocess.run(homebody("service", "stop"), env=env, cwd=ROOT, check=False, capture_output=True)


def homebody(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "app", *arguments]


def test_a_question_leads_to_the_message_it_was_answered_from(terminal: Terminal) -> None:
    terminal.wait("Ask your messages")
    terminal.type("What time are we leaving on Friday?")
    terminal.wait("Search ·")  # results while typing
    terminal.keys("Enter")
    terminal.wait("Answer", "Tom Okafor", "16:30 instead", "[1]")
    terminal.keys("F2")
    terminal.wait("Evidence ·", "1 Tom Okafor", "12 Nov 2026 19:49")
    terminal.keys("Enter")
    terminal.wait("Cabin Crew", "my shift ends at 15:00")  # the message in its chat, with the one that followed it
    terminal.keys("Escape")
    terminal.wait("Ask your messages")


def test_a_summary_reads_every_message_and_fits_a_larger_window(terminal: Terminal) -> None:
    terminal.wait("Ask your messages")
    terminal.type("/summarize 15")
    terminal.keys("Enter")
    terminal.wait("15 of 15")
    terminal.resize(200, 50)
    terminal.wait("╮╭─ Evidence · 15", "lentil curry")  # side by side now


def test_the_sealed_app_lists_the_models_and_can_fetch_more(terminal: Terminal) -> None:
    terminal.wait("Ask your messages")
    terminal.keys("F7")
    terminal.wait("Language models", "in use", "p  pull", "from huggingface.co")
    terminal.keys("p")
    terminal.wait("This is the one thing that goes out")
    terminal.keys("n")
    terminal.keys("Escape")
    terminal.wait("Ask your messages")


def test_it_is_sealed_says_so_and_leaves(terminal: Terminal) -> None:
    if sys.platform == "linux":
        terminal.wait("sealed by seccomp")
    terminal.wait("Ask your messages")
    terminal.keys("C-q")
    terminal.wait_for_end()
