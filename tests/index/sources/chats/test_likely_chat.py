"""Chats of no known shape: read as the likeliest, and said to be a guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.sources.detect import detect
from index.types.records import MessageRecord
from tests.index.sources.reading import chats_of, messages, name, only, problems, read, wall


def text(folder: Path, content: str, file: str = "copied.txt") -> Path:
    path = folder / file
    path.write_text(content, encoding="utf-8")
    return path


def rows(found: list[MessageRecord]) -> list[tuple[str, str, str]]:
    return [(wall(message.time), name(message), message.body) for message in found]


@pytest.mark.parametrize(
    "line",
    [
        "(13 June 2018, 21:25) {who}: {said}",
        "2018/06/13 21:25 | {who} | {said}",
        "> 13.06.2018 21:25 > {who}: {said}",
        "Wed, Jun 13, 2018 at 9:25 PM - {who} : {said}",
        "{{13/06/2018; 21:25}} <{who}> {said}",
        "* 13-06-2018 @ 21:25 {who}: {said}",
        "Wed 13/06/2018 21:25 - {who}: {said}",
        "13 de junio de 2018, 21:25 ~ {who}: {said}",
    ],
)
def test_dates_times_names_and_texts_however_they_are_parted(tmp_path: Path, line: str) -> None:
    said = [("Ann", "one"), ("Bob", "two: three"), ("Ann", "four"), ("Bob", "five")]
    content = "\n".join(line.format(who=who, said=words) for who, words in said[:2])
    content += "\ngoes on\n" + "\n".join(line.format(who=who, said=words) for who, words in said[2:])
    records = read(text(tmp_path, content), kind="whatsapp")
    assert rows(messages(records)) == [
        ("2018-06-13 21:25:00", "Ann", "one"),
        ("2018-06-13 21:25:00", "Bob", "two: three\ngoes on"),
        ("2018-06-13 21:25:00", "Ann", "four"),
        ("2018-06-13 21:25:00", "Bob", "five"),
    ]
    assert chats_of(records)[0].title == "copied"
    assert [problem.severity for problem in problems(records)] == ["guess"]
    assert "the likeliest" in problems(records)[0].reason


def test_an_order_that_nothing_decides_is_said_too(tmp_path: Path) -> None:
    lines = [f"(03/04/2018 21:2{n}) | {'Ann' if n % 2 else 'Bob'} | {n}" for n in range(4)]
    told = problems(read(text(tmp_path, "\n".join(lines))))
    assert "nothing in the file decides it" in told[1].reason


@pytest.mark.parametrize(
    "content",
    [
        # A program's log
        (
            "2018-06-13 21:25:01 | Main | a\n2018-06-13 21:25:02 | Worker | b\n2018-06-13 21:25:03 | Main | c\n"
            "2018-06-13 21:25:04 | Worker | d\n"
        ),
        (
            "(13 June 2018, 21:25) INFO: a\n(13 June 2018, 21:26) Main: b\n(13 June 2018, 21:27) INFO: c\n"
            "(13 June 2018, 21:28) Main: d\n"
        ),
        # A diary
        "(13 June 2018, 21:25) Dinner: soup\n(14 June 2018, 12:25) Lunch: bread\n(14 June 2018, 21:25) Walk: far\n",
        "Files: a\nCopyright: 2001\nLicense: MIT\nFiles: b\nCopyright: 2002\nLicense: MIT\nFiles: c\nCopyright: 2003\n",
        "a: 1\nb: 2\na: 3\nb: 4\na: 5\nb: 6\n",
    ],
)
def test_other_text_stays_text_without_a_word(tmp_path: Path, content: str) -> None:
    path = text(tmp_path, content)
    assert detect(only(path)).kind == "text"
    assert problems(read(path)) == []


@pytest.mark.parametrize(
    "content",
    [
        "Ann: are you there?\nBob: yes\nAnn: good\nBob: why?\nAnn: so\nBob: well\n",
        "(20:34:46) ann: are you there?\n(20:35:02) bob: yes\n(20:36:10) ann: good\n",
        "Jun 13, 21:25 - Ann: are you there?\nJun 13, 21:26 - Bob: yes\nJun 14, 9:26 - Ann: good\n",
        "20:34 ann | are you there?\n20:35 bob | yes\n20:36 ann | good\n",
    ],
)
def test_a_chat_without_dates_is_text_and_said_to_be_a_guess(tmp_path: Path, content: str) -> None:
    records = read(text(tmp_path, content), kind="text")
    (told,) = problems(records)
    assert (told.severity, "looks like a chat" in told.reason) == ("guess", True)
    assert messages(records) == []


@pytest.mark.parametrize("file", ["WhatsApp Chat with Ann.txt", "_chat.txt", "[LINE] Ann.txt", "#cabin.log"])
def test_a_file_that_is_called_like_a_chat_and_is_none_is_told(tmp_path: Path, file: str) -> None:
    records = read(text(tmp_path, "nothing of a chat\n", file), kind="text")
    assert ["its name is that of a chat" in problem.reason for problem in problems(records)] == [True]


def test_what_stands_for_files_and_deleted_messages(tmp_path: Path) -> None:
    said = ["< Media omitted >", "<attached: plan.pdf>", "This message was deleted", "hi"]
    lines = [f"(13 June 2018, 21:2{n}) {'Ann' if n % 2 else 'Bob'}: {words}" for n, words in enumerate(said)]
    found = messages(read(text(tmp_path, "\n".join(lines))))
    assert [(message.kind, message.body) for message in found] == [
        ("media", ""),
        ("media", ""),
        ("deleted", ""),
        ("text", "hi"),
    ]
    assert [message.attachments[0].name for message in found[:2]] == ["Media omitted", "plan.pdf"]
