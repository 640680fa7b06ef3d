"""`homebody chats`, `people` and `sources` where there is much: the most used first, mail folded, a word looks in all."""

from __future__ import annotations

import pytest

from app.output import report
from tests.app.commands.command_runner import CHAT, Shell

MAIL = """From: Sender {n} <sender{n}@example.org>
Subject: Offer number {n}
Date: Fri, 06 Nov 2026 19:41:00 +0100
Message-ID: <{n}@example.org>

Buy one.
"""
THREADS = 60


@pytest.fixture
def home(shell: Shell) -> Shell:
    for n in range(THREADS):
        shell.write(f"all/mail/{n}.eml", MAIL.format(n=n))
    shell.write("all/WhatsApp Chat with Cabin.txt", CHAT.replace("Tom", "Zoë"))
    shell.write("all/WhatsApp Chat with Hikers.txt", CHAT + "13/03/2024, 18:03 - Ana: see you\n")
    shell("add", str(shell.folder / "all"))
    return shell


def test_chats_come_first_those_with_most_messages_and_mail_is_one_line(home: Shell) -> None:
    code, out = home("chats")
    assert code == report.DONE
    lines = out.splitlines()
    assert lines[0].startswith("Hikers  (whatsapp, 4 messages, ")
    assert lines[2].startswith("Cabin  (whatsapp, 3 messages, ")
    assert lines[4:] == ["60 threads of mail  (60 messages, 2026-11-06 to 2026-11-06): --mail lists them"]


def test_mail_is_listed_in_full_as_far_as_is_asked(home: Shell) -> None:
    _, out = home("chats", "--mail")
    assert out.count("(email, ") == 50
    assert "50 of 60." in home.err
    assert home("chats", "--mail", "--limit", "2")[1].count("(email, ") == 2
    assert home("chats", "--all")[1].count("messages, ") == 2
    assert home("chats", "--all")[1].count("(email, 1 message, ") == THREADS


def test_a_word_looks_among_all_chats(home: Shell) -> None:
    assert home("chats", "zoe")[1].startswith("Cabin  (")
    assert home("chats", "offer", "59")[1].startswith("Offer number 59  (")
    assert home("chats", "elsewhere")[0] == report.NOTHING
    assert "No chat fits" in home.err


def test_json_keeps_all_that_is_not_limited(home: Shell) -> None:
    assert len(home.json("chats")) == THREADS + 2
    assert len(home.json("people")) == THREADS + 5
    assert len(home.json("sources")) == THREADS + 2
    assert [chat["title"] for chat in home.json("chats", "--limit", "2")] == ["Hikers", "Cabin"]
    assert [chat["title"] for chat in home.json("chats", "cabin")] == ["Cabin"]
    assert len(home.json("people", "--limit", "3")) == 3
    assert len(home.json("sources", "--limit", "3")) == 3


def test_those_who_only_write_mail_are_one_line_and_are_found(home: Shell) -> None:
    _, out = home("people")
    assert "60 people who only write mail  (60 messages)" in out
    assert "Sender" not in out
    assert home("people", "--all")[1].count("Sender") >= THREADS
    assert "Sender 7  p" in home("people", "--find", "sender7@")[1]
    assert home("people", "--limit", "1")[1].count("  p") == 1
    assert "1 of 5." in home.err
    assert home("people", "--find", "elsewhere")[0] == report.NOTHING


def test_many_files_of_a_kind_are_one_line(home: Shell) -> None:
    _, out = home("sources")
    assert out.splitlines()[0].endswith("WhatsApp Chat with Hikers.txt  (whatsapp, 4 messages)")
    assert f"{home.folder / 'all'}: 60 files  (email, 60 messages): --all lists them" in out
    assert home("sources", "--all")[1].count(".eml") == THREADS
    assert home("sources", "hikers")[1].count("(whatsapp") == 1
    assert home("sources", "17.eml")[1].count(".eml") == 1
    assert home("sources", "--limit", "1")[1].count("(whatsapp") == 1
    assert home("sources", "elsewhere")[0] == report.NOTHING


@pytest.mark.parametrize("verb", ["chats", "people", "sources"])
def test_a_limit_is_a_number_from_one_on(home: Shell, verb: str) -> None:
    assert home(verb, "--limit", "0")[0] == report.USAGE
