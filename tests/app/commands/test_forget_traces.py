"""After `homebody forget`, in each of its forms, no byte of the home tells of what was forgotten."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import apsw
import pytest

from app import report
from index.index import Index
from index.store.connection import Database
from tests.app.commands.running import Shell
from tests.traces import left

PASSPHRASE = "correct horse battery"

# Words that nothing else has. Each is looked for by itself.
TITLE = "Zebulon Quarrington"
NUMBER = "+49 170 5551234"
WORDS = [
    "zanzibarquokka", "pfefferkuchenhaus", "Quarrington", "Zebulon", "5551234", "ticketwombat", "Xerxesina", "Ytterbium",
]  # fmt: skip
"""A body, another, the chat's title (which is its file's name and its people's), a number, what was sent along, a name."""

CHAT = f"""12/03/2024, 09:15 - {TITLE}: the code of the safe is zanzibarquokka
12/03/2024, 09:16 - {NUMBER}: we meet at the pfefferkuchenhaus
12/03/2024, 09:17 - Xerxesina: bring the map
12/03/2024, 09:20 - Maya: all right
"""
OTHER = """12/03/2024, 10:15 - Maya: lunch on Friday?
12/03/2024, 10:16 - Ann: yes please, at noon
"""
QUESTIONS = [
    "what is the code of the safe?", "what did Zebulon say about the map?", "has Xerxesina written to me?",
    "who is Quarrington's friend Ytterbium?",
]  # fmt: skip
KEPT = "what did Ann say about lunch?"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def export(shell: Shell) -> Path:
    """An archive as a phone makes it: the chat, and a file that was sent in it."""
    path = shell.folder / f"WhatsApp Chat with {TITLE}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"WhatsApp Chat with {TITLE}.txt", CHAT)
        archive.writestr("ticketwombat.md", "# The ticketwombat\n\nSeat 12, from Berlin.\n")
    return path


@pytest.fixture
def filled(shell: Shell, export: Path, home: Path) -> Shell:
    shell.write("WhatsApp Chat with Ann.txt", OTHER)
    shell.write("notes/lists.md", "Flour, butter, plums.\n")
    for path in (export, shell.folder / "notes", shell.folder / "WhatsApp Chat with Ann.txt"):
        assert shell("add", str(path))[0] == report.DONE
    for question in [*QUESTIONS, KEPT]:
        shell("ask", question)
    shell("ask", "--talk", "last", "--title", "About the lunch")
    shell("ask", "--talk", "t1", "and of the door?")
    (home / "conversation-2026-11-30-abc.md").write_text("> the code is zanzibarquokka\n")
    assert {word for word in WORDS if left(home, [word])} == set(WORDS)
    return shell


def forget(shell: Shell, *arguments: str) -> None:
    assert shell("forget", *arguments, "--yes")[0] == report.DONE, shell.err


def asked(shell: Shell) -> list[str]:
    return [talk["first"] for talk in shell.json("ask", "--talks")]


def test_a_chat(filled: Shell, home: Path, export: Path) -> None:
    forget(filled, "--in", "Zebulon")
    assert left(home, WORDS) == []
    assert asked(filled) == [KEPT]
    assert filled.json("ask", "--talks")[0]["title"] == "About the lunch"
    assert [chat["title"] for chat in filled.json("chats")] == ["Ann"]
    assert len(filled.json("sources")) == 2
    # Looked at again, and under another name, it stays away with its name.
    again = export.with_name(f"WhatsApp Chat with {TITLE} (2).zip")
    export.rename(again)
    filled("sync")
    assert left(home, WORDS) == []
    filled("add", str(again))
    assert len(filled.json("chats")) == 2


def test_a_chat_in_a_folder_that_is_synced(shell: Shell, home: Path, export: Path) -> None:
    shell("add", str(shell.folder))
    forget(shell, "--in", TITLE)
    export.rename(export.with_name(f"WhatsApp Chat with {TITLE} (2).zip"))
    with zipfile.ZipFile(export.with_name(f"{TITLE}.zip"), "w") as archive:
        archive.writestr(f"WhatsApp Chat with {TITLE}.txt", CHAT + "12/03/2024, 09:30 - Xerxesina: and now?\n")
    shell("sync")
    names = [word for word in WORDS if word != "ticketwombat"]
    assert [one for one in left(home, names) if "index.db" not in one and "table source" not in one] == []
    assert shell.json("chats") == []


