"""`homebody ask`: conversations, names that fit several, and a model that ends before it is done."""

from __future__ import annotations

import json

import pytest

from app.output import report
from app.runtime.runtime import Runtime
from models.scripted import ScriptedEngine
from tests.app.commands.command_runner import Shell

CABIN = """12/03/2024, 09:15 - Maya: The deposit for the cabin is 300 euros
12/03/2024, 09:16 - Tom: The deposit is due on Friday 15 March
13/03/2024, 18:02 - Maya: We leave at 16:30
"""
WORK = """12/04/2024, 09:15 - Tom: The deposit for the hall is 80 euros
"""


@pytest.fixture
def chats(shell: Shell) -> Shell:
    shell("add", str(shell.write("WhatsApp Chat with Cabin.txt", CABIN)))
    return shell


def test_a_question_goes_on_from_the_one_before(chats: Shell) -> None:
    _, out = chats("ask", "what did Maya say about the deposit?")
    assert "300 euros" in out
    _, out = chats("ask", "--continue", "and what did Tom say?")
    assert "due on Friday" in out
    assert "300 euros" not in out
    _, out = chats("ask", "--continue", "and Maya?")
    assert "300 euros" in out


def test_a_count_goes_on_with_another_name_and_time(chats: Shell) -> None:
    chats("ask", "how many messages did Maya send?")
    _, out = chats("ask", "--continue", "and Tom?")
    assert out.startswith("1 message (from Tom)")
    _, out = chats("ask", "--continue", "and since 2024-03-13?")
    assert out.startswith("0 messages (from Tom, since 13 Mar 2024)")


def test_he_is_who_was_quoted(chats: Shell) -> None:
    chats("ask", "who said when the deposit is due?")
    told = chats.json("ask", "--continue", "what else did he say?")
    assert told["plan"]["from"] == "Tom"


def test_a_question_with_a_matter_of_its_own_takes_nothing_along(chats: Shell) -> None:
    chats("ask", "what did Tom say about the deposit?")
    told = chats.json("ask", "--continue", "what time do we leave?")
    assert told["plan"]["from"] is None
    assert "16:30" in told["answer"]


def test_a_talk_is_called_by_its_title_and_by_its_first_question_again(chats: Shell) -> None:
    talk = chats.json("ask", "how many messages are there?")["talk"]
    assert chats.json("ask", "--talk", "last", "--title", "  Counting\x1b[31m\nmessages ") == {
        "id": talk,
        "title": "Counting␛[31m messages",
        "first": "how many messages are there?",
    }
    assert "Counting␛[31m messages" in chats("ask", "--talks")[1]
    assert chats.json("ask", "--talk", talk, "--title", "x" * 500)["title"] == "x" * 120
    assert chats("ask", "--talk", talk, "--title", "")[0] == report.DONE
    assert "how many messages are there?" in chats("ask", "--talks")[1]
    assert chats.json("ask", "--talks")[0]["title"] == ""
    assert chats("ask", "--talk", "t99", "--title", "x")[0] == report.NOTHING
    for wrong in (["--title", "x"], ["--talk", talk, "--title", "x", "why?"], ["--talks", "--title", "x"]):
        assert chats("ask", *wrong)[0] == report.USAGE


def test_talks_are_listed_shown_gone_on_with_and_forgotten(chats: Shell) -> None:
    assert chats("ask", "--talks")[0] == report.NOTHING
    first = chats.json("ask", "what did Maya say about the deposit?")["talk"]
    second = chats.json("ask", "how many messages are there?")["talk"]
    assert [t["id"] for t in chats.json("ask", "--talks")] == [second, first]
    assert chats.json("ask", "--talk", first, "and what did Tom say?")["talk"] == first
    turns = chats.json("ask", "--talk", first)
    assert [t["question"] for t in turns] == ["what did Maya say about the deposit?", "and what did Tom say?"]
    assert any("300 euros" in s["text"] for s in turns[0]["sentences"])
    assert "and what did Tom say?" in chats("ask", "--talk", first)[1]
    assert chats("ask", "--forget", first)[0] == report.DONE
    assert chats("ask", "--talk", first)[0] == report.NOTHING
    chats("ask", "--forget", "all")
    assert chats.json("ask", "--talks") == []


def test_nothing_is_kept_when_nothing_is_to_be(chats: Shell) -> None:
    assert chats.json("ask", "--no-keep", "how many messages are there?")["talk"] is None
    assert chats.json("ask", "--talks") == []
    assert chats("ask", "--continue", "and Tom?")[0] == report.NOTHING


