from __future__ import annotations

from pathlib import Path

import pytest

from app.sealing.seal import Seal
from tests.app.commands.command_runner import Shell


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A home of its own; the process that runs the tests must not be sealed."""
    monkeypatch.setattr("app.sealing.seal.seal", lambda **_: Seal("open"))
    monkeypatch.setenv("HOMEBODY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOMEBODY_MODELS", str(tmp_path / "models"))
    (tmp_path / "home").mkdir(mode=0o700)
    (tmp_path / "home" / "settings.toml").write_text('zone = "Europe/Berlin"\nservice_minutes = 0\n')
    folder = tmp_path / "files"
    folder.mkdir()
    return Shell(folder, capsys)