@pytest.mark.parametrize("named", ["the file", "the folder"])
def test_a_path(filled: Shell, home: Path, export: Path, named: str) -> None:
    forget(filled, str(export if named == "the file" else export.parent))
    assert left(home, WORDS) == []
    assert asked(filled) == ([KEPT] if named == "the file" else [])


def test_a_kind(filled: Shell, home: Path) -> None:
    forget(filled, "--source", "whatsapp")
    assert left(home, [word for word in WORDS if word not in ("ticketwombat", "Zebulon", "Quarrington")]) == []
    assert [talk for talk in asked(filled) if "Zebulon" in talk or "Xerxesina" in talk] == []
    forget(filled, "--source", "markdown")
    assert left(home, WORDS) == []
    assert filled.json("sources") == []


def test_a_person(filled: Shell, home: Path) -> None:
    forget(filled, "--from", "Xerxesina")
    assert left(home, ["Xerxesina", "bring the map"]) == []
    forget(filled, "--from", NUMBER)
    assert left(home, ["5551234", "pfefferkuchenhaus"]) == []
    assert "has Xerxesina written to me?" not in asked(filled)


def test_a_persons_entry_and_reactions(shell: Shell, home: Path) -> None:
    card = f"BEGIN:VCARD\nVERSION:3.0\nFN:Xerxesina Roth\nTEL:{NUMBER}\nEND:VCARD\n"
    book = shell.write("people.vcf", card + card.replace("Xerxesina Roth", "Ann Lee").replace("5551234", "5559999"))
    shell.write("WhatsApp Chat with Trip.txt", CHAT)
    chat = shell.write("result.json", json.dumps(TELEGRAM))
    shell("add", str(shell.folder))
    assert left(home, ["Ytterbium"])
    forget(shell, "--from", "Xerxesina Roth")
    assert left(home, ["Xerxesina Roth", "5551234"]) == []
    forget(shell, "--from", "Ytterbium")
    assert left(home, ["Ytterbium", "user77"]) == []
    book.write_text(book.read_text() + "\n")
    TELEGRAM["messages"][0]["text"] = "hello again"  # type: ignore[index]
    chat.write_text(json.dumps(TELEGRAM))
    shell("sync")
    assert left(home, ["Xerxesina Roth", "5551234", "Ytterbium"]) == []
    assert left(home, ["5559999", "hello again"]) != []


TELEGRAM = {
    "name": "Trip", "type": "private_group", "id": 5,
    "messages": [
        {
            "id": 1, "type": "message", "date": "2024-03-12T09:15:00", "date_unixtime": "1710231300", "from": "Maya",
            "from_id": "user1", "text": "hello",
            "reactions": [
                {"type": "emoji", "count": 2, "emoji": "👍", "recent": [
                    {"from": "Ytterbium", "from_id": "user77", "date": "2024-03-12T09:16:00"},
                    {"from": "Ann", "from_id": "user2", "date": "2024-03-12T09:16:00"},
                ]},
            ],
        },
        {
            "id": 2, "type": "message", "date": "2024-03-12T09:17:00", "date_unixtime": "1710231420", "from": "Ytterbium",
            "from_id": "user77", "text": "hi",
        },
    ],
}  # fmt: skip


def test_what_the_owner_decided_goes_too(filled: Shell, home: Path) -> None:
    people = {person["name"]: person["id"] for person in filled.json("people")}
    filled("people", "merge", f"p{people['Xerxesina']}", f"p{people[NUMBER.replace(' ', '')]}"
           if NUMBER.replace(" ", "") in people else f"p{people[NUMBER]}")  # fmt: skip
    forget(filled, "--in", TITLE)
    assert left(home, WORDS) == []


