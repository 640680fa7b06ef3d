"""`homebody sources`."""

from __future__ import annotations

from app.output import report
from tests.app.commands.command_runner import CHAT, Shell

BROKEN = "Something before any message\n" + CHAT + "45/99/2024, 09:15 - Maya: a day that there is not\n"


def test_problems_are_listed_with_their_place(shell: Shell) -> None:
    assert shell("sources")[0] == report.NEEDS
    shell("add", str(shell.write("WhatsApp Chat with Maya.txt", BROKEN)), "--as", "whatsapp")
    code, out = shell("sources", "--problems")
    assert code == report.DONE
    assert "line 1: a line before the first message belongs to none" in out
    (source,) = shell.json("sources")
    assert (source["kind"], source["state"], source["messages"]) == ("whatsapp", "done", 3)
    assert {"locator": "line 1", "reason": "a line before the first message belongs to none", "severity": "broken"} in (
        source["problems"]
    )
    assert "line 1:" not in shell("sources")[1]


def test_the_last_look_is_told_of_each_thing_that_was_added(shell: Shell) -> None:
    chat = shell.write("chats/WhatsApp Chat with Maya.txt", CHAT)
    note = shell.write("note.md", "the key is under the pot")
    shell("add", str(chat.parent), str(note))
    out = shell("sources")[1]
    assert f"  {chat.parent}, last looked at " in out
    assert ": 3 new records." in out
    assert "\n  Last looked at " in out  # the note is all there is of its own root
    shell("sync")
    assert shell("sources")[1].count(": nothing new, 1 file unchanged.") == 2
    first, second = shell.json("sources")
    assert (first["root"], second["root"]) == (str(chat.parent), str(note))
    assert (first["looked"]["unchanged"], first["looked"]["stopped"], first["looked"]["reason"]) == (1, False, "")
