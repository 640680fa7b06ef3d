from __future__ import annotations

from pathlib import Path

import pytest

from app.tui.ask import requests
from app.tui.ask.requests import Add, Ask, Mistake, Quit, ShowHelp, Summarize


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  ", None),
        ("when is the cabin?", Ask("when is the cabin?")),
        ("  15 euros for whom ", Ask("15 euros for whom")),
        ("/summarize", Summarize(15)),
        ("/summarise 30", Summarize(30)),
        ("/summarize 15 in Cabin crew", Summarize(15, "Cabin crew")),
        ("/summarize the last 20 messages in “Mum”", Summarize(20, "Mum")),
        ("/summarize in Mum", Summarize(15, "Mum")),
        ("/summarize 9 Mum", Summarize(9, "Mum")),
        ("/summarize 15 in Indigo", Summarize(15, "Indigo")),
        ("/summarize Indigo", Summarize(15, "Indigo")),
        ("/add ~/a b.zip", Add("~/a b.zip")),
        ("/HELP", ShowHelp()),
        ("/quit", Quit()),
    ],
)
def test_what_is_typed_is_read(typed: str, read: object) -> None:
    assert requests.read(typed) == read


@pytest.mark.parametrize("typed", ["/add", "/summarize 0", "/dance", "/"])
def test_a_mistake_says_what_to_do(typed: str) -> None:
    mistake = requests.read(typed)
    assert isinstance(mistake, Mistake)
    assert mistake.sentence.endswith(".")
    assert mistake.next_step


def test_every_command_is_explained_while_it_is_typed() -> None:
    for command, line in requests.COMMANDS.items():
        assert requests.hint(command + " x") == line
    assert requests.hint("/") == "/summarize  /add  /help  /quit"
    assert requests.hint("/su") == requests.COMMANDS["/summarize"]
    assert requests.hint("/zzz ") == ""
    assert requests.hint("hello") == ""


def test_paths_are_read_as_people_drop_them(tmp_path: Path) -> None:
    spaced = tmp_path / "WhatsApp Chat with Maya.zip"
    other = tmp_path / "notes"
    spaced.touch()
    other.mkdir()
    quoted, escaped = f"'{spaced}'", str(spaced).replace(" ", "\\ ")
    assert requests.paths_of(str(spaced)) == [spaced]
    assert requests.paths_of(quoted) == [spaced]
    assert requests.paths_of(escaped) == [spaced]
    assert requests.paths_of(f"{quoted} {other}") == [spaced, other]
    assert requests.paths_of(f"{tmp_path}/it's gone.txt") == [tmp_path / "it's gone.txt"]
    assert requests.paths_of(f"{tmp_path}/not there.txt") == [tmp_path / "not there.txt"]


def test_the_home_folder_is_understood(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Chats").mkdir()
    assert requests.paths_of("~/Chats") == [tmp_path / "Chats"]
    assert requests.complete_path("~/Ch") == "~/Chats/"


def test_a_path_is_completed_to_the_first_that_fits(tmp_path: Path) -> None:
    for name in (".hidden", "beta.txt", "alpha.txt"):
        (tmp_path / name).touch()
    (tmp_path / "alphabet").mkdir()
    assert requests.complete_path(f"{tmp_path}/a") == f"{tmp_path}/alpha.txt"
    assert requests.complete_path(f"{tmp_path}/alphab") == f"{tmp_path}/alphabet/"
    assert requests.complete_path(f"{tmp_path}/.h") == f"{tmp_path}/.hidden"
    assert requests.complete_path(f"{tmp_path}/zz") is None
    assert requests.complete_path(f"{tmp_path}/none/zz") is None
    assert requests.complete_path("") is None


def test_a_name_that_cannot_be_shown_is_not_offered(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m.txt").touch()
    (tmp_path / "a\u202etxt.zip").touch()
    assert requests.complete_path(f"{tmp_path}/a") is None
    (tmp_path / "a東京.txt").touch()
    assert requests.complete_path(f"{tmp_path}/a") == f"{tmp_path}/a東京.txt"


def test_paths_that_cannot_be_are_taken_as_they_stand() -> None:
    for typed in ("x" * 5000, "a\0b", "~nobody-of-that-name/x"):
        assert requests.paths_of(typed) == [Path(typed)]