def test_an_encrypted_index(filled: Shell, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEBODY_PASSPHRASE", PASSPHRASE)
    assert filled("lock")[0] == report.DONE, filled.err
    key = held_key(home)
    assert left(home, ["zanzibarquokka"], key) != []
    forget(filled, "--in", TITLE)
    assert left(home, WORDS, key) == []
    assert asked(filled) == [KEPT]


def held_key(home: Path) -> str:
    """Return what opens the index that was locked with PASSPHRASE."""
    from app.paths import Home
    from app.wiring import Runtime

    with Runtime.from_environment() as runtime:
        assert isinstance(runtime.home, Home)
        runtime.index()
        assert runtime.key is not None
        return runtime.key


def interrupt(home: Path, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    """Have the next `forget` end at a step, as a full disk or Ctrl+C would end it."""

    def end(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(at, end)


@pytest.mark.parametrize(
    "step",
    ["index.store.removal.merge_words", "index.store.removal.chats", "index.store.connection.Database.write_anew"],
)
def test_an_interrupted_one_is_finished_by_the_next_command(filled: Shell, home: Path, step: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        interrupt(home, patch, step)
        code, _ = filled("forget", "--in", TITLE, "--yes")
    assert code == report.STOPPED
    assert "the next command finishes it" in filled.err
    assert "zanzibarquokka" not in filled("search", "zanzibarquokka")[1]
    assert "had been interrupted: it is finished now" in filled.err
    assert left(home, WORDS) == []
    filled("search", "lunch")
    assert "interrupted" not in filled.err


def test_without_room_it_is_not_begun_and_everything_can_be_read(filled: Shell, home: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1000))
        assert filled("forget", "--in", TITLE, "--yes")[0] == report.NOTHING
        assert "nothing was changed" in filled.err
        assert "zanzibarquokka" in filled("search", "zanzibarquokka")[1]
    forget(filled, "--in", TITLE)
    assert left(home, WORDS) == []


def test_why_nothing_is_read_is_said_where_an_interrupted_one_has_no_room_to_be_finished(
    filled: Shell, home: Path
) -> None:
    def full(*_: object) -> None:
        raise apsw.FullError

    with pytest.MonkeyPatch.context() as patch:
        interrupt(home, patch, "index.store.removal.chats")
        filled("forget", "--in", TITLE, "--yes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.store.removal.merge_words", full)
        assert filled("search", "lunch") == (report.NOTHING, "")
    assert "`homebody forget` was interrupted" in filled.err
    assert filled("search", "lunch")[0] == report.DONE
    assert left(home, WORDS) == []


def test_the_same_again_says_that_it_is_done(filled: Shell, home: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        interrupt(home, patch, "index.store.connection.Database.write_anew")
        filled("forget", "--in", TITLE, "--yes")
    code, out = filled("forget", "--in", TITLE, "--yes")
    assert (code, out) == (report.DONE, "Forgotten: no messages.\n")
    assert "it is finished now" in filled.err
    assert left(home, WORDS) == []
    assert filled("forget", "--in", TITLE, "--yes")[0] == report.NOTHING


def test_the_job_holds_no_name(filled: Shell, home: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        interrupt(home, patch, "index.store.removal.chats")
        filled("forget", "--in", TITLE, "--yes")
    with Index.open(home / "index.db", zone=__import__("datetime").UTC) as index, index._database.reading() as db:
        rows: Sequence[tuple[str, object]] = list(db.execute("SELECT * FROM forget_job"))
    assert rows
    assert all(isinstance(number, int) for _, number in rows)


def test_digests_are_of_this_store_alone(tmp_path: Path) -> None:
    from index.store import roots

    found = []
    for name in ("a", "b"):
        database = Database(tmp_path / name / "index.db", create=True)
        with database.write() as db:
            roots.forget(db, [roots.of_chat("whatsapp", "Maya")])
            kept_out = roots.forgotten(db)
        assert kept_out.holds(roots.of_chat("whatsapp", "Maya"))
        assert roots.of_chat("whatsapp", "Maya") not in kept_out.digests
        found.append(kept_out.digests)
        database.close()
    assert found[0] != found[1]
