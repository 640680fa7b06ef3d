"""The service in this process, with an engine that waits to be told: commands at once, ends, and what outlives them."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from app.assistant.events import Answer, Summary, WorkProgress
from app.assistant.types import Scope
from app.home.config import load_settings
from app.home.paths import Home
from app.runtime.runtime import Runtime
from app.service import server
from app.service.server import AlreadyServed, Service, _Connection
from app.service_client import card
from app.service_client import client as client_module
from app.service_client.client import ServiceClient, ServiceGone, build_of, connect, find
from app.service_client.protocol import ProtocolProblem, encode
from index.errors import NotFound
from index.index import Index
from index.types.events import ForgetRequest
from models.errors import EngineFailed
from models.scripted import ScriptedEngine
from tests.app.service.homes import SETTINGS, filled_home

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="the service listens on Unix sockets")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return filled_home(tmp_path)


@pytest.fixture
def serve(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., tuple[ServiceClient, threading.Thread]]]:
    """Start a service in a thread, with an engine if one is given; returns a client of it and the thread."""
    monkeypatch.setattr(Runtime, "embedder", lambda _: None)
    threads: list[threading.Thread] = []

    def start(
        engine: ScriptedEngine | None = None,
        idle_s: float = 600.0,
        build: str = "a build",
        model: str = "llama-3.2-1b",
    ) -> tuple[ServiceClient, threading.Thread]:
        runtime = Runtime(home, replace(SETTINGS, model=model), use_service=False)
        runtime.opened.engine = engine
        service = Service(runtime, build, idle_s)
        listening = threading.Event()
        thread = threading.Thread(target=service.run, args=(listening.set,))
        thread.start()
        threads.append(thread)
        assert listening.wait(30)
        client = find(home)
        assert client is not None
        return client, thread

    yield start
    if (client := find(home)) is not None:
        client.stop()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


Serve = Callable[..., tuple[ServiceClient, threading.Thread]]


def summarized(
    client: ServiceClient, into: list[Summary], expected: contextlib.AbstractContextManager[Any] | None = None
) -> threading.Thread:
    def work() -> None:
        with expected or contextlib.nullcontext():
            into.extend(event for event in client.summarize(Scope(last=3)) if isinstance(event, Summary))

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_a_starter_is_asked_only_by_whoever_asks_for_that(serve: Serve) -> None:
    engine = ScriptedEngine(lambda _: "The key is under the red pot.")
    client, _ = serve(engine, model="smollm2-135m")
    assert [working.what for working in client.warm_up()] == ["loading the embedder"]
    *_, unasked = client.summarize(Scope(last=3))
    *_, asked = replace(client, phrase=True).summarize(Scope(last=3))
    *_, again = client.summarize(Scope(last=3))
    ends = [end for end in (unasked, asked, again) if isinstance(end, Summary)]
    assert [end.model for end in ends] == [None, "scripted", None]
    assert ends[2].sentences == ends[0].sentences
    *_, answer = replace(client, phrase=True).ask("where is the key?", Scope())
    assert isinstance(answer, Answer)
    assert len(engine.prompts) == 2


def test_two_commands_at_once_are_both_served_and_a_search_waits_for_neither(serve: Serve) -> None:
    engine = ScriptedEngine(lambda _: "The key is under the red pot.", hold_after=2)
    client, _ = serve(engine)
    first: list[Summary] = []
    second: list[Summary] = []
    one = summarized(client, first)
    assert engine.holding.wait(30)
    two = summarized(ServiceClient(client.address, client.token, client.pid), second)
    assert client.search("red pot", Scope())[1].hits
    assert one.is_alive()
    assert two.is_alive()
    engine.hold_after = None
    engine.cancel()
    one.join(30)
    two.join(30)
    assert [summary.read for summary in second] == [3]


def test_hanging_up_ends_the_work_and_frees_the_engine_for_the_next(serve: Serve) -> None:
    engine = ScriptedEngine(lambda _: "The key is under the red pot.", hold_after=2)
    client, _ = serve(engine)
    cut: list[Summary] = []
    thread = summarized(client, cut)
    assert engine.holding.wait(30)
    engine.hold_after = None
    client.cancel()
    thread.join(30)
    assert cut == []
    whole: list[Summary] = []
    summarized(client, whole).join(30)
    assert [summary.read for summary in whole] == [3]


def test_an_engine_that_dies_does_not_end_the_service(serve: Serve) -> None:
    engine = ScriptedEngine(lambda _: "The key is under the red pot.", fail_after=1)
    client, thread = serve(engine)
    with contextlib.suppress(EngineFailed):
        list(client.summarize(Scope(last=3)))
    assert engine.prompts
    assert thread.is_alive()
    engine.fail_after = None
    assert any(isinstance(event, Summary) for event in client.summarize(Scope(last=3)))


def test_it_ends_once_it_has_idled_and_leaves_nothing(serve: Serve, home: Home) -> None:
    _, thread = serve(idle_s=2.0)
    thread.join(30)
    assert not thread.is_alive()
    assert not (home.run / "service.sock").exists()
    assert not (home.run / "service.json").exists()


def test_work_holds_the_idle_clock(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = ScriptedEngine(lambda _: "The key is under the red pot.", hold_after=2)
    looked, looks = threading.Event(), iter(range(3))
    act = Service.service_actions

    def look(self: Service) -> None:
        act(self)
        if self._running and next(looks, None) is None:
            looked.set()

    monkeypatch.setattr(Service, "service_actions", look)
    client, thread = serve(engine, idle_s=0.3)
    worker = summarized(client, [])
    assert engine.holding.wait(30)
    assert looked.wait(30)
    assert thread.is_alive()
    engine.hold_after = None
    engine.cancel()
    worker.join(30)
    thread.join(30)
    assert not thread.is_alive()


def silent(client: ServiceClient) -> socket.socket:
    """Call and say nothing; returns once the call was taken, since a later one was answered."""
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(30)
    line.connect(client.address)
    assert client.build()
    return line


def test_whoever_is_connected_and_says_nothing_is_hung_up_on_at_the_end(serve: Serve) -> None:
    client, thread = serve()
    with silent(client) as line:
        client.stop()
        assert line.recv(1) == b""
    thread.join(30)
    assert not thread.is_alive()


def test_whoever_says_nothing_is_hung_up_on_after_a_while(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Connection, "timeout", 0.2)
    client, _ = serve()
    with silent(client) as line:
        assert line.recv(1) == b""
    assert client.build()


def test_stop_returns_when_everything_is_let_go_of(serve: Serve, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that goes on is cut off, and what it would have told is not told."""
    engine = ScriptedEngine(lambda _: "The key is under the red pot.", hold_after=2)
    told: list[Summary] = []
    closed: list[bool] = []
    close = Runtime.close

    def close_and_tell(self: Runtime) -> None:
        close(self)
        closed.append(True)

    monkeypatch.setattr(Runtime, "close", close_and_tell)
    client, _ = serve(engine)
    worker = summarized(ServiceClient(client.address, client.token, client.pid), told, pytest.raises(ServiceGone))
    assert engine.holding.wait(30)
    client.stop()
    assert closed
    Service(Runtime(home, SETTINGS, use_service=False), "the next", 600).server_close()  # the claim is free
    worker.join(30)
    assert told == []


