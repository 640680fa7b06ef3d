"""Which models a process loads, whatever state the index is in."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from app.home.config import EMBEDDER, Settings, load_settings
from app.home.paths import Home
from app.runtime.runtime import Runtime
from index.errors import StoreMissing, StoreProblem
from index.index import Index
from index.sources.base import ReadContext
from models import load
from tests.fakes import HashEmbedder


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The embedders that were loaded, by name."""
    names: list[str] = []

    def load_embedder(name: str, _: Path) -> HashEmbedder:
        names.append(name)
        return HashEmbedder(fingerprint=f"{name}:1")

    monkeypatch.setattr(load, "load_embedder", load_embedder)
    return names


def test_the_embedder_loads_without_an_index_and_beside_a_locked_or_damaged_one(
    tmp_path: Path, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOMEBODY_PASSPHRASE", raising=False)
    home = Home(tmp_path / "home", tmp_path / "models")
    with Runtime(home, Settings(embedder="one"), use_service=False) as runtime:
        assert runtime.embedder() is not None
    home.ensure()
    Index.open(home.store, zone=UTC, key="correct horse", create=True).close()
    with Runtime(home, Settings(embedder="one"), use_service=False) as runtime:
        assert runtime.embedder() is not None
    home.store.write_bytes(b"SQLite format 3\0" + b"junk" * 2000)
    with Runtime(home, Settings(embedder="one"), use_service=False) as runtime:
        assert runtime.embedder() is not None
    assert loaded == ["one"] * 3


def test_the_former_embedder_answers_until_the_new_one_has_embedded_everything(
    tmp_path: Path, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.catalogue import installation

    there = {"one:1": "one", "two:1": "two"}
    entry = type("Entry", (), {"__init__": lambda self, name: setattr(self, "name", name)})
    monkeypatch.setattr(installation, "embedder_of", lambda space, _: entry(there[space]) if space in there else None)
    home = Home(tmp_path / "home", tmp_path / "models")
    export = tmp_path / "WhatsApp Chat with Maya.txt"
    export.write_text("12/03/2024, 09:15 - Maya: I booked the cabin\n")
    with Runtime(home, Settings(embedder="one"), use_service=False) as runtime:
        for _ in runtime.index(create=True).add([export], embedder=None, context=ReadContext(UTC)):
            pass
        assert [event.done for event in runtime.embed_pending()] == [0, 1]
        runtime.change_settings(embedder="two")
        former, again = runtime.embedder(), runtime.embedder()
        assert former is again
        assert former is not None
        assert former.fingerprint == "one:1"
        assert [event.done for event in runtime.embed_pending()] == [0, 1]
        now = runtime.embedder()
        assert now is not None
        assert now.fingerprint == "two:1"
    assert loaded == ["one", "two"]


def test_an_index_that_took_the_place_of_the_open_one_is_opened(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", tmp_path / "models")
    with Runtime(home, Settings(), use_service=False) as runtime:
        first = runtime.index(create=True)
        assert runtime.index() is first
        home.store.unlink()
        with pytest.raises(StoreMissing):
            runtime.index()
        Index.open(home.store, zone=UTC, create=True).close()
        assert runtime.index().size() == (0, 0)
        with pytest.raises(StoreProblem, match="replaced"):
            first.size()


def test_a_search_need_load_nothing_once_it_is_loaded_or_where_there_is_nothing(
    tmp_path: Path, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = {EMBEDDER}
    monkeypatch.setattr("models.catalogue.installation.is_installed", lambda entry, _: entry.name in installed)
    home, reranker = Home(tmp_path / "home", tmp_path / "models"), "ms-marco-minilm-l6-v2"
    with Runtime(home, Settings(reranker=reranker), use_service=False) as runtime:
        assert not runtime.searches_at_once()
        runtime.embedder()
        assert loaded == [EMBEDDER]
        assert runtime.searches_at_once()
        installed.add(reranker)
        assert not runtime.searches_at_once()
    installed.clear()
    with Runtime(home, Settings(), use_service=False) as runtime:
        assert runtime.searches_at_once()


def test_a_home_keeps_the_embedder_of_its_vectors_until_its_owner_chooses(tmp_path: Path, loaded: list[str]) -> None:
    export = tmp_path / "WhatsApp Chat with Maya.txt"
    export.write_text("12/03/2024, 09:15 - Maya: I booked the cabin\n")
    home = Home(tmp_path / "home", tmp_path / "models")
    with Runtime(home, Settings(embedder="all-minilm-l6-v2"), use_service=False) as runtime:
        list(runtime.add([export]))  # as one that was made when that was the default, and never named it
    with Runtime(home, Settings(), use_service=False) as runtime:
        assert runtime.embedder_name() == "all-minilm-l6-v2"
        list(runtime.embed_pending())
        assert runtime.index().space() == "all-minilm-l6-v2:1"
    assert load_settings(home.settings).embedder == "all-minilm-l6-v2"
    with Runtime(home, load_settings(home.settings), use_service=False) as runtime:
        runtime.change_settings(embedder=EMBEDDER)
        assert runtime.embedder_name() == EMBEDDER
        list(runtime.embed_pending())
        assert runtime.index().space() == f"{EMBEDDER}:1"
    assert set(loaded) == {"all-minilm-l6-v2", EMBEDDER}


def test_a_new_home_begins_with_the_default_and_names_none(tmp_path: Path, loaded: list[str]) -> None:
    export = tmp_path / "WhatsApp Chat with Maya.txt"
    export.write_text("12/03/2024, 09:15 - Maya: I booked the cabin\n")
    home = Home(tmp_path / "home", tmp_path / "models")
    for _ in range(2):
        with Runtime(home, Settings(), use_service=False) as runtime:
            list(runtime.add([export]))
            assert runtime.index().space() == f"{EMBEDDER}:1"
    assert not home.settings.exists()
    assert set(loaded) == {EMBEDDER}
