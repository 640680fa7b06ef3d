"""The real warm process: started on demand, private, replaced when stale, gone when killed, and of the same opinion."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import pytest

from app.assistant.events import Summary, WorkProgress
from app.assistant.types import Scope
from app.home.config import Settings, save_settings
from app.home.paths import Home
from app.runtime.runtime import Runtime
from app.service_client.children import name_of
from app.service_client.client import ServiceClient, ServiceGone, build_of, connect, find
from app.service_client.protocol import ProtocolProblem, encode, write_line
from index.errors import NotFound
from tests.app.service.homes import SETTINGS, filled_home

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="the service listens on Unix sockets")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = filled_home(tmp_path)
    save_settings(home.settings, Settings(), zone="Europe/Berlin")
    yield home
    if (client := find(home)) is not None:
        client.stop()


def gone(pid: int) -> None:
    """Wait until a process that this one started is gone and collected; while it dies, its socket still takes calls."""
    for thread in threading.enumerate():
        if thread.name == name_of(pid):
            thread.join(30)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def started(home: Home) -> ServiceClient:
    client = connect(home, SETTINGS)
    assert client is not None
    return client


def test_it_answers_as_this_process_would(home: Home) -> None:
    with Runtime(home, SETTINGS, use_service=False) as runtime:
        here = runtime.assistant()
        client = started(home)
        for text, scope in (("red pot", Scope()), ("wood", Scope(person="Maya")), ("nothing like it", Scope())):
            (plan, result), (other_plan, other) = here.search(text, scope), client.search(text, scope)
            assert plan == other_plan
            assert result.hits == other.hits
        ends = [
            replace(event, timings={})
            for assistant in (here, client)
            for event in assistant.summarize(Scope(last=2))
            if isinstance(event, Summary)
        ]
        assert [(end.read, len(end.messages)) for end in ends] == [(2, 2), (2, 2)]
        assert ends[0] == ends[1]


def test_errors_arrive_as_they_are(home: Home) -> None:
    with pytest.raises(NotFound, match="zz"):
        started(home).search("x", Scope(person="zz"))


def test_the_second_command_finds_the_first_ones_service(home: Home) -> None:
    assert started(home).pid == started(home).pid


def test_commands_that_start_it_at_once_share_one(home: Home) -> None:
    with ThreadPoolExecutor(6) as pool:
        pids = {client.pid for client in pool.map(lambda _: started(home), range(6))}
    assert len(pids) == 1


def test_other_settings_replace_it(home: Home) -> None:
    first = started(home)
    changed = save_settings(home.settings, SETTINGS, me="Maya")
    second = connect(home, changed)
    assert second is not None
    assert second.pid != first.pid
    assert second.build() == build_of(home, changed)


def test_a_copy_of_the_code_starts_one_of_its_own(home: Home, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for package in ("app", "index", "models"):
        shutil.copytree(
            Path(__file__).parents[3] / package, copy / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    env = {**os.environ, "HOMEBODY_HOME": str(home.root), "HOMEBODY_MODELS": str(home.models)}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "app", "service", *arguments]
        return subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, timeout=120).stdout

    run("start")
    assert json.loads(run("status", "--json"))["current"]
    first = find(home)
    assert first is not None
    assert started(home).pid != first.pid


def test_another_theme_leaves_it_alone(home: Home) -> None:
    assert build_of(home, replace(SETTINGS, theme="daylight")) == build_of(home, SETTINGS)


def test_the_machines_zone_is_part_of_it_only_where_the_settings_name_none(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    named, unnamed = build_of(home, SETTINGS), build_of(home, Settings())
    monkeypatch.setenv("TZ", ":/usr/share/zoneinfo/Europe/Berlin")
    assert build_of(home, Settings()) == unnamed
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert build_of(home, SETTINGS) == named
    assert build_of(home, Settings()) != unnamed


def test_a_path_that_is_not_text_has_a_name_too(tmp_path: Path) -> None:
    one, other = (Home(tmp_path / os.fsdecode(name), tmp_path) for name in (b"caf\xe9", b"caf\xe8"))
    assert build_of(one, SETTINGS) != build_of(other, SETTINGS)


def test_a_moment_that_was_fixed_for_one_command_does_not_stay(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEBODY_NOW", "2020-01-02T10:00:00")
    client = started(home)
    monkeypatch.delenv("HOMEBODY_NOW")
    plan, _ = client.search("pot", Scope(since="yesterday"))
    assert plan.filters.since_ms is not None
    assert plan.filters.since_ms / 1000 > datetime(2021, 1, 1, tzinfo=UTC).timestamp()


def test_a_killed_one_is_started_again(home: Home) -> None:
    first = started(home)
    os.kill(first.pid, signal.SIGKILL)
    gone(first.pid)
    second = started(home)
    assert second.pid != first.pid
    assert second.search("red pot", Scope())[1].hits


def test_what_a_killed_one_had_told_nothing_of_is_asked_of_the_next(home: Home) -> None:
    first = started(home)
    os.kill(first.pid, signal.SIGSTOP)  # it takes the call and does not get round to it
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(first.search, "red pot", Scope())
        os.kill(first.pid, signal.SIGKILL)
        assert asked.result(60)[1].hits
    gone(first.pid)
    assert started(home).pid != first.pid


def test_what_is_told_already_is_not_asked_again(tmp_path: Path) -> None:
    """A service that tells one event and hangs up: a real one may have told all before a signal reaches it."""

    def tell_and_end() -> None:
        with listening.accept()[0] as connection:
            stream: BinaryIO = connection.makefile("rwb")  # type: ignore[assignment]
            stream.readline()
            write_line(stream, {"event": encode(WorkProgress("searching"))})
            stream.close()

    with socket.socket(socket.AF_UNIX) as listening, ThreadPoolExecutor() as pool:
        listening.bind(str(tmp_path / "s"))
        listening.listen()
        told = pool.submit(tell_and_end)
        client = ServiceClient(str(tmp_path / "s"), "token", os.getpid(), again=lambda: pytest.fail("asked again"))
        answer = client.summarize(Scope(last=2))
        assert next(answer) == WorkProgress("searching")
        with pytest.raises(ServiceGone, match="in the middle"):
            list(answer)
        told.result()


def test_stopping_one_that_dies_meanwhile_is_no_error(home: Home) -> None:
    client = started(home)
    os.kill(client.pid, signal.SIGKILL)
    gone(client.pid)
    client.stop()
    assert find(home) is None


def test_only_the_owner_gets_in(home: Home) -> None:
    client = started(home)
    for path in (Path(client.address), home.run / "service.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.run.stat().st_mode) == 0o700
    with pytest.raises(ProtocolProblem, match="token"):
        replace(client, token="0" * 64).build()


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can become somebody else")
def test_another_user_gets_nothing_even_with_the_token(home: Home) -> None:
    client = started(home)
    for folder in (home.root, home.run, *home.root.parents):
        if folder.is_relative_to(tempfile.gettempdir()) and not folder.stat().st_mode & 0o001:
            folder.chmod(0o755)
    Path(client.address).chmod(0o666)
    request = json.dumps({"token": client.token, "verb": "ping", "arguments": {}}) + "\n"
    script = (
        "import os, socket, sys\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "s = socket.socket(socket.AF_UNIX)\n"
        "s.connect(sys.argv[1])\n"
        "try:\n"
        "    s.sendall(sys.argv[2].encode())\n"
        "    sys.stdout.write(s.recv(1000).decode())\n"
        "except OSError:\n"
        "    pass\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, client.address, request], capture_output=True, text=True, timeout=30
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout == ""


def test_the_service_is_sealed(home: Home) -> None:
    client = started(home)
    status = Path(f"/proc/{client.pid}/status")
    if not status.exists():
        pytest.skip("no /proc here")
    assert "Seccomp:\t2" in status.read_text()


def test_stopping_leaves_nothing_behind(home: Home) -> None:
    client = started(home)
    client.stop()
    gone(client.pid)
    assert find(home) is None
    assert not (home.run / "service.sock").exists()
    assert not (home.run / "service.json").exists()


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="its end is looked at through Linux")
def test_it_is_gone_when_it_was_stopped(home: Home) -> None:
    client = started(home)
    process = os.pidfd_open(client.pid)
    try:
        client.stop()
        assert select.select([process], [], [], 0)[0]
    finally:
        os.close(process)


HANGING = """
import sys, threading
from app import cli
from app.service import server
from app.runtime.runtime import Runtime
server.END_BY_FORCE_S = 1
Runtime.close = lambda _: threading.Event().wait()
sys.exit(cli.main(sys.argv[1:]))
"""


def test_one_that_hangs_at_its_end_is_ended_by_the_kernel(home: Home) -> None:
    reader, writer = os.pipe()
    around = {**os.environ, "HOMEBODY_HOME": str(home.root), "HOMEBODY_MODELS": str(home.models)}
    command = [sys.executable, "-c", HANGING, "service", "run", "--ready", str(writer)]
    with subprocess.Popen(command, env=around, pass_fds=[writer], cwd=Path(__file__).parents[3]) as process:
        os.close(writer)
        assert os.read(reader, 1) == b"+"
        os.close(reader)
        client = find(home)
        assert client is not None
        client.stop()
        assert process.wait(30) == -signal.SIGALRM


def test_it_has_the_passphrase_from_nobodys_environment(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", "correct horse battery")
    told = Path(f"/proc/{started(home).pid}/environ")
    if not told.exists() or os.getuid():
        pytest.skip("only root can look into a process whose memory is its own, where there is /proc")
    assert b"correct horse" not in told.read_bytes()
    assert b"HOMEBODY_HOME" in told.read_bytes()


def test_one_whose_home_was_removed_ends_and_leaves_the_next_one_alone(home: Home) -> None:
    first = started(home)
    (home.run / "service.sock").rename(home.run / "elsewhere.sock")
    (home.run / "service.lock").unlink()
    second = started(home)
    gone(first.pid)
    assert second.pid != first.pid
    assert second.search("red pot", Scope())[1].hits


def test_a_home_with_a_long_path_goes_without(tmp_path: Path) -> None:
    deep = Home(tmp_path / ("x" * 90) / ("y" * 90), tmp_path / "models")
    assert connect(deep, SETTINGS) is None


def test_now_travels_with_the_request(home: Home) -> None:
    from datetime import datetime

    client = started(home)
    early = replace(client, fixed_now=datetime(2026, 11, 12, 23, 0, tzinfo=ZoneInfo("Europe/Berlin")))
    late = replace(client, fixed_now=datetime(2026, 12, 24, 23, 0, tzinfo=ZoneInfo("Europe/Berlin")))
    assert early.search("red pot", Scope(since="today"))[1].hits
    assert not late.search("red pot", Scope(since="today"))[1].hits
