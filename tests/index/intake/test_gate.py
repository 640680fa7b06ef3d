"""Long work waits where it is told to, holds nothing up meanwhile, and goes on or stops."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from index.errors import Stopped
from index.index import Index
from index.intake import ingest
from index.intake.gate import Gate, check
from index.types.events import ForgetRequest
from index.types.search import Filters
from tests.fakes import HashEmbedder
from tests.index.kit import Memory, add, add_records, chat, find, said

LINES = [chat(), *(said(f"line {n}", n) for n in range(100))]


@contextmanager
def in_thread(work: Callable[[], object]) -> Iterator[list[BaseException]]:
    """Run work beside the test; what it raises is listed once it has ended."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except Stopped as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield raised
    finally:
        thread.join(10)
        assert not thread.is_alive()


def test_reading_waits_between_records_and_holds_no_lock(index: Index) -> None:
    held = threading.Event()
    gate = Gate(held.set)
    memory = Memory({"a": [*LINES], "b": [chat("c2", "Other"), said("lake", chat="c2")]})
    memory.before_record = lambda number: gate.pause() if number == 50 else None
    with in_thread(lambda: add(index, memory, stop=gate)) as raised:
        assert held.wait(10)
        assert gate.paused
        # Others read and write meanwhile.
        assert index.size()[0] <= 51
        add_records(index, [chat("c3", "Else"), said("boathouse", chat="c3")], "c")
        assert [hit.text for hit in find(index, "boathouse").hits] == ["boathouse"]
        memory.before_record = lambda _: None
        gate.resume()
    assert not raised
    assert index.count(Filters()) == 102


def test_work_that_waits_can_be_stopped_and_goes_on_another_time(index: Index) -> None:
    held = threading.Event()
    gate = Gate(held.set)
    memory = Memory({"a": [*LINES]})
    memory.before_record = lambda number: gate.pause() if number == 50 else None
    with in_thread(lambda: add(index, memory, stop=gate)) as raised:
        assert held.wait(10)
        gate.set()
    assert [str(error) for error in raised] == ["Stopped."]
    assert 40 <= index.count(Filters()) <= 51
    gate.pause()
    assert not gate.paused, "what has been stopped does not wait"
    memory.before_record = lambda _: None
    add(index, memory)
    assert index.count(Filters()) == 100


def test_embedding_and_forgetting_wait_as_well(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "EMBED_AT_ONCE", 10)
    add_records(index, LINES)
    for work in (
        lambda gate: list(index.embed_pending(HashEmbedder(), gate)),
        lambda gate: list(index.forget(ForgetRequest(paths=("/a",)), gate)),
    ):
        held = threading.Event()
        gate = Gate(held.set)
        gate.pause()
        with in_thread(lambda work=work, gate=gate: work(gate)) as raised:  # type: ignore[misc]
            assert held.wait(10)
            add_records(index, [chat("c9", "Free"), said("free", chat="c9")], "free")
            gate.resume()
        assert not raised
    assert index.count(Filters()) == 1


def test_the_time_that_work_waits_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("index.intake.gate.time", SimpleNamespace(monotonic=lambda: now[0]))
    seen: list[float] = []

    def meanwhile() -> None:
        now[0] += 60
        seen.append(gate.clock())
        gate.resume()

    gate = Gate(meanwhile)
    now[0] += 5
    gate.pause()
    now[0] += 1
    assert gate.clock() == 106, "it works on until its next step"
    check(gate)
    now[0] += 4
    assert seen == [106]
    assert gate.clock() == 110
    check(gate)
    assert gate.clock() == 110


def test_a_plain_event_and_none_only_stop() -> None:
    check(None)
    stop = threading.Event()
    check(stop)
    stop.set()
    with pytest.raises(Stopped):
        check(stop)
