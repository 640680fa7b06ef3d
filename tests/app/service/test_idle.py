"""What the idle service does, and how it gives way."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.home.config import Settings
from app.home.paths import Home
from app.home.power import on_battery
from app.runtime.runtime import Runtime
from app.service import idle
from app.service.idle import IdleWork
from index.intake import ingest
from index.sources.base import ReadContext
from index.types.embedding import Vectors
from index.types.search import Filters
from models import load
from tests.app.assistant.fakes import FakeEngine
from tests.fakes import HashEmbedder

CHAT = "".join(f"12/03/2024, 09:{15 + n} - {'Maya' if n % 2 else 'Tom'}: I booked cabin {n}\n" for n in range(8))
NOW = datetime(2024, 3, 14, 12, tzinfo=UTC)
ALWAYS = Settings(zone="Europe/Berlin", ahead="always", model="llama-3.2-1b")


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    export = tmp_path / "WhatsApp Chat with Maya.txt"
    export.write_text(CHAT)
    with Runtime(Home(tmp_path / "home", tmp_path / "models"), ALWAYS, fixed_now=NOW, use_service=False) as made:
        for _ in made.index(create=True).add([export], embedder=None, context=ReadContext(UTC)):
            pass
        yield made


def work(runtime: Runtime, engine: FakeEngine | None) -> IdleWork:
    runtime.opened.engine = engine
    return IdleWork(runtime, threading.Lock(), lambda: 1e9)


def test_a_step_summarizes_one_conversation_and_the_next_has_nothing_to_do(runtime: Runtime) -> None:
    engine = FakeEngine("Tom booked cabin 0.")
    idle_work = work(runtime, engine)
    assert [idle_work.step(), idle_work.step()] == [True, False]
    assert len(engine.prompts) == 1
    assert len(runtime.index().messages(Filters())) == 8


def test_no_model_is_loaded_for_it(runtime: Runtime) -> None:
    assert not work(runtime, None).step()


def test_an_index_that_is_removed_over_it_does_not_end_it(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    def embed_pending(_: Runtime, __: threading.Event) -> Iterator[None]:
        runtime.home.store.unlink()
        return iter(())

    monkeypatch.setattr(Runtime, "embed_pending", embed_pending)
    assert not work(runtime, None).step()
    assert not runtime.home.store.exists()


def test_it_waits_while_somebody_else_generates(runtime: Runtime) -> None:
    engine = FakeEngine("Tom booked cabin 0.")
    idle_work = work(runtime, engine)
    with idle_work._engine_lock:
        assert not idle_work.step()
    assert engine.prompts == []


def test_it_gives_way_in_the_middle_and_keeps_nothing(runtime: Runtime) -> None:
    engine = FakeEngine("")
    idle_work = work(runtime, engine)

    def asked(_: object) -> str:
        idle_work.give_way()
        return "Tom booked cabin 0. Maya booked cabin 1."

    engine.reply = asked
    assert not idle_work.step()
    assert engine.cancelled
    engine.reply = "Tom booked cabin 0."
    assert idle_work.step()


@pytest.mark.parametrize(
    ("settings", "battery", "allowed"),
    [
        (replace(ALWAYS, ahead="off"), False, False),
        (replace(ALWAYS, ahead="plugged"), False, True),
        (replace(ALWAYS, ahead="plugged"), True, False),
        (replace(ALWAYS, model="smollm2-135m"), False, False),
        (ALWAYS, True, True),
    ],
)
def test_when_it_is_allowed(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, settings: Settings, battery: bool, allowed: bool
) -> None:
    monkeypatch.setattr(idle, "on_battery", lambda: battery)
    runtime.settings = settings
    assert work(runtime, FakeEngine("Tom booked cabin 0.")).step() == allowed


def test_the_thread_works_until_it_is_ended(runtime: Runtime) -> None:
    done = threading.Event()

    def said(_: object) -> str:
        done.set()
        return "Tom booked cabin 0."

    idle_work = work(runtime, FakeEngine(said))
    idle_work.start()
    assert done.wait(30)
    idle_work.end()
    assert not idle_work._thread.is_alive()


@pytest.mark.skipif(sys.platform != "linux", reason="the files of Linux")
@pytest.mark.parametrize(
    ("supplies", "battery"),
    [
        ({}, False),
        ({"AC": ("Mains", "online", "1"), "BAT0": ("Battery", "status", "Discharging")}, False),
        ({"AC": ("Mains", "online", "0"), "BAT0": ("Battery", "status", "Discharging")}, True),
        ({"BAT0": ("Battery", "status", "Charging")}, False),
    ],
)
def test_on_battery(tmp_path: Path, supplies: dict[str, tuple[str, str, str]], battery: bool) -> None:
    for name, (kind, key, value) in supplies.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "type").write_text(kind + "\n")
        (tmp_path / name / key).write_text(value + "\n")
    assert on_battery(tmp_path) == battery


def test_missing_vectors_come_first_and_need_no_language_model(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "load_embedder", lambda *_: HashEmbedder())
    idle_work = work(runtime, None)
    assert [idle_work.step(), idle_work.step()] == [True, False]
    assert (runtime.index().waiting(), runtime.index().space()) == (0, "hashed-words")


def test_embedding_gives_way_and_goes_on_later(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(HashEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> Vectors:
            idle_work.give_way()
            return super().embed_passages(texts)

    monkeypatch.setattr(load, "load_embedder", lambda *_: Interrupted())
    monkeypatch.setattr(ingest, "EMBED_AT_ONCE", 3)
    idle_work = work(runtime, None)
    assert [(idle_work.step(), runtime.index().waiting()) for _ in range(3)] == [(False, 5), (False, 2), (False, 0)]
