"""`homebody people` and the verbs under it."""

from __future__ import annotations

import pytest

from app.output import report
from tests.app.commands.command_runner import CHAT, Shell


@pytest.fixture
def chats(shell: Shell) -> Shell:
    shell("add", str(shell.write("WhatsApp Chat with Maya.txt", CHAT)))
    shell("add", str(shell.write("WhatsApp Chat with Cabin.txt", CHAT.replace("Tom", "Maya B"))))
    return shell


def test_people_are_listed_with_identities_and_counts(chats: Shell) -> None:
    people = chats.json("people")
    assert [(p["name"], p["messages"]) for p in people if p["name"] != "Maya"] == [("Maya B", 1), ("Tom", 1)]
    maya = people[0]
    assert set(maya) == {"id", "name", "me", "messages", "chats", "identities"}
    (identity,) = maya["identities"]
    assert (identity["kind"], identity["value"], identity["linked"], identity["messages"]) == (
        "display_name",
        "Maya",
        "source",
        2,
    )
    code, out = chats("people")
    assert code == report.DONE
    assert f"p{maya['id']}, 2 messages" in out
    assert f"{identity['id']}  name Maya in {identity['chat']}, 2 messages" in out


def test_merge_prints_what_takes_it_back_and_that_does(chats: Shell) -> None:
    code, _ = chats("people", "merge", "Tom", "Maya B")
    assert code == report.DONE
    undo = chats.err
    assert [p["name"] for p in chats.json("people")].count("Maya B") == 0
    chats("people", "merge", "Tom", "Tom")
    assert "already one person" in chats.err
    words = undo.split("homebody ")[1].split()
    assert words[:2] == ["people", "split"]
    assert chats(*words)[0] == report.DONE
    assert sorted(p["name"] for p in chats.json("people")) == ["Maya", "Maya", "Maya B", "Tom"]


def test_a_name_of_two_people_asks_for_an_id(chats: Shell) -> None:
    code, _ = chats("people", "me", "Maya")
    assert code == report.USAGE
    assert "There are 2 people" in chats.err
    assert "p1  Maya in" in chats.err


def test_me_and_nobody_and_rename(chats: Shell) -> None:
    (tom,) = chats.json("people", "me", "Tom")
    assert tom["me"]
    assert chats("people", "me", "--nobody")[0] == report.DONE
    assert not any(p["me"] for p in chats.json("people"))
    (tom,) = chats.json("people", "rename", "Tom", "Thomas")
    assert tom["name"] == "Thomas"
    assert chats("people", "me")[0] == report.USAGE


def test_splitting_needs_an_identity_of_that_person(chats: Shell) -> None:
    assert chats("people", "split", "Tom", "+49170")[0] == report.NOTHING
    assert "no identity" in chats.err
    assert chats("people", "split", "Tom", "Tom")[0] == report.USAGE
