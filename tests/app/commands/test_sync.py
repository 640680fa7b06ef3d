"""`homebody sync`."""

from __future__ import annotations

from app.output import report
from tests.app.commands.command_runner import CHAT, Shell


def test_sync_reads_what_changed_and_says_what_it_did(shell: Shell) -> None:
    chat = shell.write("WhatsApp Chat with Maya.txt", CHAT)
    note = shell.write("notes/packing.md", "Warm socks.\n")
    shell("add", str(shell.folder))
    code, out = shell("sync")
    assert (code, out) == (report.DONE, "2 files: 0 new, 0 known.\n")
    chat.write_text(CHAT + "14/03/2024, 08:00 - Tom: see you there\n")
    note.unlink()
    total = shell.json("sync")
    assert (total["added"], total["known"], total["gone"], total["removed"]) == (1, 3, 1, 1)
    assert "what came from it was removed" in shell.err


def test_an_export_that_is_gone_is_kept_until_it_is_told_otherwise(shell: Shell) -> None:
    chat = shell.write("WhatsApp Chat with Maya.txt", CHAT)
    shell("add", str(chat))
    chat.unlink()
    assert shell("sync")[0] == report.DONE
    assert "homebody sync --remove" in shell.err
    assert len(shell.json("chats")) == 1
    assert shell.json("sync", "--remove")["removed"] == 3
    assert shell.json("chats") == []


def test_sync_of_nothing_and_of_what_was_never_added(shell: Shell) -> None:
    assert shell("sync")[0] == report.NEEDS
    shell("add", str(shell.write("note.md", "x\n")))
    assert shell("sync", str(shell.folder.parent / "elsewhere"))[0] == report.NOTHING
    assert "never added" in shell.err
    assert shell("sync", "--keep", "--remove")[0] == report.USAGE


def test_a_name_and_a_zone_said_for_one_file_hold_when_it_is_read_again(shell: Shell) -> None:
    chat = shell.write("WhatsApp Chat with Maya.txt", CHAT)
    other = shell.write("WhatsApp Chat with Ann.txt", CHAT.replace("Maya", "Ann"))
    shell("add", str(other), "--me", "Ann")
    shell("add", str(chat), "--me", "Tom", "--tz", "America/New_York")
    assert shell.json("sync")["unchanged"] == 2
    chat.write_text(CHAT + "14/03/2024, 08:00 - Tom: see you there\n")
    shell("sync")
    (hit,) = shell.json("search", "see you there", "--no-service")["hits"]
    assert hit["time"] == "2024-03-14T08:00:00-04:00"


def test_a_file_that_cannot_be_read_is_told_once_and_listed(shell: Shell) -> None:
    shell.write("note.md", "x\n")
    empty = shell.write("empty.txt", "")
    assert shell("add", str(shell.folder))[0] == report.NOTHING
    for _ in range(2):
        code, out = shell("sync")
        assert code == report.DONE
        assert "1 file not read, as before" in out
        assert str(empty) not in shell.err
    code, out = shell("sources")
    assert code == report.DONE
    assert f"{empty}  (not read: " in out
    listed = {source["path"]: source for source in shell.json("sources")}
    assert (listed[str(empty)]["state"], listed[str(empty)]["messages"]) == ("failed", 0)
    assert listed[str(empty)]["failure"]
    shell.write("new.txt", "")
    assert shell("sync")[0] == report.NOTHING
    assert "new.txt" in shell.err
