from __future__ import annotations

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
