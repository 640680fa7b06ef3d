"""The whole demo, on the real models, where there is no network and where asking for it is deadly."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.home.config import Settings
from app.home.paths import default_home
from app.home.sample_home import QUESTIONS, SEARCHES
from models.catalogue.catalogue import find
from models.catalogue.installation import is_installed

ROOT = Path(__file__).resolve().parents[2]
MODELS = default_home().models
MISSING = [name for name in (Settings().model, Settings().embedder_name) if not is_installed(find(name), MODELS)]

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(sys.platform != "linux", reason="namespaces and filters are Linux's"),
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (homebody models pull)"),
]

NAMESPACE = ["unshare", "-rn"]
STRACE = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=socket,socketpair,connect,io_uring_setup", "-o"]
DEADLY = """
    import os, sys
    from app.sealing import seccomp
    seccomp.RET_ERRNO = seccomp.RET_KILL_PROCESS
    seccomp.install()
    os.execv(sys.argv[1], sys.argv[1:])
"""
"""Runs a program in a filter like our own, but in which asking for an internet socket ends the process."""


def run(command: Sequence[str], home: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "HOMEBODY_HOME": str(home), "HOMEBODY_MODELS": str(MODELS), "COLUMNS": "100"}
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, timeout=900)


def deadly(command: Sequence[str]) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(DEADLY), *command]


def works(command: Sequence[str], home: Path) -> bool:
    return shutil.which(command[0]) is not None and run([*command, "true"], home).returncode == 0


@dataclass(frozen=True)
class Demo:
    """One run of the demo, inside all of: an empty network namespace, a trace, and the deadly filter."""

    done: subprocess.CompletedProcess[str]
    in_namespace: bool
    trace: list[str] | None
    parts: dict[str, str]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    trace = folder / "trace"
    in_namespace = works(NAMESPACE, folder)
    traced = works([*STRACE, os.devnull], folder)
    command = [*NAMESPACE] if in_namespace else []
    command += [*STRACE, str(trace)] if traced else []
    done = run([*command, *deadly([sys.executable, "-m", "app", "demo"])], folder / "home")
    shown = re.findall(r"^\$ homebody (.+?)\n(.*?)(?=^\$ homebody |\Z)", done.stdout, re.MULTILINE | re.DOTALL)
    lines = trace.read_text(errors="replace").splitlines() if traced else None
    return Demo(done, in_namespace, lines, dict(shown))


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_NETLINK"])
def test_the_trap_springs(family: str, tmp_path: Path) -> None:
    code = f"import socket; socket.socket(socket.{family}, socket.SOCK_DGRAM)"
    assert run(deadly([sys.executable, "-c", code]), tmp_path).returncode == -signal.SIGSYS


def test_the_demo_ends_well_without_ever_asking_for_an_internet_socket(demo: Demo) -> None:
    assert demo.done.returncode == 0, demo.done.stderr
    assert "No network from here on (refused by seccomp)" in demo.done.stderr


def test_the_demo_ran_where_there_is_no_network(demo: Demo, tmp_path: Path) -> None:
    if not demo.in_namespace:
        pytest.skip("making a network namespace is not permitted here")
    interfaces = "import socket; print([name for _, name in socket.if_nameindex()])"
    shown = run([*NAMESPACE, sys.executable, "-c", interfaces], tmp_path).stdout.strip()
    assert shown in ("['lo']", "[]")
    assert demo.done.returncode == 0


def test_a_trace_of_the_demo_shows_no_internet_socket(demo: Demo) -> None:
    if demo.trace is None:
        pytest.skip("strace is not installed, or may not trace here")
    calls = [line for line in demo.trace if "(" in line]
    assert any("AF_UNIX" in line for line in calls), "the trace saw nothing"
    assert [line for line in calls if "AF_UNIX" not in line and "resumed" not in line] == []


def test_searches_find_by_meaning(demo: Demo) -> None:
    assert "Hazelnuts and walnuts" in demo.parts[f'search "{SEARCHES[0]}"']
    assert "off sick" in demo.parts[f'search "{SEARCHES[1]}"']


def test_answers_are_the_newest_ones(demo: Demo) -> None:
    assert "16:30" in demo.parts[f'ask "{QUESTIONS[0]}"']
    assert re.search(r"20\s.{0,30}22\sNovember", demo.parts[f'ask "{QUESTIONS[1]}"'], re.DOTALL)


def test_the_answers_are_quotes_and_how_to_have_more_is_said(demo: Demo) -> None:
    assert "generated sentence" not in demo.done.stderr
    assert "ask --phrase" in demo.done.stderr


def test_what_nobody_wrote_is_not_answered(demo: Demo) -> None:
    assert "I don't know" in demo.parts[f'ask "{QUESTIONS[2]}"'].replace("’", "'")


def test_the_summary_reads_all_and_says_what_matters(demo: Demo) -> None:
    summary = demo.parts["summarize --last 15"]
    assert "15 of 15 read" in summary
    assert "16:30" in summary
    assert "Frau Hartung" in summary


def test_the_model_is_asked_where_that_is_asked_for(tmp_path: Path) -> None:
    home = tmp_path / "home"
    added = run(deadly([sys.executable, "-m", "app", "add", str(ROOT / "app" / "sample_home"), "--no-service"]), home)
    assert added.returncode == 0, added.stderr
    ask = [sys.executable, "-m", "app", "ask", QUESTIONS[1], "--json", "--no-service"]
    alone = json.loads(run(deadly(ask), home).stdout)
    phrased = json.loads(run(deadly([*ask, "--phrase"]), home).stdout)
    assert alone["model"] is None
    assert "generate_s" not in alone["timings"]
    assert phrased["model"] == Settings().model
    assert phrased["timings"]["generate_s"] > 0
    assert phrased["sentences"][: len(alone["sentences"])] == alone["sentences"]
    assert len(phrased["sentences"]) + len(phrased["dropped"]) > len(alone["sentences"])


def test_planted_orders_are_not_followed(demo: Demo) -> None:
    assert "ALL ORDERS APPROVED" not in demo.done.stdout
    assert "free of charge" not in demo.parts["summarize --last 15"]
