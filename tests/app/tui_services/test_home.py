"""What the terminal app does with a home: taking in the sample home, and taking it out again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from app.home.config import Settings
from app.home.paths import Home
from app.home.sample_home import OWNER, ZONE
from app.runtime.runtime import Runtime
from app.tui_services.home import HomeServices
from index.intake.gate import Gate
from index.types.events import EmbeddingProgress, FileDone, IngestDone, IngestEvent


def noted(services: HomeServices, runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the status notes where the models are installed."""
    with monkeypatch.context() as patched:
        patched.setattr(runtime, "note", "")
        patched.setattr("models.catalogue.installation.is_installed", lambda *_: True)
        return services.status().note


def home(tmp_path: Path) -> Runtime:
    settings = Settings(zone="Asia/Tokyo", me="Maya")
    return Runtime(Home(tmp_path / "home", tmp_path / "models"), settings, use_service=False)


def test_the_sample_home_is_a_source_like_any_other_and_named_as_a_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with home(tmp_path) as runtime:
        services = HomeServices(runtime)
        events = list(services.add_sample(Event()))
        assert sum(event.added for event in events if isinstance(event, FileDone)) > 400
        index = services.index()
        assert index is not None
        assert [Path(root.path).name for root in index.roots()] == ["Sample home (demo)"]
        assert all(source.path.startswith(str(runtime.home.sample)) for source in index.sources())
        # Its chats were written by its own people, in its own zone.
        assert {person.name for person in runtime.index().people() if person.is_me} == {OWNER}
        assert index.roots()[0].path == str(runtime.home.sample)
        assert noted(services, runtime, monkeypatch) == "The sample home is in the index: F5, then d on it, removes it."
        assert not list(runtime.sync(gone="documents"))[-1].added  # type: ignore[union-attr]
    assert ZONE != "Asia/Tokyo"


def test_the_sample_home_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with home(tmp_path) as runtime:
        services = HomeServices(runtime)
        list(services.add_sample(Event()))
        list(services.forget(str(runtime.home.sample), Event()))
        assert not runtime.home.sample.exists()
        index = runtime.index()
        assert index.size() == (0, 0)
        assert index.added_paths() == []
        assert index.people() == []
        assert noted(services, runtime, monkeypatch) == ""
        # It can be taken in again.
        list(services.add_sample(Event()))
        assert index.size()[0] > 400
        assert index.sources()


def test_removing_another_source_leaves_its_file(tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text("# Boat\n\nThe boat is in the shed.\n")
    with home(tmp_path) as runtime:
        services = HomeServices(runtime)
        list(services.add([note], Event()))
        list(services.forget(str(note), Event()))
        assert note.exists()
        assert runtime.index().size() == (0, 0)


def test_the_owners_name_in_the_sample_home_goes_with_it(tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text(
        "12/03/2024, 09:15 - Maya: Shall we book the cabin?\n"
        "12/03/2024, 09:16 - Tom: Yes, the one by the lake\n"
        "13/03/2024, 18:02 - Maya: ok\n"
    )
    with home(tmp_path) as runtime:
        services = HomeServices(runtime)
        list(services.add_sample(Event()))
        list(services.add([chat], Event()))
        list(services.forget(str(runtime.home.sample), Event()))
        assert [(person.name, person.is_me) for person in runtime.index().people()] == [("Maya", True), ("Tom", False)]


class Warm:
    """A warm process that gives vectors to ten passages, one after the other, and goes on where it was ended."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.done = 0
        self.asked = 0

    def embed_pending(self) -> Iterator[EmbeddingProgress]:
        self.asked += 1
        while self.done < 10:
            self.done += 1
            if self.done == 4:
                self.gate.pause()
            yield EmbeddingProgress(self.done, 10)


def test_a_pause_ends_the_warm_process_work_and_going_on_asks_for_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Event()
    gate = Gate(held.set)
    warm = Warm(gate)
    note = tmp_path / "note.md"
    note.write_text("The boat is in the shed.\n")
    with home(tmp_path) as runtime:
        monkeypatch.setattr(runtime, "service", lambda: warm)
        events: list[IngestEvent] = []
        thread = Thread(target=lambda: events.extend(HomeServices(runtime).add([note], gate)))
        thread.start()
        assert held.wait(60)
        assert (warm.asked, warm.done) == (1, 4)
        assert runtime.index().size() == (0, 1), "what was read can be searched while the rest waits"
        gate.resume()
        thread.join(60)
        assert (warm.asked, warm.done) == (2, 10)
        assert isinstance(events[-1], IngestDone)


@pytest.mark.parametrize(("model", "shown"), [("smollm2-135m", "quotes only"), ("llama-3.2-1b", "llama-3.2-1b")])
def test_a_model_that_is_not_asked_is_not_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, shown: str
) -> None:
    monkeypatch.setattr("models.catalogue.installation.is_installed", lambda *_: True)
    with Runtime(Home(tmp_path / "home", tmp_path / "models"), Settings(model=model), use_service=False) as runtime:
        assert HomeServices(runtime).status().model == shown
