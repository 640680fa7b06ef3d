"""The live line: records and their rate, a bar and the time left by bytes."""

from __future__ import annotations

import io
import sys

import pytest
from rich.console import Console

from app import progress, report
from app.commands.base import ask_passphrase


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """A terminal that keeps what is written, and a clock that moves a second a look."""
    written = io.StringIO()
    monkeypatch.setattr(
        progress, "Console", lambda **_: Console(file=written, force_terminal=True, width=120, color_system=None)
    )
    return written


def test_records_go_by_bytes(screen: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([0.0, 10.0])
    with progress.live() as shown:
        monkeypatch.setattr("app.progress.time.monotonic", lambda: next(moments))
        shown.show("Reading chat.txt", 2000, None, unit="records", share=0.25)
        monkeypatch.undo()
        shown._bars.refresh()
    line = screen.getvalue()
    assert "Reading chat.txt" in line
    assert "2,000 records" in line
    assert "200 records/s" in line


def test_what_has_a_total_shows_it(screen: io.StringIO) -> None:
    with progress.live() as shown:
        shown.show("Reading for meaning", 512, 2048, unit="passages")
        shown._bars.refresh()
    assert "512/2,048 passages" in screen.getvalue()


def test_the_line_is_away_while_the_owner_is_asked(screen: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    def typed(prompt: str, **_: object) -> str:
        assert not drawn()
        return prompt

    def drawn() -> bool:
        return isinstance(shown, progress.Live) and shown._bars.live.is_started

    for stream in ("stdin", "stderr"):
        monkeypatch.setattr(getattr(sys, stream), "isatty", lambda: True)
    monkeypatch.setattr("click.prompt", typed)
    ask = ask_passphrase()
    assert ask is not None
    with report.progress() as shown:
        shown.show("searching", 0, None)
        assert drawn()
        assert ask() == "Passphrase of the index"
        assert drawn()
    assert "searching" in screen.getvalue()
    assert ask() == "Passphrase of the index"
