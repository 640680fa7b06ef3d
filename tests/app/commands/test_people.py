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
    assert "homebody people undo" in chats.err
    assert [p["name"] for p in chats.json("people")].count("Maya B") == 0
    chats("people", "merge", "Tom", "Tom")
    assert "already one person" in chats.err
    assert chats("people", "undo")[0] == report.DONE
    assert "Taken back: merge" in chats.err
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


@pytest.fixture
def same(shell: Shell) -> Shell:
    text = CHAT.replace("Maya", "Maya Lind").replace("Tom", "Tom Baker")
    for title in ("Cabin", "Hikers", "Sailors"):
        shell("add", str(shell.write(f"WhatsApp Chat with {title}.txt", text.replace("cabin", title))))
    return shell


def test_full_names_of_several_chats_are_suggested_merged_and_parted_again(same: Shell) -> None:
    code, out = same("people", "suggest")
    assert code == report.DONE
    assert "Maya Lind: 3 people, whatsapp" in out
    assert "`homebody people merge --all-suggested` merges all 2" in same.err
    shown = same.json("people", "suggest")
    assert [(one["name"], one["sure"], len(one["people"])) for one in shown["same"]] == [
        ("Maya Lind", True, 3),
        ("Tom Baker", True, 3),
    ]
    assert len(same.json("people")) == 6
    assert same("people", "merge", "--all-suggested")[0] == report.DONE
    assert len(same.json("people")) == 2
    assert same("people", "merge", "--all-suggested")[0] == report.DONE
    assert "no full name" in same.err
    assert same("people", "undo")[0] == report.DONE
    assert len(same.json("people")) == 6
    assert same("people", "undo")[0] == report.NOTHING


def test_who_may_be_the_owner_is_suggested_until_it_is_said(same: Shell) -> None:
    _, out = same("people", "suggest")
    assert "Which one is you?" in out
    ids = [f"p{person['id']}" for person in same.json("people") if person["name"] == "Tom Baker"]
    assert f"homebody people me {' '.join(sorted(ids))}" in out
    assert same("people", "me", *ids)[0] == report.DONE
    assert "Which one is you" not in same("people", "suggest")[1]
    assert same("people", "undo")[0] == report.DONE
    assert "Which one is you?" in same("people", "suggest")[1]


def test_merge_needs_two_or_all_that_is_suggested(same: Shell) -> None:
    assert same("people", "merge", "Tom")[0] == report.USAGE
    assert same("people", "merge")[0] == report.USAGE
    assert same("people", "merge", "p1", "p2", "--all-suggested")[0] == report.USAGE


def test_a_kind_of_source_without_the_owner_is_kept(same: Shell) -> None:
    assert same("people", "me", "--not-in", "whatsapp")[0] == report.DONE
    assert same("people", "me", "--not-in", "pigeon")[0] == report.USAGE
    assert same("people", "me", "--not", "p1")[0] == report.DONE


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "at_terminal", lambda *streams: len(streams) > 1)


def exported(shell: Shell, *titles: str) -> str:
    """Write groups in which Maya Lind is everywhere and everybody else in one."""
    for number, title in enumerate(titles):
        text = CHAT.replace("Maya", "Maya Lind").replace("Tom", f"Tom {'ABCD'[number]}son").replace("cabin", title)
        shell.write(f"out/WhatsApp Chat with {title}.txt", text)
    return str(shell.folder / "out")


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _prompt, left=list(answers): left.pop(0))


def test_scripts_are_told_the_commands_and_nothing_is_asked(shell: Shell) -> None:
    code, out = shell("add", exported(shell, "Cabin", "Hikers", "Sailors"))
    assert code == report.DONE
    assert out == "3 files: 9 new, 0 known.\n"
    assert "does not know which of these people is you" in shell.err
    assert "It may be Maya Lind, in all 3 chats of two. If so: `homebody people me p" in shell.err
    assert not any(person["me"] for person in shell.json("people"))
    shell("add", str(shell.folder / "out"))
    assert "is you" not in shell.err


def test_json_gets_no_word_of_it(shell: Shell) -> None:
    shell.json("add", exported(shell, "Cabin", "Hikers", "Sailors"))
    assert "is you" not in shell.err


@pytest.mark.usefixtures("terminal")
def test_at_a_terminal_who_the_owner_is_is_asked_and_can_be_taken_back(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, "1")
    shell("add", exported(shell, "Cabin", "Hikers", "Sailors"))
    assert "1  Maya Lind, in all 3 chats" in shell.err
    (me,) = [person for person in shell.json("people") if person["me"]]
    assert (me["name"], me["messages"]) == ("Maya Lind", 6)
    shell("people", "undo")
    assert not any(person["me"] for person in shell.json("people"))


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("answer", ["", "7", "Maya"])
def test_enter_leaves_everything_as_it_is(shell: Shell, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    answering(monkeypatch, answer, "")
    shell("add", exported(shell, "Cabin", "Hikers", "Sailors"))
    assert "Left as they are" in shell.err
    assert len(shell.json("people")) == 6
    assert not any(person["me"] for person in shell.json("people"))


@pytest.mark.usefixtures("terminal")
def test_a_yes_makes_one_person_of_each_full_name(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "", "y")
    shell("add", exported(shell, "Cabin", "Hikers", "Sailors"))
    assert sorted(person["name"] for person in shell.json("people")).count("Maya Lind") == 1
