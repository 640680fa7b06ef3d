"""Whole commands done by the warm process: the same to the letter, or done here, and never twice."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from app.cli import homebody
from app.cli import main as here
from app.commands.shared.runner import perform
from app.home.config import Settings, load_settings, save_settings
from app.home.paths import Home
from app.output import report
from app.runtime.runtime import Runtime
from app.sealing import seal
from app.service.server import Service
from app.service_client.card import card_path, read_card, socket_path, whose
from app.service_client.client import build_of, find
from app.service_client.forward import forwarded
from index.errors import WrongKey

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="the service listens on Unix sockets")

CHAT = "".join(f"12/11/2026, 19:{minute} - {who}: {text}\n" for minute, who, text in [
    (41, "Maya", "the key is under the red pot \x1b[31m"), (43, "Tom", "thanks, I'll be there at 16:30"),
    (45, "Maya", "bring wood, and " + "the long rope from the shed " * 12), (46, "Tom", "ok ök 好 \u202eevil"),
])  # fmt: skip

SAME = [
    ("search", "red", "pot"),
    ("search", "wood", "--json"),
    ("search", "wood", "--json", "--explain"),
    ("search", "rope", "--from", "Maya", "--explain"),
    ("search", '"red pot"', "-key"),
    ("search", "--keyword", "ökö", "--since", "2026-11-12", "--until", "yesterday"),
    ("search", "wood", "--from", "Tom", "--kind", "message", "--in", "Maya"),
    ("search", "nothing", "like", "it"),
    ("search", "wood", "--from", "zz"),
    ("search", "wood", "--from", " "),
    ("search", "wood", "--since", "no day at all"),
    ("search",),
    ("search", "--limit", "0", "x"),
    ("search", "--frm", "Maya", "x"),
    ("search", "wood", "--explain", "--limit", "1", "--kind", "letter"),
    ("show", "m1"),
    ("show", "m3", "--context", "1"),
    ("show", "m4", "--json"),
    ("show", "m99"),
    ("show", "../../etc/passwd"),
    ("show",),
    ("chats",),
    ("chats", "--json"),
    ("chats", "too", "much"),
]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    home = Home(tmp_path / "home", tmp_path / "models")
    save_settings(home.settings, Settings(), zone="Europe/Berlin", me="Tom")
    export = tmp_path / "WhatsApp Chat with Maya.txt"
    export.write_text(CHAT, encoding="utf-8")
    with Runtime(home, load_settings(home.settings), use_service=False) as runtime:
        list(runtime.add([export]))
    monkeypatch.setenv("HOMEBODY_HOME", str(home.root))
    monkeypatch.setenv("HOMEBODY_MODELS", str(home.models))
    monkeypatch.setenv("HOMEBODY_NOW", "2026-11-13T09:00:00+01:00")
    for name in ("HOMEBODY_PASSPHRASE", "HOMEBODY_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(seal, "seal", lambda: None)  # it would hold for all the tests after this one
    return home


Served = list[tuple[str, ...]]


@pytest.fixture
def serving(home: Home) -> Iterator[tuple[Service, Served]]:
    """Serve the home in a thread of this process; returns the service and what it was given to do."""
    done: Served = []

    def noted(runtime: Runtime, arguments: Sequence[str], columns: int) -> tuple[int, report.Printed]:
        done.append(tuple(arguments))
        return perform(homebody, runtime, arguments, columns)

    settings = load_settings(home.settings)
    service = Service(Runtime(home, settings, use_service=False), build_of(home, settings), 600, noted)
    listening = threading.Event()
    thread = threading.Thread(target=service.run, args=(listening.set,))
    thread.start()
    assert listening.wait(30)
    yield service, done
    service.shutdown()
    thread.join(30)
    assert not thread.is_alive()


@pytest.fixture
def served(serving: tuple[Service, Served]) -> Served:
    """Serve the home in a thread of this process; returns what it was given to do."""
    return serving[1]


def untimed(text: str) -> str:
    return re.sub(r'in \d+ ms|"took_ms": [\d.]+|(meaning|words): took [\d.]+', "…", text)


@pytest.mark.parametrize("columns", ["60", "200"])
def test_it_says_to_the_letter_what_this_process_would(
    served: Served, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for arguments in SAME:
        capsys.readouterr()
        there = forwarded(arguments), *map(untimed, capsys.readouterr())
        own = [*arguments, "--no-service"] if arguments[0] == "search" else list(arguments)
        assert (here(own), *map(untimed, capsys.readouterr())) == there, arguments
    assert served == SAME


def test_a_broken_clock_is_said_as_here(
    served: Served, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOMEBODY_NOW", "later")
    assert forwarded(["search", "wood"]) is None
    assert capsys.readouterr() == ("", "")
    assert served == []


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["--help"], ["ask", "where is the key?"], ["search", "--batch"], ["search", "key", "--no-service"],
        ["search", "--help"], ["show", "-h"], ["show", "-hh"], ["nonsense"], ["service", "stop"],
    ],
)  # fmt: skip
def test_what_takes_long_or_needs_this_process_is_done_here(served: Served, arguments: list[str]) -> None:
    assert forwarded(arguments) is None
    assert served == []


@pytest.mark.parametrize("name", ["HOMEBODY_PASSPHRASE", "HOMEBODY_DEBUG"])
def test_what_is_said_to_one_process_stays_there(served: Served, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "1")
    assert forwarded(["search", "wood"]) is None
    assert served == []


def other_settings(home: Home) -> None:
    save_settings(home.settings, load_settings(home.settings), zone="Asia/Tokyo")


def broken_settings(home: Home) -> None:
    home.settings.write_text("zone = 3")


def other_token(home: Home) -> None:
    card_path(home).write_text(json.dumps({**json.loads(card_path(home).read_text()), "token": "x"}))


def no_index(home: Home) -> None:
    home.store.unlink()


@pytest.mark.parametrize("change", [other_settings, broken_settings, other_token, no_index])
def test_it_is_done_here_where_the_service_is_not_of_this_home_as_it_is_now(
    served: Served, home: Home, change: Callable[[Home], None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert forwarded(["show", "m1"]) == report.DONE
    capsys.readouterr()
    change(home)
    assert forwarded(["show", "m1"]) is None
    assert capsys.readouterr() == ("", "")
    assert len(served) == 1


def test_it_is_done_here_where_the_models_or_the_code_are_elsewhere(
    served: Served, home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOMEBODY_MODELS", str(tmp_path / "others"))
    assert forwarded(["show", "m1"]) is None
    monkeypatch.setenv("HOMEBODY_MODELS", str(home.models))
    monkeypatch.setattr(sys, "prefix", "/elsewhere")
    name = whose(home)
    monkeypatch.undo()
    assert name != whose(home)
    assert served == []


def test_where_the_settings_name_no_zone_that_of_whoever_asks_counts(
    home: Home, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_settings(home.settings, Settings(me="Tom"))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    served = request.getfixturevalue("served")
    assert command(home, "show", "m1").returncode == report.DONE
    assert served == [("show", "m1")]
    assert command(home, "show", "m1", env={"TZ": "Asia/Tokyo"}).returncode == report.DONE
    assert served == [("show", "m1")]


def test_it_is_done_here_while_a_model_is_loaded_there(serving: tuple[Service, Served]) -> None:
    service, served = serving
    with ThreadPoolExecutor(1) as pool, service.runtime.opened.lock:
        assert pool.submit(forwarded, ["show", "m1"]).result(30) is None
    assert served == []
    assert forwarded(["show", "m1"]) == report.DONE


def test_without_unix_sockets_there_is_no_warm_process(
    served: Served, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(socket, "AF_UNIX")
    assert forwarded(["show", "m1"]) is None
    monkeypatch.undo()  # its server still needs them
    assert served == []


def test_an_encrypted_index_is_left_to_whoever_can_be_asked_for_its_key(served: Served, home: Home) -> None:
    with Runtime(home, load_settings(home.settings), use_service=False) as runtime:
        runtime.index().change_key("secret")
    assert forwarded(["show", "m1"]) is None
    client = find(home)
    assert client is not None
    client.unlock("secret")
    held = client.key()
    with pytest.raises(WrongKey):
        client.unlock("another")  # though the index is open
    assert client.key() == held
    assert "secret" not in held
    assert forwarded(["show", "m1"]) == report.DONE
    assert served == [("show", "m1")]


def test_a_search_that_has_to_load_models_first_is_left_to_who_shows_it(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Runtime, "searches_at_once", lambda _: False)
    assert forwarded(["search", "wood"]) is None
    assert served == []


def answering(home: Home, answer: Callable[[socket.socket], None]) -> threading.Thread:
    """Take one call as a service of this home would, and do this with it."""
    home.run.mkdir(mode=0o700, exist_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(socket_path(home)))
    listener.listen()
    card_path(home).write_text(json.dumps({"pid": 1, "token": "t", "build": "b"}))

    def take() -> None:
        with listener, listener.accept()[0] as line:
            line.recv(1 << 16)
            answer(line)

    thread = threading.Thread(target=take)
    thread.start()
    return thread


def hang_up(_: socket.socket) -> None:
    pass


@pytest.mark.parametrize(
    "said",
    [
        b"", b"{", b"[]\n", b"{}\n", b"5\n", b'{"event": {"pieces": [["out", "half"]]}}\n', b'{"event": 5}\n', b"\xff\n",
        b'{"event": {"pieces": [["out", "cut o', b'{"event": {"code": 0, "pieces": [["out"]]}}\n',
        b'{"event": {"code": 0, "pieces": 5}}\n', b'{"error": {"class": "EngineFailed", "sentence": ""}}\n',
    ],
)  # fmt: skip
def test_of_an_answer_that_is_not_whole_nothing_is_printed(
    home: Home, said: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    thread = answering(home, lambda line: line.sendall(said))
    assert forwarded(["show", "m1"]) is None
    thread.join(30)
    assert capsys.readouterr() == ("", "")


def test_a_card_without_its_service_is_no_service(home: Home) -> None:
    answering(home, hang_up)
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(socket_path(home)))
        line.sendall(b"\n")
    assert read_card(home) is not None
    assert forwarded(["show", "m1"]) is None


def command(home: Home, *arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        capture_output=True, text=True, timeout=120, env={**os.environ, **(env or {})},
    )  # fmt: skip


def test_the_command_that_was_typed_is_sealed_and_loads_next_to_nothing(served: Served, home: Home) -> None:
    code = """
        import json, sys
        from app.__main__ import main
        sys.argv = ["homebody", "show", "m1", "--json"]
        code = main()
        from app.sealing.seal import state
        heavy = {"click", "dataclasses", "inspect", "hashlib", "tomllib", "zoneinfo", "apsw", "app.runtime", "index"}
        print(json.dumps([code, state(), sorted(heavy & set(sys.modules))]), file=sys.stderr)
    """
    lines = "\n".join(line.strip() for line in code.splitlines())
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, timeout=120)
    code_, state, heavy = json.loads(done.stderr.splitlines()[-1])
    assert json.loads(done.stdout)["hit"]["id"] == "m1"
    assert served == [("show", "m1", "--json")]
    assert (code_, heavy) == (report.DONE, [])
    assert state != "open"


def test_a_reader_that_has_enough_is_no_error(served: Served, home: Home) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "app", "show", "m1"], stdout=writer, stderr=subprocess.PIPE, text=True, timeout=120
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (report.DONE, "")
    assert served == [("show", "m1")]


@pytest.mark.parametrize("closed", ["<&-", ">&-", "<&- >&- 2>&-"])
def test_a_stream_that_was_closed_before_the_start_is_no_error(served: Served, home: Home, closed: str) -> None:
    for around in ({}, {"HOMEBODY_DEBUG": "0"}):
        done = subprocess.run(
            ["sh", "-c", f'exec "$0" -m app show m1 {closed}', sys.executable],
            capture_output=True, text=True, timeout=120, env={**os.environ, **around},
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (report.DONE, "")
        assert ("red pot" in done.stdout) == (closed == "<&-")
    assert served == [("show", "m1")]


def test_it_is_done_here_when_the_service_dies_over_it(home: Home) -> None:
    thread = answering(home, hang_up)
    done = command(home, "show", "m1")
    thread.join(30)
    assert done.returncode == report.DONE, done.stderr
    assert "red pot" in done.stdout


def test_many_at_once_each_get_their_own(served: Served, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: dict[int, str] = {}

    def keep(_: object, done: report.Printed) -> None:
        printed[threading.get_ident()] = "".join(text for _, text in done.pieces)

    def ask(number: int) -> tuple[int, str]:
        with monkeypatch.context():
            code = forwarded(["show", f"m{number}", "--context", "0"])
        assert code == report.DONE
        return number, printed[threading.get_ident()]

    monkeypatch.setattr(report, "print_kept", partial(keep, None))
    words = {1: "red pot", 2: "16:30", 3: "long rope", 4: "ök"}
    with ThreadPoolExecutor(8) as pool:
        for number, text in pool.map(ask, [1, 2, 3, 4] * 6):
            assert [n for n, word in words.items() if word in text] == [number]
