"""The broker, run for real against a hub on this machine: fetching, cancelling, refusing, ending."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from app.broker.client import Broker, Step
from app.broker.walls import code_folder, reach_of
from app.home.paths import Home
from models.errors import DownloadFailed
from tests.app.broker.brokers import OWN_HUB, WEIGHTS, Server, program

linux = pytest.mark.skipif(sys.platform != "linux", reason="it is looked at through Linux")


def halfway(steps: Iterator[Step]) -> Step:
    return next(step for step in steps if step.done >= len(WEIGHTS) // 2)


def test_a_model_is_fetched_with_its_bytes_counted(broker: Broker, hub: Server, home: Home) -> None:
    hub.go_on.set()
    steps = list(broker.pull("small"))
    assert (home.models / "small/w.bin").read_bytes() == WEIGHTS
    assert steps[0] == Step("fetching small", 0, len(WEIGHTS))
    assert steps[-1].what == "checking small"


def test_a_cancelled_fetch_ends_at_once_and_the_next_goes_on_there(broker: Broker, hub: Server, home: Home) -> None:
    steps = broker.pull("small")
    halfway(steps)
    # The hub is silent now: only a signal ends the waiting for it.
    broker.cancel()
    assert not [step for step in steps if step.what.startswith("checking")]
    (part,) = (home.models / ".parts-small").glob("*.part")
    assert part.stat().st_size == len(WEIGHTS) // 2
    assert sorted(path.name for path in home.models.iterdir()) == [".parts-small"]
    list(broker.pull("small"))
    assert hub.asked == ["", f"bytes={len(WEIGHTS) // 2}-"]
    assert (home.models / "small/w.bin").read_bytes() == WEIGHTS


def test_closing_the_steps_cancels_and_leaves_the_broker_ready(broker: Broker, hub: Server, home: Home) -> None:
    steps = broker.pull("small")
    halfway(steps)
    steps.close()
    with pytest.raises(DownloadFailed, match="no model called “big”"):
        list(broker.pull("big"))
    list(broker.pull("small"))
    assert (home.models / "small/w.bin").exists()


def test_its_walls_are_known_while_it_fetches(broker: Broker) -> None:
    steps = broker.pull("small")
    halfway(steps)
    known: list[str] = []
    asking = threading.Thread(target=lambda: known.append(broker.walls), daemon=True)
    asking.start()
    asking.join(60)
    assert known
    steps.close()


def test_a_cancel_with_nothing_going_on_does_nothing_to_the_next(broker: Broker, hub: Server, home: Home) -> None:
    broker.cancel()
    broker.cancel()
    hub.go_on.set()
    list(broker.pull("small"))
    assert (home.models / "small/w.bin").exists()


def test_a_broker_that_ended_is_said_in_one_sentence(broker: Broker, hub: Server) -> None:
    steps = broker.pull("small")
    halfway(steps)
    os.kill(broker.pid, signal.SIGTERM)
    with pytest.raises(DownloadFailed, match="has ended") as caught:
        list(steps)
    assert "homebody models pull small" in caught.value.next_step
    with pytest.raises(DownloadFailed, match="has ended"):
        list(broker.pull("small"))


# ── What it takes ─────────────────────────────────────────────────────────────────────────────────────────────────────


def raw(home: Home, lines: bytes) -> list[dict[str, Any]]:
    """Give the real broker some bytes and an end, and return all it says."""
    home.models.mkdir(exist_ok=True)
    reach = reach_of(home, os.environ)
    told = json.dumps({"models": str(home.models), "read": reach.read, "write": reach.write})
    command = [sys.executable, "-m", "app.broker", told]
    done = subprocess.run(command, input=lines, capture_output=True, timeout=60, cwd=code_folder())
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(line) for line in done.stdout.splitlines()]


@linux
@pytest.mark.parametrize(
    "line",
    [
        b"open /etc/passwd\n",
        b"pull ../home/index.db\n",
        b"pull https://example.org/model.gguf\n",
        b"pull small --index-url=x\n",
        b"pull -r\n",
        b"PULL smollm2-135m\n",
        b"pull  smollm2-135m\n",
        b"pull smollm2-135m\r\n",
        b"{}\n",
        b"\n",
        b"\xff\xfe\n",
        b"pull smollm2-135m",
        b"pull " + b"a" * 500 + b"\n",
    ],
)
def test_anything_but_a_name_is_refused(home: Home, line: bytes) -> None:
    ready, *answers = raw(home, line)
    assert ready["event"] == "ready"
    assert {answer["event"] for answer in answers} == {"refused"}
    assert list(home.models.iterdir()) == []


@linux
def test_a_name_that_the_catalogue_does_not_have_is_refused(home: Home) -> None:
    command = [sys.executable, *program(), json.dumps({"models": str(home.models), "read": ["/"], "write": []})]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=code_folder()) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"pull large\n")
        process.stdin.flush()
        answers = [json.loads(process.stdout.readline()) for _ in range(2)]
        process.stdin.close()
    assert [answer["event"] for answer in answers] == ["ready", "refused"]
    assert "no model called “large”" in answers[1]["sentence"]
    assert process.returncode == 0


def test_starting_it_imports_nothing_that_fetches() -> None:
    heavy = (
        "subprocess",
        "ssl",
        "urllib.request",
        "models.catalogue.download",
        "models.catalogue.catalogue",
        "textual",
        "index",
    )
    code = f"import sys, app.broker.process; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=code_folder(), check=True)
    assert done.stdout == "[]\n"


# ── How it ends ───────────────────────────────────────────────────────────────────────────────────────────────────────


@linux
@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="this Python cannot wait for another's child")
def test_it_ends_with_the_app_that_was_killed(home: Home, hub: Server) -> None:
    parent = f"""
        import sys
        from pathlib import Path
        from app.broker.client import Broker
        from app.home.paths import Home
        broker = Broker.start(Home(Path({str(home.root)!r}), Path({str(home.models)!r})),
                              {program(OWN_HUB.format(address=hub.server_address))!r})
        for step in broker.pull("small"):
            if step.done:
                print(broker.pid, flush=True)
    """
    command = [sys.executable, "-c", textwrap.dedent(parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=code_folder()) as app:
        assert app.stdout is not None
        watched = os.pidfd_open(int(app.stdout.readline()))
        try:
            app.kill()
            ended, _, _ = select.select([watched], [], [], 20)
        finally:
            os.close(watched)
    assert ended
    # It tidied up, and kept what had come.
    assert [path.name for path in home.models.iterdir()] == [".parts-small"]
    assert [path.suffix for path in (home.models / ".parts-small").iterdir()] == [".part"]


def test_closing_ends_it(home: Home) -> None:
    broker = Broker.start(home)
    broker.close()
    assert broker._process.returncode == 0
    with pytest.raises(DownloadFailed, match="has ended"):
        list(broker.pull("small"))
