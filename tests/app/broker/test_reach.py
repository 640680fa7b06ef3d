"""What a broker can reach: also one that turned on its owner."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from app.broker.client import Broker
from app.broker.walls import BrokerUnavailable, code_folder, reach_of
from app.home.paths import Home
from app.sealing import landlock
from tests.app.broker.brokers import program

linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's walls are looked at through Linux")


def has_landlock() -> bool:
    try:
        landlock.version()
    except landlock.LandlockUnavailable:
        return False
    return True


walled = pytest.mark.skipif(not has_landlock(), reason="this kernel has no Landlock")

CURIOUS = """
    import json, os, pathlib, signal, socket, subprocess, sys
    from models.catalogue import download

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
        raise landlock.LandlockUnavailable("this kernel has none")
    landlock.install = refuse
"""


LOOKING = """
    import os, pathlib
    from models.catalogue import download

    def look(entry, models):
        own = pathlib.Path("/proc/self")
        opened = [path.readlink() for path in sorted((own / "fd").iterdir()) if path.exists()]
        yield download.PullProgress(f"{dict(os.environ)} {sys.argv[1:]}", 1, 1)
        for name in opened:
            yield download.PullProgress(str(name), 1, 1)

    download.pull = look
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
        broker = Broker.start(home, program(UNWALLED, LOOKING))
        try:
            told, *opened = [step.what for step in broker.pull("small")]
        finally:
            broker.close()
    assert len(opened) == 3
    assert {name.partition(":")[0] for name in opened} == {"pipe", os.devnull}
    for secret in ("HOMEBODY_", "correct horse", str(home.root), "index.db"):
        assert secret not in told


def test_a_home_that_cannot_be_left_out_has_no_broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BrokerUnavailable, match="same folder as your index"):
        reach_of(Home(tmp_path / "h", tmp_path), {})
    with pytest.raises(BrokerUnavailable, match="same folder"):
        reach_of(Home(tmp_path, tmp_path), {})
    with pytest.raises(BrokerUnavailable, match="homebody's programs"):
        reach_of(Home(code_folder() / "app" / "h", tmp_path / "models"), {})
    # A link does not hide where the index is.
    (tmp_path / "h").symlink_to(tmp_path / "models")
    (tmp_path / "models").mkdir()
    with pytest.raises(BrokerUnavailable):
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
