"""`homebody summarize`, without a model."""

from __future__ import annotations

import pytest

from app.assistant.assistant import Assistant
from app.assistant.events import WorkProgress
from app.output import report
from tests.app.commands.command_runner import Shell

CHAT = """12/03/2024, 09:15 - Maya: I booked the cabin for 14 March. It costs 300 euros.
12/03/2024, 09:16 - Tom: ok
12/03/2024, 09:17 - Tom: Alex, can you bring the map?
12/03/2024, 09:18 - Alex: I'll bring it
"""
MORE = CHAT + "13/03/2024, 18:02 - Tom: One change: we leave at 16:30\n"


@pytest.fixture
def chats(shell: Shell) -> Shell:
    shell("add", "--me", "Alex", str(shell.write("WhatsApp Chat with Cabin.txt", CHAT)))
    return shell


def test_the_gist_comes_first_then_what_stands_in_each_chat(chats: Shell) -> None:
    code, out = chats("summarize", "--last", "4")
    assert code == report.DONE
    parts = ["What matters most, word for word:", "Cabin (4), word for word", "Decided or changed",
             "Asked of you", "Promised by you", "Dates and times", "Amounts", "4 of 4 read."]  # fmt: skip
    places = [out.index(part) for part in parts]
    assert places == sorted(places)
    assert "- Tom: Alex, can you bring the map? [3]" in out


def test_for_actions_leaves_the_gist_out(chats: Shell) -> None:
    _, out = chats("summarize", "--last", "4", "--for", "actions")
    assert "Asked of you" in out
    assert "What matters most" not in out
    assert "Amounts" not in out


def test_for_paragraph_is_running_text_and_for_bullets_a_list(chats: Shell) -> None:
    _, paragraph = chats("summarize", "--last", "4", "--for", "paragraph")
    assert paragraph.splitlines()[0].startswith("Maya: I booked the cabin for 14 March.")
    assert "Asked of you" not in paragraph
    _, bullets = chats("summarize", "--last", "4", "--for", "bullets")
    assert "- Maya: I booked the cabin" in bullets
    assert "Asked of you" not in bullets


def test_json_holds_the_scope_and_every_kind(chats: Shell) -> None:
    told = chats.json("summarize", "--last", "4")
    assert (told["scope"]["count"], told["read"], told["complete"]) == (4, 4, True)
    (digest,) = told["chats"]
    assert set(digest) == {"chat", "count", "decided", "asked", "promised", "dates", "amounts", "links"}
    (asked,) = digest["asked"]
    shown = chats.json("show", asked["cites"][0], "--context", "0")
    assert "bring the map" in str(shown)
    assert asked["verbatim"]


def test_new_is_told_once_and_then_only_what_came_in(chats: Shell) -> None:
    first = chats.json("summarize", "--new")
    assert (first["scope"]["count"], first["scope"]["new_since"]) == (4, None)
    code, out = chats("summarize", "--new")
    assert (code, out) == (report.NOTHING, "")
    assert "Nothing new" in chats.err
    chats("add", "--me", "Alex", str(chats.write("WhatsApp Chat with Cabin.txt", MORE)))
    again = chats.json("summarize", "--new")
    assert again["scope"]["count"] == 1
    assert again["scope"]["new_since"]
    assert again["scope"]["since"].startswith("2024-03-13T18:02")
    assert chats.json("summarize", "--new", "--in", "Cabin")["scope"]["count"] == 5


@pytest.mark.parametrize("flags", [["--last", "3"], ["--since", "yesterday"], ["--until", "today"], ["m1"]])
def test_new_stands_alone(chats: Shell, flags: list[str]) -> None:
    code, _ = chats("summarize", "--new", *flags)
    assert code == report.USAGE


def test_a_file_a_passage_and_a_message_can_be_named(chats: Shell) -> None:
    notes = chats.write("notes.md", "# Boat\n\nThe boat was reserved for 3 May.\n\nIt costs 80 euros.\n")
    chats("add", str(notes))
    code, out = chats("summarize", str(notes))
    assert code == report.DONE
    assert "The boat was reserved for 3 May." in out
    passage = chats.json("search", "boat reserved")["hits"][0]["id"]
    assert chats.json("summarize", passage)["scope"]["count"] == 1
    message = chats.json("search", "map")["hits"][0]["id"]
    assert chats.json("summarize", message)["scope"]["count"] == 4
    assert chats.json("summarize", str(chats.folder / "WhatsApp Chat with Cabin.txt"))["scope"]["count"] == 4
    code, _ = chats("summarize", "no such file.txt")
    assert code == report.NOTHING
    assert "no such file.txt" in chats.err


@pytest.mark.parametrize("shape", [[], ["--for", "bullets"], ["--for", "paragraph"], ["--for", "actions"]])
def test_what_is_done_is_shown_when_it_is_stopped(
    chats: Shell, monkeypatch: pytest.MonkeyPatch, shape: list[str]
) -> None:
    whole = Assistant.summarize

    def stopped(self: Assistant, scope: object) -> object:
        for event in whole(self, scope):  # type: ignore[arg-type]
            if isinstance(event, WorkProgress):
                raise KeyboardInterrupt
            yield event

    monkeypatch.setattr(Assistant, "summarize", stopped)
    code, out = chats("summarize", "--new", *shape)
    assert code == report.STOPPED
    assert "Alex, can you bring the map?" in out
    monkeypatch.undo()
