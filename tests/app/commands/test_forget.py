"""`homebody forget`."""

from __future__ import annotations

import pytest

from app.output import report
from tests.app.commands.command_runner import CHAT, Shell


@pytest.fixture
def filled(shell: Shell) -> Shell:
    shell.write("WhatsApp Chat with Maya.txt", CHAT)
    shell.write("notes/packing.md", "Warm socks.\n")
    shell("add", str(shell.folder))
    return shell


def test_it_asks_and_without_an_answer_nothing_goes(filled: Shell) -> None:
    code, _ = filled("forget", "--in", "Maya")
    assert code == report.USAGE
    assert "3 messages" in filled.err
    assert "--yes" in filled.err
    assert len(filled.json("chats")) == 1


@pytest.mark.parametrize(("answer", "code", "left"), [(True, report.DONE, 0), (False, report.NOTHING, 1)])
def test_the_answer_counts(filled: Shell, monkeypatch: pytest.MonkeyPatch, answer: bool, code: int, left: int) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", lambda *_, **__: answer)
    assert filled("forget", "--in", "maya")[0] == code
    assert len(filled.json("chats")) == left


def test_a_person_a_kind_and_a_path(filled: Shell) -> None:
    assert filled("forget", "--from", "Tom", "--yes") == (report.DONE, "Forgotten: 1 message.\n")
    assert filled.json("forget", str(filled.folder / "notes"), "--yes") == {"messages": 0, "passages": 1, "files": 1}
    assert filled.json("forget", "--source", "whatsapp", "--yes") == {"messages": 2, "passages": 0, "files": 1}
    assert filled.json("sources") == []
    assert filled("sync")[0] == report.DONE
    assert filled.json("sources") == []


def test_one_thing_at_a_time_and_only_what_is_there(filled: Shell) -> None:
    assert filled("forget")[0] == report.USAGE
    assert filled("forget", "--in", "Maya", "--source", "whatsapp", "--yes")[0] == report.USAGE
    assert filled("forget", "/nowhere", "--yes")[0] == report.NOTHING
    assert filled("forget", "--in", "Nobody", "--yes")[0] == report.NOTHING