@pytest.mark.parametrize("flags", [["--continue", "--no-keep", "x"], ["--continue", "--talk", "t1", "x"], []])
def test_flags_that_contradict_each_other(chats: Shell, flags: list[str]) -> None:
    assert chats("ask", *flags)[0] == report.USAGE


def test_two_people_of_one_name_are_listed_with_what_to_type(chats: Shell) -> None:
    chats("add", str(chats.write("WhatsApp Chat with Work.txt", WORK)))
    code, out = chats("ask", "what did Tom say about the deposit?")
    assert (code, out) == (report.USAGE, "")
    assert "2 people named “Tom”" in chats.err
    choices = [line.split() for line in chats.err.splitlines() if line.startswith("  p")]
    assert len(choices) == 2
    answers = [chats("ask", "what was said about the deposit?", "--from", choice[0])[1] for choice in choices]
    assert sum("due on Friday" in a for a in answers) == 1
    assert sum("80 euros" in a for a in answers) == 1


def test_two_chats_of_one_title_are_listed_with_what_to_type(chats: Shell) -> None:
    message = {"id": 1, "type": "message", "date": "2024-05-01T10:00:00", "date_unixtime": "1714550400", "from": "Zoe",
               "from_id": "user7", "text": "The keys are in the box"}  # fmt: skip
    telegram = json.dumps({"name": "Cabin", "type": "private_group", "id": 5, "messages": [message]})
    chats("add", str(chats.write("export/result.json", telegram)))
    code, _ = chats("summarize", "--in", "Cabin")
    assert code == report.USAGE
    numbers = [line.split()[0] for line in chats.err.splitlines() if line.startswith("  c")]
    assert len(numbers) == 2
    assert sorted(chats.json("summarize", "--in", n)["scope"]["count"] for n in numbers) == [1, 3]


def test_several_of_a_first_name_are_listed_as_data_and_chosen_by_id(shell: Shell) -> None:
    for chat, line in (("Sea", "Tom Baker: The deposit is 20 euros"), ("Hut", "Tom Okafor: The deposit is 30 euros")):
        shell("add", str(shell.write(f"WhatsApp Chat with {chat}.txt", f"12/04/2024, 09:15 - {line}\n")))
    code, out = shell("ask", "what did Tom say about the deposit?", "--json")
    asked_back = json.loads(out)["ambiguous"]
    assert code == report.USAGE
    assert asked_back["flag"] == "--from"
    labels = {c["label"]: c["value"] for c in asked_back["choices"]}
    assert set(labels) == {"Tom Baker in Sea", "Tom Okafor in Hut"}
    chosen = shell.json("ask", "what did Tom say about the deposit?", "--from", labels["Tom Okafor in Hut"])
    assert chosen["plan"]["from"] == "Tom Okafor"
    assert "Tom" not in chosen["plan"]["text"]
    assert "30 euros" in chosen["answer"]
    code, out = shell("summarize", "--from", "Tom", "--json")
    assert code == report.USAGE
    assert json.loads(out)["ambiguous"] == asked_back


def test_a_flag_says_which_of_two_chats_a_question_means(chats: Shell) -> None:
    told = chats.json("ask", "what is the deposit in the Cabin chat?", "--in", "cabin")
    assert (told["plan"]["in"], told["plan"]["text"]) == ("Cabin", "what is the deposit")


def test_who_else_is_everyone_but_those_who_were_heard(chats: Shell) -> None:
    chats("ask", "what did Maya say about the deposit?")
    told = chats.json("ask", "--continue", "who else?")
    assert told["plan"]["line"] == "from anyone but Maya, about: deposit"
    assert "due on Friday" in told["answer"]
    assert "300 euros" not in told["answer"]
    assert (
        chats.json("ask", "--continue", "and who else?")["plan"]["line"]
        == "from anyone but Maya and Tom, about: deposit"
    )


def test_when_was_that_is_the_day_of_what_was_quoted(chats: Shell) -> None:
    chats("ask", "what did Maya say about the deposit?")
    told = chats.json("ask", "--continue", "when was that?")
    assert told["plan"]["line"] == "from Maya, about: deposit"
    assert "12 Mar 2024" in told["answer"]
    assert "300 euros" in told["answer"]


@pytest.mark.parametrize("command", [("ask", "when is the deposit due?"), ("summarize", "--last", "3")])
def test_a_model_that_ends_before_it_is_done_leaves_what_is_there_and_another_exit_code(
    chats: Shell, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Runtime, "engine", lambda _: ScriptedEngine([]))
    code, out = chats(*command)
    assert code == report.NOTHING
    assert "due on Friday" in out
    told = json.loads(chats(*command, "--json")[1])
    assert "The model could not go on" in told["note"]
