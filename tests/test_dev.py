"""What a fresh clone gets: the versions of the lock file, everywhere, and again when it changes."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]


def asked_for() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    lines = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    lines += [line for extra in extras.values() for line in extra]
    return [asked for asked in map(Requirement, lines) if asked.name != "homebody"]


def locked() -> list[Requirement]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("asked", asked_for(), ids=lambda asked: asked.name)
def test_the_lock_holds_a_version_in_the_range_of_what_is_asked_for(asked: Requirement) -> None:
    name = canonicalize_name(asked.name)
    pins = [pin for pin in locked() if pin.name == name]
    assert pins, "run `python3 dev.py lock`"
    for pin in pins:
        (version,) = [one.version for one in pin.specifier]
        assert version in asked.specifier, "run `python3 dev.py lock`"


def test_the_lock_names_versions_and_nothing_else() -> None:
    for pin in locked():
        assert [one.operator for one in pin.specifier] == ["=="], pin
        assert (pin.url, pin.extras) == (None, set()), pin


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, content in (("pyproject.toml", "asked"), ("requirements.lock", "# a\ntorch==1.0\n")):
        (tmp_path / name).write_text(content)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "NEWEST", tmp_path / ".venv-newest")
    for venv in (module.VENV, module.NEWEST):
        module.python(venv).parent.mkdir(parents=True)
        module.python(venv).touch()
    return module


@pytest.fixture
def calls(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What pip is given to install; nothing is installed."""
    calls: list[tuple[str, ...]] = []

    def pip(_: Path, *arguments: str) -> bool:
        calls.append(arguments)
        return True

    monkeypatch.setattr(dev, "pip", pip)
    return calls


def test_it_installs_what_the_lock_says_and_again_only_when_that_changed(
    dev: ModuleType, calls: list[tuple[str, ...]]
) -> None:
    for changed in (None, dev.LOCK, dev.ROOT / "pyproject.toml"):
        if changed is not None:
            changed.write_text("torch==1.1\n")
        calls.clear()
        assert dev.install("dev") == ""
        assert all(call[:2] == ("--constraint", str(dev.LOCK)) for call in calls)
        assert calls[-1][-1] == f"{dev.ROOT}[dev]"
        calls.clear()
        assert dev.install("dev") == dev.install("") == ""
        assert calls == []


def test_an_installation_that_failed_is_tried_again(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "pip", lambda *_: False)
    assert "stopped" in dev.install("dev")
    assert not list(dev.VENV.glob(".installed*"))


def test_the_newest_versions_come_with_the_locked_torch(dev: ModuleType, calls: list[tuple[str, ...]]) -> None:
    assert dev.install_newest() == ""
    (call,) = calls
    assert "torch==1.0" in call
    assert "--constraint" not in call
