"""The broker, run for real: against a hub on this machine, and against a broker that turned on its owner."""

from __future__ import annotations

import hashlib
import json
import os
import select
import signal
import socketserver
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from app.broker.client import Broker, Step, Unavailable
from app.broker.walls import code_folder, reach_of
from app.paths import Home
from app.sealing import landlock
from models.errors import DownloadFailed

linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's walls are looked at through Linux")
WEIGHTS = os.urandom(4 << 18)
"""Half of it is a whole number of the blocks in which it is read."""
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def has_landlock() -> bool:
    try:
        landlock.version()
    except landlock.Unavailable:
        return False
    return True


walled = pytest.mark.skipif(not has_landlock(), reason="this kernel has no Landlock")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    root = tmp_path / "home"
    root.mkdir(mode=0o700)
    (root / "index.db").write_text("the owner's words")
    return Home(root, tmp_path / "models")


# ── A hub on this machine ─────────────────────────────────────────────────────────────────────────────────────────────


class Hub(BaseHTTPRequestHandler):
    """Sends a listing, and one file of which the second half waits for `go_on`."""

    def log_message(self, *_: object) -> None:
        pass

    def address_string(self) -> str:
        return "local"

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        if self.path.startswith("/api/"):
            sha256, sha1 = hashlib.sha256(WEIGHTS).hexdigest(), "0" * 40
            file = {"rfilename": "w.bin", "size": 1, "blobId": sha1, "lfs": {"sha256": sha256, "size": len(WEIGHTS)}}
            self.reply(json.dumps({"sha": COMMIT, "siblings": [file]}).encode())
            return
        wanted = self.headers.get("Range", "")
        server.asked.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        self.reply(WEIGHTS[start:], 206 if start else 200, half=not start)

    def reply(self, body: bytes, status: int = 200, *, half: bool = False) -> None:
        server = self.server
        assert isinstance(server, Server)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if half else body)
        if half:
            self.wfile.flush()
            assert server.go_on.wait(20)
            self.wfile.write(body[len(body) // 2 :])


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

    def __init__(self, address: str) -> None:
        self.asked: list[str] = []
        self.go_on = threading.Event()
        super().__init__(address, Hub)

    def handle_error(self, *_: object) -> None:
        """A broker that was stopped hangs up, which is what it should do."""


@pytest.fixture
def hub() -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder, Server(f"{folder}/hub") as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.go_on.set()
        server.shutdown()
        thread.join()


ENTRY = """
    from models import catalogue
    entry = catalogue.ModelEntry(
        name="small", role="llm", backend="llama.cpp", title="Small", about="", licence="MIT", languages=("en",),
        source=catalogue.HubSource("some/model", "main", ("w.bin",), 900_000), files=(),
        context=1, default_context=1, memory=1)
    catalogue.load_catalogue = lambda: (entry,)
"""

OWN_HUB = """
    import socket, urllib.request
    from http.client import HTTPConnection
    from models import hub

    class Connection(HTTPConnection):
        def connect(self):
            self.sock = socket.socket(socket.AF_UNIX)
            self.sock.connect({address!r})

    class OverSocket(urllib.request.HTTPHandler):
        def http_open(self, request):
            return self.do_open(Connection, request)

    hub.ENDPOINT = "http://hub"
    hub.opener = lambda: urllib.request.build_opener(urllib.request.ProxyHandler({{}}), OverSocket())
"""

RUN = """
    import sys
    from app.broker import process
    process.STEP_EVERY_S = 0
    sys.exit(process.main(sys.argv[1:]))
"""


def program(*parts: str) -> tuple[str, str]:
    """The broker's own program with another catalogue, as its interpreter is given it."""
    return "-c", "".join(textwrap.dedent(part) for part in (ENTRY, *parts, RUN))


@pytest.fixture
def broker(home: Home, hub: Server) -> Iterator[Broker]:
    address = hub.server_address
    assert isinstance(address, str)
    broker = Broker.start(home, program(OWN_HUB.format(address=address)))
    yield broker
    broker.close()


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
    asking.join(10)
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
    heavy = ("subprocess", "ssl", "urllib.request", "models.download", "models.catalogue", "textual", "index")
    code = f"import sys, app.broker.process; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=code_folder(), check=True)
    assert done.stdout == "[]\n"


# ── What it can reach ─────────────────────────────────────────────────────────────────────────────────────────────────

CURIOUS = """
    import json, os, pathlib, signal, socket, subprocess, sys
    from models import download

    def tried(action):
        try:
            action()
        except (OSError, subprocess.CalledProcessError) as error:
            return type(error).__name__
        return "open"

    def curious(entry, models):
        root, store = pathlib.Path({root!r}), pathlib.Path({store!r})
        app = os.getppid()
        yield download.PullProgress(json.dumps({{
            "read": tried(lambda: store.open("rb").read(1)),
            "list": tried(lambda: os.listdir(root)),
            "write": tried(lambda: store.open("r+b").close()),
            "make": tried(lambda: (root / "new").touch()),
            "link": tried(lambda: os.link(store, models / "link")),
            "through a link": tried(lambda: ((models / "soft").symlink_to(store), (models / "soft").open().close())),
            "by another program": tried(lambda: subprocess.run(["cat", store], check=True, capture_output=True)),
            "through the app": tried(lambda: open(f"/proc/{{app}}/root{{store}}").close()),
            "the app's memory": tried(lambda: open(f"/proc/{{app}}/mem", "rb").close()),
            "the app's variables": tried(lambda: open(f"/proc/{{app}}/environ", "rb").read(1)),
            "downloads": tried(lambda: os.listdir({elsewhere!r})),
            "models": tried(lambda: (models / "own").touch()),
        }}), 1, 1)
        yield download.PullProgress("kill " + tried(lambda: os.kill(app, 0)), 1, 1)

    download.pull = curious
"""

UNWALLED = """
    from app.sealing import landlock
    def refuse(*_):
        raise landlock.Unavailable("this kernel has none")
    landlock.install = refuse
"""


def turned(home: Home, tmp_path: Path, *parts: str) -> tuple[str, dict[str, str], str]:
    """Run a broker that tries what it can: its walls, and how each attempt ended."""
    elsewhere = tmp_path / "Downloads"
    elsewhere.mkdir()
    names = {"root": str(home.root), "store": str(home.store), "elsewhere": str(elsewhere)}
    broker = Broker.start(home, program(*parts, CURIOUS.format(**names)))
    try:
        steps = [step.what for step in broker.pull("small")]
        return broker.walls, json.loads(steps[0]), steps[1]
    finally:
        broker.close()


@linux
@walled
def test_not_even_a_broker_that_turned_can_open_the_index(home: Home, tmp_path: Path) -> None:
    walls, ends, signalled = turned(home, tmp_path)
    assert walls == "landlock"
    assert ends.pop("models") == "open"
    assert ends.pop("by another program") in ("PermissionError", "CalledProcessError")
    assert ends.pop("link") == "OSError"  # "another device" is how the kernel says it
    assert set(ends.values()) == {"PermissionError"}, ends
    if landlock.version() >= 6:
        assert signalled == "kill PermissionError"
    assert home.store.read_text() == "the owner's words"


@linux
def test_without_the_kernels_walls_it_says_that_there_are_none(home: Home, tmp_path: Path) -> None:
    walls, ends, _ = turned(home, tmp_path, UNWALLED)
    assert walls == ""
    # That the attempts above can succeed where nothing refuses them.
    assert {ends[what] for what in ("read", "list", "write", "downloads")} == {"open"}


@linux
def test_it_gets_none_of_the_apps_files_and_no_word_of_the_home(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEBODY_HOME", str(home.root))
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", "correct horse")
    with home.store.open("rb") as held:
        os.set_inheritable(held.fileno(), True)
        broker = Broker.start(home)
        try:
            assert broker.walls in ("landlock", "")
            about = Path(f"/proc/{broker.pid}")
            opened = {str(path.readlink()) for path in (about / "fd").iterdir()}
            told = (about / "environ").read_bytes() + (about / "cmdline").read_bytes()
        finally:
            broker.close()
    assert len(opened) == 3
    assert {name.partition(":")[0] for name in opened} == {"pipe", os.devnull}
    for secret in (b"HOMEBODY_", b"correct horse", bytes(home.root), b"index.db"):
        assert secret not in told


def test_a_home_that_cannot_be_left_out_has_no_broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unavailable, match="same folder as your index"):
        reach_of(Home(tmp_path / "h", tmp_path), {})
    with pytest.raises(Unavailable, match="same folder"):
        reach_of(Home(tmp_path, tmp_path), {})
    with pytest.raises(Unavailable, match="homebody's programs"):
        reach_of(Home(code_folder() / "app" / "h", tmp_path / "models"), {})
    # A link does not hide where the index is.
    (tmp_path / "h").symlink_to(tmp_path / "models")
    (tmp_path / "models").mkdir()
    with pytest.raises(Unavailable):
        reach_of(Home(tmp_path / "h", tmp_path / "models"), {})


def test_the_folder_one_stands_in_is_not_within_reach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owners = tmp_path / "owner"
    owners.mkdir()
    monkeypatch.chdir(owners)
    monkeypatch.setattr(sys, "path", [str(owners), *sys.path])
    reach = reach_of(Home(tmp_path / "home", tmp_path / "models"), {})
    assert str(owners) not in reach.read


def test_what_the_client_is_set_to_is_within_reach_unless_the_index_is_in_it(tmp_path: Path) -> None:
    for name in ("wheels", "cache", "config/pip", "home"):
        (tmp_path / name).mkdir(parents=True)
    home = Home(tmp_path / "home", tmp_path / "models")
    environment = {
        "PIP_FIND_LINKS": f"https://example.org/simple {tmp_path / 'wheels'}",
        "PIP_CACHE_DIR": str(tmp_path / "cache"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "PYTHONPATH": f"relative:{tmp_path}",
        "SSL_CERT_FILE": str(tmp_path / "absent.pem"),
    }
    reach = reach_of(home, environment)
    assert {str(tmp_path / "wheels"), str(tmp_path / "config/pip")} <= set(reach.read)
    assert {str(tmp_path / "cache"), str(tmp_path / "models"), os.devnull} <= set(reach.write)
    assert str(tmp_path) not in reach.read
    assert not [path for path in (*reach.read, *reach.write) if home.store.is_relative_to(path)]


# ── How it ends ───────────────────────────────────────────────────────────────────────────────────────────────────────


@linux
@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="this Python cannot wait for another's child")
def test_it_ends_with_the_app_that_was_killed(home: Home, hub: Server) -> None:
    parent = f"""
        import sys
        from pathlib import Path
        from app.broker.client import Broker
        from app.paths import Home
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
