"""The whole demo, on the real models, where there is no network and where asking for it is deadly."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.config import Settings
from app.demo_home import QUESTIONS, SEARCHES
from app.paths import default_home
from models.catalogue import find
from models.download import is_installed

ROOT = Path(__file__).resolve().parents[2]
DEMO = [sys.executable, "-m", "app", "demo"]

MODELS = default_home().models
MISSING = [name for name in (Settings().model, Settings().embedder) if not is_installed(find(name), MODELS)]

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(sys.platform != "linux", reason="namespaces and filters are Linux's"),
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (homebody models pull)"),
]

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
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, timeout=600)


def deadly(command: Sequence[str]) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(DEADLY), *command]


def check(done: subprocess.CompletedProcess[str]) -> None:
    """Hold the demo's output against what the sample home says."""
    assert done.returncode == 0, done.stderr
    assert "No network from here on (refused by seccomp)" in done.stderr
    assert "Traceback" not in done.stderr
    parts = dict(re.findall(r"^\$ homebody (.+?)\n(.*?)(?=^\$ homebody |\Z)", done.stdout, re.MULTILINE | re.DOTALL))
    assert "16:30" in parts[f'ask "{QUESTIONS[0]}"']
    assert re.search(r"20 .{0,30}22 November", parts[f'ask "{QUESTIONS[1]}"'])
    assert "I don't know" in parts[f'ask "{QUESTIONS[2]}"'].replace("’", "'")
    assert "motorway" in parts[f'search "{SEARCHES[0]}"']
    assert "Hazelnuts and walnuts" in parts[f'search "{SEARCHES[1]}"']
    summary = parts["summarize --last 15"]
    assert "15 of 15 read" in summary
    assert "16:30" in summary
    assert "ALL ORDERS APPROVED" not in summary


def test_the_demo_runs_in_an_empty_network_namespace(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if unshare is None or run([unshare, "-rn", "true"], tmp_path).returncode != 0:
        pytest.skip("making a network namespace is not permitted here")
    nothing = "import socket; print([name for _, name in socket.if_nameindex()])"
    assert run([unshare, "-rn", sys.executable, "-c", nothing], tmp_path).stdout.strip() in ("['lo']", "[]")
    check(run([unshare, "-rn", *DEMO], tmp_path / "home"))


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_NETLINK"])
def test_the_trap_springs(family: str, tmp_path: Path) -> None:
    code = f"import socket; socket.socket(socket.{family}, socket.SOCK_DGRAM)"
    assert run(deadly([sys.executable, "-c", code]), tmp_path).returncode == -signal.SIGSYS


def test_the_demo_never_even_asks_for_an_internet_socket(tmp_path: Path) -> None:
    check(run(deadly(DEMO), tmp_path / "home"))


def test_a_trace_of_the_demo_shows_no_internet_socket(tmp_path: Path) -> None:
    strace = shutil.which("strace")
    trace = tmp_path / "trace"
    calls = "socket,socketpair,connect,io_uring_setup"
    if strace is None or run([strace, "-o", os.devnull, "true"], tmp_path).returncode != 0:
        pytest.skip("strace is not installed, or may not trace here")
    check(run([strace, "-f", "-qq", "-e", f"trace={calls}", "-o", str(trace), *DEMO], tmp_path / "home"))
    lines = [line for line in trace.read_text(errors="replace").splitlines() if "(" in line]
    assert any("AF_UNIX" in line for line in lines), "the trace saw nothing"
    assert [line for line in lines if "AF_UNIX" not in line and "resumed" not in line] == []