def test_two_that_stop_it_at_once_both_learn_of_its_end(serve: Serve) -> None:
    client, thread = serve()
    with ThreadPoolExecutor(2) as pool:
        for stopped in [pool.submit(client.stop) for _ in range(2)]:
            stopped.result(30)
    thread.join(30)
    assert not thread.is_alive()


def test_signs_of_life_are_given_while_there_is_nothing_to_tell(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    beats = threading.Semaphore(0)
    send = _Connection._send

    def counted(self: _Connection, line: Mapping[str, Any]) -> None:
        send(self, line)
        if "alive" in line:
            beats.release()

    monkeypatch.setattr(server, "BEAT_S", 0.02)
    monkeypatch.setattr(_Connection, "_send", counted)
    engine = ScriptedEngine(lambda _: "The key is under the red pot.", hold_after=2)
    client, _ = serve(engine)
    told: list[Summary] = []
    worker = summarized(client, told)
    assert engine.holding.wait(30)
    for _ in range(3):
        assert beats.acquire(timeout=30)
    engine.hold_after = None
    engine.cancel()
    worker.join(30)
    assert len(told) == 1


def test_of_a_stranger_no_more_than_a_short_line_is_read(serve: Serve) -> None:
    client, _ = serve()

    def pour(beginning: bytes) -> int:
        sent = 0
        with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError):
            line.settimeout(30)
            line.connect(client.address)
            line.sendall(beginning)
            while sent < 50_000_000:
                sent += line.send(b"x" * 65_536)
        return sent

    with ThreadPoolExecutor(12) as pool:
        poured = list(pool.map(pour, [b"", b'{"token": "', b'{"token": "x", "verb": "', b"[" * 60_000] * 3))
    assert max(poured) < 5_000_000  # what the kernel holds between the two, besides those 64 KB
    assert client.build()


