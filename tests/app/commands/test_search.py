"""`homebody search`: what to leave out when nothing is found, and how a hit came to its place."""

from __future__ import annotations

import io
import json
import re

import pytest

from app import report
from tests.app.commands.running import CHAT, Shell


@pytest.fixture
def chats(shell: Shell) -> Shell:
    shell("add", "--me", "Alex", str(shell.write("WhatsApp Chat with Cabin.txt", CHAT)))
    return shell


def test_the_filter_that_hides_the_hits_is_named_as_it_was_typed(chats: Shell) -> None:
    code, out = chats("search", "cabin", "--from", "tom", "--keyword")
    assert (code, out) == (report.NOTHING, "")
    assert "Nothing found for “cabin”." in chats.err
    assert "Without --from tom there is one." in chats.err
    chats("search", "cabin", "--since", "2024-03-13", "--until", "2024-03-14", "--keyword")
    assert "Without --since 2024-03-13 --until 2024-03-14 there is one." in chats.err
    chats("search", '"lake cabin"', "--keyword")
    assert "Without the quotes around “lake cabin” there are 2." in chats.err
    chats("search", "umbrella", "--from", "tom", "--keyword")
    assert "Without" not in chats.err
    assert "Try fewer or other words." in chats.err


def test_json_and_batch_say_it_too(chats: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    found = chats.json("search", "cabin -shall", "--in", "Cabin", "--keyword")
    assert (found["hits"], found["loosen"]) == ([], [{"without": "-shall", "hits": 1}])
    assert chats.json("search", "cabin", "--keyword")["loosen"] == []
    monkeypatch.setattr("sys.stdin", io.StringIO('{"query": "lake", "from": "Maya"}\n'))
    _, out = chats("search", "--batch", "--keyword")
    assert json.loads(out)["loosen"] == [{"without": "--from Maya", "hits": 1}]


def test_explain_adds_up(shell: Shell) -> None:
    shell("add", str(shell.write("WhatsApp Chat with Maya.txt", CHAT)))
    code, out = shell("search", "cabin", "lake", "--keyword", "--explain", "--limit", "1")
    assert code == report.DONE
    assert "words: “cabin”, “lake”" in shell.err
    shares = [float(share) for share in re.findall(r"share (-?[\d.]+)", out)]
    together = re.search(r"together: (-?[\d.]+)", out)
    assert together is not None
    assert float(together[1]) == pytest.approx(sum(shares), abs=0.01)
    assert len(shares) >= 1
