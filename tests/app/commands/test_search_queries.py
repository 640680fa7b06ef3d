"""`homebody search`: operators and flags, words with a minus, order and pages, counting, what is shown of a hit."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from app.output import report
from tests.app.commands.command_runner import Shell

CREW = """12/03/2024, 09:15 - Maya: Shall we book the cabin?
12/03/2024, 09:16 - Tom: Yes, the cabin by the lake, no deposit
13/04/2024, 18:02 - Maya: the deposit is paid, see https://example.org/cabin
14/05/2024, 08:00 - Alex: a cabin photo
14/05/2024, 08:01 - Maya: IMG-20240514-WA0001.jpg (file attached)
"""
MARC = "15/06/2023, 10:00 - Marc: my cabin is free\n15/06/2023, 10:01 - Alex: which cabin?\n"
NOTE = (
    "# Packing\n\n"
    + "Nothing of it matters here, and so it goes on.\n" * 12
    + "Bring [bold]two[/bold] lamps to the cabin.\n"
)
MAIL = """From: Zoe <zoe@example.org>
To: alex@example.org
Subject: Lamp invoice
Date: Mon, 01 Jul 2024 10:00:00 +0200
Message-ID: <1@example.org>

Hi Alex,

the \x1b[31mlamp\x1b[0m costs 20 euros.

Best regards
Zoe
"""


@pytest.fixture
def life(shell: Shell) -> Shell:
    files = {
        "WhatsApp Chat with Cabin Crew.txt": CREW,
        "WhatsApp Chat with Marc.txt": MARC,
        "Packing.md": NOTE,
        "invoice.eml": MAIL,
    }
    shell("add", "--me", "Alex", *(str(shell.write(name, text)) for name, text in files.items()))
    return shell


def ids(life: Shell, *arguments: str) -> set[str]:
    return {hit["id"] for hit in life.json("search", *arguments, "--keyword", "--limit", "50")["hits"]}


SAME = [
    (["from:maya"], ["--from", "maya"]),
    (["from:me"], ["--from", "me"]),
    (["to:me"], ["--to", "me"]),
    (["in:cabin crew"], ["--in", "Cabin Crew"]),
    (['in:"cabin crew"'], ["--in", "Cabin Crew"]),
    (["before:2024"], ["--before", "2024"]),
    (["after:2024"], ["--after", "2024"]),
    (["after:2024-04-13"], ["--since", "2024-04-13"]),
    (["until:2024-04-13"], ["--until", "2024-04-13"]),
    (["during:2023"], ["--during", "2023"]),
    (["during:june 2023"], ["--since", "2023-06", "--until", "2023-06"]),
    (["has:link"], ["--has", "link"]),
    (["has:photo"], ["--has", "photo"]),
    (["kind:mail"], ["--kind", "mail"]),
    (["kind:note"], ["--kind", "note"]),
    (["kind:file"], ["--kind", "file"]),
    (["source:whatsapp"], ["--source", "whatsapp"]),
    (["from:maya", "before:2024-04"], ["--from", "maya", "--before", "2024-04"]),
    (["from:maya", "--before", "2024-04"], ["--from", "maya", "before:2024-04"]),
]


@pytest.mark.parametrize(("operator", "flags"), SAME, ids=[" ".join(one[0]) for one in SAME])
def test_an_operator_means_what_its_flag_means(life: Shell, operator: list[str], flags: list[str]) -> None:
    found = ids(life, *operator)
    assert found == ids(life, "cabin OR lamp OR deposit OR img", *flags) or found == ids(life, *flags, "*")
    assert found
    assert len(found) < 9
    assert ids(life, "cabin", *operator) == ids(life, "cabin", *flags)


def test_a_word_with_a_minus_needs_no_quotes_and_options_come_anywhere(life: Shell) -> None:
    without = ids(life, "cabin", "-deposit")
    assert without == ids(life, "cabin -deposit") == ids(life, "-deposit", "cabin")
    assert len(without) == len(ids(life, "cabin")) - 2
    assert ids(life, "cabin", "-deposit", "--from", "maya") == ids(life, "--from", "maya", "cabin", "-deposit")
    # Not -h, nor any other letter that is an option.
    assert ids(life, "cabin", "-house") == ids(life, "cabin")
    assert life("search", "cabin", "-h")[1].startswith("Usage:")
    assert ids(life, "cabin", "-lake yes") != ids(life, "cabin", "-lake", "yes")
    assert ids(life, "cabin", "-from:maya") == ids(life, "cabin") - ids(life, "cabin", "from:maya")
    _, out = life("search", "--keyword", "--json", "--", "cabin", "-deposit")
    assert {hit["id"] for hit in json.loads(out)["hits"]} == without
    code, _ = life("search", "cabin", "--nonsense")
    assert code == report.USAGE
    assert "No such option" in life.err


def test_a_query_is_told_as_it_was_typed(life: Shell) -> None:
    found = life.json("search", "cabin", "-deposit", "in:cabin crew", "--keyword")
    assert found["query"] == 'cabin -deposit in:"cabin crew"'
    code, _ = life("search", "lamp from:tom", "--keyword")
    assert code == report.NOTHING
    assert "Without from:tom there are 2." in life.err
    assert life.json("search", "lamp", "from:tom", "--before", "2023", "--keyword")["loosen"] == [
        {"without": "--before 2023 from:tom", "hits": 2}
    ]


def test_or_wants_one_of_its_sides(life: Shell) -> None:
    assert ids(life, "lake OR lamps") == ids(life, "lake") | ids(life, "lamps")
    assert ids(life, '"by the lake" OR "my cabin"') == ids(life, '"by the lake"') | ids(life, '"my cabin"')
    life("search", '"by the lake" OR "my cabin"', "--keyword")
    assert 'with "by the lake" or "my cabin"' in life.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["cabin", "--in", "cabn crew"], report.NOTHING, "Did you mean “Cabin Crew”?"),
        (["cabin", "--from", "Mrac"], report.NOTHING, "Did you mean “Marc”?"),
        (["cabin", "from:Mrac"], report.NOTHING, "Did you mean “Marc”?"),
        (["cabin", "--source", "whatsap"], report.USAGE, "Did you mean “whatsapp”? What was added is: email, markdown"),
        (["cabin", "source:zork"], report.USAGE, "“zork” is no kind of source. What was added is: email,"),
        (["cabin", "--source", "telegram"], report.NOTHING, "Without --source telegram there are"),
        (["cabin", "--kind", "zork"], report.USAGE, "'message', 'file', 'mail', 'note', 'document', 'event', 'contact'"),
        (["cabin", "kind:mial"], report.USAGE, "Did you mean “kind:mail”?"),
        (["cabin", "from:"], report.USAGE, "“from:” has no value."),
        (["cabin", "--has", "zork"], report.USAGE, "'link', 'photo', 'video', 'voice', 'sticker', 'document',"),
    ],
)  # fmt: skip
def test_what_fits_nothing_is_refused_with_what_would(life: Shell, arguments: list[str], code: int, said: str) -> None:
    assert life("search", *arguments, "--keyword")[0] == code
    assert said in life.err


def test_by_date_and_page_by_page(life: Shell) -> None:
    def times(*arguments: str) -> list[str]:
        return [hit["time"] for hit in life.json("search", "cabin", *arguments)["hits"]]

    newest = times("--sort", "newest", "kind:message")
    assert newest == sorted(newest, reverse=True)
    assert times("--sort", "oldest", "kind:message") == newest[::-1]
    assert times("--sort", "newest", "kind:message", "--limit", "4", "--page", "2") == newest[4:8]
    pages = [life.json("search", "cabin", "--keyword", "--limit", "2", "--page", str(page)) for page in (1, 2, 3, 4, 5)]
    listed = [hit["id"] for page in pages for hit in page["hits"]]
    assert set(listed) == ids(life, "cabin")
    assert len(set(listed)) == len(listed)
    assert [page["page"] for page in pages] == [1, 2, 3, 4, 5]
    _, out = life("search", "cabin", "--keyword", "--limit", "2", "--page", "2")
    assert out.startswith(" 3 ")
    assert "--page 3 goes on" in life.err
    assert life("search", "cabin", "--keyword", "--page", "9")[0] == report.NOTHING
    assert "There is no page 9" in life.err
    assert life("search", "cabin", "--sort", "newest", "--explain")[0] == report.USAGE


def test_counting(life: Shell) -> None:
    code, out = life("search", "cabin", "--count")
    assert (code, out) == (report.DONE, "7\n")
    assert "6 messages and 1 file passage match “cabin”." in life.err
    assert life.json("search", "cabin", "from:maya", "--count") == {
        "query": "cabin from:maya", "count": 2, "messages": 2, "passages": 0
    }  # fmt: skip
    assert life("search", "cabin lamp zebra", "--count")[1] == "0\n"
    assert "Nothing has “zebra”." in life.err
    assert "8 have one of the words." in life.err


def test_a_histogram(life: Shell) -> None:
    found = life.json("search", "cabin", "kind:message", "--by", "month")
    assert found["count"] == 6
    groups = found["groups"]
    assert groups[0] == {"id": None, "name": "2023-06", "count": 2}
    assert groups[-1] == {"id": None, "name": "2024-05", "count": 1}
    assert len(groups) == 12
    code, out = life("search", "cabin", "kind:message", "--by", "person")
    lines = [line.split() for line in out.splitlines()]
    assert code == report.DONE
    assert [line[:2] for line in lines] == [["Alex", "2"], ["Maya", "2"], ["Marc", "1"], ["Tom", "1"]]
    assert len(lines[0][2]) > len(lines[2][2]) > 0
    assert {one["name"] for one in life.json("search", "cabin", "--by", "chat")["groups"]} == {
        "Cabin Crew",
        "Marc",
        None,
    }
    assert life("search", "zebra", "--by", "month")[0] == report.NOTHING


def test_a_hit_shows_the_line_around_its_match_and_a_file_its_path(life: Shell) -> None:
    (hit,) = life.json("search", "lamps", "kind:note", "--keyword")["hits"]
    assert hit["snippet"].startswith("… ")
    assert [hit["snippet"][start:end] for start, end in hit["spans"]] == ["lamps"]
    _, out = life("search", "lamps", "kind:note", "--keyword")
    assert "Bring [bold]two[/bold] lamps to the cabin." in " ".join(out.split())
    assert f"   {life.folder / 'Packing.md'}\n" in out
    assert str(life.folder) not in life("search", "lake", "--keyword")[1]


def test_a_mail_is_shown_by_its_body_and_its_subject_once(life: Shell) -> None:
    code, out = life("search", "invoice", "--keyword")
    assert code == report.DONE
    assert out.count("Lamp invoice") == 1
    assert "Hi Alex" not in out
    assert "Best regards" not in out
    assert "\x1b" not in out
    assert "␛[31mlamp" in out
    (hit,) = life.json("search", "lamp", "kind:mail", "--keyword")["hits"]
    assert hit["snippet"] == "the \x1b[31mlamp\x1b[0m costs 20 euros."


def test_a_terminal_shows_matches_bold_and_nothing_of_what_a_message_says(
    life: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(report, "at_terminal", lambda *_: True)
    _, out = life("search", "cabin", "by", "--keyword", "--limit", "1")
    assert "the \x1b[1mcabin\x1b[22m by the lake" in out
    _, out = life("search", "euros", "--keyword")
    assert out.count("\x1b") == 2
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in life("search", "cabin", "--keyword")[1]


def test_operators_in_a_batch(life: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        {"query": "cabin from:maya"},
        {"query": "cabin", "from": "maya"},
        {"query": "cabin", "has": "link", "sort": "newest", "limit": 1, "page": 2},
        {"query": "cabin", "has": "zork"},
        {"query": "cabin", "sort": "zork"},
        {"query": "cabin", "page": 0},
        {"query": "cabin has:zork"},
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(map(json.dumps, lines))))
    code, out = life("search", "--batch", "--keyword")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == report.NOTHING
    assert answers[0]["hits"] == answers[1]["hits"] != []
    assert answers[2]["hits"] == []
    assert all("error" in answer for answer in answers[3:])
    assert "“has:zork” is not known" in answers[6]["error"]


def test_a_question_takes_operators_too(life: Shell) -> None:
    found = life.json("ask", "from:maya is the deposit paid?", "--no-keep", "--no-service")
    assert found["plan"]["from"] == "Maya"
    assert {hit["sender"] for hit in found["evidence"]} == {"Maya"}


def test_no_path_of_the_index_is_taken_for_anything_else(shell: Shell) -> None:
    name = "od  d [red]name.md"
    shell("add", str(shell.write(name, "the birch tree")))
    _, out = shell("search", "birch", "--keyword")
    assert str(Path(shell.folder) / name) in out
