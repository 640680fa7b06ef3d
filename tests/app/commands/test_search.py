"""`homebody search`: what to leave out when nothing is found, and how a hit came to its place."""

from __future__ import annotations

import io
import json
import re

import pytest

from app.output import report
from tests.app.commands.command_runner import CHAT, Shell


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


@pytest.mark.parametrize("flag", ["--in", "--from", "--source", "--since", "--until"])
def test_an_empty_filter_is_refused_and_not_taken_for_none(chats: Shell, flag: str) -> None:
    code, out = chats("search", "cabin", flag, " ", "--keyword")
    assert (code, out) == (report.USAGE, "")
    assert f"{flag} is empty" in chats.err


def test_a_source_is_known_in_any_case(chats: Shell) -> None:
    assert chats("search", "cabin", "--source", "WhatsApp", "--keyword")[0] == report.DONE


BAD_LINES = {
    "not json": "Expecting value",
    '{"query": 5}': 'an object with a "query"',
    '{"query": "x", "kind": "zork"}': "kind has to be message or file",
    '{"query": "x", "limit": true}': "limit has to be a number",
    "[" * 100_000: "nested too deeply",
    '{"query": "x", "from": "nobody"}': "nobody",
}


def test_a_bad_line_of_a_batch_gets_an_error_in_its_place(chats: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    good = '{"query": "cabin"}'
    lines = (
        "\n".join(["\ufeff" + good, *(f"{bad}\n{good}" for bad in BAD_LINES)]).encode() + b"\n\xff\n" + good.encode()
    )
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines)))
    code, out = chats("search", "--batch", "--keyword")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == report.NOTHING
    assert [len(one["hits"]) for one in answers] == [1, *(0, 1) * (len(BAD_LINES) + 1)]
    for number, (answer, why) in enumerate(zip(answers[1::2], BAD_LINES.values(), strict=False)):
        assert answer["error"].startswith(f"line {2 * number + 2}: ")
        assert why in answer["error"]


def test_a_query_that_no_file_can_hold_is_searched_as_far_as_it_can_be(
    chats: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"query": "cab\\u0000in \\ud800 lake"}\n'))
    _, out = chats("search", "--batch")
    assert json.loads(out)["hits"]
