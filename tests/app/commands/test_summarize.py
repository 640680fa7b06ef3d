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


def test_what_stands_in_each_chat_is_told_once_and_led_back_to(chats: Shell) -> None:
    code, out = chats("summarize", "--last", "4")
    assert code == report.DONE
    parts = ["Cabin (4)", "Promised by you: Tom: “Alex, can you bring the map?” – You: “I'll bring it” [3][4]",
             "Decided or changed: Maya: “I booked the cabin for 14 March.", "[1] 09:15 (m1)", "4 of 4 read."]  # fmt: skip
    flat = " ".join(out.split())
    places = [flat.index(part) for part in parts]
    assert places == sorted(places)
    assert flat.count("I booked the cabin") == 1


def test_for_actions_leaves_the_gist_out(chats: Shell) -> None:
    _, out = chats("summarize", "--last", "4", "--for", "actions")
    assert "Promised by you" in out
    assert "Also:" not in out
    assert "Dates and times" not in out


def test_for_paragraph_is_running_text_and_for_bullets_a_list(chats: Shell) -> None:
    _, paragraph = chats("summarize", "--last", "4", "--for", "paragraph")
    assert paragraph.startswith("Cabin. Promised by you: Tom: “Alex, can you bring the map?”")
    _, bullets = chats("summarize", "--last", "4", "--for", "bullets")
    assert "- Maya: “I booked the cabin" in bullets
    assert "Promised by you" not in bullets


def test_the_length_says_how_many_lines_there_are_and_what_was_left_out(shell: Shell) -> None:
    colours = ("amber", "black", "coral", "denim", "ebony", "fawn", "green", "honey", "ivory", "jade", "khaki", "lilac")
    said = "".join(
        f"12/03/2024, 09:{n:02} - Tom: We decided on {colour} for the {colour}room\n"
        for n, colour in enumerate(colours)
    )
    shell("add", "--me", "Alex", str(shell.write("WhatsApp Chat with Paint.txt", said)))
    counts = {}
    for length in ("short", "normal", "full"):
        told = shell.json("summarize", "--last", "12", "--length", length)
        counts[length] = len(told["chats"][0]["decided"])
        assert counts[length] + told["left_out"].get("Decided or changed", 0) == 12
    assert 0 < counts["short"] < counts["normal"] < counts["full"] == 12
    shell("summarize", "--last", "12")
    assert f"Left out: Decided or changed {12 - counts['normal']}. `--length full` shows all." in shell.err


def test_json_holds_the_scope_and_every_kind(chats: Shell) -> None:
    told = chats.json("summarize", "--last", "4")
    assert (told["scope"]["count"], told["read"], told["complete"]) == (4, 4, True)
    (digest,) = told["chats"]
    kinds = {"asked", "promised", "amounts", "decided", "dates", "attending", "offered", "links", "done"}
    assert set(digest) == {"chat", "count", "bulk"} | kinds
    (promised,) = digest["promised"]
    shown = chats.json("show", promised["cites"][0], "--context", "0")
    assert "bring the map" in str(shown)
    assert promised["verbatim"]


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
    assert (
        chats.json("summarize", "notes.md")["scope"]["count"] == chats.json("summarize", str(notes))["scope"]["count"]
    )
    assert chats.json("summarize", "whatsapp chat with cabin.txt")["scope"]["count"] == 4
    assert chats.json("summarize", "Cabin")["scope"]["count"] == 4
    code, _ = chats("summarize", "no such file.txt")
    assert code == report.NOTHING
    assert "no such file.txt" in chats.err


def test_a_name_of_several_files_is_asked_back(chats: Shell) -> None:
    for folder in ("one", "two"):
        (chats.folder / folder).mkdir()
        (chats.folder / folder / "rent.md").write_text(f"# Rent\n\nThe {folder} flat costs 800 euros.\n")
        chats("add", str(chats.folder / folder / "rent.md"))
    code, _ = chats("summarize", "rent.md")
    assert code != report.DONE
    assert "Several files are called rent.md" in chats.err
    assert chats("summarize", "two/rent.md")[0] == report.DONE


def test_what_is_new_begins_two_weeks_before_the_newest(shell: Shell) -> None:
    old = "25/01/2024, 09:15 - Tom: We decided on the boat\n"
    shell("add", "--me", "Alex", str(shell.write("WhatsApp Chat with Cabin.txt", old + CHAT)))
    first = shell.json("summarize", "--new")
    assert first["scope"]["count"] == 4
    assert first["scope"]["since"].startswith("2024-03-12")
    assert shell("summarize", "--new") == (report.NOTHING, "")
    assert shell.json("summarize", "--in", "Cabin", "--last", "9")["scope"]["count"] == 5


@pytest.mark.parametrize("shape", [[], ["--for", "bullets"], ["--for", "paragraph"], ["--for", "actions"]])
def test_what_is_done_is_shown_when_it_is_stopped(
    chats: Shell, monkeypatch: pytest.MonkeyPatch, shape: list[str]
) -> None:
    whole = Assistant.summarize

    def stopped(self: Assistant, scope: object, length: object) -> object:
        for event in whole(self, scope, length):  # type: ignore[arg-type]
            if isinstance(event, WorkProgress):
                raise KeyboardInterrupt
            yield event

    monkeypatch.setattr(Assistant, "summarize", stopped)
    code, out = chats("summarize", "--new", *shape)
    assert code == report.STOPPED
    assert "Alex, can you bring the map?" in out
    monkeypatch.undo()
