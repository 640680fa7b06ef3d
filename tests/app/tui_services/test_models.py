"""What the terminal app does with models: through a real broker and the real package client, from a folder of wheels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from app.broker.client import Broker, Step
from app.home.config import Settings, load_settings
from app.home.paths import Home
from app.runtime.runtime import Runtime
from app.tui.services import DownloadRoute
from app.tui_services.models import HomeModels
from models.catalogue.catalogue import ModelEntry
from models.catalogue.installation import condition
from models.errors import DownloadFailed, ModelDamaged, ModelMissing
from tests.models.catalogue.test_download import CONFIG, WEIGHTS, Registry

PROGRAM = """
import sys
from models.catalogue import catalogue
from models.catalogue.catalogue import *
entry = {entry!r}
catalogue.load_catalogue = lambda: (entry,)
from app.broker.process import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelEntry:
    """A small model that is all of the catalogue, offered by a folder that the package client is set to."""
    entry = Registry(tmp_path, monkeypatch).offer(
        {"small_model/weights.bin": WEIGHTS, "small_model/sub/config.json": CONFIG}
    )
    for module in ("catalogue", "installation"):
        monkeypatch.setattr(f"models.catalogue.{module}.load_catalogue", lambda: (entry,))
    return entry


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    home = Home(tmp_path / "home", tmp_path / "models")
    with Runtime(home, Settings(model="other"), use_service=False) as runtime:
        runtime.note = "No language model takes part."
        yield runtime


@pytest.fixture
def models(entry: ModelEntry, runtime: Runtime) -> Iterator[HomeModels]:
    broker = Broker.start(runtime.home, ("-c", PROGRAM.format(entry=entry)))
    yield HomeModels(runtime, broker)
    broker.close()


def test_a_model_is_pulled_verified_used_and_removed(models: HomeModels, runtime: Runtime, entry: ModelEntry) -> None:
    assert models.way_out() in (DownloadRoute(walls="landlock"), DownloadRoute())
    (offered,) = models.table().rows
    assert (offered.condition, offered.installed, offered.in_use) == ("absent", False, False)
    with pytest.raises(ModelMissing):
        models.use("small")
    steps = list(models.pull("small", Event()))
    assert steps[0].total == entry.download_bytes
    assert (runtime.home.models / "small/weights.bin").read_bytes() == WEIGHTS
    assert runtime.note == ""
    assert [step.done for step in models.verify("small")] == [len(WEIGHTS), len(WEIGHTS) + len(CONFIG)]
    models.use("small")
    assert load_settings(runtime.home.settings).model == "small"
    (row,) = models.table().rows
    assert (row.condition, row.installed, row.in_use) == ("whole", True, True)
    models.remove("small")
    assert condition(entry, runtime.home.models) == "absent"


def test_a_damaged_one_is_found_shown_and_not_used(models: HomeModels, runtime: Runtime) -> None:
    list(models.pull("small", Event()))
    (runtime.home.models / "small/weights.bin").write_bytes(b"x" * len(WEIGHTS))
    assert models.table().rows[0].condition == "changed"
    with pytest.raises(ModelDamaged, match=r"weights\.bin"):
        list(models.verify("small"))
    assert models.table().rows[0].condition == "broken"
    with pytest.raises(ModelDamaged):
        models.use("small")
    assert runtime.settings.model == "other"
    list(models.pull("small", Event()))
    assert models.table().rows[0].condition == "whole"


def test_what_the_broker_says_is_not_believed(models: HomeModels, monkeypatch: pytest.MonkeyPatch) -> None:

    def nothing(*_: object) -> Iterator[Step]:
        yield from ()

    monkeypatch.setattr(Broker, "pull", nothing)
    with pytest.raises(ModelMissing, match="small is not installed"):
        list(models.pull("small", Event()))
    stopped = Event()
    stopped.set()
    assert list(models.pull("small", stopped)) == []


def test_without_a_broker_the_reason_and_the_command_are_given(runtime: Runtime, entry: ModelEntry) -> None:
    models = HomeModels(runtime, "The models are in the same folder as your index.")
    assert models.way_out() == DownloadRoute(missing="The models are in the same folder as your index.")
    with pytest.raises(DownloadFailed, match="same folder") as caught:
        list(models.pull("small", Event()))
    assert "homebody models pull small" in caught.value.next_step
    models.cancel_pull()


def test_a_broker_that_ended_is_no_way_out(models: HomeModels) -> None:
    assert isinstance(models._broker, Broker)
    models._broker.close()
    assert "has ended" in models.way_out().missing


def test_the_engine_in_this_process_makes_way_for_the_next(
    models: HomeModels, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Engine:
        closed = False

        def close(self) -> None:
            self.closed = True

    list(models.pull("small", Event()))
    before = runtime.opened.engine = Engine()  # type: ignore[assignment]
    models.use("small")
    assert before.closed
    assert runtime.loaded_engine is None


def test_a_model_in_use_that_is_removed_or_fails_is_let_go_of(
    models: HomeModels, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go: list[str] = []
    monkeypatch.setattr(runtime, "let_go", lambda: let_go.append("here"))
    monkeypatch.setattr("app.runtime.model_management.end_warm_process", lambda _: let_go.append("warm"))
    list(models.pull("small", Event()))
    models.remove("small")
    assert let_go == []
    list(models.pull("small", Event()))
    models.use("small")
    let_go.clear()
    (runtime.home.models / "small/weights.bin").write_bytes(b"x" * len(WEIGHTS))
    with pytest.raises(ModelDamaged):
        list(models.verify("small"))
    assert sorted(let_go) == ["here", "warm"]
    models.remove("small")
    assert sorted(let_go) == ["here", "here", "warm", "warm"]
