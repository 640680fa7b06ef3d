"""Where a home and its models are."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from app.home import paths


def test_the_environment_names_home_and_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEBODY_HOME", str(tmp_path / "a"))
    monkeypatch.setenv("HOMEBODY_MODELS", str(tmp_path / "b"))
    assert paths.default_home() == paths.Home(tmp_path / "a", tmp_path / "b")


def test_models_are_shared_when_only_the_home_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOMEBODY_MODELS", raising=False)
    monkeypatch.setenv("HOMEBODY_HOME", str(tmp_path / "a"))
    first = paths.default_home().models
    monkeypatch.setenv("HOMEBODY_HOME", str(tmp_path / "b"))
    assert paths.default_home().models == first
    assert tmp_path not in first.parents


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_a_private_folder_is_closed_even_when_it_was_open(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    paths.private_folder(folder / "inner")
    paths.private_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "inner").stat().st_mode) == 0o700


def test_a_home_of_a_user_whom_nobody_knows_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEBODY_HOME", "~nobody-of-that-name/home")
    with pytest.raises(FileNotFoundError, match="HOMEBODY_HOME"):
        paths.default_home()
