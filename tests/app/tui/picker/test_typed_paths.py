"""Paths as people type, paste and drop them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.tui.picker import typed_paths


def test_paths_are_read_as_people_drop_them(tmp_path: Path) -> None:
    spaced = tmp_path / "WhatsApp Chat with Maya.zip"
    other = tmp_path / "notes"
    spaced.touch()
    other.mkdir()
    quoted, escaped = f"'{spaced}'", str(spaced).replace(" ", "\\ ")
    assert typed_paths.paths_of(str(spaced)) == [spaced]
    assert typed_paths.paths_of(quoted) == [spaced]
    assert typed_paths.paths_of(escaped) == [spaced]
    assert typed_paths.paths_of(f"{quoted} {other}") == [spaced, other]
    assert typed_paths.paths_of(f"{tmp_path}/it's gone.txt") == [tmp_path / "it's gone.txt"]
    assert typed_paths.paths_of(f"{tmp_path}/not there.txt") == [tmp_path / "not there.txt"]


def test_the_home_folder_is_understood(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Chats").mkdir()
    assert typed_paths.paths_of("~/Chats") == [tmp_path / "Chats"]
    assert typed_paths.complete_path("~/Ch") == "~/Chats/"


def test_a_path_is_completed_to_the_first_that_fits(tmp_path: Path) -> None:
    for name in (".hidden", "beta.txt", "alpha.txt"):
        (tmp_path / name).touch()
    (tmp_path / "alphabet").mkdir()
    assert typed_paths.complete_path(f"{tmp_path}/a") == f"{tmp_path}/alpha.txt"
    assert typed_paths.complete_path(f"{tmp_path}/alphab") == f"{tmp_path}/alphabet/"
    assert typed_paths.complete_path(f"{tmp_path}/.h") == f"{tmp_path}/.hidden"
    assert typed_paths.complete_path(f"{tmp_path}/zz") is None
    assert typed_paths.complete_path(f"{tmp_path}/none/zz") is None
    assert typed_paths.complete_path("") is None


def test_a_name_that_cannot_be_shown_is_not_offered(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m.txt").touch()
    (tmp_path / "a\u202etxt.zip").touch()
    assert typed_paths.complete_path(f"{tmp_path}/a") is None
    (tmp_path / "a東京.txt").touch()
    assert typed_paths.complete_path(f"{tmp_path}/a") == f"{tmp_path}/a東京.txt"


def test_paths_that_cannot_be_are_taken_as_they_stand() -> None:
    for typed in ("x" * 5000, "a\0b", "~nobody-of-that-name/x"):
        assert typed_paths.paths_of(typed) == [Path(typed)]