@pytest.mark.parametrize("token", ["wrong", "\N{SNOWMAN}" * 64, "", None, 7])
def test_a_stranger_is_told_that_the_token_is_wrong(serve: Serve, token: object) -> None:
    client, _ = serve()
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(30)
        line.connect(client.address)
        line.sendall(json.dumps({"token": token, "verb": "key"}).encode() + b"\n")
        told = line.makefile("rb").read()
    assert json.loads(told)["error"]["sentence"] == "the token is wrong"


def test_strangers_who_wait_make_room_for_the_next(serve: Serve) -> None:
    client, _ = serve()
    with contextlib.ExitStack() as after:
        lines = [after.enter_context(silent(client)) for _ in range(server.STRANGERS + 3)]
        assert [line.recv(1) for line in lines[:3]] == [b""] * 3
        assert client.search("wood", Scope())[1].hits
        lines[-1].sendall(json.dumps({"token": client.token, "verb": "ping"}).encode() + b"\n")
        assert json.loads(lines[-1].makefile("rb").readline()) == {"event": "a build"}


def test_a_stranger_does_not_hold_the_idle_clock(serve: Serve) -> None:
    client, thread = serve(idle_s=1.0)
    with silent(client):
        thread.join(30)
        assert not thread.is_alive()


def test_what_a_command_asks_may_be_long(serve: Serve) -> None:
    client, _ = serve()
    long = "peanut " * 20_000
    with pytest.raises(NotFound) as caught:
        client.search("x", Scope(person=long))
    assert "peanut" in str(caught.value)


def hung(home: Home) -> socket.socket:
    """Take calls as a service that hangs does: never."""
    home.run.mkdir(mode=0o700)
    line = socket.socket(socket.AF_UNIX)
    line.bind(str(home.run / "service.sock"))
    line.listen()
    return line


def test_one_that_hangs_is_not_waited_for_for_ever(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card, "SILENCE_S", 0.05)
    monkeypatch.setattr(client_module, "STOP_S", 0.05)
    client = ServiceClient(str(home.run / "service.sock"), "t", 4711)
    with hung(home):
        for work in (client.build, client.stop):
            with pytest.raises(ServiceGone, match=r"sign of life|has not ended") as caught:
                work()
            assert "4711" in caught.value.next_step
        (home.run / "service.json").write_text(json.dumps({"pid": 4711, "token": "t", "build": "b"}))
        assert find(home) is None


def test_a_second_service_for_the_same_home_steps_back(serve: Serve, home: Home) -> None:
    client, _ = serve()
    with pytest.raises(AlreadyServed):
        Service(Runtime(home, SETTINGS, use_service=False), "a build", 600)
    assert client.build() == "a build"


def test_a_stale_socket_and_card_are_taken_over(serve: Serve, home: Home) -> None:
    home.run.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(home.run / "service.sock"))
    (home.run / "service.json").write_text(json.dumps({"pid": 1, "token": "x", "build": "a build"}))
    assert find(home) is None
    client, _ = serve()
    assert client.search("wood", Scope())[1].hits


def test_a_card_that_cannot_be_read_is_no_service(home: Home) -> None:
    home.run.mkdir(mode=0o700)
    for text in ("", "[]", '{"pid": 1}', "\ud83d"):
        (home.run / "service.json").write_text(text, errors="surrogatepass")
        assert find(home) is None


