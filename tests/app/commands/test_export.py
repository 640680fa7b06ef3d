"""`homebody export`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.output import report
from tests.app.commands.command_runner import CHAT, Shell
from tests.exports import telegram

TELEGRAM = telegram(
    (1, "when does the ferry leave?", {"reactions": [{"type": "emoji", "count": 1, "emoji": "👍"}]}),
    (2, "at nine", {"reply_to_message_id": 1, "edited": "2024-03-01T11:00:00", "edited_unixtime": "1709290800"}),
)


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def filled(shell: Shell) -> Shell:
    shell.write("WhatsApp Chat with Maya.txt", CHAT + "14/03/2024, 09:00 - Tom left\n")
    shell.write("result.json", TELEGRAM)
    shell.write("packing.md", "Warm socks.\n")
    shell("add", str(shell.folder))
    return shell


def test_everything_is_written_a_line_each_oldest_first_files_last(filled: Shell) -> None:
    code, out = filled("export")
    found = lines(out)
    assert code == report.DONE
    assert [line["text"] for line in found] == [
        "when does the ferry leave?",
        "at nine",
        "Shall we book the cabin?",
        "Yes, the one by the lake",
        "ok",
        "Tom left",
        "Warm socks.",
    ]
    question, answer = found[:2]
    assert question["reactions"] == [{"emoji": "👍", "by": []}]
    assert (answer["reply_to"], answer["edited"], question["edited"]) == (question["id"], True, False)
    assert found[5]["message_kind"] == "system"
    assert (found[6]["kind"], found[6]["chat"], "edited" in found[6]) == ("file", None, False)
    assert "7 records" in filled.err


def test_the_filters_hold(filled: Shell) -> None:
    _, out = filled("export", "--in", "Maya", "--from", "Tom")
    assert [line["text"] for line in lines(out)] == ["Yes, the one by the lake"]
    _, out = filled("export", "--kind", "file")
    assert [line["text"] for line in lines(out)] == ["Warm socks."]
    assert filled("export", "--since", "2030-01-01")[0] == report.NOTHING
    assert filled("export", "--in", "Nobody")[0] == report.NOTHING
