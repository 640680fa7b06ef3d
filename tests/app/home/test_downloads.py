"""Likely exports in a folder, by their names alone."""

from __future__ import annotations

import builtins
import io
import os
import sys
from pathlib import Path

import pytest

from app.home import downloads, paths
from app.home.downloads import find_exports


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of downloads: three exports, one inside of another app's folder, and what else lies about."""
    (tmp_path / "Telegram Desktop" / "ChatExport_2024-01-31").mkdir(parents=True)
    (tmp_path / "Telegram Desktop" / "ChatExport_2024-01-31" / "result.json").touch()
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    for name in (
        "WhatsApp Chat with Maya.zip",
        "signal-2024-01-31-12-00-00.backup",
        "takeout-20240131T120000Z-001.zip",
        "holiday.jpg",
        "rent.pdf",
        ".hidden.mbox",
        "deep/deeper/too deep.mbox",
    ):
        (tmp_path / name).touch()
    return tmp_path


def test_exports_are_found_and_what_cannot_be_read_comes_last(folder: Path) -> None:
    found = find_exports(folder)
    assert [(export.path.relative_to(folder).as_posix(), export.like.title) for export in found.exports] == [
        ("takeout-20240131T120000Z-001.zip", "Google Takeout"),
        ("Telegram Desktop/ChatExport_2024-01-31", "Telegram export"),
        ("WhatsApp Chat with Maya.zip", "WhatsApp chat"),
        ("signal-2024-01-31-12-00-00.backup", "Signal backup"),
    ]
    assert (found.folder, found.names) == (folder, 10)


def test_only_names_are_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a file was opened or asked about")

    with monkeypatch.context() as patched:
        for module, name in ((builtins, "open"), (io, "open"), (os, "open"), (os, "stat"), (os, "lstat")):
            patched.setattr(module, name, refuse)
        found = find_exports(folder)
    assert len(found.exports) == 4


def test_a_link_is_not_followed_and_a_closed_folder_passed_over(folder: Path) -> None:
    (folder / "loop").symlink_to(folder)
    closed = folder / "closed"
    closed.mkdir(mode=0)
    try:
        assert len(find_exports(folder).exports) == 4
    finally:
        closed.chmod(0o700)


def test_not_more_names_are_read_than_set(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MOST_NAMES", 3)
    assert find_exports(folder).names == 3


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        find_exports(tmp_path / "nowhere")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="user-dirs.dirs is for Linux")
def test_the_folder_is_the_one_the_desktop_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DOWNLOAD_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert paths.downloads_folder() == tmp_path / "Downloads"
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "user-dirs.dirs").write_text('XDG_DOWNLOAD_DIR="$HOME/Téléchargements"\n')
    assert paths.downloads_folder() == tmp_path / "Téléchargements"