def test_other_code_is_another_build(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("app/service", "index", "models"):
        (tmp_path / "code" / package).mkdir(parents=True)
    source = tmp_path / "code" / "app" / "service" / "client.py"
    source.write_text("old")
    monkeypatch.setattr(client_module, "__file__", str(source))
    before = build_of(home, SETTINGS)
    assert build_of(home, SETTINGS) == before
    source.write_text("newer")
    assert build_of(home, SETTINGS) != before


def test_one_of_another_build_is_replaced(serve: Serve, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    _, thread = serve(build="older code")
    started: list[Home] = []

    def fail_to_start(home: Home) -> bool:
        started.append(home)
        return False

    monkeypatch.setattr(client_module, "start", fail_to_start)
    assert connect(home, SETTINGS) is None
    thread.join(30)
    assert not thread.is_alive()
    assert started == [home]


def test_one_that_goes_away_in_the_middle_is_said(home: Home) -> None:
    home.run.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(home.run / "service.sock"))
        line.listen()
        client = ServiceClient(str(home.run / "service.sock"), "t", os.getpid())

        def hang_up() -> None:
            line.accept()[0].close()

        closer = threading.Thread(target=hang_up)
        closer.start()
        with pytest.raises(ServiceGone, match="went away") as caught:
            client.search("x", Scope())
        closer.join()
    assert caught.value.next_step


def test_loading_goes_on_in_the_next_one_however_far_the_first_had_come(serve: Serve, home: Home) -> None:
    next_one, _ = serve()
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(home.run / "former.sock"))
        line.listen()
        client = ServiceClient(str(home.run / "former.sock"), "t", os.getpid(), again=lambda: next_one)

        def begin_and_end() -> None:
            with line.accept()[0] as connection:
                connection.recv(1 << 16)
                connection.sendall(json.dumps({"event": encode(WorkProgress("beginning"))}).encode() + b"\n")

        teller = threading.Thread(target=begin_and_end)
        teller.start()
        said = [working.what for working in client.warm_up()]
        teller.join()
    assert said == ["beginning", "loading the embedder", "loading the model"]


def test_one_that_has_just_ended_is_said(home: Home) -> None:
    with pytest.raises(ServiceGone) as caught:
        ServiceClient(str(home.run / "none.sock"), "t", 1).search("x", Scope())
    assert "again" in caught.value.next_step


def test_no_minutes_means_that_none_is_ever_started(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "connect", lambda *_: pytest.fail("started"))
    home.settings.write_text('zone = "Europe/Berlin"\nservice_minutes = 0\n')
    with Runtime(home, load_settings(home.settings)) as runtime:
        assert runtime.service() is None
        assert not isinstance(runtime.assistant(), ServiceClient)


def test_what_was_forgotten_is_dropped_from_its_memory(home: Home, serve: Serve) -> None:
    engine = ScriptedEngine(lambda _: "The key is under the red pot.")
    client, _ = serve(engine)
    summarized(client, []).join(30)
    assert engine.prompts
    with Runtime(home, SETTINGS) as runtime:
        what = ForgetRequest(chats=runtime.index().find_chats("Maya"))
        list(runtime.forget(what))
    assert engine.closed  # its prompt cache held the messages
    assert find(home) is not None


def test_one_of_older_code_is_stopped_when_it_cannot_drop_what_was_forgotten(
    home: Home, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, thread = serve()

    def unknown(_: Service) -> None:
        raise ProtocolProblem("no such verb")

    monkeypatch.setattr(Service, "drop_forgotten", unknown)
    client.drop_forgotten()
    thread.join(30)
    assert not thread.is_alive()


def test_it_finishes_what_was_interrupted_before_it_shows_anything(home: Home, serve: Serve) -> None:
    client, _ = serve()
    assert client.search("pot", Scope())[1].hits
    with Index.open(home.store, zone=UTC) as index:
        forgetting = index.forget(ForgetRequest(chats=index.find_chats("Maya")))
        next(forgetting)  # written down, and no more is done
        assert client.search("pot", Scope())[1].hits == ()
        assert index.forget_state() == (False, 1)
